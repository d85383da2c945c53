"""The account of a consignment: the pure rule that the stored lots are proved against (domain.md §3, D18)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Account(StrEnum):
    """The places of the account; what was prepared is always their sum."""

    WITH_US = "with_us"
    HANDED_OVER = "handed_over"
    RECEIVED = "received"
    DELIVERED = "delivered"
    DISPUTED = "disputed"
    LOST = "lost"
    RETURNED = "returned"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    UNKNOWN = "unknown"


class DoesNotBalance(ValueError):
    """An event that takes more parcels out of a place than are in it."""

    def __init__(self, wanted: int, held: int, place: Account):
        super().__init__(f"{wanted} wanted, {held} held in {place}")
        self.wanted, self.held, self.place = wanted, held, place


@dataclass(frozen=True)
class Move:
    """What an event of a consignment does to its bulk count: from the first of `sources` that holds any, to `target`.

    Where `aside` holds so many, they are meant: of parcels that nobody could account for it is said that they are lost.
    """

    sources: tuple[Account, ...]
    target: Account
    aside: Account | None = None

    def source(self, held: Counter[Account], count: int | None) -> Account:
        if self.aside and held[self.aside] >= (count or 1):
            return self.aside
        return next((account for account in self.sources if held[account]), self.sources[0])


#: What is told of parcels without a delivery explains first those whose receipt nobody stated.
_EXPLAINED = (Account.HANDED_OVER, Account.RECEIVED, Account.WITH_US)
_ARRIVED = (Account.RECEIVED, Account.HANDED_OVER)

_CAME = (Account.RECEIVED, Account.DELIVERED, Account.DISPUTED, Account.REFUSED)
#: Where parcels are of which such an event was told before: told once more without a number, it says nothing new of the others.
_TOLD: dict[str, tuple[Account, ...]] = {
    "handed_over": (Account.HANDED_OVER, *_CAME, Account.REDIRECTED, Account.UNKNOWN),
    "received": _CAME,
}

#: Events of a consignment that move parcels counted in bulk; "prepared" adds them, "labelled" takes them out.
BULK_MOVES: dict[str, Move] = {
    "handed_over": Move((Account.WITH_US,), Account.HANDED_OVER),
    "received": Move((Account.HANDED_OVER, Account.WITH_US), Account.RECEIVED),
    "delivered": Move((*_ARRIVED, Account.DISPUTED), Account.DELIVERED),
    "delivery_disputed": Move((Account.DELIVERED,), Account.DISPUTED),
    "refused": Move(_ARRIVED, Account.REFUSED),
    "redirected": Move(_EXPLAINED, Account.REDIRECTED),
    "returned": Move((*_EXPLAINED, Account.REFUSED), Account.RETURNED, Account.REFUSED),
    "lost": Move((*_EXPLAINED, Account.UNKNOWN), Account.LOST, Account.UNKNOWN),
    "unaccounted": Move(_EXPLAINED, Account.UNKNOWN),
    "found": Move((Account.UNKNOWN, Account.LOST), Account.RECEIVED),
}

#: The event by which parcels counted in bulk get labels: each is a lot of its own from then on.
LABELLED = "labelled"
#: The state in which a parcel is found when it gets its label, by the place of the account that it was counted in.
STATUS_OF_BULK: dict[Account, str] = {
    Account.WITH_US: "in_consignment",
    Account.HANDED_OVER: "handed_over",
    Account.RECEIVED: "received",
    Account.DELIVERED: "delivered",
    Account.DISPUTED: "delivery_disputed",
    Account.LOST: "lost",
    Account.RETURNED: "returned",
    Account.REFUSED: "refused",
    Account.REDIRECTED: "redirected",
}

#: Where a labelled parcel of a consignment stands in its account, by its status; before it is put in, nowhere.
ACCOUNT_OF_STATUS: dict[str, Account] = {
    "in_consignment": Account.WITH_US,
    "dispatched": Account.WITH_US,
    "handed_over": Account.HANDED_OVER,
    "received": Account.RECEIVED,
    "delivered": Account.DELIVERED,
    "delivery_disputed": Account.DISPUTED,
    "lost": Account.LOST,
    "returned": Account.RETURNED,
    "refused": Account.REFUSED,
    "redirected": Account.REDIRECTED,
}


def move(held: Counter[Account], type: str, count: int | None) -> None:
    """Apply one bulk event to what is held. Raises `DoesNotBalance`.

    Without a count all of the first source moves; where the same was told of some before, nothing does.
    """
    if type == "prepared":
        held[Account.WITH_US] += count or 0
        return
    rule = BULK_MOVES.get(type)
    if rule is None:
        return
    source = rule.source(held, count)
    if count is None:
        count = 0 if any(held[account] for account in _TOLD.get(type, ())) else held[source]
    _take(held, source, count)
    held[rule.target] += count


def label(held: Counter[Account], statuses: Iterable[str]) -> None:
    """Take out of the bulk count the parcels that got labels, one for each state in which they were found."""
    for account, number in Counter(ACCOUNT_OF_STATUS[status] for status in statuses).items():
        _take(held, account, number)


def _take(held: Counter[Account], account: Account, wanted: int) -> None:
    if wanted > held[account]:
        raise DoesNotBalance(wanted, held[account], account)
    held[account] -= wanted
