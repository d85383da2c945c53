"""Who on record each person of a list may be: hundreds of names asked for at once, with a few statements for each chunk.

Two words of the one name meet two of the other, in any script and spelling, one of them neither a given name nor a
patronymic, and the births do not exclude each other; then the two are compared field by field (`cases.lib.matching`).
Whoever is only weakly alike is looked for again by words some letters away.
"""

from collections import defaultdict
from itertools import combinations
from typing import NamedTuple

from cases.finding import dictionary
from cases.finding.asked import Asked
from cases.finding.plan import rows_by_index
from cases.finding.told import told_of
from cases.lib import matching, word_keys

KEPT = 5  # people who are kept for one line
_CHUNK = 200  # lines that are asked for at once
_LOOKED_AT = 25  # people with the same two words who are compared with one line
_YEAR = 366

_PEOPLE = """
    SELECT q.place, f.id
      FROM (SELECT place, one::int[], other::int[], third::int[], since, until
              FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::date[], $6::date[])
                AS each (place, one, other, third, since, until)) AS q
     CROSS JOIN LATERAL (
        SELECT p.id
          FROM cases_persontokens t JOIN cases_person p ON p.id = t.person_id
         WHERE t.office_id = $7::int AND t.tok && q.one AND t.tok && q.other AND (q.third IS NULL OR t.tok && q.third)
           AND p.name <> '' AND p.superseded_by_id IS NULL AND ($8::bool IS NULL OR p.synthetic = $8)
           AND (p.born_earliest IS NULL OR q.until IS NULL OR p.born_earliest - q.until <= {year})
           AND (p.born_latest IS NULL OR q.since IS NULL OR q.since - p.born_latest <= {year})
         ORDER BY p.born_earliest <= q.until AND p.born_latest >= q.since DESC NULLS LAST, p.id
         LIMIT {most}
     ) AS f
""".replace("{year}", str(_YEAR)).replace("{most}", str(_LOOKED_AT))


class Alike(NamedTuple):
    """Somebody on record who may be the person of a line: how alike the two are, and why."""

    person: int
    score: int
    reasons: tuple[str, ...]


def people_of(office, asked, *, synthetic=False):
    """For each of these descriptions the people of an office who are at least possibly the same, the likeliest first.

    Made up for training or not, as `synthetic` says; None: both.
    """
    found = []
    for start in range(0, len(asked), _CHUNK):
        some = asked[start : start + _CHUNK]
        chunk = _alike(office, some, synthetic, dictionary.strong)
        weak = [
            place for place, people in enumerate(chunk) if not people or people[0].score < matching.LIKELY
        ]
        again = _alike(office, [some[place] for place in weak], synthetic, dictionary.near) if weak else []
        for place, people in zip(weak, again, strict=True):
            chunk[place] = _best({each.person: each for each in (*people, *chunk[place])}.values())
        found += chunk
    return found


def _alike(office, asked, synthetic, look_up):
    """The same for one chunk, by words that `look_up` finds in the dictionary."""
    told = [Asked.read(" ".join(each.names)).telling for each in asked]
    words = list(dict.fromkeys(word for some in told for word in some))
    if not words:
        return [[] for _ in asked]
    meant = dict(zip(words, (list(each.entries) for each in look_up(words)), strict=True))
    wanted = [
        row for place, each in enumerate(asked) for row in _wanted(place, told[place], each.born, meant)
    ]
    pairs = _bearing(office, synthetic, wanted)
    told = told_of({pk for _place, pk in pairs})
    known = {
        pk: each.description for pk, each in told.items() if each.stands == pk or each.stands not in told
    }
    found = defaultdict(list)
    for place, pk in pairs:
        if pk in known:
            match = matching.match(asked[place], known[pk])
            if match.score >= matching.POSSIBLE:
                found[place].append(Alike(pk, match.score, match.reasons))
    return [_best(found[place]) for place in range(len(asked))]


def _wanted(place, words, born, meant):
    """What is asked for a line: people with all its words, and with two of them that can tell people apart."""
    since, until = (born.earliest, born.latest) if born else (None, None)
    words = [word for word in words if meant[word]]
    if not words:
        return []
    sets = {(words[0], words[0], None)} if len(words) == 1 else set()
    if len(words) > 2:
        sets.add(tuple(words[:3]))
    sets |= {
        (one, other, None) for one, other in combinations(words, 2) if _is_plain(one) or _is_plain(other)
    }
    if not sets:
        sets = {(words[0], words[1], None)}
    return [
        (place, *(meant.get(word) for word in some), since, until)
        for some in sorted(sets, key=lambda some: [word or "" for word in some])
    ]


def _is_plain(word):
    """Is it neither a given name nor a patronymic, as far as is known?"""
    return not word_keys.equal(word)


def _bearing(office, synthetic, wanted):
    """(place, person) for all who have the words that are wanted, each once."""
    if not wanted:
        return []
    places, *words, since, until = zip(*wanted, strict=True)
    columns = [
        list(places),
        *([_array(each) for each in column] for column in words),
        list(since),
        list(until),
    ]
    return sorted(set(rows_by_index(_PEOPLE, [*columns, office.pk, synthetic])))


def _array(numbers):
    """Numbers as the database writes an array; arrays of arrays are of one length there."""
    return numbers and f"{{{','.join(map(str, numbers))}}}"


def _best(people):
    return sorted(people, key=lambda each: (-each.score, each.person))[:KEPT]
