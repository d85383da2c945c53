"""Small numbers in statistics that leave the house: one to four could be somebody whom a neighbour knows (safety.md §4)."""

from typing import Final

LEAST: Final = 5


def told(number: int) -> int | str:
    """The number; from one to four only that it is fewer than five. That there was none may be said."""
    return f"<{LEAST}" if 0 < number < LEAST else number
