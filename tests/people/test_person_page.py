"""A person's page: every form of the name, who is where on whose word, and for whom it is kept."""

import pytest

from cases.lib import dates
from cases.models import Aspect, Confidentiality, Person, PersonName, Relationship
from tests.factories import (
    ClaimFactory,
    CorrespondenceFactory,
    CustodyPeriodFactory,
    EvacueeFactory,
    EventFactory,
    GroupMembershipFactory,
    OfficeFactory,
    ParcelFactory,
    PersonFactory,
    PersonIdentifierFactory,
    PersonNameFactory,
    PlaceFactory,
    RelationshipFactory,
    RepatriationCaseFactory,
    SourceFactory,
    TracingRequestFactory,
    VisitFactory,
)  # fmt: skip

KEPT = ["Canary camp", "Canary sister", "Canary street", "Canary note"]


@pytest.fixture
def person(office, parties):
    """Somebody of whom much is known, part of it life-critical."""
    person = PersonFactory(
        office=office, name="Орлова Наталья", latin_name="Orlova Natalia", born=dates.parse("about 1987"),
        rank="private",
        father_name="Павел", nationality="XA", contact="Canary sister", address="Canary street",
        power_of_dependence=parties[0],
    )  # fmt: skip
    camp = PlaceFactory(name="Canary camp")
    CustodyPeriodFactory(
        person=person, holding_power=parties[1], place=camp, basis="internee", begin=dates.parse("May 2025")
    )
    EventFactory(about=person, type="transferred", place=camp, note="Canary note")
    ClaimFactory(about=person, aspect=Aspect.PLACE, place=camp)
    return person


def page(client, record):
    return client.get(record.get_absolute_url()).content.decode()


def test_the_facts_are_in_view(client_for, person):
    text = page(client_for("caseworker"), person)
    for fact in (
        "Орлова Наталья",
        "Orlova Natalia",
        "about 1987",
        "Canary camp, Southland",
        "private",
        "Павел",
        "Northland",
    ):
        assert fact in text


def test_life_critical_facts_are_for_those_who_may_see_them(client_for, person):
    Person.objects.filter(pk=person.pk).update(address="Canary street, moved")
    for role in ("caseworker", "coordinator"):
        text = page(client_for(role), person)
        assert all(word in text for word in KEPT)
    for role in ("viewer", "auditor"):
        client = client_for(role)
        client.post(f"/record/{person.reference}/open/", {"reason": "A complaint"})  # the auditor says why
        text = page(client, person)
        assert "not shown to you" in text
        assert [word for word in KEPT if word in text] == []


def test_names_stand_in_every_script_with_their_source(client_for, person):
    PersonNameFactory(person=person, full="Орлова Наталія", script=PersonName.Script.CYRILLIC, language="uk")
    source = SourceFactory(office=person.office, title="List")
    PersonNameFactory(person=person, full="Orlowa Natalja", type=PersonName.Kind.AS_GIVEN, source=source)
    text = page(client_for("viewer"), person)
    assert '<bdi lang="uk">Орлова Наталія</bdi>' in text
    assert "Orlowa Natalja" in text
    assert source.reference in text


def test_identifiers_are_shown_by_what_they_are(client_for, person):
    PersonIdentifierFactory(person=person, scheme="passport", value="X1234567")
    text = page(client_for("caseworker"), person)
    assert "passport" in text
    assert "X1234567" in text


def test_relatives_are_read_from_both_sides(client_for, person, office):
    mother = PersonFactory(office=office, name="Орлова Вера")
    son = PersonFactory(office=office, name="Орлов Иван")
    RelationshipFactory(person=mother, other=person, role=Relationship.Role.PARENT)
    RelationshipFactory(person=person, other=son, role=Relationship.Role.PARENT)
    relatives = client_for("viewer").get(person.get_absolute_url()).context["relatives"]
    assert {item["person"].name: item["role"] for item in relatives} == {
        "Орлова Вера": "parent",
        "Орлов Иван": "child",
    }


def test_what_names_the_person_stands_in_tables(client_for, person, office):
    membership = GroupMembershipFactory(group__office=office, person=person)
    evacuee = EvacueeFactory(office=office, person=person)
    case = RepatriationCaseFactory(office=office, group=None, person=person)
    VisitFactory(office=office).visited.add(person)
    CorrespondenceFactory(office=office, person=person)
    parcel = ParcelFactory(office=office, addressee=person)
    response = client_for("viewer").get(person.get_absolute_url())
    assert [section["id"] for section in response.context["sections"]] == [
        "groups", "evacuations", "cases", "mail", "parcels", "visits",
    ]  # fmt: skip
    for record in (membership.group, evacuee, case, parcel):
        assert record.reference in response.content.decode()
    assert f"/evacuees/?person={person.reference}" in response.content.decode()


def test_related_records_that_one_may_not_see_are_left_out(client_for, person, office):
    strict = {"office": office, "confidentiality": Confidentiality.STRICT}
    RepatriationCaseFactory(**strict, group=None, person=person, title="Canary case")
    RelationshipFactory(person=PersonFactory(**strict, name="Canary mother"), other=person, role="parent")
    GroupMembershipFactory(group__name="Canary group", group__office=OfficeFactory(), person=person)
    text = page(client_for("caseworker"), person)
    assert not any(word in text for word in ("Canary case", "Canary mother", "Canary group"))
    assert "Canary mother" in page(client_for("coordinator"), person)


def test_a_placeholder_leads_to_the_person_it_was_named_as(client_for, person, office):
    placeholder = PersonFactory(office=office, name="", label="unnamed, 1 of the three")
    Person.objects.filter(pk=placeholder.pk).update(superseded_by=person)
    text = page(client_for("viewer"), placeholder)
    assert "named since as Орлова Наталья" in text
    assert person.get_absolute_url() in text


def test_the_workshop_is_offered_to_those_who_may_enter_it(client_for, person):
    link = f"/admin/cases/person/{person.pk}/change/"
    assert link in page(client_for("caseworker"), person)
    assert link not in page(client_for("auditor"), person)
    assert link not in page(client_for("viewer"), person)


def test_another_offices_person_is_not_found(client_for, office):
    elsewhere = PersonFactory(office=OfficeFactory())
    client = client_for("coordinator")
    assert client.get(elsewhere.get_absolute_url()).status_code == 404
    assert client.get(f"{elsewhere.get_absolute_url()}edit/").status_code == 404


@pytest.mark.parametrize("make", [PersonFactory, TracingRequestFactory])
def test_a_restricted_place_of_birth_is_for_those_who_see_places(client_for, office, make):
    place = PlaceFactory(name="Canary hiding place", restricted=True)
    record = make(office=office, birth_place=place, last_residence=place)
    for role, seen in (("viewer", 0), ("caseworker", 2)):
        assert client_for(role).get(record.get_absolute_url()).content.decode().count(place.name) >= seen
        assert (place.name in client_for(role).get(record.get_absolute_url()).content.decode()) == bool(seen)
