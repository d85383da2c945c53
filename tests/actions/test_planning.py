"""D20: our own planning needs the wish to return; what others plan is recorded as it is, and alerts."""

import pytest

from cases.actions import planning, wishes
from cases.actions.events import EventRefused, declare_wrong, record_event
from cases.actions.followups import finish
from cases.actions.operation_steps import OperationRefused, move
from cases.actions.travellers import Traveller, add_people
from cases.lib.dates import parse
from cases.models import FollowUp
from tests import factories as make

pytestmark = pytest.mark.django_db
DUE = parse("March 2027")


@pytest.fixture
def case():
    return make.RepatriationCaseFactory()


def plan(case, type="scheduled", **facts):
    facts = {"evidence": "own_observation", "due": DUE} | facts
    event = record_event(about=case, type=type, by=None, **facts)
    case.refresh_from_db()
    return event


def announced(case, speaker=None, **facts):
    """Planned by a party, on its own word."""
    speaker = speaker or make.StateBodyFactory(party=case.holding_party)
    statement = make.StatementFactory(speaker=speaker, source__office=case.office)
    return plan(case, evidence="", statement=statement, **facts)


def wish(case, wish="return", **facts):
    facts = {"how": "alone", "heard_by": "A delegate", "by": None} | facts
    event = wishes.record_wish(record=case, wish=wish, **facts)
    case.refresh_from_db()
    return event


def alerts(case):
    return FollowUp.objects.about(case).filter(rule="D20", origin="alert").order_by("pk")


# --- Our own planning -------------------------------------------------------------------------------------


@pytest.mark.parametrize("type", ["scheduled", "departed"])
def test_our_own_planning_without_a_wish_is_refused_with_what_to_do(case, type):
    make.EventFactory(about=case, type="requested")
    make.EventFactory(about=case, type="agreed")
    with pytest.raises(
        EventRefused, match=r"no wish to return is recorded.*Ask them, record the wish, then plan"
    ):
        plan(case, type)
    assert FollowUp.objects.count() == 0


@pytest.mark.parametrize("wished", ["stay", "elsewhere", "cannot_express"])
def test_another_wish_does_not_carry_a_return(case, wished):
    wish(case, wished, guardian="The grandmother" if wished == "cannot_express" else "")
    with pytest.raises(EventRefused, match="no wish to return"):
        plan(case)


@pytest.mark.parametrize(
    ("basis", "reason"),
    [
        ("gc3_109", "against their will during hostilities (GC III Art. 109)"),
        ("gc3_110", "against their will during hostilities (GC III Art. 109)"),
        ("gc4_35", "Protected persons leave if they desire to (GC IV Art. 35)"),
        ("gc4_132", "Protected persons leave if they desire to (GC IV Art. 35)"),
    ],
)
def test_the_sentence_gives_the_reason_of_the_convention(basis, reason):
    case = make.RepatriationCaseFactory(basis=basis)
    with pytest.raises(EventRefused) as refused:
        plan(case)
    assert reason in str(refused.value)


def test_a_wish_to_return_carries_our_planning(case):
    wish(case)
    plan(case)
    assert case.status == "scheduled"
    assert alerts(case).count() == 0


def test_what_is_found_in_the_interest_of_who_cannot_say_carries_it(case):
    wish(case, "cannot_express", guardian="The grandmother", in_interest=True)
    plan(case)
    assert case.status == "scheduled"


def test_the_word_of_our_office_is_our_own_planning(case):
    office = make.ActorFactory(kind="our_office")
    with pytest.raises(EventRefused, match="no wish to return"):
        announced(case, office)


def test_a_plan_that_is_corrected_is_not_planned_anew(case):
    heard = wish(case)
    event = plan(case)
    declare_wrong(event=heard, kind="did_not_occur", reason="Another person.", by=None)
    correction = {"due": parse("April 2027")}
    declare_wrong(event=event, kind="incorrect_data", reason="Misread.", by=None, correction=correction)
    case.refresh_from_db()
    assert case.planned.words == "April 2027"


def test_a_case_found_in_a_later_state_is_no_way_around_it(case):
    found = {"type": "earlier_not_known", "declared_status": "scheduled", "due": None}
    with pytest.raises(EventRefused, match="no wish to return"):
        plan(case, **found)
    event = plan(case, **found, evidence="party_statement")
    assert alerts(case).get().event == event


# --- What others plan -------------------------------------------------------------------------------------


def test_what_others_plan_is_recorded_and_alerts(case):
    event = announced(case)
    assert case.status == "scheduled"
    row = alerts(case).get()
    assert row.event == event
    assert row.done_at is None
    assert "no wish to return is recorded" in planning.warning(case)


def test_there_is_no_false_alert_where_the_wish_is_recorded(case):
    wish(case)
    announced(case)
    assert alerts(case).count() == 0
    assert planning.warning(case) == ""


def test_the_alert_is_done_with_when_a_wish_to_return_is_recorded(case):
    announced(case)
    wish(case, heard_by="A delegate of the Red Cross")
    row = alerts(case).get()
    assert row.done_at is not None
    assert "heard by A delegate of the Red Cross" in row.outcome
    assert planning.warning(case) == ""


def test_the_alert_is_open_again_when_the_wish_is_declared_wrong(case):
    announced(case)
    heard = wish(case)
    declare_wrong(event=heard, kind="did_not_occur", reason="Another person.", by=None)
    assert alerts(case).get().done_at is None


def test_another_wish_leaves_the_alert_open_and_is_named(case):
    announced(case)
    wish(case, "stay")
    assert alerts(case).get().done_at is None
    assert "wishes to stay" in planning.warning(case)


def test_a_wish_that_changes_under_our_own_plan_alerts(case):
    wish(case)
    event = plan(case)
    wish(case, "stay")
    assert alerts(case).get().event == event


def test_a_plan_declared_wrong_takes_its_alert_along(case):
    event = announced(case)
    declare_wrong(event=event, kind="did_not_occur", reason="Another case.", by=None)
    assert alerts(case).get().done_at is not None


def test_a_second_plan_leaves_one_alert_and_when_it_falls_the_first_stands_again(case):
    first = announced(case)
    second = announced(case, due=parse("May 2027"))
    assert [(row.event, row.done_at is None) for row in alerts(case)] == [(first, False), (second, True)]
    declare_wrong(event=second, kind="did_not_occur", reason="Misread.", by=None)
    assert [(row.event, row.done_at is None) for row in alerts(case)] == [(first, True), (second, False)]


def test_a_postponed_plan_alerts_no_more(case):
    announced(case)
    make.EventFactory(about=case, type="postponed")
    assert alerts(case).get().done_at is not None


def test_what_came_of_an_alert_is_not_asked_again_by_another_plan(case):
    event = announced(case)
    finish(follow_up=alerts(case).get(), outcome="The Red Cross asks them.", by=None)
    make.EventFactory(about=case, type="noted")
    assert alerts(case).get(event=event).outcome == "The Red Cross asks them."


def test_others_bring_home_whoever_it_was_and_the_alert_stays(case):
    announced(case)
    make.EventFactory(about=case, type="returned")
    assert alerts(case).get().done_at is None


def test_an_operation_plans_nobody_who_did_not_wish_it(case):
    operation = make.RepatriationEventFactory(
        office=case.office, from_party=case.holding_party, to_party=case.receiving_party
    )
    add_people(operation=operation, travellers=[Traveller(group=case.group, count=2, case=case)], by=None)
    ours = {"operation": operation, "type": "scheduled", "due": DUE, "by": None}
    with pytest.raises(OperationRefused) as refused:
        move(**ours, evidence="own_observation")
    assert "no wish to return is recorded" in str(refused.value.exceptions[0][1])
    move(**ours, evidence="party_statement")
    assert alerts(case).get().event.within.about == operation


# --- Groups -----------------------------------------------------------------------------------------------


def test_each_of_a_group_who_has_a_name_can_carry_the_planning(case):
    one = make.GroupMembershipFactory(group=case.group).person
    other = make.GroupMembershipFactory(group=case.group).person
    wish(case, person=one)
    with pytest.raises(EventRefused, match="of the group or of each who is named"):
        plan(case)
    wish(case, person=other)
    plan(case)
    assert case.status == "scheduled"


def test_one_of_a_group_who_does_not_wish_to_return_alerts(case):
    person = make.GroupMembershipFactory(group=case.group).person
    wish(case)
    wish(case, "stay", person=person)
    plan(case)
    assert alerts(case).count() == 1
    assert "1 of them does not wish to return" in planning.warning(case)


# --- Evacuees ---------------------------------------------------------------------------------------------


def test_we_request_the_return_of_those_who_wish_it():
    evacuee = make.EvacueeFactory()
    with pytest.raises(EventRefused, match="record the wish first"):
        make.EventFactory(about=evacuee, type="return_requested")
    minister = make.StateBodyFactory()
    said = make.StatementFactory(speaker=minister, source__office=evacuee.office)
    make.EventFactory(about=evacuee, type="return_requested", evidence="", statement=said)
    assert evacuee.status == "return_requested"
