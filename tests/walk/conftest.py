"""One office full of records for all that walks through the whole site: made once, in a transaction that nothing outlives."""

from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings

from cases.demo import office
from cases.models import User
from tests.demo.small import TODAY
from tests.journeys.test_every_page import addresses, workshop

SIZE = {"people_count": 30, "parcel_count": 24, "letter_count": 16, "case_count": 12}


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """The records, and those of their constraints that wait for the end of a transaction."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        office.add(today=TODAY, seed=11, **SIZE)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def undone(world):
    """What a test does is undone at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def walker(world):
    """A coordinator who opens everything."""
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username="coordinator"))
    return client


@pytest.fixture
def forms_are(world):
    """The addresses of pages with forms of their own: those of the product, and the workshop's for a new row."""
    return [
        address
        for address in addresses() + workshop()
        if "/admin/" not in address or address.endswith("/add/")
    ]


@pytest.fixture
def everywhere(world):
    """The address of every page, the workshop's as well."""
    return [urlsplit(address).path for address in (*addresses(), *workshop())]
