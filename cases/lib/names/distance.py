"""How many letters differ between two words."""

from __future__ import annotations


def distance(a: str, b: str, at_most: int) -> int:
    """Letters to insert, drop, replace or swap with a neighbour; at_most + 1 for anything above at_most.

    The restricted Damerau-Levenshtein distance, on a band of 2 × at_most + 1 cells of each row.
    """
    if a == b:
        return 0
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > at_most:
        return at_most + 1
    start = 0
    while start < len(a) and a[start] == b[start]:
        start += 1
    end = 0
    while end < len(a) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    a, b = a[start : len(a) - end], b[start : len(b) - end]
    if not a:
        return len(b)
    far = at_most + 1
    two_above: list[int] = []
    above = [min(column, far) for column in range(len(b) + 1)]
    for row, letter in enumerate(a, 1):
        here = [far] * (len(b) + 1)
        if row <= at_most:
            here[0] = row
        for column in range(max(1, row - at_most), min(len(b), row + at_most) + 1):
            cell = min(
                above[column] + 1,
                here[column - 1] + 1,
                above[column - 1] + (letter != b[column - 1]),
            )
            if row > 1 and column > 1 and letter == b[column - 2] and a[row - 2] == b[column - 1]:
                cell = min(cell, two_above[column - 2] + 1)
            here[column] = min(cell, far)
        if min(here) == far:
            return far
        two_above, above = above, here
    return above[-1]


def shortened(form: str) -> set[str]:
    """The form and the form without each one of its letters: forms one letter apart share one of these."""
    return {form} | {form[:place] + form[place + 1 :] for place in range(len(form))}
