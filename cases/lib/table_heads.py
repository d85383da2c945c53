"""Which column of a table is which: heads in any order, in English, Ukrainian or Russian."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_LOOKED_AT: Final = 20  # rows in which the heads may stand, below a title or a date


class BadValue(ValueError):
    """A cell that cannot be read; `why` is a word whose sentence the import knows, `hint` what the sentence names."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.why, self.hint = why, hint


@dataclass(frozen=True)
class Column:
    """A column that a kind of import knows: its name, the heads it may have, and how a cell is read.

    Several columns may have one `target`, as a weight in grams and a weight in kilograms have.
    """

    name: str
    heads: tuple[str, ...]
    read: Callable[[str], object]
    target: str = ""

    @property
    def fills(self) -> str:
        return self.target or self.name


class NoHeads(ValueError):
    """No row has the heads that are needed; `twice` are heads that two columns share."""

    def __init__(self, twice: str = "") -> None:
        super().__init__(twice)
        self.twice = twice


def fold(head: str) -> str:
    """A head without what people write differently: case, spaces, points, brackets, number signs."""
    plain = unicodedata.normalize("NFKC", head.replace("№", "no")).casefold()
    return "".join(character for character in plain if character.isalnum())


def find(
    rows: Sequence[Sequence[str]], columns: Sequence[Column]
) -> tuple[int, dict[int, Column], list[str]]:
    """The place of the row of heads among the first rows, its known columns by place, and the heads not known.

    The heads are the row that has most known ones, at least two. Raises NoHeads.
    """
    known = {fold(head): column for column in columns for head in (column.name, *column.heads)}
    best: tuple[int, dict[int, Column]] = (0, {})
    for number, row in enumerate(rows[:_LOOKED_AT]):
        found = {place: known[fold(cell)] for place, cell in enumerate(row) if fold(cell) in known}
        if len(found) > len(best[1]):
            best = number, found
    number, found = best
    if len(found) < 2:
        raise NoHeads
    filled: set[str] = set()
    for place, column in found.items():
        if column.fills in filled:
            raise NoHeads(twice=rows[number][place].strip())
        filled.add(column.fills)
    others = [cell.strip() for place, cell in enumerate(rows[number]) if place not in found and cell.strip()]
    return number, found, others
