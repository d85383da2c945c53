"""Somebody at the door: a client without the weight of Django's, whose every visit is undone."""

import re
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

#: Tables that a visit may write, because they remember the visit itself (R07); the cache counts tries at the door.
REMEMBERED = ("django_session", "usersessions_usersession", "cases_auditentry", "cache_table")
WRITES = """
    SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables WHERE relname <> ALL(%s)
"""
REFERENCE = re.compile(r"\b[A-Z]{3}-[0-9A-Z]{5,}\b")


@dataclass
class Answer:
    """What came back, and how many rows were written on the way, also in what was rolled back."""

    status: int
    headers: dict
    text: str
    writes: int
    context: object = None

    @property
    def to_the_door(self):
        return self.leads_to("/accounts/login/")

    @property
    def to_the_second_factor(self):
        """Where whoever has shown the password alone is sent, until a second factor is set up (R11)."""
        return self.leads_to(reverse("mfa_activate_totp"))

    @property
    def to_the_workshops_door(self):
        """What Django's admin answers to whom it does not let in; that address answers 403 (tests/admin/test_rights.py)."""
        return self.leads_to("/admin/login/")

    def leads_to(self, path):
        return self.status == 302 and self.headers.get("Location", "").split("?")[0] == path

    @property
    def everything(self):
        """Body and headers: wherever a canary could sing."""
        return "\n".join([self.text, *(f"{name}: {value}" for name, value in self.headers.items())])

    @property
    def references(self):
        return set(REFERENCE.findall(self.everything))


@contextmanager
def undone():
    """Nothing of what happens inside stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def writes():
    with connection.cursor() as cursor:
        cursor.execute(WRITES, [list(REMEMBERED)])
        return int(cursor.fetchone()[0])


class Visitor(RequestFactory):
    """A user, or a stranger, who goes through the whole stack of middleware."""

    def __init__(self, user=None, *, enforce_csrf=False, session=None, without=()):
        super().__init__()
        self.user, self.handler = user, ClientHandler(enforce_csrf_checks=enforce_csrf)
        if user is not None:
            client = Client()
            client.force_login(user)  # with both factors, as every page asks (`tests.guards`)
            kept = client.session
            kept.update(session or {})
            for key in without:
                del kept[key]
            kept.save()
            self.cookies["sessionid"] = kept.session_key

    def request(self, **environ):
        before = writes()
        with undone():
            response = self.handler(self._base_environ(**environ))
            text = text_of(response)
            return Answer(
                response.status_code, dict(response.headers), text, writes() - before,
                getattr(response, "context_data", None),
            )  # fmt: skip

    def visit(self, method, path, *, htmx=False, data=None):
        headers = {"HX-Request": "true"} if htmx else {}
        if method in {"get", "head"}:
            return getattr(self, method)(path, data, headers=headers)
        if method == "post":
            return self.post(path, data or {}, headers=headers)
        return getattr(self, method)(path, headers=headers)


def text_of(response):
    """All that can be read in an answer: a page, a stream, the cells of a spreadsheet."""
    body = b"".join(response) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist())
    return body.decode("utf-8", "replace")
