"""The list of evacuated people: where they stay, what they wish, what is known of them."""

import csv
import io

import pytest

from cases.lib import dates
from cases.models import Aspect, Confidentiality
from tests.factories import (
    ClaimFactory,
    EvacuationFactory,
    EvacueeFactory,
    EventFactory,
    OfficeFactory,
    PersonFactory,
    PlaceFactory,
    WishRecordFactory,
)

URL = "/evacuees/"


@pytest.fixture
def region(db):
    """A region, a district in it, a village in that."""
    region = PlaceFactory(name="Far region")
    district = PlaceFactory(name="Far district", parent=region)
    return region, district, PlaceFactory(name="Far village", parent=district)


@pytest.fixture
def spring(office):
    return EvacuationFactory(office=office, title="Evacuation in spring")


@pytest.fixture
def natalia(office, spring, region, caseworker):
    """Named, housed, and asked what she wishes."""
    person = PersonFactory(office=office, name="Орлова Наталья", latin_name="Orlova Natalia")
    evacuee = EvacueeFactory(
        office=office, person=person, evacuation=spring, place=region[2], owner=caseworker,
    )  # fmt: skip
    WishRecordFactory(about=evacuee, how="telephone", occurred=dates.parse("2 Dec 2025"))
    return evacuee


@pytest.fixture
def unnamed(office):
    """Of another evacuation, and nothing is known but that."""
    person = PersonFactory(office=office, name="", label="unnamed, 1 of the three")
    return EvacueeFactory(office=office, person=person, evacuation__title="Evacuation in autumn")


@pytest.fixture
def gone(office):
    """Named, and back home."""
    person = PersonFactory(office=office, name="Яценко Петро")
    evacuee = EvacueeFactory(
        office=office, person=person, evacuation__title="Evacuation in summer", synthetic=True
    )
    EventFactory(about=evacuee, type="earlier_not_known", declared_status="returned", note="")
    return evacuee


@pytest.fixture
def three(natalia, unnamed, gone):
    return natalia, unnamed, gone


def names(response):
    return [str(row.person) for row in response.context["rows"]]


@pytest.mark.parametrize(
    "query",
    [
        "q=Орлова", "q=orlova", "q=in+spring", "status=wish_recorded", "wish=return",
        "evacuation={evacuation}",
        "place=Far+village", "place=Far+region", "housed=stated", "person={person}", "owner=%40{owner}",
        "naming=named&status=open",
    ],
)  # fmt: skip
def test_an_evacuated_person_is_found_by(client_for, three, spring, caseworker, query):
    query = query.format(
        evacuation=spring.reference, person=three[0].person.reference, owner=caseworker.username
    )
    assert names(client_for("caseworker").get(f"{URL}?{query}")) == ["Орлова Наталья"]


@pytest.mark.parametrize(
    "query", ["naming=unnamed", "housed=null&status=open", "status=reported", "q=autumn"]
)
def test_a_person_of_whom_little_is_known_is_found_by(client_for, three, query):
    assert names(client_for("caseworker").get(f"{URL}?{query}")) == ["unnamed, 1 of the three"]


def test_filters_are_found_together_and_said_in_a_sentence(client_for, three):
    query = "status=open&wish=return&place=Far+district&contested=no"
    response = client_for("caseworker").get(f"{URL}?{query}")
    assert names(response) == ["Орлова Наталья"]
    said = [f"{token['lead']} {token['text']}".strip() for token in response.context["said"]["tokens"]]
    assert said == ["status Open", "wishes to return", "in Far district", "contested: No"]


def test_those_who_are_back_are_closed(client_for, three):
    assert names(client_for("viewer").get(f"{URL}?status=closed")) == ["Яценко Петро"]


def test_a_contested_place_is_found(client_for, three, region):
    ClaimFactory(about=three[1], aspect=Aspect.PLACE, place=region[1])
    ClaimFactory(about=three[1], aspect=Aspect.PLACE, place=PlaceFactory(name="Near region"))
    assert names(client_for("viewer").get(f"{URL}?contested=yes")) == ["unnamed, 1 of the three"]


def test_the_order_is_asked_for_by_name_and_by_event(client_for, three):
    client = client_for("viewer")
    assert names(client.get(f"{URL}?sort=name"))[:2] == ["Орлова Наталья", "Яценко Петро"]
    assert names(client.get(f"{URL}?sort=-last"))[0] == "Орлова Наталья"
    assert names(client.get(URL)) == ["Яценко Петро", "unnamed, 1 of the three", "Орлова Наталья"]


@pytest.mark.parametrize(
    "query", ["wish=home", "place=Nowhere", "evacuation=EVC-1", "planned_from=soon", "sort=wish", "x=1"]
)
def test_what_cannot_be_read_shows_an_error_and_no_rows(client_for, three, query):
    response = client_for("caseworker").get(f"{URL}?{query}")
    assert names(response) == []
    assert 'role="alert"' in response.content.decode()


def test_where_they_stay_is_for_those_who_may_see_it(client_for, three):
    for role in ("caseworker", "coordinator"):
        assert "Far village" in client_for(role).get(URL).content.decode()
    for role in ("viewer", "auditor"):
        client = client_for(role)
        assert "Far village" not in client.get(URL).content.decode()
        for query in ("place=Far+village", "housed=stated"):
            assert names(client.get(f"{URL}?{query}")) == []


def test_the_column_of_places_is_for_those_who_may_see_them(client_for, three):
    assert "Stays in" in client_for("caseworker").get(URL).content.decode()
    assert "Stays in" not in client_for("viewer").get(URL).content.decode()


def test_who_may_not_see_the_person_or_the_evacuation_does_not_see_the_row(client_for, three, office):
    strict = {"office": office, "confidentiality": Confidentiality.STRICT}
    EvacueeFactory(office=office, person=PersonFactory(**strict, name="Canary person"))
    EvacueeFactory(office=office, evacuation=EvacuationFactory(**strict, title="Canary evacuation"))
    EvacueeFactory(office=OfficeFactory(), person__name="Canary elsewhere")
    page = client_for("caseworker").get(f"{URL}?q=canary").content.decode()
    assert "Canary " not in page
    assert "Canary person" in client_for("coordinator").get(URL).content.decode()


def test_the_export_is_the_list_in_its_order(client_for, three):
    client = client_for("caseworker")
    on_screen = [row.reference for row in client.get(f"{URL}?sort=name").context["rows"]]
    answer = client.post(f"{URL}export/?sort=name")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["Reference"] for row in rows] == on_screen
    assert rows[0]["Stays in"] == "Far village"
    assert client_for("viewer").post(f"{URL}export/").status_code == 403
    assert client.post(f"{URL}export/?wish=home").status_code == 400
