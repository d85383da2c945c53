"""The seeded office, once for the tests of a file, in a transaction that nothing outlives."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """All that `manage.py seed` loads."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("seed", stdout=StringIO())
        yield
        transaction.set_rollback(True)
