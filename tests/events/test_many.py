"""One event for a list of pasted references: what is possible is recorded, the rest is named."""

import pytest

from cases.models import Event, Source, Statement
from tests.factories import (
    ConsignmentFactory,
    CorrespondenceFactory,
    EventFactory,
    ParcelFactory,
    SourceFactory,
)

KEY = "7d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"
URL = "/record-many/"


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def data(*records, **changes):
    words = "\n".join(getattr(record, "reference", record) for record in records)
    base = {"references": words, "type": "parcel:packed", "who_says_so": "own_observation", "form_key": KEY}
    return base | changes


def left(answer):
    return dict(answer.context["exceptions"])


def test_one_event_is_recorded_on_each(client, office):
    parcels = [ParcelFactory(office=office) for _number in range(3)]
    answer = client.post(URL, data(*parcels, occurred="11 Dec 2025", note="At the depot"))
    assert "Recorded on 3 records" in answer.content.decode()
    assert not left(answer)
    for parcel in parcels:
        parcel.refresh_from_db()
        assert parcel.status == "packed"
        assert parcel.last_event.note == "At the depot"


def test_parcels_of_no_consignment_are_named_and_the_others_are_put_into_theirs(client, office):
    inside = ParcelFactory(office=office, consignment=ConsignmentFactory(office=office))
    alone = ParcelFactory(office=office)
    answer = client.post(URL, data(alone, inside) | {"type": "parcel:added"})
    assert [record for record, _event in answer.context["recorded"]] == [inside]
    assert left(answer) == {alone.reference: "Say on the parcel first in which consignment it lies."}


def test_sent_twice_it_is_recorded_once(client, office):
    parcels = [ParcelFactory(office=office) for _number in range(2)]
    for _twice in range(2):
        assert "Recorded on 2 records" in client.post(URL, data(*parcels)).content.decode()
    assert Event.objects.count() == 2


def test_those_that_do_not_allow_it_are_named_and_stay_in_the_form(client, office):
    fine, packed = ParcelFactory(office=office), ParcelFactory(office=office)
    EventFactory(about=packed, type="packed", note="")
    letter, elsewhere = CorrespondenceFactory(office=office), ParcelFactory()
    answer = client.post(URL, data(fine, packed, letter, elsewhere, "PCL-WRONG"))
    assert [record for record, _event in answer.context["recorded"]] == [fine]
    assert set(left(answer)) == {packed.reference, letter.reference, elsewhere.reference, "PCL-WRONG"}
    assert "is not possible now" in left(answer)[packed.reference]
    assert "another kind" in left(answer)[letter.reference]
    assert "no record with this reference" in left(answer)[elsewhere.reference]
    page = answer.content.decode()
    assert fine.reference not in page.split("</textarea>")[0]
    assert "PCL-WRONG" in page.split("</textarea>")[0]


def test_references_may_be_apart_by_commas_and_stand_twice(client, office):
    one, other = ParcelFactory(office=office), ParcelFactory(office=office)
    words = f"{one.reference}, {other.reference.lower()}; {one.reference}"
    assert "Recorded on 2 records" in client.post(URL, data(words)).content.decode()


def test_one_statement_serves_them_all(client, office):
    parcels = [ParcelFactory(office=office) for _number in range(3)]
    source = SourceFactory(office=office)
    sent = data(*parcels, who_says_so="other", source=source.reference)
    for _twice in range(2):
        client.post(URL, sent)
    assert {event.statement for event in Event.objects.order_by("pk")} == {Statement.objects.get()}


def test_nothing_recorded_leaves_no_source_behind(client, office):
    packed = ParcelFactory(office=office)
    EventFactory(about=packed, type="packed", note="")
    answer = client.post(URL, data(packed, who_says_so="other", source="https://news.example/a"))
    assert left(answer)
    assert not Source.objects.exists()


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(client, office):
    consignment = ConsignmentFactory(office=office)
    answer = client.post(URL, data(consignment, type="consignment:scheduled", note="Being counted"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Give the date that is planned or due." in page
    assert "Being counted" in page
    assert consignment.reference in page


def test_a_count_is_each_records_own(client, office):
    answer = client.post(URL, data("CON-0000", type="consignment:prepared"))
    assert "a number of its own" in answer.content.decode()


def test_more_than_five_hundred_wait_for_a_second_go(client):
    assert "up to 2,000 at once" in client.post(URL, data(*["PCL-0000"] * 2001)).content.decode()


def test_who_only_reads_records_nothing(client_for, office):
    assert client_for("viewer").post(URL, data(ParcelFactory(office=office))).status_code == 403
    assert not Event.objects.exists()
