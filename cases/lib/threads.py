"""When claims disagree: aspects, and the pure rule that the stored `Thread` caches are proved against (domain.md §3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

#: Every aspect of a record that a claim can be about, and the column that holds its value.
VALUE_OF: dict[str, str] = {
    "size": "number",
    "count_event": "number",
    "count_cumulative": "number",
    "count_remaining": "number",
    "count_planned": "number",
    "count_prepared": "number",
    "count_handed_over": "number",
    "count_received": "number",
    "count_delivered": "number",
    "date": "date",
    "date_planned": "date",
    "place": "place",
    "position": "position",
    "manner": "words",
    "outcome": "outcome",
}
COUNTS = tuple(aspect for aspect, value in VALUE_OF.items() if value == "number")
_WHEN_AND_HOW = ("date", "date_planned", "place", "manner", "outcome")
#: What can be claimed about each kind of record: a group has no event of its own, a case counts nobody (D37).
ASPECTS_OF: dict[str, tuple[str, ...]] = {
    "person": ("date", "place", "manner"),
    "group": ("size", "count_cumulative", "count_remaining", "count_planned", "date", "place", "manner"),
    "agreement": ("count_planned", "date", "date_planned", "manner", "outcome"),
    "undertaking": (
        "count_planned", "count_prepared", "count_handed_over", "count_received", "count_delivered",
        "date", "date_planned", "manner", "outcome",
    ),
    "consignment": (
        "count_planned", "count_prepared", "count_handed_over", "count_received", "count_delivered", *_WHEN_AND_HOW,
    ),
    "parcel": _WHEN_AND_HOW,
    "correspondence": (
        "count_planned", "count_handed_over", "count_received", "count_delivered", *_WHEN_AND_HOW,
    ),
    "visit": ("count_event", "count_planned", *_WHEN_AND_HOW),
    "evacuation": ("count_event", "count_planned", *_WHEN_AND_HOW),
    "evacuee": ("date", "place", "manner"),
    "repatriation_case": ("position", "date", "date_planned", "place", "manner"),
    "repatriation_event": ("count_event", "count_planned", *_WHEN_AND_HOW),
    "tracing_request": ("date", "place", "manner"),
}  # fmt: skip
#: What has happened: a statement that only announces something says none of these (principle 2: planned is not done).
DONE = frozenset({
    "count_event", "count_cumulative", "count_remaining", "count_prepared", "count_handed_over", "count_received",
    "count_delivered", "date", "outcome",
})  # fmt: skip
#: Aspects whose value can change, so that claims as of different days are a series and not a conflict.
CHANGING = frozenset({"count_cumulative", "count_remaining", "place", "position"})


@dataclass(frozen=True)
class Value:
    """What one live claim says, reduced to what can disagree."""

    lowest: int | None = None
    highest: int | None = None
    earliest: date | None = None
    latest: date | None = None
    places: tuple[int, ...] = ()
    word: str = ""
    own: bool = False


def bounds(number: int, precision: str) -> tuple[int | None, int | None]:
    """The numbers that a count can mean; "about" states no bounds, and none are invented."""
    match precision:
        case "at_least":
            return number, None
        case "more_than":
            return number + 1, None
        case "at_most":
            return None, number
        case "about":
            return None, None
    return number, number


def disagree(aspect: str, values: Iterable[Value]) -> bool:
    """Do these claims of one thread contradict each other? The order of the claims never matters.

    Numbers and dates disagree when two ranges have nothing in common; places when neither contains the other;
    positions when one party's own statements differ, outcomes when they differ. A manner never does by itself.
    """
    claims = list(values)
    match VALUE_OF[aspect]:
        case "number":
            return _apart([(v.lowest, v.highest) for v in claims])
        case "date":
            ordinals = [(_ordinal(v.earliest), _ordinal(v.latest)) for v in claims]
            return _apart(ordinals)
        case "place":
            return any(not (a.places[0] in b.places or b.places[0] in a.places)
                       for i, a in enumerate(claims) for b in claims[:i] if a.places and b.places)  # fmt: skip
        case "position":
            return len({v.word for v in claims if v.own}) > 1
        case "outcome":
            return len({v.word for v in claims}) > 1
    return False


def _ordinal(day: date | None) -> int | None:
    return day.toordinal() if day else None


def _apart(ranges: list[tuple[int | None, int | None]]) -> bool:
    """Two of the ranges have nothing in common exactly when the highest start lies above the lowest end."""
    starts = [start for start, _ in ranges if start is not None]
    ends = [end for _, end in ranges if end is not None]
    return bool(starts and ends) and max(starts) > min(ends)


@dataclass(frozen=True)
class Difference:
    """Two of some values that cannot both be true, by their place among them, and how far apart they are.

    Of numbers and dates those that are furthest apart: `first` ends `distance` before `second` begins.
    """

    first: int
    second: int
    distance: int = 0


def difference(aspect: str, values: Iterable[Value]) -> Difference | None:
    """What exactly disagrees among the claims of one thread; None exactly where `disagree` says no."""
    claims = list(values)
    match VALUE_OF[aspect]:
        case "number":
            return _furthest([(v.lowest, v.highest) for v in claims])
        case "date":
            return _furthest([(_ordinal(v.earliest), _ordinal(v.latest)) for v in claims])
    pairs = ((i, j) for i in range(len(claims)) for j in range(i + 1, len(claims)))
    return next((Difference(i, j) for i, j in pairs if disagree(aspect, [claims[i], claims[j]])), None)


def _furthest(ranges: list[tuple[int | None, int | None]]) -> Difference | None:
    if not _apart(ranges):
        return None
    ends = [(end, index) for index, (_, end) in enumerate(ranges) if end is not None]
    starts = [(start, -index) for index, (start, _) in enumerate(ranges) if start is not None]
    (end, first), (start, second) = min(ends), max(starts)
    return Difference(first, -second, start - end)
