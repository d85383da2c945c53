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

    def __init__(self, wanted: int, held: int):
        super().__init__(f"{wanted} wanted, {held} held")
        self.wanted, self.held = wanted, held


@dataclass(frozen=True)
class Move:
    """What an event of a consignment does to its bulk count: from the first of `sources` that holds any, to `target`."""

    sources: tuple[Account, ...]
    target: Account


#: Events of a consignment that move parcels counted in bulk; "prepared" adds them.
BULK_MOVES: dict[str, Move] = {
    "handed_over": Move((Account.WITH_US,), Account.HANDED_OVER),
    "received": Move((Account.HANDED_OVER, Account.WITH_US), Account.RECEIVED),
    "delivered": Move((Account.RECEIVED, Account.HANDED_OVER), Account.DELIVERED),
    "lost": Move((Account.RECEIVED, Account.HANDED_OVER, Account.WITH_US), Account.LOST),
    "returned": Move((Account.RECEIVED, Account.HANDED_OVER, Account.WITH_US), Account.RETURNED),
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
    """Apply one bulk event to what is held; without a count all of the first source moves. Raises `DoesNotBalance`."""
    if type == "prepared":
        held[Account.WITH_US] += count or 0
        return
    rule = BULK_MOVES.get(type)
    if rule is None:
        return
    source = next((account for account in rule.sources if held[account]), rule.sources[0])
    wanted = held[source] if count is None else count
    if wanted > held[source]:
        raise DoesNotBalance(wanted, held[source])
    held[source] -= wanted
    held[rule.target] += wanted


def replay(events: Iterable[tuple[str, int | None]]) -> dict[Account, int]:
    """Parcels counted in bulk in each place after ``(type, count)`` events in the order of recording."""
    held: Counter[Account] = Counter()
    for type, count in events:
        move(held, type, count)
    return {account: number for account, number in held.items() if number}
