"""What figures about a group of people leave between them (domain.md §3, D37): pure, and the same in any order.

Event counts, counts in all so far, counts that remain and plans are different things; so are populations. What is
derived here is the arithmetic of the figures that it cites, never of a plan, and never below nought.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, product

from cases.lib.dates import UncertainDate
from cases.lib.threads import bounds

EVENT, CUMULATIVE = "count_event", "count_cumulative"
REMAINING, PLANNED = "count_remaining", "count_planned"
ASPECTS = (EVENT, CUMULATIVE, REMAINING, PLANNED)
MOST_CHOICES = 64
#: A day, month, year or interval: a figure "as of March 2025" is read as until its end. "About" and "by" are not.
_WHOLE = re.compile(r"\d{4}\??(-\d\d){0,2}(/\d{4}\??(-\d\d){0,2})?")


@dataclass(frozen=True)
class Figure:
    """One number that somebody claimed; `operation` is the event that it counts, None for the whole group."""

    key: int
    aspect: str
    counted: str
    speaker: int
    number: int
    precision: str = "exact"
    on: UncertainDate | None = None
    operation: int | None = None
    derived: bool = False
    preferred: bool = False

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        return bounds(self.number, self.precision)


@dataclass(frozen=True)
class Point:
    """Figures that answer one question: one of several that disagree, or all of several that do not."""

    figures: tuple[Figure, ...]

    @property
    def on(self) -> UncertainDate | None:
        return self.figures[0].on

    @property
    def contested(self) -> bool:
        low, high = _common(self.figures)
        return low is not None and high is not None and low > high

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """What it can be: what all the figures allow, or, if they disagree, from the least to the most."""
        low, high = _common(self.figures)
        if low is None or high is None or low <= high:
            return low, high
        lows, highs = zip(*(figure.bounds for figure in self.figures), strict=True)
        return (None if None in lows else min(lows)), (None if None in highs else max(highs))

    @property
    def cited(self) -> tuple[Figure, ...]:
        """The figures on which the bounds rest: an exact one needs no rough one beside it."""
        exact = tuple(figure for figure in self.figures if figure.precision == "exact")
        return exact if exact and not self.contested else self.figures

    @property
    def readings(self) -> tuple[tuple[Figure, tuple[int | None, int | None]], ...]:
        """Each number that it may be taken for, with a figure that says so."""
        if not self.contested:
            return ((self.figures[0], self.bounds),)
        once = {(figure.number, figure.precision): figure for figure in reversed(self.figures)}
        return tuple((figure, figure.bounds) for figure in reversed(once.values()))


def _common(figures: Iterable[Figure]) -> tuple[int | None, int | None]:
    both = [figure.bounds for figure in figures]
    lows, highs = [low for low, _ in both if low is not None], [high for _, high in both if high is not None]
    return max(lows, default=None), min(highs, default=None)


@dataclass(frozen=True)
class Step:
    """Two figures of one speaker as of two days, or the first one alone, and the event counts in between.

    `low` and `high` are what follows: events between two counts in all that are not counted singly, or how many
    fewer remain. Both None: it cannot be computed. `unplaced` are counts of which it is not certain whether they lie
    between; while there are any, nothing is derived. `suggests` are the contested figures that alone fit.
    """

    aspect: str
    before: Point | None
    after: Point
    between: tuple[Point, ...] = ()
    unplaced: tuple[Point, ...] = ()
    others: tuple[Point, ...] = ()
    low: int | None = None
    high: int | None = None
    misfit: bool = False
    fits: bool | None = None
    suggests: tuple[Figure, ...] = ()

    @property
    def parts(self) -> tuple[Figure, ...]:
        """The figures from which it follows; in a series of those who remain, event counts are only compared."""
        points = [self.after, *([self.before] if self.before else [])]
        if self.aspect == CUMULATIVE:
            points += self.between
        return tuple(figure for point in points for figure in point.cited)

    @property
    def number(self) -> int | None:
        """The derived number, if all that it follows from is exact and somebody is left."""
        exact = all(figure.precision == "exact" for figure in self.parts)
        return self.low if exact and self.low == self.high and self.low else None


@dataclass(frozen=True)
class Reconciled:
    """All that follows from some figures: steps, series, contested counts, plans, figures without a day."""

    steps: tuple[Step, ...] = ()
    series: tuple[tuple[Point, ...], ...] = ()
    contested: tuple[tuple[Figure, ...], ...] = ()
    plans: tuple[Point, ...] = ()
    undated: tuple[Point, ...] = ()
    unordered: tuple[tuple[Point, Point], ...] = ()


def span(on: UncertainDate | None) -> tuple[date | None, date | None]:
    """The first and last day as of which a figure can stand; a whole month or year is read as until its end."""
    if on is None:
        return None, None
    if on.latest and _WHOLE.fullmatch(on.edtf):
        return on.latest, on.latest
    return on.earliest, on.latest


def reads_to_end(on: UncertainDate | None) -> bool:
    """Is this date read as until the end of its month, year or interval?"""
    return on is not None and on.earliest != on.latest and span(on)[0] == on.latest is not None


def had_happened(event: UncertainDate | None, as_of: UncertainDate | None) -> bool | None:
    """Does a figure as of a day include an event of a day? None if it is not certain."""
    first, last = span(as_of)
    if event and event.latest and first and event.latest <= first:
        return True
    if event and event.earliest and last and event.earliest > last:
        return False
    return None


def reconcile(figures: Iterable[Figure]) -> Reconciled:
    """What follows from the figures, whichever order they come in."""
    ordered = sorted(figures, key=lambda figure: figure.key)
    stated = [figure for figure in ordered if not figure.derived]
    events = _points([figure for figure in stated if figure.aspect == EVENT], by_speaker=False)
    steps, series, undated, unordered = [], [], [], []
    for aspect in (CUMULATIVE, REMAINING):
        for points in _lines([figure for figure in stated if figure.aspect == aspect]):
            undated += [point for point in points if None in span(point.on)]
            line = sorted(
                (p for p in points if None not in span(p.on)), key=lambda p: (*span(p.on), p.figures[0].key)
            )
            if len(line) > 1 and aspect == REMAINING:
                series.append(tuple(line))
            if line and aspect == CUMULATIVE:
                steps += _first(line[0], events)
            for before, after in pairwise(line):
                if span(before.on)[1] < span(after.on)[0]:  # type: ignore[operator]
                    steps.append(_step(aspect, before, after, events))
                else:
                    unordered.append((before, after))
    plans = _points([figure for figure in stated if figure.aspect == PLANNED], by_speaker=False)
    disputed = _points([figure for figure in ordered if figure.aspect == EVENT], by_speaker=False)
    return Reconciled(
        steps=tuple(steps),
        series=tuple(series),
        contested=tuple(point.figures for point in disputed if point.contested),
        plans=tuple(plans),
        undated=tuple(undated),
        unordered=tuple(unordered),
    )


def _points(figures: Sequence[Figure], *, by_speaker: bool) -> list[Point]:
    """Figures that answer the same question, together; a speaker's equal ones once; a preferred one alone."""
    found = defaultdict(list)
    for figure in figures:
        day = figure.on.edtf if figure.on and figure.operation is None else ""
        found[figure.counted, figure.operation, day, figure.speaker if by_speaker else 0].append(figure)
    points = []
    for members in found.values():
        kept = [figure for figure in members if figure.preferred] or members
        once = {(figure.number, figure.precision, figure.speaker): figure for figure in reversed(kept)}
        points.append(Point(tuple(sorted(once.values(), key=lambda figure: (figure.number, figure.key)))))
    return sorted(points, key=lambda point: (point.on.sort_key if point.on else 0, point.figures[0].key))


def _lines(figures: Sequence[Figure]) -> list[list[Point]]:
    """The points of each speaker and population."""
    lines = defaultdict(list)
    for point in _points(figures, by_speaker=True):
        lines[point.figures[0].counted, point.figures[0].speaker].append(point)
    return [lines[name] for name in sorted(lines)]


def _of(point: Point, speaker: int, *, own: bool) -> Point | None:
    """What a speaker (or, not `own`, anybody else) says of an event."""
    figures = tuple(figure for figure in point.figures if (figure.speaker == speaker) == own)
    return Point(figures) if figures else None


def _first(after: Point, events: Sequence[Point]) -> list[Step]:
    """The first count in all of a line, less the same speaker's counts of single events until then."""
    step = _step(CUMULATIVE, None, after, events)
    return [step] if step.between or step.unplaced else []


def _step(aspect: str, before: Point | None, after: Point, events: Sequence[Point]) -> Step:
    speaker, counted = after.figures[0].speaker, after.figures[0].counted
    between, unplaced, others = [], [], []
    for event in events:
        if event.figures[0].counted != counted:
            continue
        lies = _lies_between(event.on, before.on if before else None, after.on, first=before is None)
        own, foreign = _of(event, speaker, own=True), _of(event, speaker, own=False)
        if own and lies is None:
            unplaced.append(own)
        elif own and lies:
            between.append(own)
        elif foreign and lies and before:
            others.append(foreign)
    if aspect == REMAINING:
        return _change(before, after, between, unplaced, others)  # type: ignore[arg-type]
    return _remainder(before, after, between, unplaced, others)


def _lies_between(
    event: UncertainDate | None, start: UncertainDate | None, end: UncertainDate | None, *, first: bool
) -> bool | None:
    until = had_happened(event, end)
    earlier = False if first else had_happened(event, start)
    if until is False or earlier is True:
        return False
    return True if until and earlier is False else None


def _less(whole: tuple[int | None, int | None], points: Iterable[Point]) -> tuple[int | None, int | None]:
    low, high = whole
    for point in points:
        least, most = point.bounds
        low = None if low is None or most is None else low - most
        high = None if high is None or least is None else high - least
    return low, high


def _remainder(
    before: Point | None, after: Point, between: list[Point], unplaced: list[Point], others: list[Point]
) -> Step:
    low, high = _less(after.bounds, [*([before] if before else []), *between])
    misfit = not unplaced and high is not None and high < 0
    if unplaced or misfit:
        low = high = None
    elif low is not None and low < 0:
        low = None
    known = not unplaced and (low, high) != (None, None)
    fits, suggests = _fitting(others, low, high) if known and others else (None, ())
    return Step(
        CUMULATIVE, before, after, tuple(between), tuple(unplaced), tuple(others), low, high, misfit, fits, suggests
    )  # fmt: skip


def _change(
    before: Point, after: Point, between: list[Point], unplaced: list[Point], others: list[Point]
) -> Step:
    """How many fewer remain, compared with the counts of the events between, of the same speaker first."""
    low, high = _less(before.bounds, [after])
    misfit = high is not None and high < 0
    if misfit:
        low = high = None
    elif low is not None and low < 0:
        low = None
    known = not unplaced and (low, high) != (None, None)
    events = [*between, *others]
    fits, suggests = _fitting(events, low, high) if known and events else (None, ())
    return Step(
        REMAINING, before, after, tuple(between), tuple(unplaced), tuple(others), low, high, misfit, fits, suggests
    )  # fmt: skip


def _fitting(
    points: Sequence[Point], low: int | None, high: int | None
) -> tuple[bool | None, tuple[Figure, ...]]:
    """Can the counts add up to the number, and which of the contested ones do then? None: too many to try."""
    choices = [point.readings for point in points]
    total = 1
    for readings in choices:
        total *= len(readings)
    if total > MOST_CHOICES:
        return None, ()
    fitting = [choice for choice in product(*choices) if _add_up([range_ for _, range_ in choice], low, high)]
    if not fitting or len(fitting) == total:
        return bool(fitting), ()
    suggested: list[Figure] = []
    for place, point in enumerate(points):
        taken = {choice[place][0] for choice in fitting}
        if point.contested and len(taken) == 1:
            suggested += taken
    return True, tuple(suggested)


def _add_up(ranges: Iterable[tuple[int | None, int | None]], low: int | None, high: int | None) -> bool:
    both = list(ranges)
    lows, highs = [low_ for low_, _ in both], [high_ for _, high_ in both]
    least = sum(number or 0 for number in lows)
    most = None if None in highs else sum(number or 0 for number in highs)
    return (high is None or least <= high) and (low is None or most is None or most >= low)
