"""Numbers of papers are one however they are written."""

import pytest

from cases.lib.papers import plain

WAYS = ["АВ 123456", "AB123456", "ав123456", "ab 123456", "AB-123456", "Аb 123 456"]


@pytest.mark.parametrize("one", WAYS)
@pytest.mark.parametrize("other", WAYS)
def test_the_ways_of_writing_one_number_are_compared_as_one(one, other):
    assert plain(one) == plain(other)
