"""How much mail of a person is known this month: a floor beside it, never a quota, and no data is not nothing (D5)."""

from datetime import date

import pytest

from cases.lib.dates import parse
from tests.factories import CorrespondenceFactory, CustodyPeriodFactory, PersonFactory

pytestmark = pytest.mark.django_db
SENT = {"direction": "from_person"}


@pytest.fixture(autouse=True)
def january(stop_clock):
    stop_clock(date(2026, 1, 27))


@pytest.fixture
def person(office):
    person = PersonFactory(office=office)
    CustodyPeriodFactory(person=person)
    return person


def meter(client, person):
    return client.get(person.get_absolute_url()).context["mail"]


def test_what_is_known_stands_beside_the_minimum(client_for, office, person):
    CorrespondenceFactory(office=office, person=person, written=parse("3 January 2026"), **SENT)
    for type in ("card", "card", "capture_card"):
        CorrespondenceFactory(
            office=office, person=person, type=type, written=parse("4 January 2026"), **SENT
        )
    CorrespondenceFactory(office=office, person=person, written=parse("3 December 2025"), **SENT)
    found = meter(client_for("viewer"), person)
    assert [line["words"] for line in found["lines"]] == ["1 known; minimum 2", "2 known; minimum 4"]
    assert [line["marks"] for line in found["lines"]] == [
        ["letter", "slot"],
        ["card", "card", "slot", "slot"],
    ]
    assert found["apart"].startswith("1 capture or internment card")


def test_more_than_the_minimum_is_no_excess(client_for, office, person):
    for day in range(1, 4):
        CorrespondenceFactory(office=office, person=person, written=parse(f"{day} January 2026"), **SENT)
    line = meter(client_for("viewer"), person)["lines"][0]
    assert (line["words"], line["marks"]) == ("3 known; minimum 2", ["letter"] * 3)


def test_what_may_be_of_this_month_is_said_apart(client_for, office, person):
    CorrespondenceFactory(office=office, person=person, written=parse("2026"), **SENT)
    assert (
        meter(client_for("viewer"), person)["lines"][0]["words"]
        == "0 known; minimum 2; 1 more may be of this month"
    )


def test_no_data_is_told_apart_from_nothing_this_month(client_for, office, person):
    client = client_for("viewer")
    assert meter(client, person)["data"] is False
    assert "No data." in client.get(person.get_absolute_url()).content.decode()
    CorrespondenceFactory(office=office, person=person, written=parse("3 December 2025"), **SENT)
    assert meter(client, person)["data"] is True
    assert meter(client, person)["lines"][0]["words"] == "0 known; minimum 2"


def test_who_is_not_held_and_sent_nothing_has_no_meter(client_for, office):
    assert meter(client_for("viewer"), PersonFactory(office=office)) is None


def test_mail_that_the_reader_may_not_see_is_not_counted(client_for, office, person):
    CorrespondenceFactory(
        office=office, person=person, written=parse("3 January 2026"), confidentiality="strict", **SENT
    )
    assert meter(client_for("caseworker"), person)["data"] is False
    assert meter(client_for("coordinator"), person)["lines"][0]["words"] == "1 known; minimum 2"
