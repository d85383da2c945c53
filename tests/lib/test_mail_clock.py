"""Letters and cards known in a month, beside the minimum: what is possible is not certain, no data is not 0 (D5)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.lib.mail_clock import Item, Known, bounds, month

ON = date(2026, 2, 11)
FIRST, LAST = date(2026, 2, 1), date(2026, 2, 28)
DAYS = st.none() | st.dates(date(2025, 12, 1), date(2026, 4, 30))
TYPES = st.sampled_from(["letter", "reply", "card", "capture_card", "drawing", "red_cross_message"])
ITEMS = st.lists(st.builds(Item, TYPES, st.none() | st.integers(0, 3), DAYS, DAYS))


def letters(earliest, latest, type="letter", quantity=None):
    return month([Item(type, quantity, earliest, latest)], ON, data=True)


@pytest.mark.parametrize(
    ("earliest", "latest", "known"),
    [
        (FIRST, LAST, Known(1, 0)),
        (date(2026, 1, 31), FIRST, Known(0, 1)),
        (None, LAST, Known(0, 1)),
        (LAST, None, Known(0, 1)),
        (None, date(2026, 1, 31), Known(0, 0)),
        (date(2026, 3, 1), date(2026, 3, 1), Known(0, 0)),
        (None, None, Known(0, 0)),
    ],
)
def test_a_letter_counts_as_far_as_its_day_is_known(earliest, latest, known):
    assert letters(earliest, latest).letters == known


def test_cards_and_capture_cards_are_counted_apart():
    found = month([Item("card", 3, ON, ON), Item("capture_card", None, ON, ON)], ON, data=True)
    assert (found.letters, found.cards, found.capture_cards) == (Known(), Known(3), Known(1))


def test_no_data_is_not_nothing():
    assert not month([], ON, data=False).data
    assert letters(date(2025, 1, 1), date(2025, 1, 1)).data


@pytest.mark.parametrize(
    ("on", "last"), [(date(2025, 12, 31), 31), (date(2028, 2, 1), 29), (date(2026, 4, 5), 30)]
)
def test_a_month_ends_where_it_ends(on, last):
    assert bounds(on) == (on.replace(day=1), on.replace(day=last))


@given(ITEMS, ITEMS)
def test_what_is_known_of_two_piles_is_known_of_both_together(one, other):
    apart, together = (
        [month(items, ON, data=True) for items in (one, other)],
        month(one + other, ON, data=True),
    )
    for name in ("letters", "cards", "capture_cards"):
        parts = [getattr(each, name) for each in apart]
        assert getattr(together, name) == Known(
            sum(part.certain for part in parts), sum(part.perhaps for part in parts)
        )
