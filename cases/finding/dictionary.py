"""From typed words to the words of the dictionary that they can mean, each with how well it fits."""

from dataclasses import dataclass

from cases.finding.plan import rows_by_index
from cases.lib import word_keys
from cases.lib.names import sound

MOST = 80  # words of the dictionary for one typed word
LEAST_PREFIX = 3  # letters of a beginning by which words are found

# What a match is worth: as cases.lib.names.compare weighs it, where that knows the case.
_SAME, _SOUNDS_SAME, _EQUIVALENT, _SPELT, _BEGINS = 1.0, 0.99, 0.97, 0.9, 0.9

_FITS = f"""
    CASE WHEN t.fold = q.fold THEN {_SAME}
         WHEN t.sound = q.sound THEN {_SOUNDS_SAME}
         WHEN t.keys && q.equal THEN {_EQUIVALENT}
         WHEN t.keys && q.strong THEN {_SPELT} - 0.5 * d.apart::float8 / greatest(length(t.sound), length(q.sound))
         WHEN d.apart <= CASE WHEN length(q.sound) < 5 THEN 1 WHEN length(q.sound) < 6 THEN 2 ELSE 3 END
         THEN 0.98 - 0.11 * d.apart
    END
"""
_BY_KEYS = f"""
    SELECT q.place, f.id, f.fold, f.n, f.fits, false
      FROM (VALUES %(asked)s) AS q (place, fold, sound, equal, strong, keys)
     CROSS JOIN LATERAL (
        SELECT t.id, t.fold, t.n, {_FITS} AS fits
          FROM cases_nametoken t
         CROSS JOIN LATERAL (SELECT levenshtein(t.sound, q.sound) AS apart) AS d
         WHERE t.keys && q.keys
         ORDER BY fits DESC NULLS LAST, t.n DESC LIMIT {MOST}
     ) AS f
     WHERE f.fits >= 0.6
"""  # noqa: S608
_BEGINNING = f"""
    SELECT q.place, f.id, f.fold, f.n, f.fits, true
      FROM (VALUES %(asked)s) AS q (place, fold, sound, equal, strong, keys)
     CROSS JOIN LATERAL (
        SELECT t.id, t.fold, t.n, {_BEGINS} - 0.2 * (1 - length(q.sound)::float8 / length(t.sound)) AS fits
          FROM cases_nametoken t
         WHERE t.sound > q.sound AND t.sound < q.sound || chr(1114111) AND length(q.sound) >= {LEAST_PREFIX}
         ORDER BY t.n DESC, t.id LIMIT {MOST}
     ) AS f
"""  # noqa: S608
_EXACT = """
    SELECT q.place, t.id, t.fold, t.n, 1.0, false
      FROM (VALUES %(asked)s) AS q (place, fold, sound, equal, strong, keys) JOIN cases_nametoken t ON t.fold = q.fold
"""
_ROW = "(%s::int, %s::text, %s::text, %s::text[], %s::text[], %s::text[])"


@dataclass(frozen=True)
class Entry:
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

    def among(self, tok):
        """The best of the words that a person has; None if there is none."""
        found = [self.entries[number] for number in tok if number in self.entries]
        return max(found, key=lambda entry: entry.fits) if found else None

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
    return _look_up(_BY_KEYS, words, word_keys.strong)


def weak(words):
    """Those, words some letters away, and words that begin so."""
    return _look_up(f"{_BY_KEYS} UNION ALL ({_BEGINNING})", words, word_keys.stored)


def near(words):
    """Those, and words some letters away; none that only begins so."""
    return _look_up(_BY_KEYS, words, word_keys.stored)


def wide(words):
    """Words that are further away."""
    return _look_up(_BY_KEYS, words, word_keys.wide)


def _look_up(sql, words, keys):
    asked = ", ".join([_ROW] * len(words))
    parameters = [
        value
        for place, word in enumerate(words)
        for value in (
            place, word, sound(word), list(word_keys.equal(word)), list(word_keys.strong(word)), list(keys(word)),
        )
    ]  # fmt: skip
    answer = rows_by_index(sql.replace("%(asked)s", asked), parameters * sql.count("%(asked)s"))
    found = [{} for _ in words]
    for place, pk, fold, borne, fits, begun in sorted(answer, key=lambda row: -row[4]):
        found[place].setdefault(pk, Entry(fold, borne, float(fits), begun))
    return [Meant(entries) for entries in found]
