"""Labelling, counting in bulk, losing, finding, disputing, returning, taking back, by two people: the account sums."""

import pytest
from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cases.actions import Refused
from cases.actions.checks import differences
from cases.actions.events import declare_wrong, record_event
from cases.actions.labelling import label
from cases.lib.workflows import WORKFLOWS
from tests import factories as make
from tests.actions.plain import BULK, LABELLED, Impossible, Plain
from tests.actions.test_ledger_machine import BRIEFLY

#: In which state a parcel is found that was counted there in bulk.
FOUND_IN = {
    "with_us": "", "handed_over": "handed_over", "received": "received", "lost": "lost", "returned": "returned",
    "delivered": "delivered", "disputed": "delivery_disputed", "refused": "refused", "redirected": "redirected",
}  # fmt: skip
BULK_EVENTS = ["prepared", "prepared", "handed_over", "received", *BULK]
PARCEL_EVENTS = [
    "packed", "added", "dispatched", "handed_over", "received", "delivered", "delivery_disputed", "lost", "found",
    "returned", "refused", "redirected", "damaged",
]  # fmt: skip
FACTS = {"evidence": "own_observation", "note": "A note."}


class Pile:
    """One consignment on a table: what happened to its bulk count, and to each parcel with a label."""

    def __init__(self):
        self.consignment = Plain("consignment")
        self.parcels = {}

    def bulk(self, slots=None, parcels=None):
        """Where each parcel without a label lies; a label that stands takes one from where it was found."""
        slots = self.consignment.slots if slots is None else slots
        parcels = self.parcels if parcels is None else parcels
        table = []
        for entry in filter(None, slots):
            type, count, found = entry
            if type == "labelled":
                for pk, slot in count:
                    if parcels[pk].slots[slot] is not None:
                        if found not in table:
                            raise Impossible
                        table.remove(found)
            else:
                table = Plain.after(table, type, count)
        return sorted(table)


class Account(RuleBasedStateMachine):
    """A consignment whose parcels are counted in bulk and labelled, beside a pile of tokens."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.record = make.ConsignmentFactory()
        self.users = [make.UserFactory(office=self.record.office) for _ in range(2)]
        self.pile = Pile()
        self.events, self.parcels = [], {}
        for _ in range(2):
            self.keep(make.ParcelFactory(office=self.record.office, consignment=self.record))

    def keep(self, parcel):
        self.parcels[parcel.pk] = {"record": parcel, "events": []}
        self.pile.parcels[parcel.pk] = Plain("parcel")

    def teardown(self):
        assert list(map(str, differences())) == []
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def try_both(self, plainly, deed):
        """Both do it or both refuse; what the action did."""
        try:
            plainly()
        except Impossible:
            with pytest.raises(Refused), transaction.atomic():
                deed()
            return None
        with transaction.atomic():
            return deed()

    def user(self, data):
        return data.draw(st.sampled_from(self.users))

    @rule(type=st.sampled_from(BULK_EVENTS), count=st.integers(1, 6), data=st.data())
    def something_happens_to_the_bulk(self, type, count, data):
        entry = (type, count, "")
        slots = [*self.pile.consignment.slots, entry]

        def plainly():
            self.pile.consignment.status(slots)
            self.pile.bulk(slots)

        deed = lambda: record_event(about=self.record, type=type, count=count, by=self.user(data), **FACTS)  # noqa: E731
        if event := self.try_both(plainly, deed):
            self.pile.consignment.slots.append(entry)
            self.events.append(event)

    @rule(place=st.sampled_from(list(FOUND_IN)), number=st.integers(0, 3), old=st.booleans(), data=st.data())
    def parcels_get_labels(self, place, number, old, data):
        held = self.pile.bulk()
        place = data.draw(st.sampled_from([place, *(set(held) - {"unknown"})]))
        chosen = [
            pk for pk, plain in self.pile.parcels.items() if plain.status() in {"registered", "packed"}
        ][:1]
        chosen = chosen if old else []
        wanted = number + len(chosen)

        def plainly():
            self.pile.consignment.status([*self.pile.consignment.slots, ("labelled", (), "")])
            if not 0 < wanted <= held.count(place):
                raise Impossible

        deed = lambda: label(  # noqa: E731
            consignment=self.record, place=place, number=number, by=self.user(data),
            parcels=[self.parcels[pk]["record"] for pk in chosen], **FACTS,
        )  # fmt: skip
        if not (done := self.try_both(plainly, deed)):
            return
        event, parcels = done
        parts = []
        for parcel in parcels:
            if parcel.pk not in self.parcels:
                self.keep(parcel)
            plain = self.pile.parcels[parcel.pk]
            parts.append((parcel.pk, len(plain.slots)))
            declared = FOUND_IN[place]
            plain.slots.append(("earlier_not_known" if declared else "added", None, declared))
            self.parcels[parcel.pk]["events"].append(event.parts.get(parcel=parcel))
        self.pile.consignment.slots.append(("labelled", tuple(parts), place))
        self.events.append(event)

    @rule(data=st.data())
    def something_happens_to_a_parcel(self, data):
        pk = data.draw(st.sampled_from(sorted(self.parcels)))
        plain = self.pile.parcels[pk]
        steps = WORKFLOWS["parcel"].steps
        possible = [type for type in PARCEL_EVENTS if plain.status() in steps[type].leads]
        type = data.draw(st.sampled_from(possible * 3 + PARCEL_EVENTS))
        slots = [*plain.slots, (type, None, "")]
        deed = lambda: record_event(  # noqa: E731
            about=self.parcels[pk]["record"], type=type, by=self.user(data), **FACTS
        )
        if event := self.try_both(lambda: plain.status(slots), deed):
            plain.slots.append((type, None, ""))
            self.parcels[pk]["events"].append(event)

    @precondition(lambda self: any(self.pile.consignment.slots))
    @rule(count=st.none() | st.integers(1, 6), data=st.data())
    def something_told_of_the_bulk_was_wrong(self, count, data):
        slots = self.pile.consignment.slots
        place = data.draw(st.sampled_from([at for at, entry in enumerate(slots) if entry]))
        type, old, _found = slots[place]
        entry = (type, count, "") if count and type != "labelled" else None
        after = [*slots[:place], entry, *slots[place + 1 :]]
        taken = old if type == "labelled" else ()
        parcels = self.pile.parcels | {pk: self.pile.parcels[pk].but(slot) for pk, slot in taken}

        def plainly():
            self.pile.consignment.status(after)
            for pk, _slot in taken:
                parcels[pk].status()
            self.pile.bulk(after, parcels)

        deed = lambda: declare_wrong(  # noqa: E731
            event=self.events[place], kind="incorrect_data", reason="Counted again.", by=self.user(data),
            correction={"count": count} if entry else None,
        )  # fmt: skip
        if error := self.try_both(plainly, deed):
            self.pile.consignment.slots = after
            self.pile.parcels = parcels
            self.events[place] = error.correction

    @precondition(lambda self: any(any(plain.slots) for plain in self.pile.parcels.values()))
    @rule(data=st.data())
    def something_told_of_a_parcel_was_wrong(self, data):
        standing = [
            (pk, at)
            for pk, plain in self.pile.parcels.items()
            for at, entry in enumerate(plain.slots)
            if entry
        ]
        pk, place = data.draw(st.sampled_from(standing))
        parcels = self.pile.parcels | {pk: self.pile.parcels[pk].but(place)}

        def plainly():
            parcels[pk].status()
            self.pile.bulk(parcels=parcels)

        deed = lambda: declare_wrong(  # noqa: E731
            event=self.parcels[pk]["events"][place], kind="did_not_occur", reason="Another label.",
            by=self.user(data),
        )  # fmt: skip
        if self.try_both(plainly, deed):
            self.pile.parcels = parcels

    @invariant()
    def each_parcel_lies_where_the_pile_says(self):
        held = self.pile.bulk()
        bulk = {lot.account: lot.quantity for lot in self.record.lots.filter(parcel=None)}
        assert bulk == {place: held.count(place) for place in held}
        lots = dict(self.record.lots.exclude(parcel=None).values_list("parcel", "account"))
        places = {pk: LABELLED.get(plain.status()) for pk, plain in self.pile.parcels.items()}
        assert lots == {pk: place for pk, place in places.items() if place}
        self.record.refresh_from_db()
        assert self.record.prepared == len(held) + len(lots)


def test_the_account_sums_whatever_happens(db):
    run_state_machine_as_test(Account, settings=BRIEFLY)
