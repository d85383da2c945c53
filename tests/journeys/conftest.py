"""One town for all journeys of a file: the seeded facts and a small synthetic office, made once and emptied at the end."""

import pytest
from django.core.management import call_command
from django.test import override_settings
from pytest_django.live_server_helper import LiveServer

from cases.models import RepatriationCase, User


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """The data, committed, so that the server's threads see it."""
    with django_db_blocker.unblock(), override_settings(DEMO=True):
        call_command("seed", verbosity=0)
        call_command("demo", people=30, parcels=20, cases=8, verbosity=0)
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def server(town):
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def six(town):
    return RepatriationCase.objects.get(title__startswith="Six residents")


@pytest.fixture
def caseworker(town):
    return User.objects.get(username="caseworker")


@pytest.fixture
def coordinator(town):
    return User.objects.get(username="coordinator")
