"""The database of the benches: made and dropped by them on the server that DATABASE_URL names, beside the office's."""

import os
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg import sql

NAME = "homeward_bench"
#: The owner of the tables, where it is another role, makes the database.
ADDRESSES = ("DATABASE_OWNER_URL", "DATABASE_URL")


class Problem(Exception):
    """Something that the person at the keyboard can mend."""


@contextmanager
def own(*, keep=False):
    """Point both addresses at our database and give a function that has it filled; afterwards it is gone, unless kept.

    The function takes a word for what is loaded and what loads it, and gives the seconds that it took: 0 where exactly that
    is there, loaded in this run or kept by an earlier one.
    """
    given = {name: os.environ[name] for name in ADDRESSES if name in os.environ}
    office = next(iter(given.values()), "")
    if not office:
        raise Problem("DATABASE_URL is not set: start with `make bench`.")
    if urlsplit(office).path == f"/{NAME}":
        raise Problem(f"DATABASE_URL names {NAME} itself: name another database of that server.")
    os.environ |= dict.fromkeys(ADDRESSES, urlsplit(office)._replace(path=f"/{NAME}").geturl())
    there = None

    def fresh(mark, load):
        nonlocal there
        if mark == there or (keep and mark_of(office) == mark):
            there = mark
            return 0
        drop(office)
        on_server(office, "CREATE DATABASE {}")
        call_command("migrate", verbosity=0)
        begun = time.perf_counter()
        load()
        on_server(office, "COMMENT ON DATABASE {} IS " + f"'{mark}'")
        there = mark
        return time.perf_counter() - begun

    try:
        yield fresh
    finally:
        if not keep:
            drop(office)
        for name in ADDRESSES:
            del os.environ[name]
        os.environ |= given


def drop(office):
    connections.close_all()
    on_server(office, "DROP DATABASE IF EXISTS {}")  # with FORCE it is refused while autovacuum is there


def on_server(office, statement):
    try:
        with psycopg.connect(office, autocommit=True) as server:
            server.execute(sql.SQL(statement).format(sql.Identifier(NAME)))
    except psycopg.errors.InsufficientPrivilege as refused:
        raise Problem("The role of DATABASE_URL may not make a database: ALTER ROLE … CREATEDB.") from refused
    except psycopg.OperationalError as silent:
        raise Problem(f"The server of DATABASE_URL does not answer: {silent}") from silent


def mark_of(office):
    """What was loaded and kept, or None."""
    asked = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"  # None without a comment
    with psycopg.connect(office, autocommit=True) as server:
        found = server.execute(asked, [NAME]).fetchone()
    return found and found[0]
