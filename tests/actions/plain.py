"""The ledger as a child would keep it: a list of what happened, and tokens on a table."""

from cases.lib.workflows import EARLIER_NOT_KNOWN, WORKFLOWS

#: Where a bulk count is taken from (the first place that has any) and where it is put.
BULK = {
    "handed_over": (["with_us"], "handed_over"),
    "received": (["handed_over", "with_us"], "received"),
    "delivered": (["received", "handed_over"], "delivered"),
    "lost": (["received", "handed_over", "with_us"], "lost"),
    "returned": (["received", "handed_over", "with_us"], "returned"),
}
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
            if type == "prepared":
                table += ["with_us"] * count
            elif type in BULK:
                sources, target = BULK[type]
                source = next((place for place in sources if place in table), None)
                count = table.count(source) if count is None else count
                if count > table.count(source):
                    raise Impossible
                for _ in range(count):
                    table[table.index(source)] = target
        return sorted(table)

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
