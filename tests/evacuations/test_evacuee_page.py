"""The page and the forms of one person in one evacuation."""

import uuid

import pytest

from cases.lib import dates
from cases.models import Aspect, Evacuation, Evacuee
from tests.factories import (
    ClaimFactory,
    EvacuationFactory,
    EvacueeFactory,
    EventFactory,
    OfficeFactory,
    PersonFactory,
    PlaceFactory,
    RepatriationCaseFactory,
    WishRecordFactory,
)

ADD = "/evacuees/add/"


@pytest.fixture
def spring(office):
    return EvacuationFactory(office=office, title="Evacuation in spring")


@pytest.fixture
def natalia(office, spring):
    person = PersonFactory(office=office, name="Орлова Наталья", latin_name="Orlova Natalia")
    place = PlaceFactory(name="Canary village")
    evacuee = EvacueeFactory(
        office=office,
        person=person,
        evacuation=spring,
        place=place,
    )
    WishRecordFactory(
        about=evacuee, how="with_others", heard_by="Canary delegate", present="Canary interpreter"
    )
    EventFactory(
        about=evacuee, type="accommodated", place=place, note="Canary note", occurred=dates.parse("May 2025")
    )
    ClaimFactory(about=spring, aspect=Aspect.MANNER, words="at their request")
    return evacuee


def typed(person, evacuation, **changes):
    data = {"person": person.reference, "evacuation": evacuation.reference}
    return data | {"confidentiality": "ordinary", "form_key": uuid.uuid4()} | changes


def test_the_facts_are_in_view(client_for, natalia, spring):
    case = RepatriationCaseFactory(office=natalia.office, group=None, person=natalia.person)
    text = client_for("caseworker").get(natalia.get_absolute_url()).content.decode()
    for words in (
        "Орлова Наталья", "Orlova Natalia", "Evacuation in spring", "wishes to return", "Canary delegate",
        "Canary village",
        "May 2025", "at their request", natalia.person.get_absolute_url(), spring.get_absolute_url(),
        case.get_absolute_url(),
    ):  # fmt: skip
        assert words in text


def test_where_they_stay_is_for_those_who_may_see_it(client_for, natalia):
    text = client_for("viewer").get(natalia.get_absolute_url()).content.decode()
    assert "Canary" not in text
    assert "not shown to you" in text


def test_a_person_is_added_once_to_the_evacuation_one_comes_from(client_for, office, spring):
    client, person = client_for("caseworker"), PersonFactory(office=office)
    assert (
        f'value="{spring.reference}"' in client.get(f"{ADD}?evacuation={spring.reference}").content.decode()
    )
    data = typed(person, spring)
    assert client.post(ADD, data).url == client.post(ADD, data).url
    assert Evacuee.objects.get().person == person
    again = client.post(ADD, typed(person, spring))
    assert again.status_code == 422
    assert "This person is in the evacuation already." in again.content.decode()


def test_what_was_typed_stays_when_the_form_is_refused(client_for, natalia):
    answer = client_for("caseworker").post(
        f"{natalia.get_absolute_url()}edit/",
        typed(natalia.person, natalia.evacuation) | {"person": "Nobody at all"},
    )
    assert answer.status_code == 422
    assert 'value="Nobody at all"' in answer.content.decode()


def test_where_they_stay_is_typed_until_an_event_says_so(client_for, natalia):
    elsewhere = EvacueeFactory(office=natalia.office, evacuation=natalia.evacuation)
    client = client_for("caseworker")
    assert 'name="place"' in client.get(f"{elsewhere.get_absolute_url()}edit/").content.decode()
    assert 'name="place"' not in client.get(f"{natalia.get_absolute_url()}edit/").content.decode()


def test_a_stale_form_is_refused(client_for, natalia):
    Evacuee.objects.filter(pk=natalia.pk).update(retention_until="2030-01-01")
    data = typed(natalia.person, natalia.evacuation, version=natalia.version)
    response = client_for("caseworker").post(f"{natalia.get_absolute_url()}edit/", data)
    assert response.status_code == 422
    assert Evacuee.objects.get().retention_until is not None


def test_an_evacuation_is_recorded_and_changed(client_for, office):
    PlaceFactory(name="Far region")
    client, data = (
        client_for("caseworker"),
        {"title": "In spring", "confidentiality": "ordinary", "form_key": uuid.uuid4()},
    )
    assert client.post("/evacuations/add/", data | {"place_to": "Nowhere"}).status_code == 422
    client.post("/evacuations/add/", data | {"place_to": "Far region"})
    evacuation = Evacuation.objects.get()
    assert evacuation.place_to.name == "Far region"
    edit = f"{evacuation.get_absolute_url()}edit/"
    assert client.post(edit, data | {"title": "In late spring", "version": 1}).status_code == 302
    assert client.post(edit, data | {"title": "In summer", "version": 1}).status_code == 422
    assert Evacuation.objects.get().title == "In late spring"


def test_people_of_another_office_cannot_be_added(client_for, spring):
    stranger = PersonFactory(office=OfficeFactory())
    assert client_for("coordinator").post(ADD, typed(stranger, spring)).status_code == 422


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_other_roles_add_and_change_nobody(client_for, natalia, role):
    client = client_for(role)
    for url in (ADD, f"{natalia.get_absolute_url()}edit/", "/evacuations/add/"):
        assert client.get(url).status_code == 403
        assert client.post(url, {}).status_code == 403


def test_another_offices_record_is_not_found(client_for, office):
    elsewhere = EvacueeFactory(office=OfficeFactory())
    assert client_for("coordinator").get(elsewhere.get_absolute_url()).status_code == 404
