"""What somebody gave, before it is bounds: a form ("by", "between", …) and one or two points, and what they
mean.

House rules (domain.md §5, §3): early = 1–10, mid = 11–20, late = 21–end of a month; of a year, by analogy,
January–April, May–August, September–December. "By December" means before it begins; "by the end of December"
up to its last day; "by mid December", being vague, up to the end of that part. "After 3 March" may still be
that day; "after December" begins with January. "Since", "from" and "until" are open intervals and include
what they name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from cases.lib.dates.edtf import Part, Shape, last_day
from cases.lib.dates.value import UnreadableDate

PARTS: Final = ("early", "mid", "late")


@dataclass(frozen=True, slots=True)
class Point:
    """A day, month, year, decade, or a part of a month or year, with what was given of it and no more."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
    decade: bool = False
    mark: str = ""
    weekday: int | None = field(default=None, compare=False)

    @property
    def simple(self) -> bool:
        """Whether one EDTF part can say it."""
        return not self.part and not self.decade

    def first(self) -> Part:
        """The part of EDTF that it begins with."""
        if not self.part:
            return Part(self.year, self.month, self.day, self.mark)
        third = PARTS.index(self.part)
        if self.month:
            return Part(self.year, self.month, third * 10 + 1, self.mark)
        return Part(self.year, third * 4 + 1, None, self.mark)

    def last(self) -> Part:
        """The part of EDTF that it ends with."""
        if self.decade and self.year is not None:
            return Part(self.year + 9, mark=self.mark)
        if not self.part:
            return self.first()
        third = PARTS.index(self.part)
        if self.month:
            day = last_day(self.year, self.month) if third == 2 else third * 10 + 10
            return Part(self.year, self.month, day, self.mark)
        return Part(self.year, third * 4 + 4, None, self.mark)


@dataclass(frozen=True, slots=True)
class Draft:
    """A form, its first point, and for `span`, `all`, `between` and `or` its second."""

    form: str
    start: Point
    end: Point | None = None

    @property
    def points(self) -> tuple[Point, ...]:
        """The points that were given."""
        return (self.start, self.end) if self.end else (self.start,)

    @property
    def yearless(self) -> bool:
        """Whether no year was given."""
        return self.start.year is None

    def in_year(self, year: int) -> Draft:
        """The same with its first point in that year, the second in it or across the year's end."""
        start = replace(self.start, year=year)
        if self.end is None:
            return Draft(self.form, start)
        return Draft(
            self.form, start, replace(self.end, year=year + (1 if earlier_in_year(self.end, start) else 0))
        )

    def resolve(self) -> Shape:
        """What it means. Raises UnreadableDate if it is impossible, such as reversed (D3)."""
        for point in self.points:
            _check_weekday(point)
        return _MEANING[self.form](self)


def earlier_in_year(a: Point, b: Point) -> bool:
    """Whether the month of one comes before the month of the other, so that they lie in different years."""
    return a.month is not None and b.month is not None and a.month < b.month


def infer_year(draft: Draft, published: date, *, ahead: bool = False) -> Draft | None:
    """The draft in the year that its source's date suggests, or None if that contradicts a weekday given.

    The most recent such date that begins no later than the publication; with `ahead` (a plan) the next one
    that ends no earlier. A range over several months that was not over by then is left alone. A bare limit
    ("by 18 November") may lie on either side, so the nearest counts.
    """
    found = list(_in_years(draft, published.year))
    if draft.form in ("by", "by_end", "or_earlier", "before", "until"):
        near = [(abs((_anchor(shape) - published).days), one) for one, shape in found]
        best = min(near, key=lambda pair: pair[0], default=(0, None))[1]
    elif ahead:
        best = next((one for one, shape in found if (shape.latest or date.max) >= published), None)
    else:
        best = next(
            (one for one, shape in reversed(found) if (shape.earliest or date.min) <= published), None
        )
    if best is None or _unfinished(best, published, ahead):
        return None
    try:
        best.resolve()
    except UnreadableDate:
        return None
    return best


def _unfinished(draft: Draft, published: date, ahead: bool) -> bool:
    """Whether a range over more than one month straddles the publication: it may as well be a year older."""
    if ahead or draft.end is None or draft.start.month == draft.end.month:
        return False
    return (draft.resolve().latest or date.max) > published


def _anchor(shape: Shape) -> date:
    return shape.latest or shape.earliest or date.min


def _in_years(draft: Draft, around: int) -> Iterator[tuple[Draft, Shape]]:
    """In each year in which it is possible: nine to each side always hold a 29 February."""
    for year in range(max(1, around - 9), min(9999, around + 9) + 1):
        try:
            candidate = draft.in_year(year)
            yield candidate, _MEANING[candidate.form](candidate)
        except UnreadableDate:
            continue


def _check_weekday(point: Point) -> None:
    day = (
        Part(point.year, point.month, point.day).first() if point.year and point.month and point.day else None
    )
    if day and point.weekday is not None and day.weekday() != point.weekday:
        raise UnreadableDate(f"That day was a {day:%A}: correct the weekday or leave it out.")


def day_before(part: Part) -> Part:
    """The day before a part begins; of an unknown year as well."""
    if part.year is None:
        first = date(2000, part.month or 1, part.day or 1) - timedelta(days=1)
        return Part(None, first.month, first.day, part.mark)
    try:
        day = date(part.year, part.month or 1, part.day or 1) - timedelta(days=1)
    except OverflowError:
        raise UnreadableDate("There is no day before the year 1: write a later date.") from None
    return Part(day.year, day.month, day.day, part.mark)


def next_part(part: Part) -> Part:
    """The day, month or year that follows, in the same precision."""
    if part.month is None:
        return Part((part.year or 0) + 1, mark=part.mark)
    if part.day and part.day < last_day(part.year, part.month):
        return replace(part, day=part.day + 1)
    day = 1 if part.day else None
    if part.month < 12:
        return Part(part.year, part.month + 1, day, part.mark)
    return Part(part.year + 1 if part.year else None, 1, day, part.mark)


def _one(d: Draft) -> Shape:
    first, last = d.start.first(), d.start.last()
    return Shape("one" if first == last else "set", first, last)


def _pair(kind: str) -> Callable[[Draft], Shape]:
    def meaning(d: Draft) -> Shape:
        first, last = d.start.first(), (d.end or d.start).last()
        return Shape("one" if first == last else kind, first, last)

    return meaning


def _or(d: Draft) -> Shape:
    end = d.end or d.start
    if next_part(replace(d.start.last(), mark="")) != replace(end.first(), mark=""):
        raise UnreadableDate(
            "Only neighbours can be joined with “or”: write “between 21 and 25 November 2025”."
        )
    return Shape("set", d.start.first(), end.last())


def _by(d: Draft) -> Shape:
    return Shape("set", None, d.start.last()) if d.start.day or d.start.part else _before(d)


def _before(d: Draft) -> Shape:
    return Shape("set", None, day_before(d.start.first()))


def _after(d: Draft) -> Shape:
    return Shape("set", d.start.first() if d.start.day else next_part(d.start.last()), None)


_MEANING: Final[dict[str, Callable[[Draft], Shape]]] = {
    "one": _one,
    "span": _pair("interval"),
    "all": _pair("all"),
    "between": _pair("set"),
    "or": _or,
    "by": _by,
    "by_end": lambda d: Shape("set", None, d.start.last()),
    "before": _before,
    "until": lambda d: Shape("interval", None, d.start.last()),
    "after": _after,
    "or_earlier": lambda d: Shape("set", None, d.start.last()),
    "or_later": lambda d: Shape("set", d.start.first(), None),
    "since": lambda d: Shape("interval", d.start.first(), None),
}
