"""Breaking the glass: whose life-critical facts a caseworker sees, and what it takes to see others' (safety.md §4)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import GlassBreak
from tests import factories as make

REASON = {"reason": "The family is on the telephone and the owner is ill"}


@pytest.fixture
def held(office):
    """Somebody who is held at a place that few may read of, and whose relatives can be reached."""
    place = make.PlaceFactory(name="Colony of the test", restricted=True)
    person = make.PersonFactory(office=office, name="Anna", contact="+000 1234567")
    make.CustodyPeriodFactory(person=person, place=place)
    return person


@pytest.fixture
def others(held, user_in):
    """The same person, looked after by another caseworker."""
    held.owner = user_in("caseworker")
    held.save()
    return held


def page(client, person):
    return client.get(person.get_absolute_url()).content.decode()


def glass(person):
    return f"/record/{person.reference}/open/"


def test_whom_nobody_looks_after_every_caseworker_does(held, client_for):
    shown = page(client_for("caseworker"), held)
    assert "Colony of the test" in shown
    assert "+000 1234567" in shown
    assert "Break the glass" not in shown


def test_whom_others_look_after_is_shown_without_place_and_contacts(others, client_for):
    shown = page(client_for("caseworker"), others)
    assert "Anna" in shown
    assert "Colony of the test" not in shown
    assert "+000 1234567" not in shown
    assert glass(others) in shown


@pytest.mark.parametrize("kind", ["RepatriationCase", "TracingRequest", "Evacuee", "FollowUp"])
def test_whoever_has_work_with_the_person_looks_after_them(kind, others, caseworker, client_for, office):
    about = {"person": others, "owner": caseworker}
    extra = {"RepatriationCase": {"group": None}, "FollowUp": {"parcel": None}}.get(kind, {})
    getattr(make, f"{kind}Factory")(office=office, **about, **extra)
    assert "Colony of the test" in page(client_for(caseworker), others)


def test_a_coordinator_sees_all_of_the_office(others, client_for):
    assert "Colony of the test" in page(client_for("coordinator"), others)


def test_the_glass_is_broken_with_a_reason_only(others, client_for):
    client = client_for("caseworker")
    assert client.post(glass(others), {"reason": " "}).status_code == 422
    assert not GlassBreak.objects.exists()
    assert client.post(glass(others), REASON).url == others.get_absolute_url()
    shown = page(client, others)
    assert "Colony of the test" in shown
    assert "You broke the glass" in shown


def test_it_is_recorded_who_why_and_until_when(others, caseworker, client_for):
    client_for(caseworker).post(glass(others), REASON)
    row = GlassBreak.objects.get()
    assert (row.person, row.broken_by, row.reason) == (others, caseworker, REASON["reason"])
    assert row.until - row.broken_at == timedelta(hours=3)


def test_sent_twice_it_is_broken_once(others, client_for):
    client, key = client_for("caseworker"), "11111111-1111-4111-8111-111111111111"
    for _again in range(2):
        client.post(glass(others), REASON | {"form_key": key})
    assert GlassBreak.objects.count() == 1


def test_it_ends_by_itself(others, caseworker, client_for, monkeypatch):
    client = client_for(caseworker)
    client.post(glass(others), REASON)
    later = timezone.now() + timedelta(hours=3, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "Colony of the test" not in page(client, others)


def test_it_is_open_to_nobody_else(others, user_in, client_for):
    client_for("caseworker").post(glass(others), REASON)
    assert "Colony of the test" not in page(client_for(user_in("caseworker")), others)


def test_it_never_reaches_what_a_role_may_not_see(office, client_for):
    strict = make.PersonFactory(office=office, confidentiality="strict")
    theirs = make.PersonFactory()
    for person in (strict, theirs):
        assert client_for("caseworker").post(glass(person), REASON).status_code == 404
    assert not GlassBreak.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "coordinator", "administrator"])
def test_others_have_no_glass_to_break(role, others, client_for):
    assert client_for(role).post(glass(others), REASON).status_code == 403


def test_what_cannot_keep_anything_back_leads_to_the_page_that_asks_why(others, client_for):
    client, there = client_for("caseworker"), others.get_absolute_url()
    period = (
        others.custody_periods.get() if hasattr(others, "custody_periods") else others.custodyperiod_set.get()
    )
    for page_of in ("edit/", "family/", "custody/add/", f"custody/{period.pk}/"):
        assert client.get(f"{there}{page_of}").url == glass(others), page_of
        assert client.post(f"{there}{page_of}", {"contact": "x"}).url == glass(others), page_of
    assert client.get(f"/admin/cases/person/{others.pk}/change/").status_code == 404
    client.post(glass(others), REASON)
    assert client.get(f"{there}edit/").status_code == 200
    assert client.get(f"/admin/cases/person/{others.pk}/change/").status_code == 200


def test_a_joined_record_is_no_way_around(others, held, office, client_for):
    twin = make.PersonFactory(office=office, joined_into=others)
    assert "Colony of the test" not in page(client_for("caseworker"), twin)
    assert "Colony of the test" not in page(client_for("caseworker"), others)


def test_lists_and_files_keep_the_place_with_one_question_more(others, office, client_for, user_in):
    stays = make.PlaceFactory(name="Shelter of the test")
    for person in (others, make.PersonFactory(office=office, owner=others.owner)):
        make.EvacueeFactory(office=office, person=person, place=stays)
    mine = make.EvacueeFactory(office=office, person=make.PersonFactory(office=office), place=stays)
    client = client_for("caseworker")
    shown = client.get("/evacuees/").content.decode()
    assert shown.count("Shelter of the test") == 1
    file = client.post("/evacuees/export/", {"format": "csv", "reason": "x"})
    assert b"".join(file).decode().count("Shelter of the test") == 1
    with CaptureQueriesContext(connection) as few:
        client.get("/evacuees/")
    for _more in range(20):
        make.EvacueeFactory(
            office=office, person=make.PersonFactory(office=office, owner=others.owner), place=stays
        )
    with CaptureQueriesContext(connection) as many:
        client.get("/evacuees/")
    assert len(few) == len(many)
    assert mine.place == stays


# --- Who reads of it --------------------------------------------------------------------------------------


def test_the_coordinator_and_the_auditor_read_who_broke_it_and_why(others, client_for, user_in):
    client_for("caseworker").post(glass(others), REASON)
    for role in ("coordinator", "auditor"):
        shown = client_for(role).get("/glass/").content.decode()
        assert others.reference in shown
        assert REASON["reason"] in shown
    assert (
        others.reference
        not in client_for(user_in("coordinator", make.OfficeFactory())).get("/glass/").content.decode()
    )
    for role in ("viewer", "caseworker", "administrator"):
        assert client_for(role).get("/glass/").status_code == 403


def test_the_audit_leads_those_who_read_it_to_broken_glass(client_for):
    for role, led in (("coordinator", True), ("auditor", True), ("caseworker", False), ("viewer", False)):
        assert ('href="/glass/"' in client_for(role).get("/audit/").content.decode()) is led, role


# --- The auditor ------------------------------------------------------------------------------------------


def test_the_auditor_opens_a_person_with_a_reason_once_a_day(held, auditor, client_for, monkeypatch):
    client = client_for(auditor)
    assert client.get(held.get_absolute_url()).url == glass(held)
    client.post(glass(held), {"reason": "A complaint of the family"})
    shown = page(client, held)
    assert "Anna" in shown
    assert "Colony of the test" not in shown
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert client_for(auditor).get(held.get_absolute_url()).url == glass(held)


def test_the_auditor_opens_a_case_with_a_reason_and_its_person_with_the_same(office, client_for):
    client = client_for("auditor")
    group = make.RepatriationCaseFactory(office=office, group=make.GroupFactory(office=office))
    assert client.get(group.get_absolute_url()).url == glass(group)
    client.post(glass(group), REASON)
    assert client.get(group.get_absolute_url()).status_code == 200
    person = make.PersonFactory(office=office)
    case = make.RepatriationCaseFactory(office=office, group=None, person=person)
    client.post(glass(case), REASON)
    assert client.get(case.get_absolute_url()).status_code == 200
    assert client.get(person.get_absolute_url()).status_code == 200


def test_the_form_of_the_next_event_does_not_carry_over_where_the_last_one_was(client_for, others):
    make.EventFactory(about=others, type="seen", place=make.PlaceFactory(name="Camp behind glass"))
    client = client_for("caseworker")
    for address in (others.get_absolute_url(), f"/record/{others.reference}/event/"):
        assert "Camp behind glass" not in client.get(address).content.decode()
    client.post(glass(others), REASON)
    assert "Camp behind glass" in client.get(f"/record/{others.reference}/event/").content.decode()


def test_claims_of_a_place_are_not_settled_behind_glass(client_for, others):
    claim = make.ClaimFactory(about=others, aspect="place", place=make.PlaceFactory(name="Camp behind glass"))
    client = client_for("caseworker")
    assert client.get(f"/claim/{claim.pk}/assess/").url == glass(others)
    client.post(glass(others), REASON)
    assert "Camp behind glass" in client.get(f"/claim/{claim.pk}/assess/").content.decode()
