"""The glass opens with a reason: nobody opens it by giving themselves work, and nobody keeps it shut who works here no more."""

import uuid

import pytest

from cases.models import FollowUp, Person, RepatriationCase, User
from tests import factories as make
from tests.people.test_glass import glass, held, others, page

__all__ = ["held", "others"]  # fixtures
CAMP = "Colony of the test"
DUE = "2027-01-31"
KEY = "6d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def client(client_for, caseworker):
    return client_for(caseworker)


def test_a_follow_up_of_ones_own_opens_nothing(client, caseworker, others):
    typed = {"about": others.reference, "text": "Call", "due_on": DUE, "owner": caseworker.username}
    assert client.post("/follow-ups/add/", typed).status_code == 302
    assert FollowUp.objects.get().owner == caseworker
    assert CAMP not in page(client, others)
    mine = client.get(f"/follow-ups/{FollowUp.objects.get().reference}/finish/")
    assert mine.status_code == 200


def test_a_follow_up_of_ones_own_keeps_nothing_from_others(client, office, held, user_in):
    for name in ("one", "other"):
        by = user_in("caseworker")
        make.FollowUpFactory(person=held, parcel=None, office=office, owner=by, created_by=by, text=name)
    assert CAMP in page(client, held)


def test_one_that_a_colleague_gives_opens_until_it_is_done(client, caseworker, office, others):
    row = make.FollowUpFactory(
        person=others, parcel=None, office=office, owner=caseworker, created_by=others.owner
    )
    assert CAMP in page(client, others)
    FollowUp.objects.filter(pk=row.pk).update(done_at="2026-01-05T12:00Z", outcome="Done")
    assert CAMP not in page(client, others)


def test_the_call_of_a_family_opens_nothing_to_who_takes_it(client, office, held, user_in):
    make.RepatriationCaseFactory(office=office, person=held, group=None, owner=user_in("caseworker"))
    typed = {
        "about": held.reference, "who": "A sister", "asked": "Where?", "way": "telephone", "on": "2025-12-11",
        "next_call": "in 2 weeks", "form_key": KEY,
    }  # fmt: skip
    answer = client.post("/calls/add/", typed)
    assert answer.status_code == 302, answer.content.decode()
    assert FollowUp.objects.filter(origin="next_call").exists()
    assert CAMP not in page(client, held)


@pytest.mark.parametrize("kind", ["RepatriationCase", "TracingRequest", "Evacuee"])
def test_work_that_is_over_opens_and_keeps_nothing(client, caseworker, office, held, user_in, kind):
    extra = {"RepatriationCase": {"group": None}}.get(kind, {})
    over = {"RepatriationCase": "closed", "TracingRequest": "closed", "Evacuee": "returned"}[kind]
    row = getattr(make, f"{kind}Factory")(office=office, person=held, owner=user_in("caseworker"), **extra)
    assert CAMP not in page(client, held)
    type(row).objects.filter(pk=row.pk).update(status=over)
    assert CAMP in page(client, held)
    Person.objects.filter(pk=held.pk).update(owner=user_in("caseworker"))
    type(row).objects.filter(pk=row.pk).update(owner=caseworker)
    assert CAMP not in page(client, held)


def test_whose_owner_works_here_no_more_nobody_keeps(client, others):
    assert CAMP not in page(client, others)
    User.objects.filter(pk=others.owner_id).update(is_active=False)
    assert CAMP in page(client, others)


def assign(client, owner, *records):
    references = "\n".join(record.reference for record in records)
    was = " ".join(f"{record.reference}={record.owner_id or ''}" for record in records)
    typed = {"references": references, "owner": owner.last_name, "was": was, "form_key": str(uuid.uuid4())}
    return client.post("/bulk/assign/", typed)


def test_people_of_others_and_their_records_are_not_taken_by_assigning_them(
    client, caseworker, office, others, held
):
    case = make.RepatriationCaseFactory(office=office, person=others, group=None)
    mine = make.PersonFactory(office=office)
    answer = assign(client, caseworker, others, case, mine)
    assert answer.content.decode().count("Others look after this person") == 2
    assert Person.objects.get(pk=mine.pk).owner == caseworker
    assert Person.objects.get(pk=others.pk).owner == others.owner
    assert RepatriationCase.objects.get(pk=case.pk).owner is None
    client.post(glass(others), {"reason": "The owner is ill"})
    assert "Others look after" not in assign(client, caseworker, case).content.decode()
    assert RepatriationCase.objects.get(pk=case.pk).owner == caseworker


def test_a_coordinator_assigns_whom_they_will(client_for, caseworker, others):
    assign(client_for("coordinator"), caseworker, others)
    assert Person.objects.get(pk=others.pk).owner == caseworker


def test_a_case_for_somebody_of_others_is_not_ones_own(client, caseworker, others, parties):
    north, south = parties
    typed = {
        "title": "Home", "person": others.reference, "holding_party": north.code, "receiving_party": south.code,
        "owner": caseworker.username, "basis": "humanitarian", "confidentiality": "ordinary",
    }  # fmt: skip
    answer = client.post("/cases/add/", typed)
    assert answer.status_code == 422
    assert "Others look after this person" in answer.content.decode()
    assert not RepatriationCase.objects.exists()


def test_a_case_is_opened_for_an_evacuated_person_of_others_behind_the_glass_only(client, office, others):
    evacuee = make.EvacueeFactory(office=office, person=others, place=make.PlaceFactory(name="Shelter"))
    assert client.get(f"/evacuees/{evacuee.reference}/case/").url == glass(evacuee)


def test_a_request_of_ones_own_does_not_open_whom_it_finds(client, caseworker, office, others):
    request = make.TracingRequestFactory(office=office, owner=caseworker)
    typed = {"person": others.reference, "verdict": "is", "reason": "The same name and year"}
    answer = client.post(f"/tracing/{request.reference}/compare/", typed)
    assert answer.url == glass(others)
    request.refresh_from_db()
    assert request.person is None
