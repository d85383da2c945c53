"""What a person consents to: recorded once, withdrawn at once, and asked before anything is told."""

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import Refused, consents, events, releasing, tracing
from cases.lib.dates import parse
from cases.models import Consent, ConsentWithdrawal
from tests import factories as make

TYPED = {
    "scope": "family",
    "given_by": "person",
    "given": "3 February 2026",
    "how": "In writing, to a delegate",
}
BACK = {"withdrawn": "4 March 2026", "reason": "Said so in a letter"}


@pytest.fixture
def person(office):
    return make.PersonFactory(office=office, name="Petrenko Olena")


@pytest.fixture
def found(person):
    """The request of a relative of somebody who was found."""
    request = make.TracingRequestFactory(office=person.office)
    make.TracingJudgementFactory(request=request, person=person)
    request.refresh_from_db()
    return request


def add(person):
    return f"/people/{person.reference}/consents/add/"


def back(consent):
    return f"/people/{consent.person.reference}/consents/{consent.pk}/withdraw/"


def test_it_is_recorded_once_and_stands_on_the_page_with_its_source(client_for, person, office):
    source = make.SourceFactory(office=office)
    client, key = client_for("caseworker"), uuid.uuid4()
    for _time in range(2):
        sent = client.post(add(person), TYPED | {"source": source.reference, "form_key": key})
        assert sent.status_code == 302, sent.content.decode()
    consent = Consent.objects.get()
    text = client.get(person.get_absolute_url()).content.decode()
    for words in (
        "Tell the family",
        "In force",
        "In writing, to a delegate",
        source.reference,
        back(consent),
    ):
        assert words in text, words
    assert consents.in_force(person) == {"family"}


def test_of_one_scope_one_is_in_force_and_after_a_withdrawal_the_next(client_for, person):
    client = client_for("coordinator")
    client.post(add(person), TYPED)
    again = client.post(add(person), TYPED)
    assert again.status_code == 422
    assert "in force already" in again.content.decode()
    assert client.post(back(Consent.objects.get()), BACK).status_code == 302
    assert consents.in_force(person) == set()
    assert client.post(add(person), TYPED).status_code == 302
    assert consents.in_force(person) == {"family"}
    assert (Consent.objects.count(), ConsentWithdrawal.objects.count()) == (2, 1)


def test_what_is_withdrawn_stays_in_the_record_and_is_withdrawn_once(client_for, person):
    consent = make.ConsentFactory(person=person)
    client = client_for("caseworker")
    assert "at once" in client.get(back(consent)).content.decode()
    client.post(back(consent), BACK)
    text = client.get(person.get_absolute_url()).content.decode()
    for words in ("Withdrawn", "Said so in a letter", "In writing, alone with a delegate"):
        assert words in text, words
    twice = client.post(back(consent), BACK)
    assert twice.status_code == 422
    assert "withdrawn already" in twice.content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"scope": ""}, "Choose what the person consents to"),
        ({"how": ""}, "required"),
        ({"given_by": "guardian"}, "Name the guardian"),
        ({"guardian": "Her aunt"}, "Name the guardian"),
        ({"given": "some day"}, "given"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_lost(client_for, person, typed, words):
    sent = client_for("caseworker").post(add(person), TYPED | typed)
    assert sent.status_code == 422
    assert words in sent.content.decode()
    assert typed.get("how") == "" or "In writing, to a delegate" in sent.content.decode()
    assert not Consent.objects.exists()


def test_nothing_is_withdrawn_without_a_word(client_for, person):
    consent = make.ConsentFactory(person=person)
    assert client_for("caseworker").post(back(consent), BACK | {"reason": " "}).status_code == 422
    assert consents.in_force(person) == {"family"}


def test_the_consent_of_somebody_else_is_not_there(client_for, person, office):
    other, elsewhere = make.ConsentFactory(person__office=office), make.ConsentFactory()
    client = client_for("coordinator")
    assert client.post(f"/people/{person.reference}/consents/{other.pk}/withdraw/", BACK).status_code == 404
    assert client.post(back(elsewhere), BACK).status_code == 404
    assert client.get(add(elsewhere.person)).status_code == 404


def test_a_consent_on_a_joined_record_that_one_may_not_see_is_not_there(client_for, person):
    hidden = make.PersonFactory(office=person.office, confidentiality="strict")
    type(person).objects.filter(pk=hidden.pk).update(joined_into=person)
    consent = make.ConsentFactory(person=hidden)
    here = f"/people/{person.reference}/consents/{consent.pk}/withdraw/"
    assert [client_for(role).get(here).status_code for role in ("caseworker", "coordinator")] == [404, 200]


def test_a_hidden_source_of_a_consent_is_not_named(client_for, person):
    source = make.SourceFactory(office=person.office, confidentiality="strict")
    make.ConsentFactory(person=person, source=source)
    shown = [
        source.reference in client_for(role).get(person.get_absolute_url()).content.decode()
        for role in ("caseworker", "coordinator")
    ]
    assert shown == [False, True]


def test_who_may_not_see_where_people_are_sees_no_consents(client_for, person):
    make.ConsentFactory(person=person, how="Canary of the consent")
    assert "Canary of the consent" not in client_for("viewer").get(person.get_absolute_url()).content.decode()
    assert client_for("viewer").get(add(person)).status_code == 403


def test_a_caseworker_before_the_glass_sees_none_and_records_none(client_for, user_in, person):
    type(person).objects.filter(pk=person.pk).update(owner=user_in("caseworker"))
    consent = make.ConsentFactory(person=person, how="Canary of the consent")
    client = client_for("caseworker")
    assert "Canary of the consent" not in client.get(person.get_absolute_url()).content.decode()
    for sent in (client.get(add(person)), client.post(add(person), TYPED), client.post(back(consent), BACK)):
        assert (sent.status_code, sent.url) == (302, f"/record/{person.reference}/open/")
    assert Consent.objects.count() == 1
    assert not ConsentWithdrawal.objects.exists()


def test_on_the_consent_that_the_family_be_told_the_enquirer_may_be_told(found):
    assert "No consent" in releasing.telling(found)
    consent = make.ConsentFactory(person=found.person)
    assert releasing.telling(found) == ""
    make.ConsentWithdrawalFactory(consent=consent)
    assert "No consent" in releasing.telling(found)


def test_of_who_wishes_no_contact_nothing_is_told_until_they_agree_to_it_anew(found, caseworker):
    """Neither what they said in general nor what they answered before holds any more."""
    make.ConsentFactory(person=found.person)
    answered = {
        "answered_on": date(2026, 3, 1),
        "asked_by": "A delegate",
        "how": "In writing",
        "by": caseworker,
    }
    tracing.record_release_consent(request=found, answer="given", **answered)
    assert releasing.telling(found) == ""
    events.record_event(about=found, type="found_no_contact", by=caseworker, evidence="own_observation")
    found.refresh_from_db()
    assert "wishes no contact" in releasing.telling(found)
    with pytest.raises(Refused, match="wishes no contact"):
        tracing.release(request=found, note="Alive", occurred=None, by=caseworker)
    tracing.record_release_consent(request=found, answer="given", **answered)
    assert releasing.telling(found) == ""


def test_a_consent_to_something_else_tells_nobody(found):
    make.ConsentFactory(person=found.person, scope="red_cross")
    assert "No consent" in releasing.telling(found)


def test_a_withdrawal_stops_at_once_what_was_answered_before(found):
    consent = make.ConsentFactory(person=found.person)
    release(found, "given")
    assert releasing.telling(found) == ""
    make.ConsentWithdrawalFactory(consent=consent)
    assert "withdrawn" in releasing.telling(found)
    release(found, "given")  # asked again
    assert releasing.telling(found) == ""


def test_after_a_withdrawal_a_new_consent_lets_the_enquirer_be_told(found):
    consent = make.ConsentFactory(person=found.person)
    release(found, "given")
    make.ConsentWithdrawalFactory(consent=consent)
    make.ConsentFactory(person=found.person)
    assert releasing.telling(found) == ""


def test_a_refusal_to_one_enquirer_goes_before_the_consent_for_the_family(found):
    release(found, "refused")
    make.ConsentFactory(person=found.person)
    assert "refused" in releasing.telling(found)


def release(request, answer):
    user = make.UserFactory(office=request.office)
    day = parse("2026-03-01").earliest
    tracing.record_release_consent(
        request=request, answer=answer, answered_on=day, asked_by="A delegate", how="Alone", by=user
    )


def test_an_action_refuses_a_guardian_without_a_name(person):
    with pytest.raises(Refused):
        make.ConsentFactory(person=person, given_by="guardian")


def test_the_dossier_says_to_what_the_person_has_not_consented(client_for, office, person):
    case = make.RepatriationCaseFactory(office=office, person=person, group=None)
    make.ConsentFactory(person=person, scope="red_cross")
    text = client_for("coordinator").post(f"{case.get_absolute_url()}dossier/").content.decode()
    told = text.split("No consent of the person is in force to:")[1].split("</p>")[0]
    assert "tell the family" in told
    assert "Red Cross" not in told


def test_the_page_asks_as_often_for_many_as_for_one(client_for, person):
    client = client_for("coordinator")
    source = make.SourceFactory(office=person.office)
    make.ConsentFactory(person=person, source=source)
    client.get(person.get_absolute_url())
    with CaptureQueriesContext(connection) as one:
        client.get(person.get_absolute_url())
    for _time in range(5):
        withdrawn = make.ConsentWithdrawalFactory(consent__person=person, consent__scope="publish")
        assert withdrawn.pk
    make.ConsentFactory(person=person, scope="publish", source=source)
    with CaptureQueriesContext(connection) as many:
        client.get(person.get_absolute_url())
    assert len(many) == len(one)


def test_who_withdraws_a_consent_withdraws_it_on_all_their_joined_records(client_for, person, office):
    other = make.PersonFactory(office=office)
    given = [make.ConsentFactory(person=each) for each in (person, other)]
    type(person).objects.filter(pk=other.pk).update(joined_into=person)
    assert client_for("caseworker").post(back(given[1]), BACK).status_code == 302
    assert consents.in_force(person) == set()
    assert not Consent.objects.in_force().exists()
