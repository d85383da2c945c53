"""What we hold of relatives who ask, and of members of staff, for them: never whether somebody was found (R41)."""

import json

import pytest

from cases.actions import events, tracing
from cases.lib.registry import OF_PEOPLE, registry
from cases.models import Event, Export
from cases.privacy.others import OF_THE_ENQUIRER
from tests import factories as make

REASON = {"reason": "Came with her passport", "format": "html"}


@pytest.fixture
def request_(office):
    request = make.TracingRequestFactory(
        office=office, enquirer="Bondarenko Maria", enquirer_contact="555-0123", name="Bondarenko Serhii",
        marks="A scar on the chin", circumstances="Canary of the circumstances",
    )  # fmt: skip
    make.TracingConsentFactory(request=request, how="Signed form of Maria")
    return request


def found(request):
    """Somebody is found and refuses that the enquirer is told."""
    person = make.PersonFactory(office=request.office, name="Canary found")
    make.TracingJudgementFactory(request=request, person=person, reason="Canary of the judgement")
    request.refresh_from_db()
    events.record_event(
        about=request, type="found_no_contact", by=make.UserFactory(office=request.office),
        evidence=Event.Evidence.OWN_OBSERVATION, note="Canary of the note",
    )  # fmt: skip
    request.refresh_from_db()
    release = {
        "answer": "refused",
        "answered_on": "2026-03-01",
        "asked_by": "Canary delegate",
        "how": "Canary how",
    }
    tracing.record_release_consent(request=request, by=make.UserFactory(office=request.office), **release)
    return person


def answer(client, record, **typed):
    address = (
        f"/tracing/{record.reference}/answer/"
        if hasattr(record, "enquirer")
        else f"/staff/{record.pk}/answer/"
    )
    return client.post(address, REASON | typed)


def test_an_enquirer_is_told_what_they_said_and_consented_to(client_for, request_):
    client = client_for("coordinator")
    client.get(request_.get_absolute_url())
    text = answer(client, request_).content.decode()
    for words in ("Bondarenko Maria", "555-0123", "Bondarenko Serhii", "Signed form of Maria", "Coordinator"):
        assert words in text, words
    for words in ("scar", "Canary"):
        assert words not in text, words


def test_the_file_is_the_same_whether_somebody_was_found_or_not(client_for, request_):
    client = client_for("coordinator")
    before = json.loads(answer(client, request_, format="json").content)
    person = found(request_)
    make.PersonHoldFactory(person=person)
    after = answer(client, request_, format="json")
    assert "Canary" not in after.content.decode()
    assert json.loads(after.content)["sections"] == before["sections"]


def test_each_column_of_a_request_is_told_or_withheld_by_what_it_is_of():
    columns = set(registry().table("tracingrequest").of(*OF_PEOPLE))
    assert {"enquirer", "enquirer_contact", "name"} == columns & set(OF_THE_ENQUIRER)


def test_the_page_of_a_request_leads_to_it(client_for, request_):
    address = f"/tracing/{request_.reference}/answer/"
    assert address in client_for("coordinator").get(request_.get_absolute_url()).content.decode()
    assert address not in client_for("caseworker").get(request_.get_absolute_url()).content.decode()
    assert client_for("coordinator").get(address).status_code == 200


def test_it_is_asked_with_a_reason_and_written_down(client_for, request_, coordinator):
    client = client_for(coordinator)
    assert answer(client, request_, reason="").status_code == 422
    assert not Export.objects.exists()
    answer(client, request_)
    assert Export.objects.get().list_name == "enquirer_answer"


def test_of_another_office_it_is_not_found(client_for):
    assert answer(client_for("coordinator"), make.TracingRequestFactory()).status_code == 404


def test_a_member_of_staff_is_told_of_the_account_what_they_did_and_who_looked(client_for, user_in):
    colleague = user_in("caseworker")
    client_for(colleague).get("/people/")
    client = client_for("administrator")
    client.get(f"/staff/{colleague.pk}/")
    sent = answer(client, colleague)
    text = sent.content.decode()
    for words in (colleague.username, "Caseworker", "read a list", "opened", "Administrator"):
        assert words in text, words
    assert "kept as a digest" in text
    assert sent["Content-Disposition"].startswith("attachment")
    assert Export.objects.get().list_name == "member_answer"


def test_why_a_colleague_asked_for_a_reset_is_withheld(client_for, user_in):
    colleague = user_in("caseworker")
    make.SecondFactorResetFactory(user=colleague, office=colleague.office, reason="Canary of the reason")
    text = answer(client_for("administrator"), colleague).content.decode()
    assert "Canary" not in text
    assert "withheld" in text


@pytest.mark.parametrize("role", ["viewer", "caseworker", "coordinator", "auditor"])
def test_other_roles_make_none_of_staff(client_for, user_in, role):
    assert answer(client_for(role), user_in("caseworker")).status_code == 403


def test_without_any_office_there_is_none_and_it_is_said_why(client_for, db):
    nobody, administrator = make.UserFactory(office=None), make.UserFactory(office=None, role="administrator")
    sent = answer(client_for(administrator), nobody)
    assert sent.status_code == 422
    assert "office" in sent.content.decode()
