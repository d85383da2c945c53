"""A small synthetic office, once for the tests of a file, in a transaction that nothing outlives."""

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests.demo.small import add


@pytest.fixture(scope="module", autouse=True)
def a_demonstration():
    """Elsewhere in the suite the installation is a real one."""
    with override_settings(DEMO=True):
        yield


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The small office, its foreign keys and lots checked as at the end of a transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        add()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        yield
        transaction.set_rollback(True)
