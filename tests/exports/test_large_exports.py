"""A list too large for an answer: asked for, allowed by another, made in the background, kept for its owner, expired (R40)."""

import hashlib
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.access import EXPORT_CAP
from cases.actions import exports
from cases.generic import export as asking
from cases.generic import making
from cases.models import Export, ExportApproval, ExportPart, User
from tests import factories

URL = "/parcels/export/"


@pytest.fixture
def few_are_many(monkeypatch):
    """Three rows are sent at once, six are taken alone: what is beyond is the same with thousands."""
    monkeypatch.setattr(asking, "AT_ONCE", 3)
    monkeypatch.setitem(EXPORT_CAP, User.Role.COORDINATOR, 6)
    monkeypatch.setitem(asking.EXPORT_MOST, User.Role.COORDINATOR, 12)


def parcels(office, number):
    return [factories.ParcelFactory(office=office, weight_grams=100 + n) for n in range(number)]


def ask(client, query="", **facts):
    return client.post(f"{URL}{query}", {"reason": "For the meeting", **facts})


def work_off():
    call_command("work_off", "--once", stdout=StringIO())


@pytest.fixture
def made(few_are_many, client_for, coordinator, office):
    """A file of five parcels that waits for the coordinator."""
    parcels(office, 5)
    ask(client_for(coordinator))
    work_off()
    return Export.objects.get()


def fetch(client, export):
    return client.post(f"{export.get_absolute_url()}download/")


def test_a_few_rows_are_sent_at_once_and_leave_a_row_with_their_digest(
    client_for, few_are_many, coordinator, office
):
    parcels(office, 2)
    content = b"".join(ask(client_for(coordinator), "?lightest=101").streaming_content)
    export = Export.objects.get()
    assert (export.state, export.rows, export.owner, export.reason) == (
        "sent",
        1,
        coordinator,
        "For the meeting",
    )
    assert export.sha256 == hashlib.sha256(content).hexdigest()
    assert export.size == len(content)
    assert "101" in export.said
    assert not ExportPart.objects.exists()


def test_the_same_form_twice_is_one_export(client_for, few_are_many, coordinator, office):
    parcels(office, 5)
    client, key = client_for(coordinator), "0b5f4a7e-94ab-4f0e-8a59-2f3d6d3a7d11"
    assert ask(client, form_key=key)["Location"] == ask(client, form_key=key)["Location"]
    assert Export.objects.count() == 1


def test_more_rows_are_made_in_the_background_and_shown_as_they_go(
    client_for, few_are_many, coordinator, office
):
    parcels(office, 5)
    client = client_for(coordinator)
    answer = ask(client)
    export = Export.objects.get()
    assert answer["Location"] == export.get_absolute_url()
    page = client.get(answer["Location"]).content.decode()
    assert "Being made" in page
    assert "hx-trigger" in page
    work_off()
    page = client.get(answer["Location"]).content.decode()
    assert "Download CSV" in page
    assert "hx-trigger" not in page


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_file_is_what_the_list_would_have_been_at_once(
    form, client_for, few_are_many, coordinator, office, monkeypatch
):
    rows = parcels(office, 5)
    client = client_for(coordinator)
    ask(client, "?sort=-weight", format=form)
    work_off()
    export = Export.objects.get()
    answer = fetch(client, export)
    content = b"".join(answer.streaming_content)
    assert hashlib.sha256(content).hexdigest() == export.sha256
    assert int(answer["Content-Length"]) == len(content)
    if form == "csv":
        monkeypatch.setattr(asking, "AT_ONCE", 100)
        assert b"".join(ask(client, "?sort=-weight").streaming_content) == content
        assert content.decode().splitlines()[1].startswith(rows[-1].reference)
    export.refresh_from_db()
    assert (export.rows, export.taken, export.state) == (5, 1, "ready")


def test_only_its_owner_fetches_a_file_and_each_time_is_counted(
    client_for, made, user_in, coordinator, auditor
):
    other = client_for(user_in("coordinator"))
    assert "for the person who asked for it" in other.get(made.get_absolute_url()).content.decode()
    assert fetch(other, made).status_code == 422
    assert client_for(auditor).get(made.get_absolute_url()).status_code == 200
    assert fetch(client_for(auditor), made).status_code == 403
    assert fetch(client_for("caseworker"), made).status_code == 404
    assert fetch(client_for(user_in("coordinator", factories.OfficeFactory())), made).status_code == 404
    for _time in range(2):
        assert fetch(client_for(coordinator), made).status_code == 200
    made.refresh_from_db()
    assert made.taken == 2


def test_rights_are_asked_again_at_each_download(client_for, made, coordinator):
    client = client_for(coordinator)
    User.objects.filter(pk=coordinator.pk).update(role="caseworker")
    assert "other rights than you have now" in fetch(client, made).content.decode()
    User.objects.filter(pk=coordinator.pk).update(role="viewer")
    assert fetch(client, made).status_code == 403
    User.objects.filter(pk=coordinator.pk).update(role="coordinator", office=factories.OfficeFactory())
    assert fetch(client, made).status_code == 404


def test_who_is_held_after_the_file_was_made_does_not_leave_in_it(client_for, made, coordinator, office):
    factories.PersonHoldFactory(person=factories.PersonFactory(office=office), owner=coordinator)
    assert fetch(client_for(coordinator), made).status_code == 200, "no parcel names them"
    factories.PersonHoldFactory(person=addressee(factories.OfficeFactory()))
    assert fetch(client_for(coordinator), made).status_code == 200, "nobody of another office is in it"
    factories.PersonHoldFactory(person=addressee(office), owner=coordinator)
    answer = fetch(client_for(coordinator), made)
    assert answer.status_code == 422
    assert "ask for the list again" in answer.content.decode()


def addressee(office):
    person = factories.PersonFactory(office=office)
    factories.ParcelFactory(office=office, addressee=person)
    return person


def test_a_file_expires_and_its_row_stays(client_for, made, coordinator):
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "not there any more" in fetch(client_for(coordinator), made).content.decode()
    work_off()
    made.refresh_from_db()
    assert made.state == "expired"
    assert not ExportPart.objects.exists()
    assert made.sha256


def test_what_changed_between_asking_and_making_is_asked_again(client_for, few_are_many, coordinator, office):
    parcels(office, 5)
    client = client_for(coordinator)
    ask(client)
    parcels(office, 2)
    work_off()
    page = client.get(Export.objects.get().get_absolute_url()).content.decode()
    assert "grown by more than a tenth" in page


def test_nothing_is_made_for_somebody_who_lost_the_right(few_are_many, client_for, coordinator, office):
    parcels(office, 5)
    ask(client_for(coordinator))
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    work_off()
    assert (Export.objects.get().state, Export.objects.get().why) == ("failed", "rights")
    assert not ExportPart.objects.exists()


def test_an_export_that_ends_its_worker_again_and_again_is_given_up(made):
    Export.objects.update(state="to_make", attempts=making.ATTEMPTS)
    work_off()
    assert Export.objects.get().why == "unexpected"


# --- The second person -------------------------------------------------------------------------------------


@pytest.fixture
def asked(few_are_many, client_for, coordinator, office):
    """Seven rows, more than one coordinator takes alone."""
    parcels(office, 7)
    ask(client_for(coordinator))
    return Export.objects.get()


def answer(client, export, answer, reason=""):
    return client.post(f"{export.get_absolute_url()}decide/", {"answer": answer, "reason": reason})


def test_a_large_list_waits_for_another_coordinator(client_for, asked, user_in, coordinator):
    assert asked.state == "asked"
    work_off()
    asked.refresh_from_db()
    assert asked.state == "asked", "nothing is made before it is allowed"
    own = answer(client_for(coordinator), asked, "allow")
    assert own.status_code == 422
    assert "somebody else decides" in own.content.decode()
    assert answer(client_for("caseworker"), asked, "allow").status_code == 403
    assert (
        answer(client_for(user_in("coordinator", factories.OfficeFactory())), asked, "allow").status_code
        == 404
    )
    other = client_for(user_in("coordinator"))
    assert "Allow the export" in other.get(asked.get_absolute_url()).content.decode()
    assert answer(other, asked, "allow").status_code == 302
    work_off()
    assert fetch(client_for(coordinator), asked).status_code == 200


def test_a_refusal_has_a_reason_and_ends_it(client_for, asked, user_in, coordinator):
    other = client_for(user_in("coordinator"))
    silent = answer(other, asked, "refuse")
    assert silent.status_code == 422
    assert "Write why it is refused" in silent.content.decode()
    assert answer(other, asked, "refuse", "Too much for a meeting").status_code == 302
    work_off()
    asked.refresh_from_db()
    assert asked.state == "refused"
    assert "Too much for a meeting" in client_for(coordinator).get(asked.get_absolute_url()).content.decode()
    assert answer(client_for(user_in("coordinator")), asked, "allow").status_code == 422


def test_more_than_the_most_leaves_for_nobody(client_for, few_are_many, coordinator, office):
    parcels(office, 13)
    client = client_for(coordinator)
    assert "up to 12 rows" in client.get(URL).content.decode()
    assert ask(client).status_code == 403
    assert not Export.objects.exists()


def test_a_caseworker_takes_no_more_than_the_cap_even_with_a_second_person(client_for, office, monkeypatch):
    monkeypatch.setitem(asking.EXPORT_MOST, User.Role.CASEWORKER, 2)
    parcels(office, 3)
    assert client_for("caseworker").post(URL).status_code == 403
    assert not ExportApproval.objects.exists()


def test_a_file_is_made_of_pieces(client_for, few_are_many, coordinator, office, monkeypatch):
    monkeypatch.setattr(exports, "PIECE", 100)
    parcels(office, 5)
    ask(client_for(coordinator))
    work_off()
    export = Export.objects.get()
    assert export.parts.count() > 3
    with CaptureQueriesContext(connection):
        content = b"".join(fetch(client_for(coordinator), export).streaming_content)
    assert hashlib.sha256(content).hexdigest() == export.sha256
