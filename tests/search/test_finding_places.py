"""A place among the words of a search says who of several is meant."""

import pytest
from django.urls import reverse

from cases import lookup
from cases.actions.naming import index_names
from cases.finding.people import Search, find_people
from cases.lib.dates import parse
from cases.lib.names.compare import LIKELY
from cases.models import Person
from tests.factories import PersonFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def region():
    return PlaceFactory(name="Sumy region", name_uk="Сумська область", name_ru="Сумская область")


@pytest.fixture
def sumy(region):
    return PlaceFactory(name="Sumy", name_uk="Суми", name_ru="Сумы", parent=region)


@pytest.fixture
def of_sumy(office, sumy):
    """Three people of one name, of whom the last is of Sumy."""
    elsewhere = PlaceFactory(name="Bila Tserkva", name_uk="Біла Церква", name_ru="Белая Церковь")
    PersonFactory(office=office, name="Бондаренко Сергій")
    PersonFactory(office=office, name="Бондаренко Сергій", birth_place=elsewhere)
    return PersonFactory(office=office, name="Бондаренко Сергій", last_residence=sumy)


@pytest.mark.parametrize(
    "text",
    [
        "Бондаренко Суми", "Sergey Bondarenko, Sumy", "сумы бондаренко", "Bondarenko SUMY REGION",
        "Сумська область Бондаренко Сергій", "Bondarenka Sumy", "Суми Бондаренко С.", "Суми Бондаренко , Сергій",
    ],
)  # fmt: skip
def test_of_those_of_one_name_whoever_is_of_the_place_that_is_typed_comes_first(of_sumy, caseworker, text):
    hits = find_people(caseworker, text)
    assert hits[0].pk == of_sumy.pk
    assert [("same_place" in hit.reasons) for hit in hits] == [True, False, False]


def test_who_is_of_another_place_is_not_likely(of_sumy, caseworker):
    PlaceFactory(name="Kharkiv", name_uk="Харків")
    assert max(hit.score for hit in find_people(caseworker, "Бондаренко Сергій Харків")) < LIKELY


def test_a_name_of_a_field_is_not_taken_for_somebody_of_another_place(of_sumy, caseworker):
    PlaceFactory(name="Kharkiv", name_uk="Харків")
    Person.objects.exclude(pk=of_sumy.pk).update(name="Бондаренко Олена")
    index_names(Person.objects.all())
    assert lookup.resolve("person", "Бондаренко Сергій Харків", caseworker) == []
    assert lookup.resolve("person", "Бондаренко Сергій Суми", caseworker) == [of_sumy]


def test_the_beginning_of_a_name_stays_one_where_a_place_is_called_so(office, caseworker):
    place = PlaceFactory(name="Bar", name_uk="Бар")
    meant = PersonFactory(office=office, name="Баранов Олег")
    there = PersonFactory(office=office, name="Коваль Олег", birth_place=place)
    for _number in range(3):
        PersonFactory(office=office, name="Мельник Олег")
    assert [hit.pk for hit in find_people(caseworker, "Олег Бар")][:2] == [meant.pk, there.pk]


def test_somebody_of_the_place_is_found_among_however_many_namesakes(office, caseworker, sumy, monkeypatch):
    monkeypatch.setattr("cases.finding.people.MORE", 3)
    monkeypatch.setattr("cases.finding.people.COMPARED", 2)
    people = [PersonFactory(office=office, name="Бондаренко Сергій") for _number in range(6)]
    last = people[-1]
    last.birth_place = sumy
    last.save()
    assert find_people(caseworker, "Бондаренко Сергій Суми")[0].pk == last.pk


def test_a_place_and_a_year_are_both_read(of_sumy, caseworker, office):
    person = PersonFactory(
        office=office, name="Бондаренко Сергій", birth_place=of_sumy.last_residence, born=parse("1990")
    )
    assert find_people(caseworker, "Bondarenko 1990 Sumy")[0].pk == person.pk


def test_the_place_changes_nothing_in_how_well_a_name_fits(of_sumy, caseworker):
    with_place, without = (
        {hit.pk: hit.score for hit in find_people(caseworker, text)}
        for text in ("Бондаренко Сергій Суми", "Бондаренко Сергій")
    )
    assert with_place[of_sumy.pk] == without[of_sumy.pk]


def test_a_name_that_is_the_name_of_a_place_as_well_stays_a_name(office, caseworker):
    PlaceFactory(name="Poltava", name_uk="Полтава")
    person = PersonFactory(office=office, name="Полтава Іван")
    search = Search(caseworker, "Полтава Іван")
    assert (search.hits(1)[0].pk, search.place_name) == (person.pk, "")


def test_a_comma_may_stand_in_the_name_of_a_place(of_sumy, caseworker):
    PlaceFactory(name="Sumy, old town")
    search = Search(caseworker, "Bondarenko, Sumy, Old Town")
    assert (search.place_name, search.of_place) == ("Sumy, Old Town", None)
    assert len(search.hits(5)) == 3


def test_a_place_alone_is_a_name(of_sumy, caseworker):
    assert Search(caseworker, "Суми").place_name == ""


def test_a_restricted_place_is_not_read_as_one(of_sumy, sumy, caseworker):
    sumy.restricted = True
    sumy.save()
    assert Search(caseworker, "Бондаренко Суми").place_name == ""


def test_the_page_says_that_a_word_was_read_as_a_place_and_the_list_finds_the_same(of_sumy, client_for):
    client = client_for("viewer")
    page = client.get(reverse("search"), {"q": "Bondarenko Sumy"})
    assert "“Sumy” is read as a place as well" in page.content.decode()
    listed = client.get(page.context["people_url"]).context["rows"]
    assert [person.pk for person in listed] == [hit["person"].pk for hit in page.context["hits"]]
    assert listed[0].pk == of_sumy.pk
