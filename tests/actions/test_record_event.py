"""Recording an event: what the workflow allows, once, with a sentence where it does not."""

from datetime import date
from uuid import uuid4

import pytest

from cases.actions.events import EventRefused, record_event
from cases.lib.dates import parse
from cases.lib.workflows import WORKFLOWS, allowed
from cases.models import Event, WishRecord
from cases.models.about import model_of
from tests import factories as make
from tests.actions.proof import assert_replays, fresh
from tests.models.kinds import factory_of

OWN = {"evidence": "own_observation"}
ON_OTHERS_WORD = {"scheduled", "departed", "return_requested", "earlier_not_known"}


@pytest.fixture
def parcel(db):
    return make.ParcelFactory()


def facts_for(step, status):
    """The least that a step needs."""
    values = {
        "count": 0,
        "due": parse("2027"),
        "place": "place" in step.needs and make.PlaceFactory(),
        "note": "As agreed by telephone.",
        "counterpart": "counterpart" in step.needs and make.ActorFactory(),
        "declared_status": status,
    }
    facts = {name: values[name] for name in step.needs} | OWN
    if "wish" in step.sets:
        return facts | {
            "detail": WishRecord(wish="return", how="alone", heard_by="A delegate"),
            "apart": True,
        }
    return facts | (
        {"evidence": "testimony"} if step.type in ON_OTHERS_WORD else {}
    )  # ours would need a wish (D20)


def test_an_event_leaves_its_status_on_the_record(parcel, caseworker):
    event = record_event(about=parcel, type="packed", by=caseworker, occurred=parse("3 March 2025"), **OWN)
    parcel.refresh_from_db()
    assert (parcel.status, parcel.last_event) == ("packed", event)
    assert event.recorded_by == caseworker
    assert event.about == parcel


#: Steps that need more than a state: a consent, a person judged on record, a notice (tests/people), labels, a consignment (tests/mail).
BOUND = {
    "consignment": {"labelled"},
    "parcel": {"added"},
    "person": {"death_reported", "family_informed"},
    "tracing_request": {
        "given_to_red_cross", "given_to_bureau", "name_published", "found_located", "found_no_contact", "found_deceased",
        "enquirer_told", "asked", "earlier_not_known",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "type"),
    [
        (kind, type)
        for kind, workflow in WORKFLOWS.items()
        for type in workflow.steps
        if type not in BOUND.get(kind, ())
    ],
)
def test_each_step_can_be_recorded_in_a_state_that_leads_on_and_in_no_other(db, kind, type):
    workflow = WORKFLOWS[kind]
    step = workflow.steps[type]
    record = factory_of(model_of(kind))()
    for status in workflow.states:
        model_of(kind).objects.filter(pk=record.pk).update(status=status)
        before = Event.objects.count()
        if status in step.leads:
            record_event(about=record, type=type, by=None, **facts_for(step, status))
            assert fresh(record).status == (status if type == "earlier_not_known" else step.leads[status])
        else:
            with pytest.raises(EventRefused, match="is not possible now: the state is “"):
                record_event(about=record, type=type, by=None, **facts_for(step, status))
            assert (fresh(record).status, Event.objects.count()) == (status, before)


@pytest.mark.parametrize("kind", WORKFLOWS)
def test_each_new_record_begins_in_the_first_state_and_can_go_on(db, kind):
    record = factory_of(model_of(kind))()
    assert record.status == WORKFLOWS[kind].initial
    assert allowed(record.workflow, record.status)


def test_a_word_that_is_no_event_is_refused(parcel):
    with pytest.raises(EventRefused, match="“sung” is not possible now") as refused:
        record_event(about=parcel, type="sung", by=None, **OWN)
    assert refused.value.field == "type"


@pytest.mark.parametrize(
    ("type", "field"),
    [
        ("noted", "note"),
        ("asked", "counterpart"),
        ("cancelled", "note"),
        ("earlier_not_known", "declared_status"),
    ],
)
def test_what_an_event_needs_is_asked_for_at_its_field(parcel, type, field):
    with pytest.raises(EventRefused) as refused:
        record_event(about=parcel, type=type, by=None, **OWN)
    assert refused.value.field == field
    assert str(refused.value)


def test_an_event_without_source_or_evidence_is_refused(parcel):
    with pytest.raises(EventRefused, match="Say who says so") as refused:
        record_event(about=parcel, type="packed", by=None)
    assert refused.value.field == "who_says_so"


def test_a_record_is_found_in_a_later_state_and_nobody_invents_the_steps_before(parcel):
    record_event(about=parcel, type="earlier_not_known", by=None, declared_status="received", **OWN)
    assert fresh(parcel).status == "received"
    assert_replays(parcel)


def test_a_state_that_does_not_exist_cannot_be_declared(parcel):
    with pytest.raises(EventRefused, match="Choose the state"):
        record_event(about=parcel, type="earlier_not_known", by=None, declared_status="gone", **OWN)


def test_the_same_form_twice_is_one_event(parcel):
    key = uuid4()
    first = record_event(about=parcel, type="packed", by=None, form_key=key, **OWN)
    second = record_event(about=parcel, type="packed", by=None, form_key=key, **OWN)
    assert first == second
    assert Event.objects.about(parcel).count() == 1


def test_a_refused_event_leaves_nothing_behind(db):
    lot = make.LotFactory(quantity=10)
    consignment = fresh(lot.consignment)
    with pytest.raises(
        EventRefused, match="11 parcels cannot be taken from the 10 that are “held by us”"
    ) as refused:
        record_event(about=consignment, type="handed_over", by=None, count=11, **OWN)
    assert refused.value.field == "count"
    assert Event.objects.about(consignment).count() == 1
    assert_replays(consignment)


def test_an_event_recorded_late_is_judged_in_the_order_of_recording(parcel):
    later = make.EventFactory(about=parcel, type="packed", occurred=parse("9 March 2025"))
    make.EventFactory(about=parcel, type="noted", occurred=parse("3 March 2025"))
    assert parcel.last_event == later
    assert_replays(parcel)


def test_the_last_event_is_the_latest_by_when_it_happened(parcel):
    make.EventFactory(about=parcel, type="packed", occurred=parse("early March 2025"))
    latest = make.EventFactory(about=parcel, occurred=parse("late March 2025"))
    make.EventFactory(about=parcel)
    assert parcel.last_event == latest
    assert parcel.last_event_sort == latest.occurred_sort


def test_a_plan_is_kept_until_it_is_passed_or_fails(db):
    case = make.RepatriationCaseFactory()
    make.WishRecordFactory(about=case)
    make.EventFactory(about=case, type="scheduled", due=parse("December 2025"))
    assert case.planned == parse("December 2025")
    make.EventFactory(about=case, type="did_not_take_place", note="No reason was given.")
    assert (case.planned, case.status) == (None, "postponed")
    assert_replays(case)


def test_the_request_counts_from_its_latest_possible_day(db):
    case = make.RepatriationCaseFactory()
    make.EventFactory(about=case, type="requested", occurred=parse("by 18 November 2025"))
    assert (case.requested_on, case.requested_at_least) == (date(2025, 11, 18), True)
    make.EventFactory(about=case, type="requested", occurred=parse("1 December 2025"))
    assert case.requested_on == date(2025, 11, 18)
    assert case.stalled_since == date(2025, 11, 18)
    assert case.days_stalled(date(2025, 12, 11)) == 23


def test_the_custodian_is_whoever_was_handed_the_parcel_last(parcel):
    first, second = make.ActorFactory(), make.ActorFactory()
    make.EventFactory(about=parcel, type="packed", to_custodian=first)
    make.EventFactory(about=parcel, type="handed_over", to_custodian=second)
    make.EventFactory(about=parcel)
    assert parcel.custodian == second
    assert_replays(parcel)
