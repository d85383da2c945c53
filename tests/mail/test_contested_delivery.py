"""Delivery is contestable: what is said against it is recorded, alerts, and leaves the total as it is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pghistory.models import Context

from cases.actions import Refused
from cases.actions.events import declare_wrong, record_event
from cases.actions.labelling import label
from cases.lib.dates import parse
from cases.models import Consignment, FollowUp, Handling
from tests.factories import ConsignmentFactory, EventFactory, HandlingFactory, ParcelFactory

KEY = "6d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"
ON = date(2026, 2, 11)


@pytest.fixture
def parcels(office, parties, stop_clock):
    """Four labelled parcels of ten, all received."""
    stop_clock(ON)
    made = ConsignmentFactory(office=office, from_party=parties[0], to_party=parties[1], planned_quantity=10)
    EventFactory(about=made, type="prepared", count=10, note="")
    EventFactory(about=made, type="handed_over", note="")
    EventFactory(about=made, type="received", note="")
    _event, found = label(consignment=made, place="received", number=4, by=None, evidence="own_observation")
    return found


def deliver(parcel, signed_by="addressee", evidence="signed_receipt", **facts):
    return HandlingFactory(about=parcel, signed_by=signed_by, evidence=evidence, **facts)


def page(client_for, parcels):
    return client_for("caseworker").get(parcels[0].consignment.get_absolute_url())


def test_all_of_it_is_recorded_alerts_and_the_total_stays(client_for, parcels, parties):
    damaged, removed, withheld, fine = parcels
    EventFactory(about=damaged, type="damaged", note="")
    for parcel in (damaged, removed, fine):
        deliver(parcel)
    HandlingFactory(
        about=removed, type="delivery_disputed", signed_by="", cause="removed", evidence="testimony"
    )
    HandlingFactory(about=withheld, type="withheld", signed_by="", cause="disciplinary", side=parties[1])
    answer = page(client_for, parcels)
    books = answer.context["account"]
    numbers = {str(row["label"]): row["number"] for row in books["rows"]}
    assert numbers == {"Delivered": 2, "Delivery disputed": 1, "Received, not yet distributed": 7}
    assert (books["prepared"], books["missing"]) == (10, 0)
    assert [(row["label"], row["number"]) for row in answer.context["conditions"]] == [("Damaged", 1)]
    alert = FollowUp.objects.about(withheld).get()
    assert (alert.rule, alert.done_at) == ("D6", None)


def test_delivered_splits_by_who_signed_and_a_photo_is_no_receipt(client_for, parcels):
    for parcel, who, evidence in zip(
        parcels, ["addressee", "facility", "nobody", ""], ["signed_receipt", "signed_receipt", "photo", "photo"],
        strict=True,
    ):  # fmt: skip
        if who:
            deliver(parcel, who, evidence)
        else:
            EventFactory(about=parcel, type="delivered", evidence=evidence, note="")
    found = page(client_for, parcels).context["deliveries"]
    assert [(str(row["label"]), row["number"]) for row in found["signed"]] == [
        ("the addressee", 1), ("the place of detention, for the addressee", 1), ("nobody", 1),
        ("not stated by whom", 1),
    ]  # fmt: skip
    assert [(row["label"], row["number"], row["words"]) for row in found["grades"]] == [
        ("Signed receipt", 2, ""), ("Photo", 2, "no receipt"),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["addressee", "facility", "not_stated"])
def test_the_figures_lead_to_the_parcels_that_they_count(client_for, parcels, who):
    deliver(parcels[0], "addressee")
    deliver(parcels[1], "facility")
    EventFactory(about=parcels[2], type="delivered", note="")
    client = client_for("caseworker")
    for row in client.get(parcels[0].consignment.get_absolute_url()).context["deliveries"]["signed"]:
        assert len(client.get(row["url"]).context["rows"]) == row["number"]
    assert len(client.get(f"/parcels/?signed={who}").context["rows"]) == 1


def test_each_term_of_the_account_leads_to_its_parcels_and_its_events(client_for, parcels):
    EventFactory(about=parcels[0], type="lost", note="")
    client = client_for("caseworker")
    for row in client.get(parcels[0].consignment.get_absolute_url()).context["account"]["rows"]:
        if row["labelled"]:
            assert len(client.get(row["url"]).context["rows"]) == row["labelled"]
        if row["bulk"]:
            assert "received" in [event.type for event in client.get(row["bulk_url"]).context["rows"]]


def test_a_corrected_delivery_keeps_who_signed(parcels):
    handling = deliver(parcels[0])
    error = declare_wrong(event=handling.event, kind="incorrect_data", reason="The day before.", by=None,
                          correction={"occurred": parse("3 February 2026")})  # fmt: skip
    assert error.correction.handling.signed_by == "addressee"


def test_a_detail_belongs_to_its_event(parcels):
    with pytest.raises(Refused, match="“signed by” does not belong to “Damaged”"):
        record_event(
            about=parcels[0], type="damaged", by=None, evidence="photo", handling={"signed_by": "nobody"}
        )


def test_a_second_examination_by_the_same_side_alerts(parcels, parties):
    for side in (parties[0], parties[1], parties[1]):
        HandlingFactory(about=parcels[0], type="examined", signed_by="", side=side, presence="neither")
    assert FollowUp.objects.about(parcels[0]).get().rule == "D9"


def test_who_signed_is_said_on_the_form(client_for, parcels):
    data = {"type": "delivered", "who_says_so": "signed_receipt", "signed_by": "facility", "form_key": KEY}
    client = client_for("caseworker")
    answer = client.post(f"/record/{parcels[0].reference}/event/", data, follow=True)
    assert "signed by the place of detention" in answer.content.decode()
    assert Handling.objects.get().signed_by == "facility"
    answer = client.post(f"/record/{parcels[0].reference}/event/", data | {"type": "damaged", "form_key": ""})
    assert answer.status_code == 422
    assert "does not belong to" in answer.content.decode()


def test_a_consignment_carries_its_parcels_from_the_form(client_for, parcels):
    consignment = parcels[0].consignment
    data = {
        "type": "delivered",
        "count": "6",
        "who_says_so": "signed_receipt",
        "with_parcels": "on",
        "form_key": KEY,
    }
    client_for("caseworker").post(f"/record/{consignment.reference}/event/", data)
    assert Consignment.objects.get(pk=consignment.pk).account() == {"delivered": 10}


def test_the_page_asks_as_much_of_thirty_parcels_as_of_one(client_for, office):
    client, asked = client_for("caseworker"), []
    for number in (1, 30):
        made = ConsignmentFactory(office=office)
        for parcel in ParcelFactory.create_batch(number, office=office, consignment=made):
            EventFactory(about=parcel, type="earlier_not_known", declared_status="received", note="")
            deliver(parcel)
            EventFactory(about=parcel, type="damaged", note="")
        with CaptureQueriesContext(connection) as queries:
            client.get(made.get_absolute_url())
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_the_manifest_lists_what_travels_and_leaves_room_to_sign(client_for, parcels):
    answer = client_for("caseworker").post(f"{parcels[0].consignment.get_absolute_url()}manifest/")
    text = answer.content.decode()
    assert all(parcel.reference in text for parcel in parcels)
    assert "4 labelled, 6 counted in bulk" in text
    assert "Name and signature" in text
    assert (
        client_for("viewer").get(f"{parcels[0].consignment.get_absolute_url()}manifest/").status_code == 403
    )


def test_who_printed_a_manifest_leaves_a_trace_and_asking_for_it_writes_nothing(
    client_for, parcels, caseworker
):
    client, url = client_for("caseworker"), f"{parcels[0].consignment.get_absolute_url()}manifest/"
    before = Context.objects.count()
    assert "kept with your name" in client.get(url).content.decode()
    assert Context.objects.count() == before
    client.post(url)
    trace = Context.objects.get(metadata__export=url).metadata
    assert (trace["user"], trace["rows"], trace["format"]) == (caseworker.pk, len(parcels), "print")
    assert client_for("viewer").post(url).status_code == 403
    assert Context.objects.filter(metadata__export=url).count() == 1
