"""Numbers of papers are one however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.lib.papers import plain, spellings

WAYS = ["АВ 123456", "AB123456", "ав123456", "ab 123456", "AB-123456", "Аb 123 456"]


@pytest.mark.parametrize("one", WAYS)
@pytest.mark.parametrize("other", WAYS)
def test_the_ways_of_writing_one_number_are_compared_as_one(one, other):
    assert plain(one) == plain(other)


@pytest.mark.parametrize("typed", ["ав 123456", "AB123456", "ab-123456"])
@pytest.mark.parametrize("stored", ["АВ123456", "AB 123456", "АВ 123456", "AB-123456"])
def test_a_number_is_found_as_it_may_stand_on_record(typed, stored):
    assert stored in spellings(typed)


@given(st.text(max_size=30))
def test_a_number_is_found_as_it_was_written(text):
    assert text in spellings(text)
    assert len(spellings(text)) <= 24
