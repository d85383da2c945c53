"""What one statement tells of people is what their records tell."""

from dataclasses import replace

import pytest

from cases.finding.told import told_of
from cases.lib import matching
from cases.lib.dates import parse
from cases.lib.matching import Place
from cases.models import Person
from tests.factories import PersonFactory, PersonIdentifierFactory, PersonNameFactory, PlaceFactory

pytestmark = pytest.mark.django_db

FACTS = {
    "sex": "male", "father_name": "Олексій", "mother_maiden_name": "Коваль", "nationality": "XA", "rank": "sergeant",
    "service_number": "AB-12", "latin_name": "Bondarenko Serhii",
}  # fmt: skip


def without_words(description):
    """Without the names of places, which are shown and not compared."""
    bare = {
        name: place and Place("", place.ancestry)
        for name in ("birth_place", "last_residence")
        for place in [getattr(description, name)]
    }
    return replace(description, **bare)


def test_what_one_statement_tells_is_the_description_of_the_record(office):
    region = PlaceFactory()
    village = PlaceFactory(parent=PlaceFactory(parent=PlaceFactory(parent=PlaceFactory(parent=region))))
    born = ["1987", "3 March 1987", "", "about 1960", "12.05"]
    people = [PersonFactory(office=office, name="Бондаренко Сергій", born=parse(each) if each else None, **FACTS)
              for each in born]  # fmt: skip
    bare = PersonFactory(office=office, name="", label="the third of six")
    Person.objects.filter(pk=people[0].pk).update(birth_place=village, last_residence=region)
    Person.objects.filter(pk=people[1].pk).update(joined_into=people[0])
    for full in ("Бондаренко Сергей", "Bondarenko Serhii"):
        PersonNameFactory(person=people[0], full=full)
    for value in ("AB 1", "AB 2"):
        PersonIdentifierFactory(person=people[0], value=value)
    told = told_of([person.pk for person in (*people, bare)])
    for person in Person.objects.described().filter(pk__in=told):
        mine, theirs = told[person.pk].description, person.description()
        assert mine == without_words(theirs)
        assert matching.fingerprint(mine) == matching.fingerprint(theirs)
        assert (told[person.pk].office, told[person.pk].stands) == (
            office.pk,
            person.joined_into_id or person.pk,
        )
    assert len(told) == 6
