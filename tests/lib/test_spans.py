"""Times on a line: nothing certain is drawn that nobody said, and no piece leaves the line."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.lib.spans import Span, line

TODAY = date(2026, 1, 27)
DAYS = st.none() | st.dates(date(2022, 1, 1), TODAY)


@st.composite
def spans(draw):
    begin = sorted(draw(st.tuples(*[st.dates(date(2022, 1, 1), TODAY)] * 2)))
    end = sorted(draw(st.tuples(*[st.dates(begin[0], TODAY)] * 2)))
    ended = draw(st.booleans())
    known = [day if draw(st.booleans()) else None for day in (*begin, *end)]
    return Span(*known[:2], *(known[2:] if ended else (None, None)), ended)


def test_no_day_no_line():
    assert line([Span(None, None, None, None, False)], TODAY) is None
    assert line([], TODAY) is None


def test_what_is_certain_goes_from_the_latest_begin_to_the_earliest_end():
    drawn = line(
        [Span(date(2025, 2, 1), date(2025, 3, 1), date(2025, 6, 1), date(2025, 7, 1), True)], date(2025, 8, 1)
    )
    (bar,) = drawn.bars
    whole = (date(2025, 8, 1) - date(2025, 2, 1)).days
    assert bar.before.x == 0
    assert bar.certain.x == round(100 * 28 / whole, 2)
    assert bar.certain.width == round(100 * 92 / whole, 2)
    assert bar.after.width == round(100 * 30 / whole, 2)


def test_an_end_that_nobody_stated_reaches_today_and_a_begin_that_nobody_stated_is_dashed():
    open_end, no_begin = line(
        [
            Span(date(2025, 1, 1), date(2025, 1, 1), None, None, False),
            Span(None, None, date(2025, 3, 1), date(2025, 3, 1), True),
        ],
        TODAY,
    ).bars
    assert open_end.certain.width == 100
    assert open_end.after is None
    assert no_begin.certain is None
    assert no_begin.before.x == 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(spans(), min_size=1, max_size=6))
def test_every_piece_lies_on_the_line_and_what_is_certain_never_exceeds_what_was_said(some):
    drawn = line(some, TODAY)
    if drawn is None:
        return
    whole = max((drawn.last - drawn.first).days, 1)
    for span, bar in zip(some, drawn.bars, strict=True):
        for part in (bar.certain, bar.before, bar.after):
            assert part is None or (0 <= part.x <= 100 and part.x + part.width <= 100.01)
        if bar.certain:
            assert span.begin_latest is not None
            start = drawn.first + timedelta(days=bar.certain.x * whole / 100)
            assert abs((start - span.begin_latest).days) <= max(2, whole // 100)
    assert [mark.first for mark in drawn.marks] == sorted(mark.first for mark in drawn.marks)
