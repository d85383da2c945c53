"""Two descriptions of a person compared field by field, and what that comes to on an absolute scale.

The score of a pair depends on the two descriptions alone, never on what else was found. The names carry it: what else
agrees or disagrees moves it, and names that do not fit keep it low whatever else fits. It orders a queue in which
people judge; nothing is decided by it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final, NamedTuple

from cases.lib import papers
from cases.lib.dates import UncertainDate, overlaps
from cases.lib.names.compare import Comparison, compare

MATCH: Final = "match"
NEAR: Final = "near"
DIFFERS: Final = "differs"
UNKNOWN: Final = "unknown"

#: From this score on a pair is called likely, from that on possible; below it nothing is proposed.
LIKELY: Final = 75
POSSIBLE: Final = 50

#: What the best comparison of two names is worth at most, and what each field adds when it matches, nearly matches, differs.
NAME: Final = 70
WORTH: Final = {
    "born": (16, 4, -30),
    "sex": (2, 0, -25),
    "father_name": (6, 3, -10),
    "mother_maiden_name": (6, 3, -8),
    "birth_place": (6, 0, -6),
    "last_residence": (5, 0, -3),
    "nationality": (1, 0, -4),
    "rank": (1, 0, 0),
    "service_number": (20, 0, -8),
    "identifiers": (24, 0, -12),
}
SAME_DAY: Final = 8
#: What the score may reach at most when the names do not fit, or when a fact that does not change is another.
NAMES_APART: Final = 40
NAMES_APART_BUT_NUMBER: Final = POSSIBLE + 10
NOT_LIKELY: Final = LIKELY - 1
LASTING: Final = ("born", "sex")
#: By how many days two births may be apart and still be a slip or an estimate.
SLIP: Final = 366


class Place(NamedTuple):
    """A place by its own key and those of the places that contain it, the innermost first."""

    name: str
    ancestry: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of one person that can tell them from another; empty where nothing is."""

    names: tuple[str, ...] = ()
    born: UncertainDate | None = None
    sex: str = ""
    father_name: str = ""
    mother_maiden_name: str = ""
    birth_place: Place | None = None
    last_residence: Place | None = None
    nationality: str = ""
    rank: str = ""
    service_number: str = ""
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """How two descriptions compare: each field's finding, a score from 0 to 100, and why, in codes."""

    score: int
    fields: dict[str, str]
    reasons: tuple[str, ...]

    @property
    def band(self) -> str:
        return band(self.score)


def band(score: int) -> str:
    """What a score is called."""
    return "likely" if score >= LIKELY else "possible" if score >= POSSIBLE else "unlikely"


def match(one: Description, other: Description) -> Match:
    """Compare two descriptions."""
    names = best_names(one.names, other.names)
    fields = {"name": _named(names)} | {
        name: found for name, found in _compared(one, other) if found is not None
    }
    score = NAME * names.score
    for name, found in fields.items():
        if name in WORTH and found != UNKNOWN:
            score += WORTH[name][(MATCH, NEAR, DIFFERS).index(found)]
    if (
        fields["born"] == MATCH
        and one.born
        and other.born
        and one.born.certain_on == other.born.certain_on is not None
    ):
        score += SAME_DAY
    return Match(round(min(max(score, 0), 100, _ceiling(names, fields))), fields, _reasons(names, fields))


def best_names(ones: tuple[str, ...], others: tuple[str, ...]) -> Comparison:
    """The two names of two persons that are most alike."""
    pairs = [compare(one, other) for one in ones for other in others]
    return max(pairs, key=lambda found: found.score, default=compare("", ""))


def _ceiling(names: Comparison, fields: dict[str, str]) -> int:
    number = MATCH in (fields["service_number"], fields["identifiers"])
    if names.verdict == "unlikely":
        return NAMES_APART_BUT_NUMBER if number else NAMES_APART
    if names.verdict == "possible" or any(fields[name] == DIFFERS for name in LASTING):
        return NOT_LIKELY
    return 100


def _named(names: Comparison) -> str:
    if "nothing_to_compare" in names.reasons:
        return UNKNOWN
    return {"same": MATCH, "likely": MATCH, "possible": NEAR, "unlikely": DIFFERS}[names.verdict]


def _compared(one: Description, other: Description) -> Iterator[tuple[str, str]]:
    yield "born", _births(one.born, other.born)
    for name in ("sex", "nationality", "rank", "service_number"):
        yield name, _words(getattr(one, name), getattr(other, name))
    for name in ("father_name", "mother_maiden_name"):
        yield name, parents(getattr(one, name), getattr(other, name))
    for name in ("birth_place", "last_residence"):
        yield name, _places(getattr(one, name), getattr(other, name))
    yield "identifiers", _numbers(one.identifiers, other.identifiers)


def _words(one: str, other: str) -> str:
    if not one or not other:
        return UNKNOWN
    return MATCH if papers.plain(one) == papers.plain(other) else DIFFERS


def parents(one: str, other: str) -> str:
    """How the names of two persons' fathers, or mothers, compare."""
    return _named(compare(one, other)) if one and other else UNKNOWN


def _places(one: Place | None, other: Place | None) -> str:
    """Two places match when they are one, or when one lies in the other; nearly where all that is known of one is the country."""
    if one is None or other is None:
        return UNKNOWN
    narrow, wide = sorted((one.ancestry, other.ancestry), key=len, reverse=True)
    if wide[0] not in narrow:
        return DIFFERS
    return NEAR if wide[0] == narrow[-1] != narrow[0] else MATCH


def _births(one: UncertainDate | None, other: UncertainDate | None) -> str:
    """Match: the two can mean one day. Near: a year or less apart, or day and month the other way round.

    Where a year is not known, nothing is said: that another day is named is no sign that they are one person, and no proof that not.
    """
    if one is None or other is None:
        return UNKNOWN
    common = overlaps(one, other)
    if common is None:
        return UNKNOWN
    if common:
        return MATCH
    return NEAR if _days_apart(one, other) <= SLIP or _swapped(one, other) else DIFFERS


def _days_apart(one: UncertainDate, other: UncertainDate) -> int:
    first, second = sorted((one, other), key=lambda date: date.sort_key)
    end, begin = first.latest or first.earliest, second.earliest or second.latest
    return (begin - end).days if begin and end else 0


def _swapped(one: UncertainDate, other: UncertainDate) -> bool:
    a, b = one.certain_on, other.certain_on
    return bool(a and b) and (a.year, a.month, a.day) == (b.year, b.day, b.month)  # type: ignore[union-attr]


def _numbers(ones: tuple[tuple[str, str], ...], others: tuple[tuple[str, str], ...]) -> str:
    """Numbers of one scheme: one that both have outweighs others that differ; of different schemes nothing is said."""
    mine = {(papers.plain(scheme), papers.plain(value)) for scheme, value in ones}
    theirs = {(papers.plain(scheme), papers.plain(value)) for scheme, value in others}
    if mine & theirs:
        return MATCH
    return DIFFERS if {scheme for scheme, _ in mine} & {scheme for scheme, _ in theirs} else UNKNOWN


def _reasons(names: Comparison, fields: dict[str, str]) -> tuple[str, ...]:
    """Why, in codes: those of the names, then the other fields that say something."""
    return (*names.reasons, *(f"{name}_{found}" for name, found in fields.items()
                              if name != "name" and found != UNKNOWN))  # fmt: skip


def fingerprint(*descriptions: Description) -> str:
    """What tells whether anything that is compared has changed since, as 64 hexadecimal digits."""
    told = [_told(each) for each in descriptions]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _told(description: Description) -> dict[str, object]:
    values = asdict(description)
    values["born"] = description.born.edtf if description.born else ""
    values["names"] = sorted(description.names)
    values["identifiers"] = sorted(description.identifiers)
    for name in ("birth_place", "last_residence"):
        place = getattr(description, name)
        values[name] = place.ancestry[0] if place else 0
    return values
