"""Relatives are recorded once and read from both sides."""

import pytest
from django.db import IntegrityError, transaction

from tests.factories import PersonFactory, RelationshipFactory


@pytest.fixture
def pair(office):
    return PersonFactory(office=office, name="Орлова Марія"), PersonFactory(office=office, name="Орлов Павло")


def relatives(client, person):
    shown = client.get(person.get_absolute_url()).context["relatives"]
    return [(item["person"], str(item["role"])) for item in shown]


@pytest.mark.parametrize(
    ("role", "inverse"),
    [("parent", "child"), ("guardian", "ward"), ("spouse", "spouse"), ("sibling", "sibling")],
)
def test_each_page_says_what_the_other_is_to_this_person(client_for, pair, role, inverse):
    one, other = pair
    RelationshipFactory(person=one, other=other, role=role)
    client = client_for("viewer")
    assert relatives(client, other) == [(one, role)]
    assert relatives(client, one) == [(other, inverse)]


def test_the_same_two_are_related_once_whichever_side_it_is_recorded_from(pair):
    one, other = pair
    RelationshipFactory(person=one, other=other, role="parent")
    with pytest.raises(IntegrityError, match="relationship_once"), transaction.atomic():
        RelationshipFactory(person=other, other=one, role="parent")


def test_the_workshop_refuses_the_other_direction_with_a_sentence(client_for, pair):
    one, other = pair
    RelationshipFactory(person=one, other=other, role="parent")
    data = {"person": other.pk, "other": one.pk, "role": "parent"}
    response = client_for("caseworker").post("/admin/cases/relationship/add/", data)
    assert response.status_code == 200
    assert "How these two are related is recorded already." in response.content.decode()


def test_nobody_is_their_own_relative(client_for, pair):
    data = {"person": pair[0].pk, "other": pair[0].pk, "role": "sibling"}
    response = client_for("caseworker").post("/admin/cases/relationship/add/", data)
    assert "A relationship is between two different persons." in response.content.decode()
