"""Whatever people record and take back, in any order: the stored caches are the replay, and the lots sum."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from cases.actions import Refused, planning
from cases.actions.checks import differences
from cases.actions.events import declare_wrong, record_event
from cases.lib.dates import parse
from cases.lib.workflows import EARLIER_NOT_KNOWN, WORKFLOWS
from cases.models import WishRecord
from tests import factories as make
from tests.actions.plain import Impossible, Plain
from tests.actions.proof import fresh

KINDS = ["parcel", "consignment", "repatriation_case"]
#: What says most about the caches, and would be drawn too seldom among notes and asides.
OFTEN = {
    "parcel": ["added", "handed_over", "received", "lost", "found"],
    "consignment": ["prepared", "handed_over", "received", "delivered", "lost"],
    "repatriation_case": ["asked", "answered", "requested", "scheduled", "postponed"],
}
DATES = [None, *map(parse, ["3 March 2025", "March 2025", "by 9 March 2025", "March 5"])]


def wished(type, number):
    """What stands beside an event that tells of a wish, which is another one each time."""
    if type != "wish_recorded":
        return None
    return WishRecord(
        wish=["return", "stay", "elsewhere"][(number or 0) % 3], how="alone", heard_by="A delegate"
    )


class Ledger(RuleBasedStateMachine):
    """One consignment, one labelled parcel of it and one repatriation case, beside their plain models."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        consignment = make.ConsignmentFactory()
        self.case = make.RepatriationCaseFactory()
        self.ministry = make.StateBodyFactory(party=self.case.holding_party)
        parcel = make.ParcelFactory(consignment=consignment)
        self.records = {"consignment": consignment, "parcel": parcel, "repatriation_case": self.case}
        self.plain = {kind: Plain(kind) for kind in KINDS}
        self.events = {kind: [] for kind in KINDS}

    def teardown(self):
        assert list(map(str, differences())) == []
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @rule(kind=st.sampled_from(KINDS), date=st.sampled_from(DATES), data=st.data())
    def something_happens(self, kind, date, data):
        entry = self.draw(kind, data)
        facts = self.facts(entry) | {"occurred": date}
        deed = lambda: record_event(about=self.records[kind], by=None, **facts)  # noqa: E731
        if event := self.agree(kind, [*self.plain[kind].slots, entry], deed):
            self.events[kind].append(event)

    @precondition(lambda self: self.standing())
    @rule(with_correction=st.booleans(), data=st.data())
    def something_was_wrong(self, with_correction, data):
        kind, place = data.draw(st.sampled_from(self.standing()))
        slots = self.plain[kind].slots
        entry = self.draw(kind, data) if with_correction else None
        event = self.events[kind][place]
        correction = self.facts(entry) if entry else None
        deed = lambda: declare_wrong(  # noqa: E731
            event=event, kind="incorrect_data", reason="Typed wrongly.", by=None, correction=correction
        )
        if error := self.agree(kind, [*slots[:place], entry, *slots[place + 1 :]], deed):
            self.events[kind][place] = error.correction

    def standing(self):
        """Where an event stands that nobody declared wrong."""
        return [
            (kind, place) for kind in KINDS for place, entry in enumerate(self.plain[kind].slots) if entry
        ]

    def draw(self, kind, data):
        """A type of event, mostly one that is possible now, with its count and declared state."""
        workflow = WORKFLOWS[kind]
        status = self.plain[kind].status()
        possible = [type for type, step in workflow.steps.items() if status in step.leads]
        often = [type for type in OFTEN[kind] if type in possible]
        types = [often or possible, possible, list(workflow.steps)]
        type = data.draw(st.sampled_from(data.draw(st.sampled_from(types))))
        needs_count = "count" in workflow.steps[type].needs
        count = data.draw(st.integers(0, 5) if needs_count else st.none() | st.integers(0, 5))
        declared = data.draw(st.sampled_from(list(workflow.states))) if type == EARLIER_NOT_KNOWN else ""
        return type, count, declared

    def facts(self, entry):
        type, count, declared = entry
        planned = type in planning.PLANS or declared in {
            "scheduled",
            "in_transit",
        }  # D20: ours would need a wish
        others = "party_statement" if planned else "own_observation"
        return {"type": type, "count": count, "declared_status": declared, "evidence": others,
                "note": "A note.", "due": parse("2027"), "counterpart": self.ministry, "detail": wished(type, count), "apart": True}  # fmt: skip

    def agree(self, kind, slots, deed):
        """Do the deed in both: either both do it, or both refuse; what the action did."""
        try:
            self.plain[kind].would_be(slots)
        except Impossible:
            with pytest.raises(Refused), transaction.atomic():
                deed()
            return None
        with transaction.atomic():
            done = deed()
        self.plain[kind].slots = slots
        return done

    @invariant()
    def the_stored_state_is_that_of_the_plain_model(self):
        for kind, record in self.records.items():
            assert fresh(record).status == self.plain[kind].status()
        consignment = fresh(self.records["consignment"])
        bulk = {lot.account: lot.quantity for lot in consignment.lots.filter(parcel=None)}
        tokens = self.plain["consignment"].tokens()
        assert bulk == {place: tokens.count(place) for place in tokens}
        label = self.plain["parcel"].labelled()
        assert list(consignment.lots.exclude(parcel=None).values_list("account", flat=True)) == [
            label
        ] * bool(label)
        assert consignment.prepared == len(tokens) + bool(label)

    @invariant()
    def an_open_question_stands_at_its_party(self):
        place = self.plain["repatriation_case"].open_question()
        expected = None if place is None else self.events["repatriation_case"][place].pk
        assert self.case.positions.get(role="holding").asked_id == expected


#: Without shrinking, which would replay thousands of transactions: a failure lists its 25 steps at once.
BRIEFLY = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def test_the_caches_are_the_replay_whatever_happens(db):
    run_state_machine_as_test(Ledger, settings=BRIEFLY)
