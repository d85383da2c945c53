"""The report: losses by route with their evidence, parcels by month, letters that could not be delivered."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.lib.dates import parse
from tests.factories import (
    ConsignmentFactory,
    CorrespondenceFactory,
    EventFactory,
    HandlingFactory,
    ParcelFactory,
)

ON = date(2026, 2, 11)


@pytest.fixture(autouse=True)
def today(stop_clock):
    stop_clock(ON)


@pytest.fixture
def consignment(office, parties):
    """Twenty in bulk and one labelled, handed over in January; two and one of them are lost."""
    made = ConsignmentFactory(office=office, from_party=parties[0], to_party=parties[1])
    EventFactory(about=made, type="prepared", count=20, note="")
    EventFactory(about=made, type="handed_over", count=20, occurred=parse("17 January 2026"), note="")
    EventFactory(about=made, type="lost", count=2, evidence="testimony", note="")
    parcel = ParcelFactory(office=office, consignment=made)
    EventFactory(about=parcel, type="added", note="")
    EventFactory(about=parcel, type="handed_over", occurred=parse("January 2026"), note="")
    EventFactory(about=parcel, type="lost", evidence="photo", note="")
    return made


def report(client_for, role="viewer"):
    return client_for(role).get("/mail/report/")


def test_a_loss_stands_beside_what_was_handed_over_with_its_evidence(client_for, consignment):
    (route,) = report(client_for).context["routes"]
    (line,) = route["lines"]
    for each in (line, route):
        assert (each["gone"], each["waiting"], each["lost"], each["rate"]) == (21, 18, 3, "14.3 %")
        assert "photo 1" in each["grades"]
        assert "testimony of a returnee 2" in each["grades"]


def test_what_was_not_handed_over_has_no_rate(client_for, office):
    made = ConsignmentFactory(office=office)
    EventFactory(about=made, type="prepared", count=5, note="")
    (route,) = report(client_for).context["routes"]
    assert (route["gone"], route["rate"]) == (0, "")


def test_parcels_of_a_month_are_those_whose_month_is_certain(client_for, consignment):
    EventFactory(about=consignment, type="received", count=4, occurred=parse("by 3 February 2026"), note="")
    found = report(client_for).context["months"]
    assert [row["month"] for row in found["rows"]][-1] == date(2026, 2, 1)
    assert found["rows"][-2]["numbers"] == [21, 0, 0]
    assert found["uncertain"] == [0, 4, 0]


def test_what_was_handed_over_without_a_number_is_said_to_be_left_out(client_for, consignment, office):
    assert report(client_for).context["months"]["untold"] == 0
    whole = ConsignmentFactory(office=office)
    EventFactory(about=whole, type="prepared", count=7, note="")
    EventFactory(about=whole, type="handed_over", occurred=parse("3 February 2026"), note="")
    assert report(client_for).context["months"]["untold"] == 1
    page = client_for("viewer").get("/mail/report/").content.decode()
    assert "1 event of a whole consignment says no number" in page


def test_the_months_leave_as_a_file(client_for, consignment):
    text = client_for("caseworker").get("/mail/report/months.csv").content.decode("utf-8-sig")
    assert "2026-01,21,0,0" in text
    assert client_for("viewer").get("/mail/report/months.csv").status_code == 403


def test_letters_that_could_not_be_delivered_by_direction(client_for, office):
    lost = CorrespondenceFactory(office=office, direction="from_person", quantity=3)
    EventFactory(about=lost, type="earlier_not_known", declared_status="lost", note="")
    CorrespondenceFactory(office=office, direction="from_person")
    (row,) = report(client_for).context["letters"]
    assert (row["all"], row["lost"], row["undeliverable"]) == (4, 3, 0)


def test_why_letters_could_not_be_delivered_as_stated(client_for, office):
    def undeliverable(quantity=None, **said):
        letter = CorrespondenceFactory(office=office, direction="to_person", quantity=quantity)
        EventFactory(about=letter, type="earlier_not_known", declared_status="received", note="")
        if said:
            HandlingFactory(about=letter, type="undeliverable", signed_by="", **said)
        else:
            EventFactory(about=letter, type="undeliverable", note="Came back.")

    undeliverable()
    undeliverable(2, cause="moved")
    undeliverable(cause="moved")
    undeliverable(cause="not_known")
    found = CorrespondenceFactory(office=office, direction="to_person", quantity=4)
    EventFactory(about=found, type="earlier_not_known", declared_status="undeliverable", note="")
    (row,) = report(client_for).context["letters"]
    assert row["undeliverable"] == 9
    assert row["causes"] == (
        "the addressee was transferred 3, the addressee is not known there 1, no cause stated 5"
    )


def test_the_file_of_months_holds_numbers_alone(client_for, consignment):
    text = client_for("caseworker").get("/mail/report/months.csv").content.decode("utf-8-sig")
    for line in text.splitlines()[1:]:
        month, *numbers = line.split(",")
        assert month == "month not certain" or date.fromisoformat(f"{month}-01")
        assert all(number == "<5" or number == "0" or int(number) >= 5 for number in numbers)


def test_an_office_that_has_nothing_says_so(client_for, office):
    page = report(client_for).content.decode()
    assert "No parcel of a consignment is counted yet" in page


def test_the_report_counts_nobody_of_another_office(client_for, office):
    EventFactory(about=ConsignmentFactory(), type="prepared", count=5, note="")
    assert report(client_for).context["routes"] == []


def test_hidden_letters_are_not_counted(client_for, office):
    CorrespondenceFactory(office=office, direction="from_person", quantity=3, confidentiality="strict")
    assert report(client_for, "caseworker").context["letters"] == []
    (row,) = report(client_for, "coordinator").context["letters"]
    assert row["all"] == 3


def test_hidden_parcels_are_not_counted_by_month(client_for, office):
    hidden = ParcelFactory(office=office, confidentiality="strict")
    EventFactory(about=hidden, type="earlier_not_known", declared_status="received", note="")
    EventFactory(about=hidden, type="delivered", occurred=parse("January 2026"), note="As signed.")
    numbers = [
        report(client_for, role).context["months"]["rows"][-2]["numbers"]
        for role in ("caseworker", "coordinator")
    ]
    assert numbers == [[0, 0, 0], [0, 0, 1]]


def test_the_report_asks_as_much_of_many_as_of_one(client_for, office, consignment):
    client = client_for("caseworker")
    asked = []
    for _each in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get("/mail/report/")
        asked.append(len(queries))
        for _number in range(5):
            EventFactory(about=ConsignmentFactory(office=office), type="prepared", count=5, note="")
    assert asked[0] == asked[1]


def test_what_is_lost_before_the_hand_over_was_not_handed_over(client_for, office, parties):
    made = ConsignmentFactory(office=office, from_party=parties[0], to_party=parties[1])
    EventFactory(about=made, type="prepared", count=10, note="")
    EventFactory(about=made, type="lost", count=2, note="")
    (route,) = report(client_for).context["routes"]
    assert (route["gone"], route["lost"], route["rate"]) == (0, 2, "")
