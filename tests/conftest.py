"""The harness: hostile by default (`tests.guards`), with the people and the clock that tests ask for."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import get_hashers
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from cases.protection import protect
from tests import factories, guards, template
from tests.browser import *  # noqa: F403  the fixtures of the browser journeys

guards.block_network()
guards.always_make_the_database()
guards.shuffle_unordered()
guards.let_the_suite_empty_the_ledger()
guards.sign_in_with_both_factors()

ROLES = ("viewer", "caseworker", "coordinator", "administrator", "auditor")


OTHERS_LEAVE = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """The database is a copy of one in which all migrations have run."""
    with django_db_blocker.unblock():
        template.use()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The suite's database; before it goes, whoever still holds it leaves: a browser keeps a server's thread alive."""
    with django_db_blocker.unblock():
        protect()  # once more, as at each start: Django made the table of the cache after the migrations
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(OTHERS_LEAVE)


@pytest.fixture(scope="session", autouse=True)
def hostile_settings():
    """Unknown template variables fail; passwords are hashed quickly, because here nobody attacks them."""
    guards.refuse_unknown_variables()
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        get_hashers.cache_clear()
        yield


@pytest.fixture
def committed_db(transactional_db):
    """A database in which the test's transactions really end: for two writers and for the browser.

    All tables are emptied after the test (`guards.let_the_suite_empty_the_ledger`): slow, so only where
    it is needed.
    """


@pytest.fixture
def office(db):
    """The office whose records the test works with."""
    return factories.OfficeFactory(name="Office of the test")


@pytest.fixture
def parties(db):
    """Two states that do not exist: tests hold for any two (the mirror test swaps real ones)."""
    north = factories.PartyFactory(code="XA", name="Northland")
    return north, factories.PartyFactory(code="XB", name="Southland")


@pytest.fixture
def user_in(office):
    """Give the user of a role: in the test's office, or in another one."""

    def user_in(role, where=office):
        return factories.UserFactory(role=role, office=where)

    return user_in


@pytest.fixture
def viewer(user_in):
    return user_in("viewer")


@pytest.fixture
def caseworker(user_in):
    return user_in("caseworker")


@pytest.fixture
def coordinator(user_in):
    return user_in("coordinator")


@pytest.fixture
def administrator(user_in):
    return user_in("administrator")


@pytest.fixture
def auditor(user_in):
    return user_in("auditor")


@pytest.fixture
def client_for(request):
    """Give a client that is signed in: as a role (the fixture of that name), or as a user."""

    def client_for(who):
        client = Client()
        client.force_login(request.getfixturevalue(who) if isinstance(who, str) else who)
        return client

    return client_for


@pytest.fixture
def stop_clock(monkeypatch):
    """Let the screens believe that it is noon (UTC) of a day; the database keeps its own time."""

    def stop_clock(day):
        moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return moment

    return stop_clock
