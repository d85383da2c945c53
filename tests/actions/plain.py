"""The ledger as a child would keep it: a list of what happened, and tokens on a table."""

from copy import copy

from cases.lib.workflows import EARLIER_NOT_KNOWN, WORKFLOWS

#: Where a bulk count is taken from (the first place that has any) and where it is put.
BULK = {
    "handed_over": (["with_us"], "handed_over"),
    "received": (["handed_over", "with_us"], "received"),
    "delivered": (["received", "handed_over", "disputed"], "delivered"),
    "delivery_disputed": (["delivered"], "disputed"),
    "refused": (["received", "handed_over"], "refused"),
    "redirected": (["handed_over", "received", "with_us"], "redirected"),
    "returned": (["handed_over", "received", "with_us", "refused"], "returned"),
    "lost": (["handed_over", "received", "with_us", "unknown"], "lost"),
    "unaccounted": (["handed_over", "received", "with_us"], "unknown"),
    "found": (["unknown", "lost"], "received"),
}
#: Where they are meant to lie of whom this is said, if there are so many.
MEANT = {"lost": "unknown", "returned": "refused"}
#: Where those are of whom this was told before: told again without a number, nothing moves.
TOLD = {"received": {"received", "delivered", "disputed", "refused"}}
TOLD["handed_over"] = TOLD["received"] | {"handed_over", "redirected", "unknown"}
#: Where a labelled parcel lies in the account of its consignment.
LABELLED = {
    "in_consignment": "with_us", "dispatched": "with_us", "handed_over": "handed_over",
    "received": "received", "delivered": "delivered", "delivery_disputed": "disputed", "lost": "lost",
    "returned": "returned", "refused": "refused", "redirected": "redirected",
}  # fmt: skip


class Impossible(Exception):
    """What happened does not follow from what happened before."""


class Plain:
    """One record: a slot for each event in the order of recording; None where it did not occur."""

    def __init__(self, kind):
        self.kind = kind
        self.slots = []

    def status(self, slots=None):
        status = WORKFLOWS[self.kind].initial
        for type, _count, declared in filter(None, self.slots if slots is None else slots):
            if status not in WORKFLOWS[self.kind].steps[type].leads:
                raise Impossible
            status = declared if type == EARLIER_NOT_KNOWN else WORKFLOWS[self.kind].steps[type].leads[status]
        return status

    def tokens(self, slots=None):
        """Where each parcel of a bulk count lies, one word for each."""
        table = []
        for type, count, _declared in filter(None, self.slots if slots is None else slots):
            table = self.after(table, type, count)
        return sorted(table)

    @staticmethod
    def after(table, type, count):
        """The table after one event of the bulk count."""
        if type == "prepared":
            return table + ["with_us"] * count
        if type not in BULK:
            return table
        sources, target = BULK[type]
        source = next((place for place in sources if place in table), None)
        if type in MEANT and table.count(MEANT[type]) >= (1 if count is None else count):
            source = MEANT[type]
        if count is None:
            count = 0 if {*table} & TOLD.get(type, set()) else table.count(source)
        if count > table.count(source):
            raise Impossible
        left = list(table)
        for _ in range(count):
            left[left.index(source)] = target
        return left

    def but(self, place):
        """The same without the event in one slot."""
        other = copy(self)
        other.slots = [*self.slots[:place], None, *self.slots[place + 1 :]]
        return other

    def would_be(self, slots):
        """The slots, if they follow from each other."""
        self.status(slots)
        if self.kind == "consignment":
            self.tokens(slots)
        return slots

    def open_question(self):
        """The place of the first question since the last answer: those after it remind of it; None if there is none."""
        first = None
        for place, entry in enumerate(self.slots):
            if entry and entry[0] == "answered":
                first = None
            elif entry and entry[0] == "asked" and first is None:
                first = place
        return first

    def labelled(self):
        return LABELLED.get(self.status())
