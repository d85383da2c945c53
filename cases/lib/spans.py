"""Times drawn on one line of days: what is certain of each, and what lies before and after it that may be of it.

Lengths are per cent of the line. A bound that nobody gave reaches to the end of the line, dashed: nothing is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

_LEAST: Final = 0.6  # so that a day is seen
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 600)  # months between two marks
_MARKS: Final = 5  # at most, so that their words stand apart on a narrow screen


@dataclass(frozen=True, slots=True)
class Span:
    """A time whose ends may be uncertain; `ended` is whether anybody said that it ended."""

    begin_earliest: date | None
    begin_latest: date | None
    end_earliest: date | None
    end_latest: date | None
    ended: bool


class Part(NamedTuple):
    """A piece of the line: where it starts, and how long it is."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One span on the line: certain, and uncertain before and after."""

    certain: Part | None
    before: Part | None
    after: Part | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A month on the line."""

    x: float
    first: date


@dataclass(frozen=True, slots=True)
class Line:
    """The whole drawing, from the first day that anybody gave to today."""

    first: date
    last: date
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]


def line(spans: Sequence[Span], today: date) -> Line | None:
    """Spans on one line; None where none of them has a day."""
    days = [day for span in spans for day in _days(span)]
    if not days:
        return None
    first, last = min(days).replace(day=1), max([today, *days])
    return Line(first, last, tuple(_bar(span, first, last, today) for span in spans), _marks(first, last))


def _days(span: Span) -> list[date]:
    return [
        day for day in (span.begin_earliest, span.begin_latest, span.end_earliest, span.end_latest) if day
    ]


def _bar(span: Span, first: date, last: date, today: date) -> Bar:
    begin, begun = span.begin_earliest or first, span.begin_latest
    if span.ended:
        ends, ended = span.end_earliest, span.end_latest or last
    else:
        ends, ended = max(today, begun or today), last
    if begun is not None and ends is not None and begun <= ends:
        certain = _part(begun, ends, first, last)
        before = _part(begin, begun, first, last) if begin < begun else None
        after = _part(ends, ended, first, last) if ends < ended else None
        return Bar(certain, before, after)
    return Bar(None, _part(min(begin, ended), ended, first, last), None)


def _part(start: date, end: date, first: date, last: date) -> Part:
    whole = max((last - first).days, 1)
    x = 100 * (start - first).days / whole
    width = max(100 * (end - start).days / whole, _LEAST)
    return Part(round(min(x, 100 - _LEAST), 2), round(min(width, 100 - min(x, 100 - _LEAST)), 2))


def _marks(first: date, last: date) -> tuple[Mark, ...]:
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = next((step for step in _STEPS if months <= step * _MARKS), _STEPS[-1])
    marks, at = [], first
    while at <= last:
        if (at.year * 12 + at.month - 1) % step == 0:
            marks.append(Mark(_part(at, at, first, last).x, at))
        at = (at + timedelta(days=31)).replace(day=1)
    return tuple(mark for mark in marks if mark.x < 90)
