"""What exactly disagrees: two claims that cannot both be true, named exactly where claims disagree."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.lib.threads import Difference, Value, difference, disagree
from tests.actions.values import contradict, threads


@settings(deadline=None, max_examples=200)
@given(threads())
def test_a_difference_is_named_exactly_where_claims_disagree_and_is_one(thread):
    aspect, values = thread
    found = difference(aspect, values)
    assert (found is not None) == disagree(aspect, values)
    if found:
        assert contradict(aspect, values[found.first], values[found.second])


@settings(deadline=None)
@given(threads(), st.randoms())
def test_the_furthest_distance_does_not_depend_on_the_order(thread, random):
    aspect, values = thread
    found, other = difference(aspect, values), difference(aspect, random.sample(values, len(values)))
    assert (found and found.distance) == (other and other.distance)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (
            [Value(lowest=20, highest=20), Value(lowest=10, highest=10), Value(lowest=15, highest=15)],
            (1, 0, 10),
        ),
        ([Value(lowest=20), Value(highest=13)], (1, 0, 7)),
        ([Value(lowest=20), Value(lowest=21)], None),
    ],
)
def test_of_numbers_those_furthest_apart_are_named(values, expected):
    assert difference("size", values) == (Difference(*expected) if expected else None)


def test_of_dates_the_one_that_ends_first_and_the_one_that_begins_last():
    by, late = Value(latest=date(2025, 11, 18)), Value(earliest=date(2025, 11, 21), latest=date(2025, 11, 30))
    assert difference("date", [late, by]) == Difference(1, 0, 3)
