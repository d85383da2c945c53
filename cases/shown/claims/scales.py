"""Date ranges and numbers of claims that differ, on one scale, in per cent of it."""

from datetime import date, timedelta
from math import ceil, floor, log10

from cases.lib import threads

NARROWEST = 0.8  # per cent, so that a single day can be seen
LABELS = 4  # that fit side by side on a telephone


def scale(folded):
    """The scale for `_scale.html`: ticks, and a row for each value; None where nothing can be drawn.

    An end that nobody stated is drawn open, to the edge; what states no end at all has its label and no bar.
    """
    aspect = folded[0][0].aspect
    if threads.VALUE_OF[aspect] == "date":
        return _of_dates(folded)
    return _of_numbers(folded) if threads.VALUE_OF[aspect] == "number" else None


def _of_dates(folded):
    rows = _rows((voice[0].value_text, _ordinals(voice)) for voice in folded)
    days = [day for _words, first, last in rows for day in (first, last) if day]
    if len(days) < 2:
        return None
    margin = max(7, (max(days) - min(days)) // 4)
    start, end = min(days) - margin, max(days) + margin
    ticks = _days(date.fromordinal(start), date.fromordinal(end))
    years = sorted({date.fromordinal(day).year for day in (start, end)})
    return {
        "unit": "–".join(map(str, years)),
        **_drawn(rows, start, end, [(day.toordinal(), text) for day, text in ticks], width=1),
    }


def _rows(said):
    """One row for each value, whoever said it."""
    return [(text, *ends) for text, ends in dict.fromkeys(said)]


def _ordinals(voice):
    known = next((claim for claim in voice if claim.date_earliest or claim.date_latest), voice[0])
    first, last = known.date_earliest, known.date_latest
    return first and first.toordinal(), last and last.toordinal()


def _of_numbers(folded):
    bounds = _rows(
        (voice[0].value_text, threads.bounds(voice[0].number, voice[0].precision)) for voice in folded
    )
    numbers = [number for _words, low, high in bounds for number in (low, high) if number is not None]
    if len(set(numbers)) < 2:
        return None
    margin = max((max(numbers) - min(numbers)) / 4, 1)
    start, end = max(min(numbers) - margin, 0), max(numbers) + margin
    step = 10 ** floor(log10((end - start) / 2))
    step = next(step * by for by in (1, 2, 5, 10) if (end - start) / (step * by) <= LABELS)
    marks = range(ceil(start / step), floor(end / step) + 1)
    return {
        "unit": "",
        **_drawn(bounds, start, end, [(step * mark, f"{step * mark:,}") for mark in marks], width=0),
    }


def _drawn(rows, start, end, ticks, *, width):
    def at(value):
        return round((value - start) / (end - start) * 100, 1)

    bars = []
    for text, first, last in rows:
        left = at(first) if first is not None else 0
        right = at(last + width) if last is not None else 100
        bars.append({
            "text": text, "drawn": (first, last) != (None, None), "open": first is None or last is None,
            "x": min(left, 100 - NARROWEST), "width": max(round(right - left, 1), NARROWEST),
        })  # fmt: skip
    marks = [{"x": at(value), "text": text, "far": at(value) > 80} for value, text in ticks]
    return {"bars": bars, "ticks": marks}


def _days(start, end):
    """Days to mark, with their words: thirds of months, months, or years, as many as have room."""
    span = (end - start).days
    if span < 25:
        step = max(1, ceil(span / LABELS))
        return [(day, f"{day.day} {day:%b}") for day in (start + timedelta(n) for n in range(1, span, step))]
    firsts = [date(year, month, 1) for year in range(start.year, end.year + 1) for month in range(1, 13)]
    if span < 75:
        thirds = [first.replace(day=day) for first in firsts for day in (1, 11, 21)]
        thirds = [day for day in thirds if start <= day <= end]
        return [
            (day, f"{day.day} {day:%b}" if day.day == 1 or day == thirds[0] else str(day.day))
            for day in thirds
        ]
    months = [day for day in firsts if start <= day <= end]
    if span < 500:
        every = ceil(len(months) / LABELS)
        return [(day, f"{day:%b %Y}" if day.month == 1 else f"{day:%b}") for day in months[::every]]
    years = [day for day in months if day.month == 1]
    return [(day, str(day.year)) for day in years[:: ceil(len(years) / LABELS) or 1]]
