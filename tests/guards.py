"""What makes the harness hostile: no network, no unknown template variable, no order by accident."""

import random
import socket
import sys
import time
from pathlib import Path

from django.conf import settings
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.models import QuerySet
from django.template import engines
from django.template.base import FilterExpression, Node
from django.test import Client
from pytest_django import fixtures

HERE = {"127.0.0.1", "::1", "localhost"}
OURS = Path(settings.BASE_DIR) / "templates"


class NetworkUsed(AssertionError):
    """A test tried to reach another machine."""


class UnknownVariable(AssertionError):
    """A template of ours names a variable that its view did not give."""


# --- No network -------------------------------------------------------------------------------------------


def block_network():
    """Refuse every socket but UNIX ones and those to this machine (the live server, Chromium)."""
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _only_here(getattr(socket.socket, name)))
    ask = socket.getaddrinfo

    def resolve(host, *args, **kwargs):
        _refuse_elsewhere(host)
        return ask(host, *args, **kwargs)

    socket.getaddrinfo = resolve


def _only_here(method):
    def guarded(self, *args):
        if self.family != socket.AF_UNIX:
            _refuse_elsewhere(args[-1][0])
        return method(self, *args)

    return guarded


def _refuse_elsewhere(host):
    host = host.decode() if isinstance(host, bytes) else host
    if host is not None and host not in HERE:
        raise NetworkUsed(f"A test tried to reach {host}.")


# --- No unknown template variable -------------------------------------------------------------------------


class Strict(str):
    """Stands for `string_if_invalid`: empty text in the templates of Django and allauth, a failure in ours.

    Django asks for its truth when a variable could not be resolved; the file of the node that is being
    rendered decides, so that nothing depends on the names of variables.
    """

    __slots__ = ()

    def __bool__(self):
        frame, variable = sys._getframe(1), None
        while frame is not None:
            owner = frame.f_locals.get("self")
            if variable is None and isinstance(owner, FilterExpression):
                variable = owner.token
            if isinstance(owner, Node) and getattr(owner, "origin", None):
                path = Path(owner.origin.name)
                if OURS in path.parents:
                    raise UnknownVariable(f"{path.relative_to(OURS)}: nothing is called “{variable}”.")
                return False
            frame = frame.f_back
        return False


def refuse_unknown_variables():
    for options in settings.TEMPLATES:
        options["OPTIONS"]["string_if_invalid"] = Strict()
    for engine in engines.all():
        engine.engine.string_if_invalid = Strict()


# --- No order that nobody asked for -----------------------------------------------------------------------


def shuffle_unordered():
    """Rows of a queryset without an order (its own or `Meta.ordering`) come in another one than stored.

    Always in the same other order, so that a test that fails fails again.
    """
    fetch, iterate = QuerySet._fetch_all, QuerySet.iterator

    def fetch_all(self):
        is_new = self._result_cache is None
        fetch(self)
        if is_new and not self.ordered:
            self._result_cache = shuffled(self._result_cache)

    def iterator(self, chunk_size=None):
        rows = iterate(self, chunk_size)
        return rows if self.ordered else iter(shuffled(list(rows)))

    QuerySet._fetch_all, QuerySet.iterator = fetch_all, iterator


def shuffled(rows):
    other = list(rows)
    random.Random(7).shuffle(other)
    return other if other != rows else other[::-1]


# --- Signed in with both factors ----------------------------------------------------------------------------


def sign_in_with_both_factors():
    """`force_login` gives the session of somebody who has shown password and code, as every page asks; `login` the password's alone."""
    from cases.accounts import gate  # when the apps are ready

    force = Client.force_login

    def force_login(self, user, backend=None):
        force(self, user, backend)
        session = self.session
        session["account_authentication_methods"] = [{"method": "mfa", "at": time.time()}]
        session["account_authentication_methods_user"] = str(user.pk)
        gate.begin(session)
        session.save()

    Client.force_login = force_login


# --- Emptying the tables after a test that commits --------------------------------------------------------


def let_the_suite_empty_the_ledger():
    """The ledger refuses TRUNCATE, also from the flush with which Django ends a test that commits.

    For that one transaction the triggers of the tables are switched off, as their owner may; the protection itself
    stays installed, and in force for every test.
    """
    flush = DatabaseOperations.sql_flush

    def sql_flush(self, style, tables, **kwargs):
        ours = [self.quote_name(table) for table in sorted(tables) if table.startswith("cases_")]
        return [
            *(f"ALTER TABLE {table} DISABLE TRIGGER USER;" for table in ours),
            *flush(self, style, tables, **kwargs),
            *(f"ALTER TABLE {table} ENABLE TRIGGER USER;" for table in ours),
        ]

    DatabaseOperations.sql_flush = sql_flush


# --- The suite's own database, always -----------------------------------------------------------------------


def always_make_the_database():
    """The journeys use the database past pytest-django, which would not make it for them alone: they would fill the office's."""
    fixtures._get_databases_for_setup = lambda items: ({"default"}, set())
