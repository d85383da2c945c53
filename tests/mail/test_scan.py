"""The scan station: one large verdict for each scan, nothing recorded twice, everything taken back with one key."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import scanning
from cases.lib import codes
from cases.models import Event
from tests import factories

STATION = "/scan/?event=packed&evidence=own_observation".replace("packed", "added")


@pytest.fixture
def parcel(office):
    consignment = factories.ConsignmentFactory(office=office)
    return factories.ParcelFactory(office=office, s10="RR123456785UA", consignment=consignment)


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def scan(client, code, url=STATION, key=None):
    return client.post(url, {"code": code, "form_key": str(key or uuid.uuid4())})


def verdict(answer):
    assert answer.status_code == 200
    assert "autofocus" in answer.content.decode()
    return answer.context["verdict"]["kind"]


def other_check(reference):
    """The code with a wrong check character."""
    return reference[:-1] + next(c for c in codes.ALPHABET if c != reference[-1])


def test_the_station_asks_once_what_each_scan_records(client):
    page = client.get("/scan/")
    assert page.status_code == 200
    assert client.get("/scan/?event=nonsense&evidence=own_observation").status_code == 422
    assert "Begin to scan" in page.content.decode()
    assert "Put into the consignment" in client.get(STATION).content.decode()


def test_a_scan_is_recorded_and_the_second_says_when(client, parcel, caseworker):
    assert verdict(scan(client, parcel.reference)) == "recorded"
    parcel.refresh_from_db()
    assert parcel.status == "in_consignment"
    again = scan(client, parcel.reference.lower().replace("-", ""))
    assert verdict(again) == "repeat"
    assert str(caseworker) in again.context["verdict"]["words"]
    assert parcel.events.count() == 1


def test_the_same_scan_sent_again_is_one_event_and_still_recorded(client, parcel):
    key = uuid.uuid4()
    assert verdict(scan(client, parcel.reference, key=key)) == "recorded"
    assert verdict(scan(client, parcel.reference, key=key)) == "recorded"
    assert parcel.events.count() == 1
    assert [number for _label, number in client.get(STATION).context["tally"]] == [1, 0, 0, 0, 0]


DAMAGED = "/scan/?event=damaged&evidence=own_observation"


def test_a_scanner_that_triggers_twice_records_one_damage(client, client_for, parcel, caseworker):
    factories.EventFactory(about=parcel, type="added")
    assert verdict(scan(client, parcel.reference, DAMAGED)) == "recorded"
    again = scan(client, parcel.reference, DAMAGED)
    assert verdict(again) == "repeat"
    assert str(caseworker) in again.context["verdict"]["words"]
    assert parcel.events.filter(type="damaged").count() == 1
    assert verdict(scan(client_for("coordinator"), parcel.reference, DAMAGED)) == "recorded"


def test_a_damage_found_later_or_after_one_that_was_taken_back_is_recorded(
    client, parcel, caseworker, monkeypatch
):
    factories.EventFactory(about=parcel, type="added")
    first = scan(client, parcel.reference, DAMAGED).context["verdict"]["event"]
    client.post(reverse("scan_undo"), {"event": first.pk})
    assert verdict(scan(client, parcel.reference, DAMAGED)) == "recorded"
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: later)
    facts = {"by": caseworker, "form_key": None, "evidence": "own_observation"}
    assert scanning.scan(text=parcel.reference, type="damaged", **facts).kind == "recorded"
    assert parcel.events.live().filter(type="damaged").count() == 2


def test_a_parcel_of_no_consignment_is_not_put_into_one(client, office):
    parcel = factories.ParcelFactory(office=office)
    answer = scan(client, parcel.reference)
    assert verdict(answer) == "refused"
    assert answer.context["verdict"]["words"] == "Say on the parcel first in which consignment it lies."
    assert parcel.events.count() == 0


def test_a_postal_item_number_is_read_as_well(client, parcel):
    assert verdict(scan(client, "rr 123 456 785 ua")) == "recorded"
    assert verdict(scan(client, "КК123456785ГФ")) == "repeat"
    assert verdict(scan(client, "RR123456784UA")) == "check"
    assert (
        verdict(scan(client, "RR000000005UA".replace("000000005", "12345678" + codes.s10_check("12345678"))))
        == "repeat"
    )


RECEIVED = "/scan/?event=received&evidence=own_observation"


@pytest.fixture
def letter(office):
    letter = factories.CorrespondenceFactory(
        office=office, s10="RR473124829UA", person=factories.PersonFactory(office=office)
    )
    factories.EventFactory(about=letter, type="handed_over")
    return letter


@pytest.mark.parametrize("code", ["RR 473 124 829 UA", "reference"])
def test_a_letter_is_scanned_as_a_parcel_is(client, letter, code):
    answer = scan(client, letter.reference if code == "reference" else code, RECEIVED)
    assert verdict(answer) == "recorded"
    letter.refresh_from_db()
    assert letter.status == "received"
    assert str(letter.person) in answer.content.decode()
    assert verdict(scan(client, letter.reference, RECEIVED)) == "repeat"
    client.post(reverse("scan_undo"), {"event": answer.context["verdict"]["event"].pk})
    letter.refresh_from_db()
    assert letter.status == "handed_over"


def test_what_is_said_of_parcels_only_is_not_said_of_a_letter(client, letter):
    answer = scan(client, letter.s10)
    assert verdict(answer) == "refused"
    assert "of parcels only" in answer.context["verdict"]["words"]
    assert letter.events.count() == 1


def test_a_wrong_check_character_offers_the_letter_that_is_meant(client, letter):
    assert scan(client, other_check(letter.reference)).context["verdict"]["nearest"][0][0] == letter.reference


def test_a_number_of_a_parcel_and_a_letter_is_told_apart_by_hand(client, letter, parcel):
    type(letter).objects.filter(pk=letter.pk).update(s10=parcel.s10)
    answer = scan(client, parcel.s10, RECEIVED)
    assert verdict(answer) == "unknown"
    assert letter.reference in answer.context["verdict"]["words"]
    assert parcel.reference in answer.context["verdict"]["words"]


def test_a_letter_that_is_hidden_has_no_number(client, letter):
    type(letter).objects.filter(pk=letter.pk).update(confidentiality="strict")
    for code in (letter.s10, letter.reference):
        assert verdict(scan(client, code, RECEIVED)) == "unknown"


def test_a_wrong_check_character_offers_the_parcel_that_is_meant(client, parcel):
    answer = scan(client, other_check(parcel.reference))
    assert verdict(answer) == "check"
    assert answer.context["verdict"]["nearest"][0][0] == parcel.reference
    assert parcel.events.count() == 0


def test_a_wrong_check_character_offers_no_parcel_that_is_hidden(client_for, office):
    hidden = factories.ParcelFactory(office=office, confidentiality="strict")
    for role, offered in (("caseworker", []), ("coordinator", [hidden.reference])):
        answer = scan(client_for(role), other_check(hidden.reference))
        assert verdict(answer) == "check"
        assert [
            code for code, *_rest in answer.context["verdict"]["nearest"] if code == hidden.reference
        ] == offered


@pytest.mark.parametrize("code", ["xyz", "\0", "Ґ" * 100_000, "\u202e", "=1+1", "[]"])
def test_no_code_is_more_than_unknown(client, code):
    answer = scan(client, code)
    assert answer.status_code == 200
    assert answer.context["verdict"] is None or verdict(answer) == "unknown"


def test_another_kind_of_record_and_another_office_are_unknown(client, office):
    assert verdict(scan(client, factories.ConsignmentFactory(office=office).reference)) == "unknown"
    assert verdict(scan(client, factories.ParcelFactory().reference)) == "unknown"
    assert not Event.objects.exists()


def test_what_the_state_does_not_allow_is_said(client, parcel):
    answer = scan(client, parcel.reference, "/scan/?event=received&evidence=own_observation")
    assert verdict(answer) == "refused"
    assert "not possible now" in answer.context["verdict"]["words"]


def test_who_signed_stands_on_the_event_of_a_delivery(client, parcel, caseworker):
    for type in ("added", "handed_over", "received"):
        factories.EventFactory(about=parcel, type=type)
    url = "/scan/?event=delivered&evidence=signed_receipt&signed_by=facility&occurred=24+Jan+2026"
    assert verdict(scan(client, parcel.reference, url)) == "recorded"
    event = parcel.events.get(type="delivered")
    assert (event.handling.signed_by, event.evidence, event.occurred.edtf) == (
        "facility",
        "signed_receipt",
        "2026-01-24",
    )
    assert client.get("/scan/?event=added&evidence=photo&signed_by=nobody").status_code == 422


def test_a_scan_is_taken_back_with_one_key(client, parcel):
    event = scan(client, parcel.reference).context["verdict"]["event"]
    undo = reverse("scan_undo") + STATION.removeprefix("/scan/")
    answer = client.post(undo, {"event": event.pk})
    assert answer["Location"] == STATION
    parcel.refresh_from_db()
    assert parcel.status == "registered"
    assert client.get(STATION).context["log"] == []
    assert client.post(undo, {"event": "9" * 30}).status_code == 404


def test_an_old_scan_or_one_of_somebody_else_is_declared_wrong_with_a_reason(
    client, parcel, caseworker, coordinator
):
    event = factories.EventFactory(about=parcel, type="packed", recorded_by=coordinator)
    answer = client.post(reverse("scan_undo"), {"event": event.pk})
    assert answer["Location"] == reverse("declare_wrong", args=[event.pk])
    mine = scanning.scan(
        text=parcel.reference, type="added", by=caseworker, form_key=None, evidence="own_observation"
    ).event
    with pytest.raises(scanning.NotUndone):
        scanning.undo(event=mine, by=caseworker, now=timezone.now() + timedelta(minutes=11))


def test_mail_of_somebody_who_is_held_is_not_scanned_out_and_nobody_learns_why(client, office, caseworker):
    person = factories.PersonFactory(office=office)
    consignment = factories.ConsignmentFactory(office=office)
    parcel = factories.ParcelFactory(office=office, addressee=person, consignment=consignment)
    factories.DeathNoticeFactory(person=person, owner=caseworker)
    answer = scan(client, parcel.reference)
    assert verdict(answer) == "refused"
    assert answer.context["verdict"]["words"] == f"Held by the office: ask {caseworker}."


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_only_who_records_events_scans(client_for, role):
    assert client_for(role).get(STATION).status_code == 403
    assert client_for(role).post(reverse("scan_undo"), {"event": "1"}).status_code == 403
