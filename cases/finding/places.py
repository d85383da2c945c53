"""A place among the words of a search: “Bondarenko, Sumy” can ask for somebody of Sumy.

Only the whole name of a place on record is read as one, in any of its three languages; which places are restricted
nobody learns by searching. What was typed stays a name as well: `people.Search` looks for both.
"""

from typing import NamedTuple

from cases.finding.plan import rows_by_index

_LONGEST = 4  # words of the name of a place
_MOST = 12  # words that are looked at
_NAMES = "ARRAY[upper(name), upper(name_uk), upper(name_ru)]"  # as the index has them
_NAMED = f"SELECT id, {_NAMES} FROM cases_place WHERE {_NAMES} && $1::text[] AND NOT restricted"  # noqa: S608
_WITHIN = """
    WITH RECURSIVE within AS (
        SELECT unnest($1::bigint[]) AS id
         UNION
        SELECT p.id FROM within JOIN cases_place p ON p.parent_id = within.id WHERE NOT p.restricted
    ) SELECT id FROM within
"""


class Placed(NamedTuple):
    """The words that name a place, the other words, and the places of that name with all that lie in them."""

    name: str
    rest: str
    places: frozenset[int]


def place_in(text):
    """The place that some of the words name, where others are left; None. Of two names the longer one, then the later."""
    words = text.split()[:_MOST]
    spans = {
        _name(words[start:end]).upper(): (end - start, start)
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST, len(words)) + 1)
        if end - start < len(words) and _name(words[start:end])
    }
    if not spans:
        return None
    named: dict[str, list[int]] = {}
    for pk, names in rows_by_index(_NAMED, [list(spans)]):
        for name in spans.keys() & {*names}:
            named.setdefault(name, []).append(pk)
    if not named:
        return None
    name = max(named, key=spans.__getitem__)
    length, start = spans[name]
    rest = words[:start] + words[start + length :]
    return Placed(_name(words[start : start + length]), " ".join(rest), within(named[name]))


def _name(words):
    """A comma may stand within the name of a place, and around it."""
    return " ".join(words).strip(", ")


def within(pks):
    """These places and all that lie in them."""
    return frozenset(pk for (pk,) in rows_by_index(_WITHIN, [pks]))
