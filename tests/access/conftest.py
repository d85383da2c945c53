"""One world for the whole proof, built once and rolled back at the end, and who comes to the door."""

import logging

import pytest
from django.db import transaction

from cases.accounts import gate
from tests.access import world as worlds
from tests.access.actors import actors_of


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """Two offices; nothing that a visit does to them stays."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # refusals are what is tried here
    awake = pytest.MonkeyPatch()
    awake.setattr(gate, "IDLE", gate.WHOLE)  # visits are undone, and what a session remembers of them as well
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)
    awake.undo()
    logging.getLogger("django.request").setLevel(logging.NOTSET)


@pytest.fixture(scope="package")
def actors(world):
    return list(actors_of(world))
