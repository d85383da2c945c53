"""The world of the proof, built once in a database of its own and committed, so that every run finds it there."""

import pickle
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

NAME = "homeward_proof"


def use():
    """Work in the database of the proof from now on."""
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = NAME


def build(kept: Path):
    """A fresh database with the world in it; who and what is in it is remembered in a file."""
    from tests.access import world as worlds  # the factories need Django to be ready
    from tests.access.actors import actors_of

    connection.settings_dict["TEST"]["NAME"] = NAME
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    use()
    with transaction.atomic():
        world = worlds.build()
        actors = [(a.name, a.visitor.user, a.role, a.has_office, a.scopes) for a in actors_of(world)]
    kept.write_bytes(pickle.dumps((world, actors)))


def load(kept: Path):
    """The world and the actors, as they were built."""
    from tests.access.actors import SESSION, Actor
    from tests.access.visitor import Visitor

    world, actors = pickle.loads(kept.read_bytes())
    found = []
    for name, user, role, has_office, scopes in actors:
        if name != "password alone":
            found.append(Actor(name, Visitor(user, session=SESSION), role, has_office, scopes))
    return world, found
