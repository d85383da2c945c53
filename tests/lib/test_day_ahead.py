"""The day of an appointment, from the words in which it is made."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.lib.dates import UnreadableDate, day_ahead

TODAY = date(2025, 12, 11)  # a Thursday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("in 2 weeks", "2025-12-25"), ("2 weeks", "2025-12-25"), ("tomorrow", "2025-12-12"), ("today", "2025-12-11"),
        ("Monday", "2025-12-15"), ("thu", "2025-12-18"), ("in a month", "2026-01-11"), ("3 months", "2026-03-11"),
        ("20 Dec", "2025-12-20"), ("15.12", "2025-12-15"), ("3 December", "2026-12-03"), ("2026-02-28", "2026-02-28"),
        ("через 2 тижні", "2025-12-25"), ("через неделю", "2025-12-18"), ("завтра", "2025-12-12"),
        ("у п’ятницю", "2025-12-12"), ("next week", "2025-12-18"),
    ],
)  # fmt: skip
def test_words_mean_a_day(words, day):
    assert day_ahead(words, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "words", ["", "early January", "10 Dec 2025", "by 20 December", "in 999 months", "soon", "2026"]
)
def test_what_is_no_one_day_ahead_is_refused(words):
    with pytest.raises(UnreadableDate):
        day_ahead(words, TODAY)


def test_a_month_after_the_last_of_january_is_the_last_of_february():
    assert day_ahead("in 1 month", date(2026, 1, 31)) == date(2026, 2, 28)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 999))
def test_so_many_days_are_so_many_days(today, days):
    assert day_ahead(f"in {days} days", today) == today + timedelta(days=days)


@given(st.text(max_size=40), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_whatever_is_typed_is_a_day_from_today_on_or_refused(words, today):
    with suppress(UnreadableDate):
        assert day_ahead(words, today) >= today
