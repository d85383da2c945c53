"""Whole lists compared with the people on record: any script and spelling, with a bounded number of statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.finding import lists
from cases.lib import matching
from cases.lib.dates import parse
from cases.lib.matching import Description
from tests.factories import IdentityLinkFactory, PersonFactory, PersonNameFactory

pytestmark = pytest.mark.django_db


def asked(*names, born=None):
    return [Description(names=(name,), born=parse(born) if born else None) for name in names]


def first_of(office, *names, born=None, synthetic=False):
    found = lists.people_of(office, asked(*names, born=born), synthetic=synthetic)
    return [people[0].person if people else None for people in found]


@pytest.fixture
def serhii(office):
    return PersonFactory(office=office, name="Бондаренко Сергій Миколайович", born=parse("1987"))


@pytest.mark.parametrize(
    "spelling",
    [
        "Бондаренко Сергій Миколайович", "Бондаренко Сергей Николаевич", "Serhii Bondarenko", "Bondarenko Sergey",
        "Бондаренко Сергей", "Бондеренко Сергій", "Bondarenko S. Mykolaiovych",
    ],
)  # fmt: skip
def test_a_line_finds_its_person_in_any_script_and_spelling(office, serhii, spelling):
    PersonFactory(office=office, name="Коваленко Іван", born=parse("1987"))
    assert first_of(office, spelling) == [serhii.pk]


def test_another_name_of_the_person_counts_as_well(office, serhii):
    PersonNameFactory(person=serhii, full="Гнатюк Сергій")
    assert first_of(office, "Hnatiuk Serhii") == [serhii.pk]


def test_who_is_not_on_record_is_not_found(office, serhii):
    assert first_of(office, "Ткаченко Микола", "Bondarenko Olha", "") == [None, None, None]


def test_a_birth_of_other_years_excludes(office, serhii):
    assert first_of(office, "Бондаренко Сергій", born="1950") == [None]
    assert first_of(office, "Бондаренко Сергій", born="1988") == [serhii.pk]


def test_the_same_birth_comes_first_among_homonyms(office):
    people = [
        PersonFactory(office=office, name="Шевченко Іван", born=parse(str(1980 + n))) for n in range(12)
    ]
    assert first_of(office, "Шевченко Іван", born="1991") == [people[11].pk]


def test_other_offices_and_the_made_up_are_not_meant(office, serhii):
    PersonFactory(name="Ткаченко Микола")
    PersonFactory(office=office, name="Ткаченко Микола", synthetic=True)
    assert first_of(office, "Ткаченко Микола") == [None]
    assert first_of(office, "Ткаченко Микола", synthetic=True) != [None]


def test_of_records_of_one_person_that_which_stands_for_them_is_meant(office, serhii):
    twin = PersonFactory(office=office, name="Bondarenko Serhii")
    link = IdentityLinkFactory(office=office, one=serhii, other=twin)
    type(twin).objects.filter(pk=link.second_id).update(joined_into=link.first_id)
    (people,) = lists.people_of(office, asked("Bondarenko Serhii"))
    assert [each.person for each in people] == [serhii.pk]


def test_the_order_is_of_the_score_which_depends_on_the_two_alone(office, serhii):
    PersonFactory(office=office, name="Бондаренко Сергій", born=parse("1987"))
    (people,) = lists.people_of(office, asked("Бондаренко Сергій Миколайович", born="1987"))
    assert [each.score for each in people] == sorted((each.score for each in people), reverse=True)
    assert people[0].person == serhii.pk
    assert (
        people[0].score
        == matching.match(*asked("Бондаренко Сергій Миколайович", born="1987"), serhii.description()).score
    )


def test_a_list_of_hundreds_asks_as_many_statements_as_one_of_ten(office, serhii):
    numbers = []
    for many in (10, 150):
        names = [f"Бондаренко Сергій {chr(1072 + n % 30)}{chr(1072 + n // 30)}енко" for n in range(many)]
        with CaptureQueriesContext(connection) as queries:
            lists.people_of(office, asked("Бондаренко Сергій", *names))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 16
