"""Numbers from one to four do not leave the house in statistics (safety.md §4)."""

import pytest

from cases.lib.small_cells import told


@pytest.mark.parametrize(("number", "words"), [(0, 0), (1, "<5"), (4, "<5"), (5, 5), (1200, 1200)])
def test_a_small_number_is_not_told(number, words):
    assert told(number) == words
