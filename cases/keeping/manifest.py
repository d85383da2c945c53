"""What a database holds, in numbers that a copy must have too: rows and a digest of each table, sequences, migrations."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
from django.utils.translation import gettext as _
from psycopg import sql

FORMAT = 1
#: What is no record: a restored office must not revive sessions that were ended since, and a cache fills itself.
PASSING = ("cache_table", "django_session")
TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY c.relname COLLATE "C"
"""
SEQUENCES = """
    SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences
     WHERE schemaname = 'public' ORDER BY sequencename COLLATE "C"
"""
#: The sum does not depend on the order of rows. Text of times and numbers depends on settings, so they are set.
DIGEST = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)::text FROM {} t"
SETTINGS = """
    SET statement_timeout = 0; SET lock_timeout = '60s'; SET idle_in_transaction_session_timeout = 0;
    SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 1;
    SET bytea_output = 'hex'; SET row_security = off
"""

Manifest = dict[str, Any]


def of(server: psycopg.Connection) -> Manifest:
    """Read it all in the transaction that `server` is in."""
    tables = [name for (name,) in server.execute(TABLES).fetchall()]
    contents = {}
    for name in tables:
        if name not in PASSING:
            found = server.execute(sql.SQL(DIGEST).format(sql.Identifier(name))).fetchone()
            contents[name] = list(found or ())
    return {
        "homeward_backup": FORMAT,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "postgresql": server.info.server_version // 10000,
        "migrations": migrations_of(server) if "django_migrations" in tables else [],
        "tables": contents,
        "sequences": dict(server.execute(SEQUENCES).fetchall()),
    }


def migrations_of(server: psycopg.Connection) -> list[list[str]]:
    return [
        list(row) for row in server.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    ]


def line_of(manifest: Manifest) -> bytes:
    return json.dumps(manifest, separators=(",", ":")).encode() + b"\n"


def from_line(line: bytes) -> Manifest | None:
    """Read the first line of a backup; None where it is none."""
    try:
        manifest = json.loads(line)
    except ValueError:
        return None
    return manifest if isinstance(manifest, dict) and "homeward_backup" in manifest else None


def rows_of(manifest: Manifest) -> int:
    return sum(rows for rows, _digest in manifest["tables"].values())


def differences(promised: Manifest, found: Manifest) -> Iterator[str]:
    """Say in sentences what a restored database lacks, or has and should not have."""
    for name in sorted({*promised["tables"], *found["tables"]}):
        rows, digest = promised["tables"].get(name, (None, None))
        rows_found, digest_found = found["tables"].get(name, (None, None))
        if rows != rows_found:
            yield _("%(table)s: %(rows)s rows in the backup, %(found)s restored.") % {
                "table": name, "rows": rows, "found": rows_found,
            }  # fmt: skip
        elif digest != digest_found:
            yield _("%(table)s: as many rows, but not the same ones.") % {"table": name}
    for name, value in promised["sequences"].items():
        # A sequence belongs to no snapshot: it may have gone on while the backup was written.
        if found["sequences"].get(name, -1) < value:
            yield _("%(sequence)s: at least %(value)s in the backup, %(found)s restored.") % {
                "sequence": name, "value": value, "found": found["sequences"].get(name),
            }  # fmt: skip
    if promised["migrations"] != found["migrations"]:
        yield _("The list of migrations differs.")
