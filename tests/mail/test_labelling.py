"""Labelling parcels that were counted in bulk, in the browser."""

import pytest

from cases.actions import labelling
from cases.models import Parcel
from tests.factories import ConsignmentFactory, EventFactory, ParcelFactory

KEY = "5d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def consignment(office):
    made = ConsignmentFactory(office=office)
    EventFactory(about=made, type="prepared", count=30, note="")
    return made


def post(client, consignment, **data):
    base = {"place": "with_us", "who_says_so": "own_observation", "form_key": KEY}
    return client.post(f"{consignment.get_absolute_url()}label/", base | data, follow=True)


def test_labels_are_made_out_of_the_bulk_count(client_for, consignment):
    answer = post(client_for("caseworker"), consignment, number="12")
    assert "12 parcels are labelled." in answer.content.decode()
    assert Parcel.objects.filter(consignment=consignment).count() == 12
    assert consignment.account() == {"with_us": 30}


def test_sent_twice_it_labels_once(client_for, consignment):
    client = client_for("caseworker")
    for _twice in range(2):
        post(client, consignment, number="12")
    assert Parcel.objects.count() == 12


def test_parcels_on_record_are_named_by_their_references(client_for, consignment):
    parcel = ParcelFactory(office=consignment.office)
    post(client_for("caseworker"), consignment, references=parcel.reference)
    parcel.refresh_from_db()
    assert parcel.status == "in_consignment"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"number": "31"}, "30 are counted in bulk there"),
        ({"number": "many"}, "Write a whole number."),
        ({"number": ""}, "Label between 1 and 2000 parcels at once."),
        ({"references": "PCL-NONE"}, "There is no parcel “PCL-NONE”"),
        ({"references": "PCL\x00-NONE"}, "There is no parcel"),
    ],
)
def test_what_cannot_be_labelled_is_refused_in_a_sentence(client_for, consignment, data, words):
    answer = post(client_for("caseworker"), consignment, **data)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Parcel.objects.filter(consignment=consignment).count() == 0


def test_a_viewer_labels_nothing(client_for, consignment):
    assert post(client_for("viewer"), consignment, number="1").status_code == 403


def test_a_hidden_parcel_is_not_on_record_for_whoever_labels(client_for, consignment):
    hidden = ParcelFactory(office=consignment.office, confidentiality="strict")
    answer = post(client_for("caseworker"), consignment, references=hidden.reference)
    assert f"There is no parcel “{hidden.reference}”" in answer.content.decode()
    post(client_for("coordinator"), consignment, references=hidden.reference)
    hidden.refresh_from_db()
    assert hidden.status == "in_consignment"


def test_references_are_read_in_all_the_ways_in_which_codes_are_typed(client_for, consignment):
    parcels = ParcelFactory.create_batch(4, office=consignment.office)
    lower, cyrillic, apart, plain = (parcel.reference for parcel in parcels)
    typed = (
        f"{lower.lower()} {cyrillic.replace('PC', 'РС')}\n{apart.replace('-', ' ')}, {plain.replace('-', '')}"
    )
    post(client_for("caseworker"), consignment, references=typed)
    assert Parcel.objects.filter(consignment=consignment, status="in_consignment").count() == 4


def test_more_references_than_are_labelled_at_once_are_refused_with_their_number(
    client_for, consignment, monkeypatch
):
    monkeypatch.setattr(labelling, "MOST", 2)
    typed = " ".join(parcel.reference for parcel in ParcelFactory.create_batch(3, office=consignment.office))
    answer = post(client_for("caseworker"), consignment, references=typed)
    assert answer.status_code == 422
    assert "These are 3 references: take up to 2 at once." in answer.content.decode()
    assert typed in answer.content.decode()
