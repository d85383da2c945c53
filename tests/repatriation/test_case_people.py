"""The people of a case: each with a wish and what is ready, an unnamed one named from here, nobody counted twice."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions import people
from cases.models import GroupMembership, Person
from cases.models.person import people_once
from tests.factories import (
    ClaimFactory,
    GroupFactory,
    GroupMembershipFactory,
    PersonFactory,
    RepatriationCaseFactory,
    RepatriationEventFactory,
    RepatriationPartFactory,
    WishRecordFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(office, parties):
    holding, receiving = parties
    case = RepatriationCaseFactory(
        office=office, title="The six", holding_party=holding, receiving_party=receiving
    )
    ClaimFactory(about=case.group, number=2)
    return case


def text(answer):
    return answer.content.decode()


def unnamed(case, label="unnamed, 1 of 2"):
    person = PersonFactory(office=case.office, name="", label=label)
    return GroupMembershipFactory(group=case.group, person=person).person


def people_of(answer):
    """The part of the page that shows the people."""
    return text(answer).split('id="people"')[1].split("</section>")[0]


def test_each_person_stands_with_wish_and_readiness(client_for, case):
    adam = GroupMembershipFactory(
        group=case.group, person=PersonFactory(office=case.office, name="Adam")
    ).person
    boris = GroupMembershipFactory(
        group=case.group, person=PersonFactory(office=case.office, name="Boris")
    ).person
    WishRecordFactory(about=case)
    WishRecordFactory(about=case, wish="stay", person=boris)
    operation = RepatriationEventFactory(
        office=case.office, from_party=case.holding_party, to_party=case.receiving_party
    )
    RepatriationPartFactory(
        event=operation, case=case, person=adam, papers_ready=True, travels_with="his mother"
    )
    part = people_of(client_for("caseworker").get(case.get_absolute_url()))
    for words in ("Adam", "as the group: wishes to return", "Papers: ready", "Must travel with: his mother", "Boris",
                  "wishes to stay", "2 of 2 named"):  # fmt: skip
        assert words in part


def test_who_goes_with_them_is_not_for_every_role(client_for, office):
    person = PersonFactory(office=office, name="Adam")
    case = RepatriationCaseFactory(
        office=office, group=None, person=person, travels_with="Canary mother", guardian="Canary"
    )
    part = people_of(client_for("viewer").get(case.get_absolute_url()))
    assert "Adam" in part
    assert "Canary" not in part


def test_an_unnamed_one_is_named_by_a_link_that_leads_back_to_the_case(client_for, case):
    placeholder, known = unnamed(case), PersonFactory(office=case.office, name="Орлова Наталья")
    client = client_for("caseworker")
    link = f"/people/add/?group={case.group.reference}&amp;placeholder={placeholder.reference}&amp;back={case.reference}"
    assert link in people_of(client.get(case.get_absolute_url()))
    found = client.get(link.replace("&amp;", "&") + "&name=Orlova+Natalia")
    assert known.reference in text(found)
    answer = client.post("/people/add/", {
        "name": "Orlova Natalia", "group": case.group.reference, "placeholder": placeholder.reference,
        "back": case.reference, "person": known.reference,
    })  # fmt: skip
    assert answer.url == case.get_absolute_url()
    part = people_of(client.get(answer.url))
    assert "Орлова Наталья" in part
    assert "Not named" not in part
    assert "1 of 2 named" in part


def test_a_new_person_is_recorded_in_the_open_place_and_one_is_back_at_the_case(client_for, case):
    placeholder = unnamed(case)
    client = client_for("caseworker")
    new = client.post("/people/add/", {
        "name": "Нова Людина", "group": case.group.reference, "placeholder": placeholder.reference, "back": case.reference,
    })  # fmt: skip
    saved = client.post(
        new.url, {"name": "Нова Людина", "confidentiality": "ordinary", "form_key": uuid.uuid4()}
    )
    assert saved.url == case.get_absolute_url()
    assert people_of(client.get(saved.url)).count("Нова Людина") >= 1
    assert case.group.members.counted().count() == 1


def test_one_more_than_anybody_states_is_a_conflict_and_no_error(client_for, case):
    for name in ("Adam", "Boris", "Clara"):
        GroupMembershipFactory(group=case.group, person=PersonFactory(office=case.office, name=name))
    answer = client_for("caseworker").get(case.get_absolute_url())
    assert answer.status_code == 200
    assert "3 people are on record as of this group, and the highest number stated is 2." in people_of(answer)


def test_a_hidden_person_is_not_named_in_the_case(client_for, case):
    hidden = PersonFactory(office=case.office, name="Canary", confidentiality="strict")
    GroupMembershipFactory(group=case.group, person=hidden)
    part = people_of(client_for("caseworker").get(case.get_absolute_url()))
    assert "Canary" not in part
    assert "1 more on record, not shown here." in part


def test_the_page_asks_the_same_of_one_and_of_thirty(client_for, case):
    client = client_for("caseworker")

    def questions(people):
        for _number in range(people):
            person = PersonFactory(office=case.office)
            GroupMembershipFactory(group=case.group, person=person)
            WishRecordFactory(about=case, person=person)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(case.get_absolute_url()).status_code == 200
        return len(asked)

    questions(1)
    assert questions(1) == questions(29)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    places=st.integers(0, 4),
    names=st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=8),
)
def test_naming_never_counts_anybody_twice(office, caseworker, places, names):
    """However often, and whether in a given place or in any, people are named: each is there once, no place is lost."""
    group = GroupFactory(office=office)
    waiting = [
        GroupMembershipFactory(
            group=group, person=PersonFactory(office=office, name="", label=f"no. {n}")
        ).person
        for n in range(places)
    ]
    known = [PersonFactory(office=office) for _number in range(6)]
    named = []
    for which, in_a_place in names:
        placeholder = waiting[0] if in_a_place and waiting and known[which] not in named else None
        people.name_member(group=group, person=known[which], placeholder=placeholder, by=caseworker)
        if known[which] not in named:
            named.append(known[which])
            waiting = waiting[1:]
    members = group.members.represented()
    assert set(members.named()) == set(named)
    assert members.count() == max(places, len(named))
    counted = GroupMembership.objects.filter(group=group, person__superseded_by=None)
    assert counted.aggregate(number=people_once())["number"] == members.count()
    assert Person.objects.filter(superseded_by__isnull=False, memberships__group=group).count() == 0
