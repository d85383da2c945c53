"""A name typed into a field for a person: whoever bears it is taken, and whoever bears nearly the same is asked about."""

import pytest

from cases import lookup
from cases.forms import LookupField
from tests.factories import PersonFactory


def typed(text, user):
    field = LookupField("person")
    field.user = user
    return field.clean(text)


@pytest.fixture
def person(office):
    return PersonFactory(office=office, name="Бондаренко Іван Олексійович")


@pytest.mark.parametrize("text", ["Бондаренко Іван", "Ivan Bondarenko", "иван бондаренко", "Бондаренко"])
def test_a_name_in_any_script_is_the_person(person, caseworker, text):
    assert typed(text, caseworker) == person


@pytest.mark.parametrize("text", ["Іван Бондарчук", "Бондаренка Іван"])
def test_nearly_the_same_name_is_asked_about_and_never_taken(person, caseworker, text):
    with pytest.raises(Exception, match="letter for letter") as refused:
        typed(text, caseworker)
    assert lookup.value_of(person) in refused.value.messages[0]


def test_what_is_like_nobodys_name_is_found_nowhere(person, caseworker):
    with pytest.raises(Exception, match="Nothing is found"):
        typed("Цвіркун Марта", caseworker)


def test_nobody_is_named_whom_one_may_not_see(person, caseworker):
    type(person).objects.filter(pk=person.pk).update(confidentiality="strict")
    with pytest.raises(Exception, match="Nothing is found"):
        typed("Бондаренка Іван", caseworker)
