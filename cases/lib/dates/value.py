"""What an uncertain date is, and how two of them, or one and a window, compare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_ORDINALS: Final = (
    4_000_000  # more than date.max.toordinal() (3,652,059), so that two ordinals fit side by side
)
_CERTAIN: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_QUALIFIED: Final = re.compile(r"[?~%]")


def sort_from(day: date) -> int:
    """The least `sort_key` of a date whose first bound is this day or a later one."""
    return day.toordinal() * _ORDINALS


class UnreadableDate(ValueError):
    """Words or an expression that are no date of ours; `message` tells the user what to write instead."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class YearBasis:
    """Where the year comes from (D4): plain strings, because they are stored and compared as such."""

    STATED: Final = "stated"
    INFERRED: Final = "inferred"
    UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A date as precise as it was given: the stored expression, the words, the bounds, where the year comes
    from.

    `earliest` or `latest` is None where that side is open; both are None where the year is unknown (D4).
    """

    edtf: str
    words: str
    earliest: date | None
    latest: date | None
    basis: str

    @property
    def sort_key(self) -> int:
        """Earliest, then latest, in one integer that is never negative; 0 if there is no bound at all."""
        first, last = self.earliest or self.latest, self.latest or self.earliest
        if first is None or last is None:
            return 0
        return first.toordinal() * _ORDINALS + last.toordinal()

    @property
    def certain_on(self) -> date | None:
        """The day, if it is exactly one, neither "about" nor "possibly"; its year stated or inferred."""
        plain = re.sub(r"^([0-9]{4})\?-", r"\1-", self.edtf)
        if self.earliest is None or self.earliest != self.latest or _QUALIFIED.search(plain):
            return None
        return self.earliest

    @property
    def iso(self) -> str:
        """For `<time datetime>`: what all days between the bounds share ("2025-11"), or "" if nothing is
        certain.

        An inferred year is not certain, and neither is "about" or "possibly".
        """
        if self.earliest is None or self.latest is None or _QUALIFIED.search(self.edtf):
            return ""
        if single := _CERTAIN.fullmatch(self.edtf):
            return single[0]
        first, last = self.earliest.isoformat(), self.latest.isoformat()
        return next((first[:n] for n in (10, 7, 4) if first[:n] == last[:n]), "")


def possibly_within(d: UncertainDate, start: date | None, end: date | None) -> bool:
    """Whether the date may lie in the window, ends included (None: no end).

    Open sides and unknown years may.
    """
    if start and end and start > end:
        return False
    return (end is None or d.earliest is None or d.earliest <= end) and (
        start is None or d.latest is None or d.latest >= start
    )


def certainly_within(d: UncertainDate, start: date | None, end: date | None) -> bool:
    """Whether all of the date lies in the window.

    An open side or an unknown year does only if the window is open.
    """
    return (start is None or (d.earliest is not None and d.earliest >= start)) and (
        end is None or (d.latest is not None and d.latest <= end)
    )


def overlaps(a: UncertainDate, b: UncertainDate) -> bool | None:
    """Whether two dates have a day in common (domain.md §3: if not, they conflict); None if a year is
    unknown.
    """
    if YearBasis.UNKNOWN in (a.basis, b.basis):
        return None
    return possibly_within(a, b.earliest, b.latest)
