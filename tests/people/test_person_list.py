"""The list of people: each human being once, and never more of them than one may see."""

import csv
import io
from datetime import date

import pytest

from cases.lib import dates
from cases.models import Aspect, Confidentiality, Person
from tests.factories import ClaimFactory, GroupFactory, GroupMembershipFactory, OfficeFactory, PersonFactory

URL = "/people/"


@pytest.fixture
def yaryna(office, parties, caseworker):
    return PersonFactory(
        office=office, name="Ґалаґан Ярина", latin_name="Galagan Yaryna", sex="female", nationality="XA",
        power_of_dependence=parties[0], born=dates.parse("1990"), owner=caseworker,
    )  # fmt: skip


@pytest.fixture
def unnamed(office):
    return PersonFactory(office=office, name="", label="unnamed, 1 of the three", born=None)


@pytest.fixture
def stranger(office):
    """Of a third state, made up for training, and seen by caseworkers only."""
    return PersonFactory(
        office=office, name="Smith John", sex="male", nationality="XZ", synthetic=True,
        confidentiality=Confidentiality.RESTRICTED, born=dates.parse("about 1950"),
    )  # fmt: skip


@pytest.fixture
def three(yaryna, unnamed, stranger):
    return yaryna, unnamed, stranger


def names(response):
    return [str(person) for person in response.context["rows"]]


@pytest.mark.parametrize(
    "query",
    [
        "q=ґалаґан", "q=galagan", "sex=female", "nationality=XA", "owner=%40{owner}", "power={power}",
        "born_from=1985&born_to=1995", "naming=named&synthetic=no", "confidentiality=ordinary&naming=named",
    ],
)  # fmt: skip
def test_a_person_is_found_by(client_for, three, parties, caseworker, query):
    query = query.format(owner=caseworker.username, power=parties[0].pk)
    assert names(client_for("caseworker").get(f"{URL}?{query}")) == ["Ґалаґан Ярина"]


@pytest.mark.parametrize("query", ["naming=unnamed", "sex=null", "nationality=null", "q=unnamed"])
def test_a_person_without_a_value_is_found_by(client_for, three, query):
    assert names(client_for("caseworker").get(f"{URL}?{query}")) == ["unnamed, 1 of the three"]


@pytest.mark.parametrize(
    "query", ["nationality=other", "synthetic=yes", "confidentiality=restricted", "power=null&naming=named"]
)
def test_a_person_of_another_state_is_found_by(client_for, three, query):
    assert names(client_for("caseworker").get(f"{URL}?{query}")) == ["Smith John"]


def test_filters_are_found_together_and_said_in_a_sentence(client_for, three):
    response = client_for("caseworker").get(f"{URL}?naming=named&sex=male&power=null")
    assert names(response) == ["Smith John"]
    said = [token["text"] for token in response.context["said"]["tokens"]]
    assert said == ["named", "sex: male", "depending on: No value"]


def test_a_birth_is_certainly_within_only_when_all_of_it_is(client_for, three):
    client = client_for("caseworker")
    assert names(client.get(f"{URL}?born_from=1+June+1990")) == ["Ґалаґан Ярина"]
    assert names(client.get(f"{URL}?born_from=1+June+1990&born_match=certainly")) == []


def test_the_people_of_a_group_are_found_by_its_reference(client_for, three, office):
    group = GroupFactory(office=office, name="Those of the village")
    GroupMembershipFactory(group=group, person=three[1])
    response = client_for("caseworker").get(f"{URL}?group={group.reference}")
    assert names(response) == ["unnamed, 1 of the three"]
    assert response.context["said"]["tokens"][0]["text"] == "of the group Those of the village"


def test_a_contested_person_is_found(client_for, three):
    for day in ("1 Dec 2025", "3 Dec 2025"):
        ClaimFactory(about=three[0], aspect=Aspect.DATE, date=dates.parse(day))
    assert names(client_for("viewer").get(f"{URL}?contested=yes")) == ["Ґалаґан Ярина"]
    assert "1 question" in client_for("viewer").get(URL).content.decode()


def test_names_stand_where_a_reader_expects_them(client_for, office):
    for name in ("Яценко", "Ґалаґан", "Дяченко", "Гончар", "Євтушенко", "Їжак"):
        PersonFactory(office=office, name=name)
    client = client_for("viewer")
    in_order = ["Гончар", "Ґалаґан", "Дяченко", "Євтушенко", "Їжак", "Яценко"]
    assert names(client.get(URL)) == in_order
    assert names(client.get(f"{URL}?sort=-name")) == in_order[::-1]


def test_a_placeholder_that_was_named_since_is_not_counted(client_for, three):
    Person.objects.filter(pk=three[1].pk).update(superseded_by=three[0])
    assert len(names(client_for("caseworker").get(URL))) == 2


def test_a_page_holds_so_many_and_the_next_has_the_rest(client_for, office):
    PersonFactory.create_batch(30, office=office)
    client = client_for("viewer")
    first, second = client.get(URL), client.get(f"{URL}?page=2")
    assert [len(names(first)), len(names(second))] == [25, 5]
    assert not set(names(first)) & set(names(second))


@pytest.mark.parametrize(
    "query", ["sex=fox", "born_from=soon", "color=red", "sort=address", "page=9", "group=nobody"]
)
def test_what_cannot_be_read_shows_an_error_and_no_rows(client_for, three, query):
    response = client_for("caseworker").get(f"{URL}?{query}")
    assert names(response) == []
    assert 'role="alert"' in response.content.decode()


def test_a_role_sees_its_levels_of_its_own_office(client_for, three):
    PersonFactory(office=OfficeFactory(), name="Elsewhere")
    assert "Smith John" not in names(client_for("viewer").get(URL))
    assert "Smith John" in names(client_for("caseworker").get(URL))
    assert "Elsewhere" not in names(client_for("coordinator").get(URL))
    assert client_for("administrator").get(URL).status_code == 403


def test_the_export_is_the_list_in_its_order(client_for, three):
    client = client_for("caseworker")
    on_screen = [person.reference for person in client.get(f"{URL}?sort=-born").context["rows"]]
    answer = client.post(f"{URL}export/?sort=-born")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["Reference"] for row in rows] == on_screen
    assert [row["Born"] for row in rows] == ["1990", "about 1950", ""]
    assert client_for("viewer").post(f"{URL}export/").status_code == 403


def test_a_synthetic_person_is_marked_so(client_for, three, stop_clock):
    stop_clock(date(2026, 1, 1))
    assert "<small>synthetic</small>" in client_for("caseworker").get(f"{URL}?synthetic=yes").content.decode()
