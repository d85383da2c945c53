"""`manage.py seed` adds what is missing and touches nothing that is there."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from cases.actions.events import record_event
from cases.models import Actor, Office, Place, Source
from cases.seed.book import form_key
from cases.seed.reading import read
from tests.seed import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def counts():
    return {model.__name__: model.objects.count() for model in apps.get_app_config("cases").get_models()}


def again():
    out = StringIO()
    call_command("seed", stdout=out)
    return out.getvalue()


def test_a_second_run_changes_no_row_count_and_says_so():
    before = counts()
    assert "Nothing to do" in again()
    assert counts() == before


def test_what_people_changed_since_stays_as_they_left_it():
    group = rows.record("group.six")
    group.name = "The six"
    group.save()
    Actor.objects.filter(short_name="Moskalkova").update(name="Commissioner")
    Place.objects.filter(name="Kursk region").update(name="Kursk oblast")
    Office.objects.update(name="Office of the commissioner")
    before = counts()
    again()
    assert counts() == before
    group.refresh_from_db()
    assert group.name == "The six"


def test_an_event_recorded_since_does_not_stop_it():
    case = rows.record("repatriation_case.six")
    record_event(about=case, type="negotiated", by=None, evidence="own_observation")
    assert "Nothing to do" in again()


def test_all_rows_of_the_files_are_loaded():
    rows_of = {table: len(rows) for table, rows in read().items()}
    assert Source.objects.count() == rows_of["source"]
    assert Place.objects.count() == rows_of["place"]
    assert Actor.objects.count() == rows_of["actor"] + 1  # our office, which the data files do not name


def test_keys_in_the_files_are_unique():
    for table, found in read().items():
        keys = [row["key"] for row in found if "key" in row]
        assert len(keys) == len(set(keys)), table


def test_the_identity_of_a_row_never_changes():
    assert str(form_key("group", "six")) == "ddf8a9de-8b29-51d6-a14f-1c78d21b9782"


def test_there_is_one_office_with_a_general_name():
    assert [office.name for office in Office.objects.all()] == ["Homeward office"]
