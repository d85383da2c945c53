"""An uncertain date goes into its columns and comes back as it was, whichever way it is written and read."""

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.lib.dates import UnreadableDate, parse
from cases.models import Person
from cases.models.fields import UncertainDateFormField, YearChoiceInput
from tests import factories as make

WORDS = [
    "11 December 2025", "December 11", "late November 2025", "November 2025", "2025", "about 2025",
    "by 18 November 2025", "after 3 March 2025", "22–23 November 2024", "11 December (2025 inferred)",
]  # fmt: skip
BORN = Person._meta.get_field("born")


@pytest.fixture
def person(db):
    return make.PersonFactory()


def stored(person):
    return Person.objects.get(pk=person.pk).born


@pytest.mark.parametrize("words", WORDS)
def test_a_date_is_saved_and_read(person, words):
    person.born = parse(words)
    person.save()
    assert stored(person) == parse(words)
    assert Person.objects.get(born_sort=parse(words).sort_key) == person


@pytest.mark.parametrize("words", WORDS)
def test_a_date_is_updated_by_all_its_columns(person, words):
    Person.objects.filter(pk=person.pk).update(**BORN.columns(parse(words)))
    assert stored(person) == parse(words)


@pytest.mark.parametrize("words", WORDS)
def test_a_date_is_made_in_bulk(person, words):
    made = Person(name="Made", office=person.office, reference="PER-X", status="recorded", born=parse(words))
    Person.objects.bulk_create([made])
    assert stored(made) == parse(words)


@pytest.mark.parametrize("words", WORDS)
def test_a_date_is_read_with_only_and_defer(person, words):
    Person.objects.filter(pk=person.pk).update(**BORN.columns(parse(words)))
    for rows in (Person.objects.only("name"), Person.objects.defer("born"), Person.objects.only("born")):
        assert rows.get(pk=person.pk).born == parse(words)


def test_a_date_that_was_read_costs_no_further_query(person):
    Person.objects.filter(pk=person.pk).update(**BORN.columns(parse("2025")))
    read = Person.objects.get(pk=person.pk)
    with CaptureQueriesContext(connection) as queries:
        assert read.born.edtf == "2025"
    assert len(queries) == 0


def test_no_date_is_none_and_empties_all_columns(person):
    person.born = parse("2025")
    person.save()
    person.born = None
    person.save()
    person.refresh_from_db()
    assert person.born is None
    assert (person.born_words, person.born_earliest, person.born_basis, person.born_sort) == ("", None, "", 0)


def test_a_date_is_set_when_the_record_is_made(office):
    person = Person.objects.create(name="Made", office=office, born=parse("about 2025"))
    assert person.born == stored(person) == parse("about 2025")


class BornForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ("born",)


@pytest.mark.parametrize("words", WORDS)
def test_a_form_reads_words_and_shows_them_again(person, words):
    form = BornForm({"born": words}, instance=person)
    assert form.is_valid(), form.errors
    form.save()
    assert stored(person) == parse(words)
    assert f'value="{words}"' in str(BornForm(instance=Person.objects.get(pk=person.pk))["born"])


def test_a_form_that_was_not_changed_changes_nothing(person):
    person.born = parse("11 December", published=parse("13 December 2025"))
    person.save()
    form = BornForm({"born": "11 December"}, instance=Person.objects.get(pk=person.pk))
    form.save()
    assert not form.has_changed()
    assert stored(person) == person.born


class DatedForm(forms.Form):
    said = UncertainDateFormField(published=parse("13 December 2025"), widget=YearChoiceInput)


def test_a_year_is_proposed_from_the_source_and_can_be_declined():
    proposed, declined = (
        DatedForm({"said": "11 December"}),
        DatedForm({"said": "11 December", "said_yearless": "on"}),
    )
    assert proposed.is_valid()
    assert declined.is_valid()
    assert proposed.cleaned_data["said"].edtf == "2025?-12-11"
    assert (declined.cleaned_data["said"].edtf, declined.cleaned_data["said"].words) == (
        "XXXX-12-11",
        "11 December",
    )
    assert "checked" not in str(proposed["said"])
    assert "checked" in str(declined["said"])


def test_a_date_that_is_kept_without_a_year_shows_so():
    form = DatedForm(initial={"said": parse("11 December")})
    assert "checked" in str(form["said"])
    assert "checked" not in str(DatedForm(initial={"said": parse("11 December 2025")})["said"])


def test_a_stated_year_is_not_declined():
    form = DatedForm({"said": "11 December 2024", "said_yearless": "on"})
    assert form.is_valid()
    assert form.cleaned_data["said"].edtf == "2024-12-11"


def test_words_that_are_no_date_are_refused_with_a_sentence(person):
    form = BornForm({"born": "when the snow melted"}, instance=person)
    with pytest.raises(UnreadableDate) as refused:
        parse("when the snow melted")
    assert form.errors["born"] == [refused.value.message]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=st.lists(st.dates(), min_size=2, max_size=6))
def test_the_database_sorts_as_the_dates_do(person, days):
    dates = [parse(f"{form}{day.isoformat()}") for day in days for form in ("", "by ", "after ")]
    Person.objects.exclude(pk=person.pk).delete()
    Person.objects.bulk_create(
        Person(name=date.words, office=person.office, reference=f"PER-{n}", status="recorded", born=date)
        for n, date in enumerate(dates)
    )
    read = Person.objects.exclude(pk=person.pk).order_by("born_sort", "reference")
    assert [one.born.sort_key for one in read] == sorted(date.sort_key for date in dates)


def test_a_date_cannot_be_half_written_by_an_update(office):
    person = make.PersonFactory(office=office)
    with pytest.raises(TypeError, match="all its columns"):
        Person.objects.filter(pk=person.pk).update(born=parse("2025"))
    person.born = parse("2025")
    with pytest.raises(TypeError, match="all its columns"):
        Person.objects.bulk_update([person], ["born"])
