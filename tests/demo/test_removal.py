"""Removal: everything synthetic goes, nothing else does, and the ledger is protected as before."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from cases.actions import Refused, events
from cases.demo import removal
from cases.demo.sides import PARTIES
from cases.lib.dates import parse
from cases.models import Actor, Event, Person, Source, User
from tests import factories
from tests.demo.small import add, rows_of_tables

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def real(office):
    """An office with a real record and its event; both states are there."""
    for code, (name, *_) in PARTIES.items():
        factories.PartyFactory(code=code, name=name)
    person = factories.PersonFactory(office=office)
    note(person, None)
    return person


def note(record, by):
    return events.record_event(
        about=record, type="seen", by=by, occurred=parse("3 November 2026"), evidence="own_observation"
    )


@pytest.fixture
def before():
    return rows_of_tables()


def test_what_was_there_before_is_there_after(before):
    add()
    assert rows_of_tables() != before
    removed, closed = removal.remove()
    assert removed
    assert closed == []
    assert rows_of_tables() == before


def test_many_rows_go_with_the_help_of_indexes_that_go_too(before, monkeypatch):
    monkeypatch.setattr(removal, "MANY", 10)
    add()
    removal.remove()
    assert rows_of_tables() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'going_%'")
        assert cursor.fetchone() == (0,)


def test_a_second_removal_finds_nothing(before, capsys):
    add(people_count=6, parcel_count=6, letter_count=2, case_count=2)
    call_command("demo", remove=True)
    call_command("demo", remove=True)
    assert "nothing synthetic" in capsys.readouterr().out
    assert rows_of_tables() == before


def test_two_demos_can_be_added_and_go_together(before):
    for _ in range(2):
        add(people_count=6, parcel_count=6, letter_count=2, case_count=2)
    removal.remove()
    assert rows_of_tables() == before


def test_what_was_recorded_in_training_goes_with_its_record(before):
    add(people_count=6, parcel_count=0, letter_count=0, case_count=0)
    note(Person.objects.synthetic().first(), User.objects.get(username="caseworker"))
    removal.remove()
    assert rows_of_tables() == before


def test_where_somebody_signed_in_and_their_second_factor_go_with_the_account(before):
    add(people_count=6, parcel_count=0, letter_count=0, case_count=0)
    user = User.objects.get(username="caseworker")
    Authenticator.objects.create(user=user, type="totp", data={})
    UserSession.objects.create(user=user, ip="127.0.0.1", session_key="a", user_agent="")
    _, closed = removal.remove()
    assert closed == []
    assert rows_of_tables() == before


def test_a_real_record_that_names_a_synthetic_one_stops_it(office):
    add(people_count=6, parcel_count=0, letter_count=0, case_count=0)
    agency = Actor.objects.get(name="Training news agency")
    source = factories.SourceFactory(office=office, publisher=agency, title="A real page")
    with pytest.raises(Refused, match=r"A real page.*Training news agency"):
        removal.remove()
    assert Source.objects.filter(pk=source.pk).exists()
    assert Person.objects.synthetic().exists()


def test_an_account_that_a_real_event_names_is_closed_and_stays(real):
    add(people_count=6, parcel_count=0, letter_count=0, case_count=0)
    event = note(real, User.objects.get(username="caseworker"))
    _, closed = removal.remove()
    assert closed == ["caseworker"]
    user = User.objects.get(synthetic=True)
    assert (user.is_active, user.has_usable_password()) == (False, False)
    event.refresh_from_db()
    assert event.recorded_by == user


def test_the_admins_log_about_synthetic_records_goes(before):
    add(people_count=6, parcel_count=0, letter_count=0, case_count=0)
    person = Person.objects.synthetic().first()
    by = User.objects.get(username="coordinator")
    LogEntry.objects.log_actions(by.pk, [person], 2, single_object=True)
    removal.remove()
    assert not LogEntry.objects.exists()
    assert rows_of_tables() == before


def test_afterwards_the_ledger_refuses_every_delete_again(real):
    add(people_count=6, parcel_count=0, letter_count=0, case_count=0)
    removal.remove()
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Event.objects.filter(person=real)._raw_delete("default")
