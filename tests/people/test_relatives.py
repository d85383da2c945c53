"""Relatives are recorded once and read from both sides."""

import pytest
from django.db import IntegrityError, transaction

from cases.lib.dates import parse
from cases.models import Relationship
from tests.factories import PersonFactory, RelationshipFactory, SourceFactory


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


# --- On the page ------------------------------------------------------------------------------------------


@pytest.fixture
def source(office):
    return SourceFactory(office=office, title="Letter of March")


def typed(relative, **data):
    return {
        "relative": relative.reference,
        "role": "spouse",
        "begin": "June 2010",
        "end": "",
        "source": "",
    } | data


def post(client, person, path="add/", **data):
    return client.post(f"{person.get_absolute_url()}relatives/{path}", data)


def test_a_relative_is_recorded_with_date_and_source_and_read_on_both_pages(client_for, pair, source):
    one, other = pair
    client = client_for("caseworker")
    answer = post(client, one, **typed(other, role="child", begin="", source=source.reference))
    assert answer.status_code == 302
    assert relatives(client, one) == [(other, "child")]
    assert relatives(client, other) == [(one, "parent")]
    page = client.get(other.get_absolute_url()).content.decode()
    assert source.reference in page
    assert Relationship.objects.get().source == source


def test_a_date_stays_as_uncertain_as_it_was_given(client_for, pair):
    one, other = pair
    post(client_for("caseworker"), one, **typed(other))
    assert Relationship.objects.get().begin == parse("June 2010")


def test_the_same_words_twice_are_one_relationship(client_for, pair):
    one, other = pair
    client = client_for("caseworker")
    assert [post(client, one, **typed(other)).status_code for _time in "12"] == [302, 302]
    assert post(client, other, **typed(one)).status_code == 302
    assert Relationship.objects.count() == 1


def test_another_relationship_of_the_same_two_is_refused_with_what_was_typed(client_for, pair):
    one, other = pair
    RelationshipFactory(person=other, other=one, role="spouse")
    answer = post(client_for("caseworker"), one, **typed(other, role="sibling"))
    assert answer.status_code == 422
    assert "recorded already, as spouse: change that." in answer.content.decode()
    assert "June 2010" in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"begin": "2012", "end": "2010"}, "It ends before it begins"),
        ({"begin": "\x00\u202e" + "x" * 5000}, "June"),
        ({"role": ""}, "This field is required."),
        ({"relative": "Nobody at all"}, "Nothing is found by"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(client_for, pair, data, words):
    one, other = pair
    answer = post(client_for("caseworker"), one, **typed(other) | data)
    assert answer.status_code == 422
    assert words in answer.content.decode() or "begin" in data
    assert not Relationship.objects.exists()


def test_nobody_is_recorded_as_their_own_relative(client_for, pair):
    answer = post(client_for("caseworker"), pair[0], **typed(pair[0]))
    assert answer.status_code == 422
    assert "between two different persons" in answer.content.decode()


def test_it_is_changed_from_either_page_as_that_page_reads_it(client_for, pair, source):
    one, other = pair
    row = RelationshipFactory(person=one, other=other, role="parent")
    client = client_for("caseworker")
    form = client.get(f"{one.get_absolute_url()}relatives/{row.pk}/").context["form"]
    assert form["role"].value() == "child"
    data = typed(other, role="ward", begin="2020", source=source.reference, version=row.version)
    assert post(client, one, f"{row.pk}/", **data).status_code == 302
    assert relatives(client, one) == [(other, "ward")]
    assert relatives(client, other) == [(one, "guardian")]
    assert Relationship.objects.get(pk=row.pk).history.count() == 2


def test_what_a_colleague_changed_meanwhile_is_not_written_over(client_for, pair):
    one, other = pair
    row = RelationshipFactory(person=one, other=other, role="parent")
    type(row).objects.filter(pk=row.pk).update(role="guardian")
    answer = post(client_for("caseworker"), one, f"{row.pk}/", **typed(other, version=row.version))
    assert answer.status_code == 422
    assert "Somebody changed this record" in answer.content.decode()


def test_a_hidden_relative_is_not_there(client_for, pair):
    one, other = pair
    row = RelationshipFactory(person=one, other=other, role="parent")
    type(other).objects.filter(pk=other.pk).update(confidentiality="strict")
    client = client_for("caseworker")
    assert client.get(f"{one.get_absolute_url()}relatives/{row.pk}/").status_code == 404
    assert client.get(f"{other.get_absolute_url()}relatives/add/").status_code == 404
    assert "Nothing is found" in post(client, one, **typed(other)).content.decode()


def test_who_only_reads_is_offered_no_form(client_for, pair):
    client = client_for("viewer")
    assert "relatives/add/" not in client.get(pair[0].get_absolute_url()).content.decode()
    assert post(client, pair[0], **typed(pair[1])).status_code == 403


def test_a_relative_who_is_none_is_taken_away_with_the_reason_from_both_pages(client_for, pair):
    one, other = pair
    row = RelationshipFactory(person=one, other=other, role="sibling")
    client, url = client_for("caseworker"), f"{one.get_absolute_url()}relatives/{row.pk}/withdraw/"
    assert url in client.get(f"{one.get_absolute_url()}relatives/{row.pk}/").content.decode()
    assert client.post(url, {"reason": " "}).status_code == 422
    assert client.post(url, {"reason": "One woman, recorded twice."}).status_code == 302
    assert relatives(client, one) == relatives(client, other) == []
    assert client.post(url, {"reason": "Again"}).status_code == 404


def test_nobody_is_their_own_relative_by_a_joined_record_nor_twice_the_same_ones(client_for, pair, office):
    one, other = pair
    joined = PersonFactory(office=office, joined_into=one)
    client = client_for("caseworker")
    response = client.post(f"{one.get_absolute_url()}relatives/add/", typed(joined))
    assert "A relationship is between two different persons." in response.content.decode()
    RelationshipFactory(person=other, other=one, role="spouse")
    response = client.post(f"{joined.get_absolute_url()}relatives/add/", typed(other, role="sibling"))
    assert "is recorded already, as spouse: change that." in response.content.decode()
    assert Relationship.objects.count() == 1


def test_the_opposite_of_what_is_recorded_is_no_repetition(client_for, pair):
    one, other = pair
    RelationshipFactory(person=other, other=one, role="parent")
    response = client_for("caseworker").post(
        f"{one.get_absolute_url()}relatives/add/", typed(other, role="child")
    )
    assert "is recorded already, as parent: change that." in response.content.decode()
