"""A caseworker proposes that a case is closed or opened again; a coordinator of the office allows or refuses it (safety.md §4)."""

import uuid

import pytest

from cases.actions import Refused, events, many
from cases.models import Event, ProposedStep, RepatriationCase
from tests import factories

HOME = "They are home."


@pytest.fixture
def case(office):
    case = factories.RepatriationCaseFactory(office=office)
    factories.EventFactory(about=case, type="withdrawn", note="They found another way")
    return case


def send(client, case, **changes):
    posted = {
        "type": "closed", "who_says_so": "own_observation", "occurred": "12 Nov 2026", "note": HOME,
        "form_key": str(uuid.uuid4()),
    }  # fmt: skip
    return client.post(f"/record/{case.reference}/event/", posted | changes)


def proposed(client_for, case, **changes):
    send(client_for("caseworker"), case, **changes)
    return ProposedStep.objects.get()


def decide(client, step, answer="yes", reason=""):
    return client.post(step.get_absolute_url(), {"answer": answer, "reason": reason})


def status(case):
    return RepatriationCase.objects.get(pk=case.pk).status


def test_what_a_caseworker_proposes_waits_and_changes_nothing(client_for, case):
    answer = send(client_for("caseworker"), case)
    step = ProposedStep.objects.get()
    assert answer.url == step.get_absolute_url()
    assert (status(case), step.reason, step.occurred.edtf) == ("withdrawn", HOME, "2026-11-12")
    page = client_for("caseworker").get(case.get_absolute_url()).content.decode()
    assert "Proposed: Case closed." in page
    assert step.get_absolute_url() in page
    assert [row.pk for row in client_for("caseworker").get("/approvals/").context["asked"]] == [step.pk]


def test_the_form_says_beforehand_what_is_only_proposed(client_for, case):
    page = client_for("caseworker").get(f"/record/{case.reference}/event/").content.decode()
    assert "Case closed (proposed to a coordinator)" in page
    assert (
        "(proposed" not in client_for("coordinator").get(f"/record/{case.reference}/event/").content.decode()
    )


def test_a_coordinator_allows_it_and_the_event_is_recorded_on_its_evidence(client_for, case, coordinator):
    step = proposed(client_for, case)
    assert [row.pk for row in client_for(coordinator).get("/approvals/").context["waiting"]] == [step.pk]
    answer = decide(client_for(coordinator), step)
    step.refresh_from_db()
    assert answer.url == case.get_absolute_url()
    assert status(case) == "closed"
    event = step.event
    assert (event.recorded_by, event.note, event.evidence, event.occurred.edtf) == (
        coordinator, HOME, "own_observation", "2026-11-12",
    )  # fmt: skip
    assert "Proposed:" not in client_for("caseworker").get(case.get_absolute_url()).content.decode()


def test_it_is_recorded_once_however_often_it_is_allowed(client_for, case, coordinator):
    step = proposed(client_for, case)
    for _time in range(2):
        decide(client_for(coordinator), step)
    assert Event.objects.filter(type="closed").count() == 1


def test_a_refusal_has_a_reason_and_leaves_the_case_as_it_is(client_for, case, coordinator):
    step = proposed(client_for, case)
    answer = decide(client_for(coordinator), step, "no")
    assert answer.status_code == 422
    assert "Write why it is refused" in answer.content.decode()
    decide(client_for(coordinator), step, "no", "One of them is still there.")
    assert status(case) == "withdrawn"
    page = client_for("caseworker").get(step.get_absolute_url()).content.decode()
    assert "One of them is still there." in page
    assert send(client_for("caseworker"), case).status_code == 302, "it may be proposed anew"


def test_only_one_proposal_waits_for_a_case_and_what_was_typed_stays(client_for, case):
    proposed(client_for, case)
    answer = send(client_for("caseworker"), case, note="Once more, in other words.")
    assert answer.status_code == 422
    assert "proposed for this case already" in answer.content.decode()
    assert "Once more, in other words." in answer.content.decode()


def test_the_same_form_sent_twice_is_one_proposal(client_for, case):
    key = str(uuid.uuid4())
    first = send(client_for("caseworker"), case, form_key=key)
    second = send(client_for("caseworker"), case, form_key=key)
    assert first.url == second.url == ProposedStep.objects.get().get_absolute_url()


def test_what_a_proposal_has_no_room_for_is_not_lost(client_for, case):
    place = factories.PlaceFactory()
    answer = send(client_for("caseworker"), case, place=place.name)
    assert answer.status_code == 422
    assert "write it in the note" in answer.content.decode()
    assert not ProposedStep.objects.exists()


def test_a_case_that_went_on_meanwhile_is_not_closed_by_an_old_proposal(client_for, case, coordinator):
    step = proposed(client_for, case)
    factories.EventFactory(about=case, type="reopened", note="They ask again")
    answer = decide(client_for(coordinator), step)
    step.refresh_from_db()
    assert answer.status_code == 422
    assert step.waits
    assert status(case) == "requested"


def test_a_coordinator_closes_at_once_and_opens_again(client_for, case):
    send(client_for("coordinator"), case)
    assert status(case) == "closed"
    send(client_for("coordinator"), case, type="reopened", note="One of them asks again.")
    assert status(case) == "requested"
    assert not ProposedStep.objects.exists()


def test_opening_again_is_proposed_as_well(client_for, case, coordinator):
    step = proposed(client_for, case, type="reopened", note="One of them asks again.")
    assert status(case) == "withdrawn"
    decide(client_for(coordinator), step)
    assert status(case) == "requested"


def test_many_cases_are_closed_by_a_coordinator_alone(client_for, case):
    def sent(who):
        return client_for(who).post(
            "/record-many/",
            {"type": "repatriation_case:closed", "references": case.reference, "who_says_so": "own_observation",
             "note": HOME, "form_key": str(uuid.uuid4())},
        )  # fmt: skip

    assert sent("caseworker").status_code == 422
    assert status(case) == "withdrawn"


@pytest.mark.parametrize(
    ("who", "answers"), [("caseworker", 403), ("viewer", 403), ("administrator", 403), ("auditor", 403)]
)
def test_nobody_else_decides(client_for, case, who, answers):
    step = proposed(client_for, case)
    assert decide(client_for(who), step).status_code == answers
    assert status(case) == "withdrawn"


def test_it_does_not_exist_for_another_office_nor_for_who_may_not_see_the_case(client_for, case, user_in):
    step = proposed(client_for, case)
    stranger = user_in("coordinator", factories.OfficeFactory())
    assert client_for(stranger).get(step.get_absolute_url()).status_code == 404
    assert decide(client_for(stranger), step).status_code == 404
    RepatriationCase.objects.filter(pk=case.pk).update(confidentiality="strict")
    assert client_for("caseworker").get(step.get_absolute_url()).status_code == 404


def test_what_one_proposed_is_not_listed_any_more_where_one_may_not_see_the_case(client_for, case):
    step = proposed(client_for, case)
    client = client_for("caseworker")
    assert [row.pk for row in client.get("/approvals/").context["asked"]] == [step.pk]
    RepatriationCase.objects.filter(pk=case.pk).update(confidentiality="strict")
    assert client.get("/approvals/").context["asked"] == []


def test_the_source_on_which_it_rests_is_told_to_who_may_read_it(client_for, case, office):
    source = factories.SourceFactory(office=office, title="Canary letter", confidentiality="strict")
    step = factories.ProposedStepFactory(
        case=case, evidence="", statement=factories.StatementFactory(source=source)
    )
    for who, told in (("caseworker", False), ("viewer", False), ("coordinator", True)):
        page = client_for(who).get(step.get_absolute_url()).content.decode()
        assert ("Canary letter" in page) is told


# --- By whatever way it is said ---------------------------------------------------------------------------

A_COORDINATOR = "takes a coordinator"


@pytest.mark.parametrize("found", ["closed", "requested"])
def test_a_caseworker_does_not_find_a_case_in_a_state_that_closes_or_opens_it(client_for, case, found):
    typed = {"type": "earlier_not_known", "declared_status": found}
    answer = send(client_for("caseworker"), case, **typed)
    assert answer.status_code == 422
    assert A_COORDINATOR in answer.content.decode()
    assert status(case) == "withdrawn"
    assert send(client_for("coordinator"), case, **typed).status_code == 302
    assert status(case) == found


def test_a_caseworker_finds_an_open_case_in_another_open_state(client_for, office):
    case = factories.RepatriationCaseFactory(office=office)
    send(client_for("caseworker"), case, type="earlier_not_known", declared_status="agreed")
    assert status(case) == "agreed"


def test_a_case_is_not_closed_by_an_event_for_many_records(case, user_in):
    for facts in ({"type": "closed"}, {"type": "earlier_not_known", "declared_status": "closed"}):
        _recorded, ((_case, why),) = many.record_for_many(
            records=[case], by=user_in("caseworker"), form_key=uuid.uuid4(), note=HOME, **facts,
            basis=lambda: {"evidence": "own_observation"},
        )  # fmt: skip
        assert A_COORDINATOR in why
    assert status(case) == "withdrawn"


def test_a_case_is_not_closed_in_the_workshop(client_for, case):
    posted = {
        "about": case.reference, "type": "closed", "evidence": "own_observation", "note": HOME,
        "occurred": "", "due": "",
    }  # fmt: skip
    answer = client_for("caseworker").post("/admin/cases/event/add/", posted)
    assert A_COORDINATOR in answer.content.decode()
    assert status(case) == "withdrawn"


def test_a_correction_does_not_close_a_case_and_what_is_declared_wrong_stays_with_who_recorded_it(
    case, user_in
):
    caseworker = user_in("caseworker")
    event = case.events.get()
    wrong = {"event": event, "kind": "incorrect_data", "reason": "Not so", "by": caseworker}
    with pytest.raises(Refused, match=A_COORDINATOR):
        events.declare_wrong(**wrong, correction={"type": "earlier_not_known", "declared_status": "closed"})
    events.declare_wrong(**wrong, correction={"type": "declined"})
    assert status(case) == "declined"
