"""The ways that records have gone so far, as the types of their events, with how often each occurs."""

from collections.abc import Mapping

#: Where consignments stand, one pair after the other: of each pair one goes either way.
CONSIGNMENT = (
    "collecting closed dispatched handed_over received",
    "collecting closed dispatched handed_over",
    "collecting closed dispatched handed_over received reconciled",
    "collecting closed dispatched",
    "collecting",
    "collecting closed",
    "",
)

_IN = "packed added"
_OVER = f"{_IN} dispatched handed_over"
_THERE = f"{_OVER} received"

#: Ways of a parcel, by the last event of the consignment that it travels in ("alone": in none).
PARCEL: Mapping[str, Mapping[str, int]] = {
    "alone": {
        "": 5,
        "packed": 5,
        "packed dispatched handed_over received delivered": 3,
        "packed dispatched returned": 1,
        "packed cancelled": 1,
        "earlier_not_known:received": 1,
    },
    "": {"": 2, "packed": 1},
    "collecting": {_IN: 5, f"{_IN} damaged": 1},
    "closed": {_IN: 1},
    "dispatched": {f"{_IN} dispatched": 12, f"{_IN} dispatched lost": 1, f"{_IN} dispatched examined": 2},
    "handed_over": {_OVER: 12, f"{_OVER} examined": 2, f"{_OVER} opened": 1},
    "received": {
        _THERE: 12,
        f"{_THERE} delivered": 20,
        f"{_THERE} delivered delivery_disputed": 1,
        f"{_THERE} opened": 1,
        f"{_THERE} refused": 1,
        f"{_THERE} redirected": 1,
        f"{_THERE} lost": 1,
        f"{_THERE} lost found": 1,
        f"{_THERE} incomplete delivered": 1,
        f"{_THERE} refused returned": 1,
    },
    "reconciled": {
        f"{_THERE} delivered": 30,
        f"{_THERE} delivered delivery_disputed": 1,
        f"{_THERE} returned": 1,
        f"{_THERE} redirected": 1,
        f"{_THERE} damaged delivered": 1,
    },
}

LETTER: Mapping[str, int] = {
    "": 4,
    "checked": 4,
    "checked forwarded": 5,
    "checked forwarded handed_over": 4,
    "checked forwarded handed_over received": 3,
    "checked forwarded handed_over received delivered": 6,
    "forwarded handed_over delivered replied": 3,
    "checked held": 3,
    "held released forwarded": 1,
    "forwarded undeliverable": 1,
    "forwarded undeliverable returned": 1,
    "checked forwarded lost": 1,
    "checked forwarded redirected received": 1,
    "earlier_not_known:delivered": 1,
}

PRISONER: Mapping[str, int] = {
    "": 2,
    "captured": 3,
    "captured card_received": 5,
    "captured card_received transferred": 2,
    "captured card_received seen": 2,
    "captured hospitalised seen": 1,
    "family_called seen": 1,
}
CIVILIAN: Mapping[str, int] = {
    "": 6,
    "seen": 3,
    "family_called": 2,
    "seen family_called": 1,
}
#: News of a death: kept from everybody but coordinators here.
DEATH: Mapping[str, int] = {
    "seen death_reported": 1,
    "card_received death_reported family_informed": 1,
}

EVACUEE: Mapping[str, int] = {
    "": 3,
    "identified": 2,
    "identified accommodated": 4,
    "identified accommodated wish_recorded": 4,
    "accommodated wish_recorded return_requested": 4,
    "identified accommodated wish_recorded return_requested returned": 2,
    "accommodated wish_recorded stays": 2,
    "identified elsewhere": 1,
}

CASE: Mapping[str, int] = {
    "": 1,
    "wish_recorded": 1,
    "wish_recorded requested": 1,
    "wish_recorded requested asked": 2,
    "wish_recorded requested asked checked_for_news": 1,
    "wish_recorded requested asked answered": 1,
    "wish_recorded requested negotiated checked_for_news": 1,
    "wish_recorded requested negotiated agreed": 1,
    "wish_recorded requested negotiated agreed scheduled": 2,
    "wish_recorded requested agreed scheduled departed": 1,
    "wish_recorded requested negotiated agreed scheduled postponed": 1,
    "wish_recorded requested agreed scheduled did_not_take_place": 1,
    "wish_recorded requested agreed scheduled departed returned": 1,
    "wish_recorded requested agreed scheduled returned closed": 1,
    "wish_recorded declined": 1,
    "wish_recorded requested withdrawn": 1,
    "wish_recorded requested negotiated death_reported": 1,
    "earlier_not_known:in_negotiation checked_for_news": 1,
}

OPERATION: Mapping[str, int] = {
    "scheduled": 3,
    "scheduled departed": 1,
    "scheduled departed completed": 3,
    "completed": 1,
    "scheduled postponed": 1,
    "scheduled did_not_take_place": 1,
    "cancelled": 1,
}

VISIT: Mapping[str, int] = {
    "": 1,
    "requested": 3,
    "requested granted": 2,
    "requested granted scheduled": 3,
    "requested refused": 1,
    "requested granted scheduled held": 2,
    "requested granted scheduled held reported": 2,
    "requested granted postponed": 1,
}

TRACING: Mapping[str, int] = {
    "": 1,
    "search_begun": 2,
    "given_to_red_cross": 2,
    "given_to_red_cross given_to_bureau": 2,
    "given_to_red_cross search_suspended": 1,
    "given_to_bureau found_located": 2,
    "given_to_bureau found_located enquirer_told request_closed": 1,
    "given_to_red_cross found_no_contact": 1,
    "search_begun not_found told_not_found": 1,
}


def steps(path):
    """The events of a path as (type, the state in which the record was found or "")."""
    return [(type, state) for type, _, state in (word.partition(":") for word in path.split())]


class Deck:
    """Deals options in their proportions, each of them twice running: once for either side.

    So the two directions get the same, whatever the chance; what remains uneven is an odd number of records.
    """

    def __init__(self, rng, weights):
        self.rng, self.weights, self.cards, self.again = rng, weights, [], []

    def deal(self):
        """The next option."""
        if self.again:
            return self.again.pop()
        if not self.cards:
            self.cards = [option for option, weight in self.weights.items() for _ in range(weight)]
            self.rng.shuffle(self.cards)
        self.again = [self.cards.pop()]
        return self.again[0]
