"""Showing a date: short for lists and pages, and as it was read for the form.

No day is printed that nobody gave.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from cases.lib.dates import edtf as grammar
from cases.lib.dates.draft import PARTS, Draft, Point
from cases.lib.dates.edtf import Part, Shape, last_day
from cases.lib.dates.value import UncertainDate, YearBasis
from cases.lib.dates.vocabulary import SHOW, Phrases
from cases.lib.dates.words import given


@lru_cache(maxsize=8192)
def show(d: UncertainDate, lang: str = "en") -> str:
    """The date in short, per the table of domain.md §5: "late Nov 2025", "11 Dec (year not given)", "by 18
    Nov 2025".

    It says what the words gave, so "before 3 March 2025" does not become the 2 March at which its range
    ends.
    """
    table = SHOW.get(lang) or SHOW["en"]
    shape, _ = grammar.read(d.edtf)
    draft = None if shape.kind == "one" else given(d)
    draft = draft or _draft(shape)
    years = sorted({f"{point.year:04}" for point in draft.points if point.year is not None})
    if d.basis == YearBasis.STATED:
        return _text(draft, table)
    hidden = Draft(draft.form, _yearless(draft.start), _yearless(draft.end) if draft.end else None)
    return table[d.basis].format(what=_text(hidden, table), year="–".join(years))


def reading(d: UncertainDate, lang: str = "en") -> str:
    """How the words were read, bounds and all, for the form: "21 to 30 Nov 2025 · year inferred"."""
    table = SHOW.get(lang) or SHOW["en"]
    shape, _ = grammar.read(d.edtf)
    start, end = _as_day(shape.start, False), _as_day(shape.end, True)
    if start and end and start == end:
        text = _plain(start, table)
    elif start and end:
        first, last = _span(start, end, table)
        text = table["read_span"].format(start=first, end=last)
    elif end:
        text = table["read_open_start"].format(end=_plain(end, table))
    else:
        text = table["or_later"].format(start=_plain(start or Point(), table))
    marks = {part.mark for part in shape.parts if part.mark}
    notes = [table[f"read_{mark}"] for mark in sorted(marks)]
    if d.basis != YearBasis.STATED:
        notes.append(table[f"read_{d.basis}"])
    return " · ".join([text, *notes])


def _as_day(part: Part | None, last: bool) -> Point | None:
    if part is None:
        return None
    month = part.month or (12 if last else 1)
    return Point(part.year, month, part.day or (last_day(part.year, month) if last else 1))


def _yearless(point: Point) -> Point:
    return replace(point, year=None) if point.month else point


def _draft(shape: Shape) -> Draft:
    """What an expression gives by itself, when its words do not say."""
    start, end = _point(shape.start), _point(shape.end)
    if start and end:
        if shape.kind == "set" and (whole := _third_or_decade(shape, start)):
            return Draft("one", whole)
        form = {"one": "one", "set": "between"}.get(shape.kind, "span")
        return Draft(form, start, None if form == "one" else end)
    if end:
        return Draft("until" if shape.kind == "interval" else "by" if end.day else "by_end", end)
    start = start or Point()  # a shape has at least one end
    if shape.kind == "set" and not start.day:
        return Draft("or_later", start)
    return Draft("since" if shape.kind == "interval" else "after", start)


def _point(part: Part | None) -> Point | None:
    return Point(part.year, part.month, part.day, mark=part.mark) if part else None


def _third_or_decade(shape: Shape, start: Point) -> Point | None:
    tries = [replace(start, decade=True)] if start.month is None and (start.year or 1) % 10 == 0 else []
    if start.day:
        tries += [replace(start, day=None, part=part) for part in PARTS]
    elif start.month:
        tries += [replace(start, month=None, part=part) for part in PARTS if start.year is not None]
    return next((point for point in tries if (point.first(), point.last()) == (shape.start, shape.end)), None)


def _text(draft: Draft, table: Phrases) -> str:
    if draft.end is None:
        mark = draft.start.mark
        text = _plain(draft.start, table)
        if draft.form == "one":
            return _marked(text, mark, table)
        return _marked(table[draft.form].format(start=text), mark, table)
    marks = {draft.start.mark, draft.end.mark}
    start, end = _span(draft.start, draft.end, table)
    if len(marks) > 1:
        start = _marked(_plain(draft.start, table), draft.start.mark, table)
        end = _marked(_plain(draft.end, table), draft.end.mark, table)
    if draft.form in ("between", "or"):
        text = table[draft.form].format(start=start, end=end)
    else:
        close = start.isdigit() and (end.isdigit() or (bool(draft.start.day) and end[0].isdigit()))
        text = f"{start}–{end}" if close else f"{start} – {end}"  # “2000–10 Jan 2000” would read as a month
    return text if len(marks) > 1 else _marked(text, draft.start.mark, table)


def _span(start: Point, end: Point, table: Phrases) -> tuple[str, str]:
    """Both ends, the first without the month and year that the second repeats; “early 2000” is nothing without its year."""
    short = start
    if start.year == end.year and start.month and (end.month or end.part):
        short = replace(short, year=None)
        if start.day and end.day and start.month == end.month:
            short = replace(short, month=None)
    return _plain(short, table), _plain(end, table)


def _plain(point: Point, table: Phrases) -> str:
    """A point without its mark; parts that it lacks are left out."""
    month = table["months"].split("|")[point.month - 1] if point.month else ""
    if point.day:
        month = table["day"].format(day=point.day, month=month).strip()
    year = "" if point.year is None else f"{point.year:04}"
    text = " ".join(filter(None, [month, year]))
    if point.decade:
        text = table["decade"].format(what=text)
    return table[point.part].format(what=text).strip() if point.part else text


def _marked(text: str, mark: str, table: Phrases) -> str:
    return table[mark].format(what=text) if mark else text
