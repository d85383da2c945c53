"""Evacuations: from where to where, by whom and when, as stated, and who is on record in them."""

import csv
import io

import pytest

from cases.lib import dates
from cases.models import Aspect, Confidentiality
from tests.factories import (
    ActorFactory,
    ClaimFactory,
    EvacuationFactory,
    EvacueeFactory,
    EventFactory,
    GroupFactory,
    OfficeFactory,
    PersonFactory,
    PlaceFactory,
    RepatriationCaseFactory,
)

URL = "/evacuations/"


@pytest.fixture
def spring(office, caseworker):
    """Carried out on a day, with two people on record."""
    near = PlaceFactory(name="Near region")
    evacuation = EvacuationFactory(
        office=office, title="Evacuation in spring", place_from=PlaceFactory(name="Near village",
        parent=near),
        place_to=PlaceFactory(name="Far region"), carried_out_by=ActorFactory(name="Forces of the test"),
        owner=caseworker,
        group=GroupFactory(office=office, name="Those of the village"),
    )  # fmt: skip
    EvacueeFactory(
        office=office, evacuation=evacuation, person=PersonFactory(office=office, name="Орлова Наталья")
    )
    EvacueeFactory(
        office=office,
        evacuation=evacuation,
        person=PersonFactory(office=office, name="", label="unnamed, 2 of two"),
    )
    EventFactory(about=evacuation, type="carried_out", occurred=dates.parse("late April 2025"), note="")
    return evacuation


@pytest.fixture
def undated(office):
    return EvacuationFactory(office=office, title="Evacuation without a day")


def titles(response):
    return [row.title for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=near+village", ["Evacuation in spring"]),
        ("status=reported", ["Evacuation in spring", "Evacuation without a day"]),
        ("status=confirmed", []),
        ("place_from=Near+region", ["Evacuation in spring"]),
        ("place_to=Far+region&contested=no", ["Evacuation in spring"]),
        ("by=Forces+of+the+test", ["Evacuation in spring"]),
        ("group=Those+of+the+village", ["Evacuation in spring"]),
        ("occurred_from=25+Apr+2025", ["Evacuation in spring"]),
        ("occurred_from=25+Apr+2025&occurred_match=certainly", []),
        ("sort=occurred", ["Evacuation without a day", "Evacuation in spring"]),
        ("place_from=Nowhere", []),
        ("colour=red", []),
    ],
)
def test_evacuations_are_found_by(client_for, spring, undated, query, found):
    assert titles(client_for("viewer").get(f"{URL}?{query}")) == found


def test_the_export_is_the_list_with_people_counted(client_for, spring, undated):
    answer = client_for("caseworker").post(f"{URL}export/")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["What"], row["People on record"], row["Named"]) for row in rows] == [
        ("Evacuation in spring", "2", "1"), ("Evacuation without a day", "0", "0"),
    ]  # fmt: skip
    assert client_for("viewer").post(f"{URL}export/").status_code == 403


def test_the_page_shows_the_facts_and_the_people(client_for, spring):
    case = RepatriationCaseFactory(office=spring.office, group=spring.group, evacuation=spring)
    text = client_for("caseworker").get(spring.get_absolute_url()).content.decode()
    for words in (
        "late Apr 2025", "2 people, 1 named", "Forces of the test", "Near village", "Far region",
        "Орлова Наталья",
        "unnamed, 2 of two", f"/evacuees/?evacuation={spring.reference}", case.get_absolute_url(),
        spring.group.get_absolute_url(), f"/evacuees/add/?evacuation={spring.reference}",
    ):  # fmt: skip
        assert words in text


def test_the_day_that_is_disputed_stands_in_both_versions(client_for, undated):
    for words in ("late November 2025", "by 18 November 2025"):
        ClaimFactory(about=undated, aspect=Aspect.DATE, date=dates.parse(words))
    text = client_for("viewer").get(undated.get_absolute_url()).content.decode()
    assert "Claims in conflict" in text
    assert text.count("late November 2025") > 0


def test_claims_about_a_group_that_one_may_not_see_stay_out(client_for, spring):
    strict = GroupFactory(office=spring.office, name="Canary group", confidentiality=Confidentiality.STRICT)
    type(spring).objects.filter(pk=spring.pk).update(group=strict)
    ClaimFactory(about=strict, aspect=Aspect.MANNER, words="Canary words")
    text = client_for("caseworker").get(spring.get_absolute_url()).content.decode()
    assert "Canary" not in text
    assert "Canary words" in client_for("coordinator").get(spring.get_absolute_url()).content.decode()


def test_people_and_cases_that_one_may_not_see_are_in_no_number(client_for, spring, office):
    strict = {"office": office, "confidentiality": Confidentiality.STRICT}
    EvacueeFactory(office=office, evacuation=spring, person=PersonFactory(**strict))
    natalia = spring.evacuees.get(person__name="Орлова Наталья")
    case = RepatriationCaseFactory(person=natalia.person, group=None, **strict)
    for role, people, named, seen in (("caseworker", 2, 1, False), ("coordinator", 3, 2, True)):
        client = client_for(role)
        (row,) = client.get(URL).context["rows"]
        assert (row.people, row.named) == (people, named)
        page = client.get(spring.get_absolute_url()).content.decode()
        assert f"{people} people, {named} named" in page
        assert f"{people} people on record" in page
        assert (case.get_absolute_url() in page) is seen


def test_a_restricted_place_is_kept_from_other_roles(client_for, office):
    hidden = PlaceFactory(name="Canary place", restricted=True)
    evacuation = EvacuationFactory(office=office, place_to=hidden)
    EventFactory(about=evacuation, type="carried_out", place=hidden, note="By bus.")
    ClaimFactory(about=evacuation, aspect=Aspect.PLACE, place=hidden)
    assert "By bus." in client_for("viewer").get(evacuation.get_absolute_url()).content.decode()
    for url in (URL, evacuation.get_absolute_url()):
        assert "Canary place" in client_for("caseworker").get(url).content.decode()
        assert "Canary place" not in client_for("viewer").get(url).content.decode()


def test_another_offices_evacuation_is_not_found(client_for, office):
    elsewhere = EvacuationFactory(office=OfficeFactory())
    client = client_for("coordinator")
    assert client.get(elsewhere.get_absolute_url()).status_code == 404
    assert elsewhere.title not in titles(client.get(URL))
