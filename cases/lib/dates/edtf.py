"""Our small grammar of EDTF (ISO 8601-2): what we store, and what is read back. Nothing else is accepted.

    2025-12-11   2025-12   2025            a day, a month, a year
    XXXX-12-11   XXXX-12                   the year was not given
    2025?-12-11                            the year was inferred (level 2: the mark belongs to the year)
    2025~ 2025-12? 2025-12-11%             about, possibly, both
    [2025-11-21..2025-11-30]  [..2025-11-18]  [2025-03-03..]     one day in there
    2024-11-22/2024-11-23  ../2025-12-11  2024-11/..             from … to, open where `..`
    {2024-11..2025-03}                     all of them
    202X  20XX  2025-XX  2025-11-2X        read, and stored as what they span

Not ours: seasons, years before 1 or after 9999, an empty (unknown) end of an interval, lists with commas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cases.lib.dates.value import UnreadableDate

LEAP: Final = 2000  # stands in for an unknown year, so that 29 February is possible
MONTHS: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_YEAR: Final = r"(?:[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|XXXX)(?:\?(?=-))?"
_PART: Final = rf"{_YEAR}(?:-(?:[0-9]{{2}}|XX)(?:-(?:[0-9]{{2}}|[0-9]X|XX))?)?[?~%]?"
_SYNTAX: Final = re.compile(
    rf"(?P<one>{_PART})"
    rf"|\[(?P<set1>{_PART})?\.\.(?P<set2>{_PART})?\]"
    rf"|\{{(?P<all1>{_PART})\.\.(?P<all2>{_PART})\}}"
    rf"|(?P<from>{_PART}|\.\.)/(?P<to>{_PART}|\.\.)"
)


def last_day(year: int | None, month: int) -> int:
    """The number of days in the month; February has 29 if the year is unknown."""
    year = LEAP if year is None else year
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@dataclass(frozen=True, slots=True)
class Part:
    """A year, month or day, as one end of an expression; `mark` is "", "?", "~" or "%".

    Refuses what cannot exist.
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    mark: str = ""

    def __post_init__(self) -> None:
        if self.year is None and self.month is None:
            raise UnreadableDate("Give at least a month or a year, such as “December” or “2025”.")
        if self.year is not None and not 1 <= self.year <= 9999:
            raise UnreadableDate(
                "The year must be between 1 and 9999: write it with four digits, such as 2025."
            )
        if self.month is not None and not 1 <= self.month <= 12:
            raise UnreadableDate(
                f"There is no month {self.month}: write 25.12.2025, 2025-12-25 or “25 December 2025”."
            )
        if self.month and self.day is not None and not 1 <= self.day <= last_day(self.year, self.month):
            year = "" if self.year is None else f" {self.year}"
            raise UnreadableDate(f"{MONTHS[self.month - 1]}{year} has no day {self.day}: check the day.")

    def first(self) -> date | None:
        """Its first day, None if the year is unknown."""
        return date(self.year, self.month or 1, self.day or 1) if self.year else None

    def last(self) -> date | None:
        """Its last day, None if the year is unknown."""
        if not self.year:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or last_day(self.year, month))

    def text(self, inferred: bool) -> str:
        """As EDTF; an inferred year is marked as such, unless the year is all there is."""
        year = "XXXX" if self.year is None else f"{self.year:04}"
        if self.month is None:
            return year + self.mark
        mark = "?" if inferred and self.year else ""
        day = f"-{self.day:02}" if self.day else ""
        return f"{year}{mark}-{self.month:02}{day}{self.mark}"


@dataclass(frozen=True, slots=True)
class Shape:
    """An expression: `kind` is one (of itself), set (one day in there), interval or all.

    Refuses reversed ends (D3).
    """

    kind: str
    start: Part | None
    end: Part | None

    def __post_init__(self) -> None:
        if self.start is None and self.end is None:
            raise UnreadableDate(
                "An expression open on both sides says nothing: leave the field empty instead."
            )
        if self.start and self.end and self._reversed(self.start, self.end):
            raise UnreadableDate("The end lies before the beginning: write the earlier date first.")

    @staticmethod
    def _reversed(start: Part, end: Part) -> bool:
        if (start.year is None) != (end.year is None):
            raise UnreadableDate("Give the year of both ends, or of neither.")
        first, last = start.first(), end.last()
        if first and last:
            return first > last
        # without a year only ends in one month can be the wrong way round: 20 December – 5 January can be
        return start.month == end.month and bool(start.day and end.day and start.day > end.day)

    @property
    def earliest(self) -> date | None:
        """The first day that it can be, None if open or of unknown year."""
        return self.start.first() if self.start else None

    @property
    def latest(self) -> date | None:
        """The last day that it can be, None if open or of unknown year."""
        return self.end.last() if self.end else None

    @property
    def parts(self) -> tuple[Part, ...]:
        """The ends that there are."""
        return tuple(part for part in (self.start, self.end) if part)

    def marked(self, mark: str) -> Shape:
        """The same, "about" or "possibly" at each end."""
        start, end = (part and replace(part, mark=mark) for part in (self.start, self.end))
        return Shape(self.kind, start, end)

    def text(self, inferred: bool = False) -> str:
        """The canonical expression."""
        start = self.start.text(inferred) if self.start else ""
        end = self.end.text(inferred) if self.end else ""
        if self.kind == "one" or start == end:
            return start
        if self.kind == "interval":
            return f"{start or '..'}/{end or '..'}"
        return f"[{start}..{end}]" if self.kind == "set" else f"{{{start}..{end}}}"


def looks_like_edtf(text: str) -> bool:
    """Whether the text has the form of an expression of ours, possible or not."""
    return len(text) <= 60 and _SYNTAX.fullmatch(text) is not None


def read(edtf: str) -> tuple[Shape, bool]:
    """The shape of an expression, and whether its year is marked as inferred. Raises UnreadableDate."""
    found = _SYNTAX.fullmatch(edtf) if len(edtf) <= 60 else None
    if not found:
        raise UnreadableDate(
            "This is not an EDTF expression that Homeward reads: write 2025-12-11, 2025-12, "
            "[2025-11-21..2025-11-30], 2024-11-22/2024-11-23 or [..2025-11-18]."
        )
    kind, first, last = _ends(found)
    start, end = (_span(text) if text and text != ".." else None for text in (first, last))
    inferred = "?-" in edtf
    low, high = start and start[0], end and end[1]
    if kind == "one" and low != high:
        kind = "set"
    elif low == high and low:
        kind = "one"
    return Shape(kind, low, high), inferred


def _ends(found: re.Match[str]) -> tuple[str, str | None, str | None]:
    if found["one"]:
        return "one", found["one"], found["one"]
    if found["all1"]:
        return "all", found["all1"], found["all2"]
    if found["from"]:
        return "interval", found["from"], found["to"]
    return "set", found["set1"], found["set2"]


def _pieces(text: str) -> tuple[str, str | None, str | None, str]:
    plain, mark = (text[:-1], text[-1]) if text[-1] in "?~%" else (text, "")
    year, month, day, *_ = [*plain.replace("?", "").split("-"), None, None]
    return year or "", month, day, mark


def _span(text: str) -> tuple[Part, Part]:
    """The first and last part that a part with unspecified digits can be."""
    year, month, day, mark = _pieces(text)
    if month is None or month == "XX":
        if day and day != "XX":
            raise UnreadableDate("A day needs its month: write “2025” or “November 2025”.")
        low, high = year.replace("X", "0"), year.replace("X", "9")
        if year == "XXXX":
            raise UnreadableDate("Give at least a month or a year, such as “December” or “2025”.")
        return Part(int(low), mark=mark), Part(int(high), mark=mark)
    if "X" in year and year != "XXXX":
        raise UnreadableDate(
            "A month needs its whole year: write “November 2025”, or “November” if no year is given."
        )
    y, m = (None if year == "XXXX" else int(year)), int(month)
    if day is None or day == "XX":
        return Part(y, m, mark=mark), Part(y, m, mark=mark)
    if "X" not in day:
        return Part(y, m, int(day), mark), Part(y, m, int(day), mark)
    tens = int(day[0]) * 10
    Part(y, m)  # refuses an impossible month before its days are counted
    return Part(y, m, max(tens, 1), mark), Part(y, m, min(tens + 9, last_day(y, m)), mark)
