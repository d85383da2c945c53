"""Restore into a database beside the live one, prove it, then let the two change places in one transaction."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pyrage
from django.conf import settings
from django.core.management import get_commands
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from psycopg import sql

from cases.keeping import Address, Failed, in_database, manifest, programs, reading

ALONE = "SELECT pg_try_advisory_lock(hashtext('homeward restores'), hashtext(%s))"
PROOFS = ("check_ledger", "verify_audit")  # those of them that there are

Say = Callable[[str], None]


@contextlib.contextmanager
def beside(address: Address) -> Iterator[psycopg.Connection]:
    """Connect to the server, not to the database in question; one restore of it at a time."""
    with psycopg.connect(**{**address, "dbname": "postgres"}, autocommit=True) as server:  # type: ignore[arg-type]
        if server.execute(ALONE, [address["dbname"]]).fetchone() != (True,):
            raise Failed(_("Another restore is going on: wait until it is done."))
        try:
            yield server
        finally:  # now, and not when the server notices that we are gone
            with contextlib.suppress(psycopg.Error):
                server.execute("SELECT pg_advisory_unlock_all()")


@contextlib.contextmanager
def restored(
    server: psycopg.Connection, address: Address, file: Path, keys: Sequence[pyrage.x25519.Identity], say: Say
) -> Iterator[str]:
    """Make a proved database of a backup, and drop it in the end unless it got another name meanwhile."""
    name = f"{address['dbname']}_restoring"
    new = {**address, "dbname": name}

    @contextlib.contextmanager
    def sink(promised: manifest.Manifest) -> Iterator:
        refuse_newer(promised)
        say(
            _("Restoring %(rows)s rows of %(made)s")
            % {"rows": manifest.rows_of(promised), "made": promised["made"]}
        )
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        with programs.restore(new) as taking:
            yield taking

    drop(server, name)
    try:
        promised = reading.read(file, keys, sink)
        compare(promised, new)
        say(_("Every table, row and sequence is as it was."))
        prove(name)
        say(_("Its tables are up to date; the ledger and the audit prove right."))
        yield name
    finally:
        drop(server, name)


#: Connections to a database that this role may end. Those of the server itself (autovacuum) have no role: it ends them.
END_CONNECTIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = %s AND pid <> pg_backend_pid() AND pg_has_role(usesysid, 'MEMBER')
"""


def drop(server: psycopg.Connection, name: str) -> None:
    """Drop a database, whoever of ours is connected to it.

    Not WITH (FORCE): that is refused to all but a superuser while autovacuum looks at the database, as it does after a restore.
    """
    server.execute(END_CONNECTIONS, [name])
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def refuse_newer(promised: manifest.Manifest) -> None:
    """A backup of an older Homeward is brought up to date; one of a newer we cannot understand."""
    known = MigrationLoader(None).disk_migrations
    unknown = [f"{app}.{name}" for app, name in promised["migrations"] if (app, name) not in known]
    if unknown:
        raise Failed(
            _("This backup was written by a newer Homeward (%(migration)s): restore it with that one.")
            % {"migration": unknown[0]}
        )


def compare(promised: manifest.Manifest, new: Address) -> None:
    with psycopg.connect(**new) as server:  # type: ignore[arg-type]
        server.execute(manifest.SETTINGS)
        lacking = list(manifest.differences(promised, manifest.of(server)))
    if lacking:
        raise Failed("\n".join([_("The restored database is not what was backed up:"), *lacking[:20]]))


def prove(name: str) -> None:
    """Bring its tables up to date as a start does, then let each proof of ours look at it."""
    run(name, "owner", "-m", "tracker.prepare", "tables")
    commands = get_commands()
    for proof in PROOFS:
        if proof in commands:
            run(name, "work", "manage.py", proof)


def run(name: str, purpose: str, *words: str) -> None:
    there = {
        "DATABASE_URL": in_database(settings.DATABASE_URL, name),
        "DATABASE_OWNER_URL": in_database(settings.DATABASE_OWNER_URL, name),
        "HOMEWARD_PURPOSE": purpose,
    }
    ran = subprocess.run(  # noqa: S603  our own words
        [sys.executable, *words],
        cwd=settings.BASE_DIR, env=os.environ | there, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ran.returncode:
        said = (ran.stderr or ran.stdout).strip().splitlines()[-3:]
        raise Failed(
            _("%(what)s failed on the restored database: %(said)s")
            % {"what": words[1], "said": "\n".join(said)}
        )


def holds_anything(server: psycopg.Connection, address: Address) -> bool:
    """Whether there is a database in the place, with tables in it."""
    if not server.execute("SELECT FROM pg_database WHERE datname = %s", [address["dbname"]]).rowcount:
        return False
    with psycopg.connect(**address) as live:  # type: ignore[arg-type]
        return bool(live.execute(manifest.TABLES).rowcount)


def put_in_place(server: psycopg.Connection, address: Address, name: str) -> str | None:
    """Let the restored database take the place of the live one, which stays beside it: give back its new name."""
    live, before = str(address["dbname"]), None
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    try:
        with server.transaction():
            if server.execute("SELECT FROM pg_database WHERE datname = %s", [live]).rowcount:
                before = f"{live}_before_{datetime.now(UTC):%Y%m%dt%H%M%S}"
                server.execute(rename.format(sql.Identifier(live), sql.Identifier(before)))
            server.execute(rename.format(sql.Identifier(name), sql.Identifier(live)))
    except psycopg.errors.ObjectInUse as problem:
        raise Failed(_("Homeward is running on this database: stop it, then restore again.")) from problem
    return before


def drop_replaced(server: psycopg.Connection, address: Address) -> list[str]:
    """Drop what earlier restores put aside; say which."""
    found = server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY datname",
        [f"{address['dbname']}_before_"],
    ).fetchall()
    for (name,) in found:
        drop(server, name)
    return [name for (name,) in found]
