"""From typed words to the words of the dictionary that they can mean, each with how well it fits."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from cases.finding.plan import rows_by_index
from cases.finding.scope import those_seen_by
from cases.lib import word_keys
from cases.lib.names import sound

MOST = 80  # words of the dictionary for one typed word
LEAST_PREFIX = 3  # letters of a beginning by which words are found

# What a match is worth: as cases.lib.names.compare weighs it, where that knows the case.
_SAME, _SOUNDS_SAME, _EQUIVALENT, _SPELT, _BEGINS = 1.0, 0.99, 0.97, 0.9, 0.9
_NEAR = 0.75  # other spellings for which people are looked for at first: some two letters of seven differ

#: What is asked of each word: its place, its forms and its keys.
_ASKED = """
    WITH q AS MATERIALIZED (
        SELECT place - 1 AS place, fold, sound, string_to_array(equal, ' ') AS equal, string_to_array(keys, ' ') AS keys, most
          FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[]) WITH ORDINALITY
            AS words (fold, sound, equal, keys, most, place)
    )
"""
_SPELT_SO = f"""
    SELECT q.place, f.*, false
      FROM q CROSS JOIN LATERAL (
        SELECT t.id, t.fold, t.n,
               CASE WHEN t.fold = q.fold THEN {_SAME}
                    WHEN t.sound = q.sound THEN {_SOUNDS_SAME}
                    WHEN cardinality(q.equal) > 0 AND t.keys && q.equal THEN {_EQUIVALENT}
                    ELSE {_SPELT} - 0.5 * levenshtein(t.sound, q.sound)::float8 / greatest(length(t.sound), length(q.sound))
               END AS fits
          FROM cases_nametoken t
         WHERE t.keys && q.keys
         ORDER BY fits DESC, t.n DESC LIMIT {MOST}
     ) AS f
     WHERE f.fits >= 0.6
"""  # noqa: S608
_LETTERS_AWAY = f"""
    SELECT q.place, f.*, false
      FROM q CROSS JOIN LATERAL (
        SELECT t.id, t.fold, t.n, 0.98 - 0.11 * d.apart AS fits
          FROM cases_nametoken t
         CROSS JOIN LATERAL (SELECT levenshtein_less_equal(t.sound, q.sound, q.most) AS apart) AS d
         WHERE t.keys && q.keys AND d.apart <= q.most
         ORDER BY d.apart, t.n DESC LIMIT {MOST}
     ) AS f
"""  # noqa: S608
_BEGINS_SO = f"""
    SELECT q.place, f.*, true
      FROM q CROSS JOIN LATERAL (
        SELECT t.id, t.fold, t.n, {_BEGINS} - 0.2 * (1 - length(q.sound)::float8 / length(t.sound)) AS fits
          FROM cases_nametoken t
         WHERE t.sound > q.sound AND t.sound < q.sound || chr(1114111) AND length(q.sound) >= {LEAST_PREFIX}
         ORDER BY t.n DESC, t.id LIMIT {MOST}
     ) AS f
"""  # noqa: S608
_WITH_PEOPLE = f"""
    , found AS MATERIALIZED ({_SPELT_SO}), meant AS MATERIALIZED (SELECT place, array_agg(id) AS ids FROM found WHERE fits >= {_NEAR} GROUP BY place)
    SELECT place, id::bigint, fold::text, n, fits, false, NULL::int[] FROM found
     UNION ALL
    (SELECT -1, person_id, '', 0, 0, false, tok FROM cases_persontokens t WHERE {{which}} LIMIT {{most}})
"""  # noqa: S608
_HAS_WORD = "tok && (SELECT ids FROM meant WHERE place = {})"
_EXACT = "SELECT q.place, t.id, t.fold, t.n, 1.0, false FROM q JOIN cases_nametoken t ON t.fold = q.fold"


class Entry(NamedTuple):
    """A word of the dictionary that a typed word can mean."""

    fold: str
    borne: int  # how many people have it
    fits: float
    begun: bool  # it only begins as what was typed


@dataclass(frozen=True)
class Meant:
    """The words of the dictionary that one typed word can mean, by their numbers, the best first."""

    entries: dict[int, Entry]

    def and_those_of(self, other):
        """These words and others, the best first; one that is in both as it fits better."""
        both = [*self.entries.items(), *other.entries.items()]
        entries = {}
        for pk, entry in sorted(both, key=lambda each: -each[1].fits):
            entries.setdefault(pk, entry)
        return Meant(entries)

    @cached_property
    def fits(self):
        """How well each of them fits, by its number."""
        return {number: entry.fits for number, entry in self.entries.items()}

    def among(self, tok):
        """The best of the words that a person has; None if there is none."""
        best = max(tok, key=lambda number: self.fits.get(number, 0.0), default=None)
        return self.entries.get(best)

    def best(self, people):
        """The numbers of its words, the best first, until so many people can have them."""
        chosen, number = [], 0
        for pk, entry in self.entries.items():
            if number >= people:
                break
            chosen.append(pk)
            number += entry.borne
        return chosen


def exact(words):
    """The same letters."""
    return _look_up(_EXACT, words, lambda word: ())


def strong(words):
    """Other spellings, and equivalents in other languages."""
    return _look_up(_SPELT_SO, words, word_keys.strong)


def weak(words, known):
    """Those that are known, words some letters away, and words that begin so."""
    return _with(known, _look_up(f"{_LETTERS_AWAY} UNION ALL ({_BEGINS_SO})", words, word_keys.near))


def near(words):
    """Other spellings, and words some letters away; none that only begins so."""
    return _with(strong(words), _look_up(_LETTERS_AWAY, words, word_keys.near))


def wide(words, known):
    """Those that are known, and words that are further away."""
    return _with(known, _look_up(_LETTERS_AWAY, words, word_keys.wide))


def _with(known, found):
    return [one.and_those_of(other) for one, other in zip(known, found, strict=True)]


def _most(heard):
    """By how many letters a word may differ from one that is heard so."""
    return 1 if len(heard) < 5 else 2 if len(heard) < 6 else 3


def strong_with_people(user, words, most, places=()):
    """Other spellings and equivalents, and so many people whom a user may see, of some places or of any, who have one for each word.

    In one journey to the database; [(person, words of theirs)].
    """
    seen, values = those_seen_by(user, 6, places)
    which = " AND ".join([*(_HAS_WORD.format(place) for place in range(len(words))), seen])
    answer = _asked(_WITH_PEOPLE.format(which=which, most=most), words, word_keys.strong, *values)
    people = [(pk, tok) for place, pk, *_rest, tok in answer if place < 0]
    return _meant(words, [row[:-1] for row in answer if row[0] >= 0]), people


def _look_up(sql, words, keys):
    return _meant(words, _asked(sql, words, keys))


def _asked(sql, words, keys, *more):
    heard = [sound(word) for word in words]
    columns = (
        list(words), heard, [" ".join(word_keys.equal(word)) for word in words],
        [" ".join(keys(word)) for word in words], [_most(form) for form in heard],
    )  # fmt: skip
    return rows_by_index(f"{_ASKED}{sql}", [*columns, *more])


def _meant(words, answer):
    found = [{} for _ in words]
    for place, pk, fold, borne, fits, begun in sorted(answer, key=lambda row: -row[4]):
        found[place].setdefault(pk, Entry(fold, borne, float(fits), begun))
    return [Meant(entries) for entries in found]
