"""News of a death that the family was told and that was wrong: struck through for all, and counted for nothing (D38)."""

import pytest

from cases.actions import Refused, events, releasing
from cases.models import DeathNotice, Event
from tests import factories as make
from tests.people.test_death import CANARY, actor, news, notice, person, second, told, url

__all__ = ["actor", "notice", "person", "second", "told"]  # fixtures
WRONG = {"reason": "He called his sister"}


def page(client, person):
    return client.get(person.get_absolute_url()).content.decode()


def test_whoever_declares_events_wrong_says_so_with_a_reason(client_for, person, told, second):
    client = client_for(second)
    assert url(person, "death/wrong/") in page(client, person)
    assert client.post(url(person, "death/wrong/"), {"reason": " "}).status_code == 422
    assert client.post(url(person, "death/wrong/"), WRONG).status_code == 302
    shown = page(client, person)
    assert "This was told and was wrong" in shown
    assert "He called his sister" in shown
    assert "3 Mar 2025" in shown.split("<del>")[1].split("</del>")[0]
    assert url(person, "death/wrong/") not in shown


def test_its_events_are_declared_wrong_with_it(client_for, person, told):
    assert Event.objects.live().count() == 2
    client_for("caseworker").post(url(person, "death/wrong/"), WRONG)
    assert not Event.objects.live().exists()
    assert {error.reason for error in [event.error for event in Event.objects.all()]} == {WRONG["reason"]}


def test_it_counts_for_nothing_any_more(client_for, office, person, told, second):
    assert releasing.family_may_be_told_of_death(person)
    client_for("caseworker").post(url(person, "death/wrong/"), WRONG)
    assert not releasing.family_may_be_told_of_death(person)
    case = make.RepatriationCaseFactory(office=office, person=person, group=None)
    with pytest.raises(Refused, match="News of a death"):
        events.record_event(about=case, type="death_reported", by=second, evidence="own_observation")


def test_a_case_that_says_so_is_named_on_the_page_that_asks(client_for, office, person, told):
    case = make.RepatriationCaseFactory(office=office, person=person, group=None)
    make.EventFactory(about=case, type="death_reported")
    asked = client_for("caseworker").get(url(person, "death/wrong/")).content.decode()
    assert case.reference in asked


def test_the_right_news_are_recorded_anew_and_kept_from_others(client_for, person, told, actor):
    client = client_for("caseworker")
    client.post(url(person, "death/wrong/"), WRONG)
    assert url(person, "death/") in page(client, person)
    assert client.post(url(person, "death/"), news(actor, died="4 March 2025")).status_code == 302
    assert DeathNotice.objects.withheld().count() == 1
    assert "Seen by you alone" in page(client, person)
    assert "This was told and was wrong" in page(client_for("coordinator"), person)
    assert "4 Mar 2025" not in page(client_for("coordinator"), person)


def test_other_roles_do_not_read_why(client_for, person, told):
    client_for("caseworker").post(url(person, "death/wrong/"), WRONG)
    shown = page(client_for("viewer"), person)
    assert "This was told and was wrong" in shown
    assert "He called his sister" not in shown
    assert CANARY not in shown


def test_where_nothing_is_told_the_page_leads_to_the_person_and_tells_nothing(client_for, person, notice):
    for who in ("caseworker", "coordinator"):
        assert client_for(who).get(url(person, "death/wrong/")).url == person.get_absolute_url()
        assert client_for(who).post(url(person, "death/wrong/"), WRONG).url == person.get_absolute_url()
    assert client_for("viewer").get(url(person, "death/wrong/")).status_code == 403
    assert DeathNotice.objects.get().is_withheld


def test_it_is_not_said_by_somebody_from_whom_the_person_is_kept(client_for, person, told, user_in):
    person.owner = user_in("caseworker")
    person.save()
    assert "/open/" in client_for(user_in("caseworker")).get(url(person, "death/wrong/")).url
