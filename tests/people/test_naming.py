"""People known by number get their names: one by one or from a list, and nobody is counted twice."""

import uuid

import pytest

from cases.actions import people
from cases.actions.checks import differences
from cases.actions.naming import index_names
from cases.models import GroupMembership, IdentityJudgement, Person
from tests.factories import (
    ClaimFactory,
    CorrespondenceFactory,
    EvacueeFactory,
    FollowUpFactory,
    GroupFactory,
    GroupMembershipFactory,
    ParcelFactory,
    PersonFactory,
    RelationshipFactory,
    RepatriationCaseFactory,
    VisitFactory,
)

ADD = "/people/add/"


def known(**facts):
    person = PersonFactory(**facts)
    index_names([person])
    return person


@pytest.fixture
def six(office):
    """Six people by number, two of them with a record and without a name."""
    group = GroupFactory(office=office, name="Six residents")
    ClaimFactory(about=group, number=6)
    for number in (1, 2):
        person = PersonFactory(office=office, name="", label=f"unnamed, {number} of 6")
        GroupMembershipFactory(group=group, person=person)
    return group


def unnamed(group):
    return group.members.counted().unnamed().order_by("pk")


def page(response):
    return response.content.decode()


def places(client, group):
    return client.get(group.get_absolute_url()).context["open_places"]


def named_in_form(client, group, placeholder=None, name="Орлова Наталія"):
    sought = {
        "name": name,
        "group": group.reference,
        "placeholder": placeholder.reference if placeholder else "",
    }
    url = client.post(ADD, sought).url
    data = {"name": name, "confidentiality": "ordinary", "form_key": uuid.uuid4()}
    assert client.post(url, data).status_code == 302
    return Person.objects.get(name=name)


def test_an_unnamed_person_is_named_after_a_search_and_the_placeholder_stays(client_for, six):
    client, placeholder = client_for("caseworker"), unnamed(six)[1]
    assert f"placeholder={placeholder.reference}" in page(client.get(f"{six.get_absolute_url()}people/"))
    person = named_in_form(client, six, placeholder)
    placeholder.refresh_from_db()
    assert placeholder.superseded_by == person
    found = places(client, six)
    assert (found["named"], len(found["unnamed"]), found["missing"]) == ([person], 1, 4)


def test_somebody_on_record_is_the_one_without_a_name(client_for, office, six):
    client, placeholder = client_for("caseworker"), unnamed(six)[0]
    person = known(office=office, name="Орлова Наталія")
    query = {"name": "Orlova Natalia", "group": six.reference, "placeholder": placeholder.reference}
    assert [item["person"] for item in client.get(ADD, query).context["found"]] == [person]
    assert client.post(ADD, query | {"person": person.reference}).url == six.get_absolute_url()
    assert places(client, six)["named"] == [person]
    assert set(GroupMembership.objects.filter(group=six).values_list("person__superseded_by", flat=True)) == {
        None
    }


def test_one_more_of_the_group_takes_the_place_of_one_without_a_name(client_for, six):
    client = client_for("caseworker")
    named_in_form(client, six)
    assert len(places(client, six)["unnamed"]) == 1


def test_what_named_the_placeholder_names_the_person(office, caseworker):
    placeholder = PersonFactory(office=office, name="", label="unnamed")
    person = PersonFactory(office=office)
    other = PersonFactory(office=office)
    case = RepatriationCaseFactory(office=office, person=placeholder, group=None)
    parcel, letter = (
        ParcelFactory(office=office, addressee=placeholder),
        CorrespondenceFactory(office=office, person=placeholder),
    )
    evacuee, visit = EvacueeFactory(office=office, person=placeholder), VisitFactory(office=office)
    visit.visited.set([placeholder])
    RelationshipFactory(person=placeholder, other=other)
    follow_up = FollowUpFactory(parcel=None, person=placeholder, office=office)
    people.name_placeholder(placeholder=placeholder, person=person, by=caseworker)
    for row, column in (
        (case, "person"),
        (parcel, "addressee"),
        (letter, "person"),
        (evacuee, "person"),
        (follow_up, "person"),
    ):
        row.refresh_from_db()
        assert getattr(row, column) == person
    assert list(visit.visited.all()) == [person]
    assert person.relationships.get().other == other
    assert list(map(str, differences())) == []


def test_beside_whom_the_person_is_named_already_the_placeholder_stays_and_counts_for_nothing(
    client_for, office, caseworker, six
):
    person = PersonFactory(office=office)
    GroupMembershipFactory(group=six, person=person)
    people.name_placeholder(placeholder=unnamed(six)[0], person=person, by=caseworker)
    found = places(client_for("viewer"), six)
    assert (found["named"], len(found["unnamed"]), found["missing"]) == ([person], 1, 4)


@pytest.mark.parametrize(
    ("placeholder", "person", "sentence"),
    [
        ({"name": "Named"}, {}, "has a name"), ({}, {"name": "", "label": "unnamed too"}, "has no name to give"),
        ({}, {"synthetic": True}, "made up for training"),
    ],
)  # fmt: skip
def test_what_is_no_naming_is_refused_with_a_sentence(office, caseworker, placeholder, person, sentence):
    one = PersonFactory(office=office, **({"name": "", "label": "unnamed"} | placeholder))
    with pytest.raises(people.NamingRefused, match=sentence):
        people.name_placeholder(placeholder=one, person=PersonFactory(office=office, **person), by=caseworker)


def test_who_was_named_already_is_not_named_again(client_for, office, caseworker, six):
    placeholder, person = unnamed(six)[0], known(office=office, name="Орлова Наталія")
    people.name_placeholder(placeholder=placeholder, person=PersonFactory(office=office), by=caseworker)
    data = {"name": "A", "placeholder": placeholder.reference, "person": person.reference}
    assert "was named already" in page(client_for("caseworker").post(ADD, data, follow=True))


def test_a_list_is_read_line_by_line_with_those_on_record_offered(client_for, office, six):
    person = known(office=office, name="Орлова Наталія")
    client = client_for("caseworker")
    text = "Orlova Natalia; 1980\nБондаренко Сергій\t3 March 1987\n\n; 1990\nКоваль Іван; the day before"
    response = client.post(f"{six.get_absolute_url()}people/", {"lines": text})
    lines = response.context["lines"]
    assert [line.name for line in lines] == ["Orlova Natalia", "Бондаренко Сергій", "", "Коваль Іван"]
    assert [item["person"] for item in lines[0].found] == [person]
    assert (lines[1].born.edtf, lines[1].chosen) == ("1987-03-03", "new")
    assert all(line.trouble and line.chosen == "skip" for line in lines[2:])
    assert Person.objects.named().count() == 1


def test_a_list_names_new_and_known_people_in_one_step_and_once(client_for, office, six):
    person = known(office=office, name="Орлова Наталія")
    client = client_for("caseworker")
    data = {
        "lines": "Orlova Natalia; 1980\nБондаренко Сергій; 1987\nКоваль Іван\nОрлова Наталія", "record": "1",
        "form_key": uuid.uuid4(), "line-0": person.reference, "line-1": "new", "line-2": "skip", "line-3": "new",
    }  # fmt: skip
    response = client.post(f"{six.get_absolute_url()}people/", data)
    assert [new for _entry, _person, new in response.context["done"]] == [False, True, True]
    found = places(client, six)
    assert (len(found["named"]), len(found["unnamed"]), found["missing"]) == (3, 0, 3)
    dismissed = IdentityJudgement.objects.get()
    assert dismissed.link.first == person
    client.post(f"{six.get_absolute_url()}people/", data)
    assert Person.objects.named().count() == 3
    assert list(map(str, differences())) == []


def test_more_people_than_stated_is_a_conflict_in_a_sentence_and_no_error(client_for, office, six):
    for _number in range(5):
        GroupMembershipFactory(group=six, person=PersonFactory(office=office))
    assert "7 people are on record as of this group, and at most 6 are stated." in page(
        client_for("viewer").get(six.get_absolute_url())
    )


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_who_may_only_look_names_nobody(client_for, role, six):
    url = f"{six.get_absolute_url()}people/"
    client = client_for(role)
    assert url not in page(client.get(six.get_absolute_url()))
    assert client.get(url).status_code == client.post(url, {"lines": "A"}).status_code == 403


def test_a_list_that_is_too_long_or_empty_is_said(client_for, six):
    client = client_for("caseworker")
    for text, sentence in (("A\n" * 61, "paste at most 60"), (" ", "This field is required")):
        response = client.post(f"{six.get_absolute_url()}people/", {"lines": text})
        assert response.status_code == 422
        assert sentence in page(response)


def test_a_group_of_another_office_is_not_there(client_for):
    assert client_for("coordinator").get(f"{GroupFactory().get_absolute_url()}people/").status_code == 404
