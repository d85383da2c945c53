"""The list of people asked for by a name: the search's people, the best first, and nothing but the list's own rules."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from cases import lookup
from cases.models import Confidentiality
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(office):
    names = ("Мельник Микола", "Мельниченко Микола", "Мельник Наталія", "Бондаренко Сергій", "Melnik Nikolay")
    return {name: PersonFactory(office=office, name=name) for name in names}


@pytest.fixture
def listed(client_for):
    def listed(role="caseworker", **query):
        return client_for(role).get(reverse("people"), query)

    return listed


def names(answer):
    return [person.name for person in answer.context["rows"]]


def test_a_name_in_any_script_lists_the_best_match_first(people, listed):
    answer = listed(q="Мельник Николай")
    assert names(answer)[0] in {"Мельник Микола", "Melnik Nikolay"}
    assert {"Мельник Микола", "Melnik Nikolay"} <= set(names(answer))
    assert "Бондаренко Сергій" not in names(answer)
    assert "Best match first." in answer.content.decode()


def test_each_row_says_why(people, listed):
    page = listed(q="Melnyk Mykola").content.decode()
    assert "same after romanisation" in page


def test_another_order_can_be_asked_for(people, listed):
    assert names(listed(q="Мельник", sort="name")) == sorted(names(listed(q="Мельник", sort="name")))


def test_other_filters_hold_as_well(people, listed, office):
    PersonFactory(office=office, name="Мельник Іван", sex="male")
    assert names(listed(q="Melnyk", sex="male")) == ["Мельник Іван"]


def test_nobody_above_ones_level_is_listed(people, listed, office):
    PersonFactory(office=office, name="Мельник Іван", confidentiality=Confidentiality.STRICT)
    assert "Мельник Іван" not in names(listed("viewer", q="Мельник Іван"))
    assert names(listed("coordinator", q="Мельник Іван"))[0] == "Мельник Іван"


def test_number_rows_and_export_are_the_same_people(people, listed, client_for):
    answer = listed(q="Melnyk Mykola")
    export = client_for("caseworker").post(f"{reverse('people_export')}?q=Melnyk+Mykola")
    lines = list(csv.reader(StringIO(b"".join(export.streaming_content).decode("utf-8-sig"))))
    assert [line[1] for line in lines[1:]] == names(answer)
    assert answer.context["said"]["count_text"] == str(len(names(answer)))


def test_a_reference_lists_its_person(people, listed):
    person = people["Мельник Микола"]
    assert names(listed(q=person.reference)) == ["Мельник Микола"]


def test_a_name_costs_a_constant_number_of_queries(office, client_for, django_assert_max_num_queries):
    for number in range(30):
        PersonFactory(office=office, name=f"Мельник Микола{'й' * (number % 3)}")
    client = client_for("coordinator")
    client.get(reverse("people"))
    with django_assert_max_num_queries(20):  # one of them writes down what was looked for
        answer = client.get(reverse("people"), {"q": "Мельник"})
    assert len(names(answer)) == 25


@pytest.mark.parametrize(
    ("typed", "found"), [("Melnyk Mykola", True), ("мельник никол", True), ("Qwxz", False)]
)
def test_a_field_suggests_people_in_any_script(people, client_for, typed, found):
    suggested = client_for("viewer").get(reverse("lookup", args=["person"]), {"q": typed}).json()["results"]
    assert ("Мельник Микола" in {one["label"] for one in suggested}) is found


def test_a_field_reads_a_name_in_another_script(office, client_for):
    """What was typed and not chosen resolves where it can mean one person only."""
    from cases import lookup

    person = PersonFactory(office=office, name="Бондаренко Сергій")
    user = client_for("caseworker").get(reverse("people")).wsgi_request.user
    assert lookup.resolve("person", "Bondarenko Sergey", user) == [person]


def test_a_reference_that_is_nobodys_means_nobody(office, caseworker):
    """It is not taken for the beginning of a name: what is typed for one person is never kept for another (R02)."""
    seen = PersonFactory(office=office, name="Perenko Olha")
    hidden = PersonFactory(name="Somebody Else")
    assert lookup.resolve("person", "Perenko", caseworker) == [seen]
    assert lookup.resolve("person", hidden.reference, caseworker) == []
    assert lookup.resolve("record", hidden.reference, caseworker) == []


#: Names whose letters have the form of a reference code of some kind, in Crockford's alphabet or by the keys.
LIKE_CODES = (
    "Кузнецов", "Кузьменко", "Perepelytsia", "Repin Ilya", "Perov Vasyl", "Visotskyi", "Castro Ana", "Evenko Ivan",
    "Conrad Anna",
)  # fmt: skip


@pytest.mark.parametrize("name", LIKE_CODES)
def test_a_name_that_has_the_form_of_a_code_is_a_name(office, listed, name):
    PersonFactory(office=office, name=name)
    assert names(listed(q=name)) == [name]


def test_the_reference_of_a_record_that_another_stands_for_lists_the_person(office, people, listed):
    stands = people["Мельник Микола"]
    joined = PersonFactory(office=office, name="Інше Ім’я", joined_into=stands)
    named = PersonFactory(office=office, name="", label="unnamed", superseded_by=joined)
    for record in (joined, named):
        assert names(listed(q=record.reference)) == ["Мельник Микола"]


def test_the_reference_of_somebody_hidden_lists_nobody(office, people, listed):
    hidden = PersonFactory(office=office, name="Мельник Іван", confidentiality=Confidentiality.STRICT)
    assert names(listed(q=hidden.reference)) == []


@pytest.mark.parametrize("name", ["Кузнецов 1987", "Conrad Anna 1987"])
def test_a_field_takes_a_name_with_a_year_for_a_name(office, caseworker, name):
    person = PersonFactory(office=office, name=name.removesuffix(" 1987"))
    assert lookup.resolve("person", name, caseworker) == [person]
