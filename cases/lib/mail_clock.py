"""How much mail of a prisoner is known in a month, beside the minimum of the Conventions: a floor, not a quota (D5).

Only what somebody recorded is known; that nothing is recorded of a person at all ("no data") is not that nothing was
sent. Capture cards are counted apart (GC III Art. 70 and 71, GC IV Art. 106 and 107).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

#: The least that a prisoner may send in a month (GC III Art. 71, GC IV Art. 107).
LETTERS, CARDS = 2, 4
#: Days in which a capture or internment card is sent after an arrival, a transfer, a hospital (GC III 70, GC IV 106).
CARD_DAYS = 7
#: Days of examination after which somebody asks: our own guidance, no article gives a number.
EXAMINATION_DAYS = 14

_LETTERS = frozenset({"letter", "reply"})
_CARDS = frozenset({"card"})
_CAPTURE = frozenset({"capture_card"})


@dataclass(frozen=True)
class Item:
    """What a prisoner sent: its kind, how many, and the days between which it was written (None: not known)."""

    type: str
    quantity: int | None
    earliest: date | None
    latest: date | None


@dataclass(frozen=True)
class Known:
    """So many for certain in the month, and so many more that may be of it."""

    certain: int = 0
    perhaps: int = 0


@dataclass(frozen=True)
class Month:
    """What is known of one person's mail in a month; `data` is whether anything sent by them was ever recorded."""

    first: date
    data: bool = False
    letters: Known = Known()
    cards: Known = Known()
    capture_cards: Known = Known()


def bounds(on: date) -> tuple[date, date]:
    """The first and the last day of the month of a day."""
    first = on.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def month(items: Iterable[Item], on: date, *, data: bool) -> Month:
    """The month of a day, from what one person sent."""
    first, last = bounds(on)
    items = list(items)
    return Month(
        first, data or bool(items),
        _known(items, _LETTERS, first, last), _known(items, _CARDS, first, last),
        _known(items, _CAPTURE, first, last),
    )  # fmt: skip


def _known(items: list[Item], types: frozenset[str], first: date, last: date) -> Known:
    certain = perhaps = 0
    for item in items:
        if item.type not in types or (item.earliest is None and item.latest is None):
            continue
        number = 1 if item.quantity is None else item.quantity
        if item.earliest and item.latest and first <= item.earliest and item.latest <= last:
            certain += number
        elif (item.latest is None or item.latest >= first) and (
            item.earliest is None or item.earliest <= last
        ):
            perhaps += number
    return Known(certain, perhaps)
