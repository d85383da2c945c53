"""What must be true of the database before anyone trusts a search, or that what was acknowledged is kept."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Critical, Tags, register
from django.db import connections

CYRILLIC_WORKS = "SELECT cardinality(show_trgm('Шев')) > 0"
#: Without these a power cut loses or spoils what was acknowledged (R44; PostgreSQL, "Reliability").
LASTING = ("fsync", "full_page_writes", "synchronous_commit", "data_checksums")
HAS_TRIGRAMS = "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm')"


def cyrillic_is_searchable(alias: str) -> bool:
    """Ask the server; True as well while the extension is not there yet (before the first migration)."""
    with connections[alias].cursor() as cursor:
        cursor.execute(HAS_TRIGRAMS)
        if not cursor.fetchone()[0]:
            return True
        cursor.execute(CYRILLIC_WORKS)
        return bool(cursor.fetchone()[0])


@register(Tags.database)
def check_cyrillic_search(databases: Iterable[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    return [
        Critical(
            f"Database {alias!r} was created with a locale in which Cyrillic names have no trigrams: "
            "every search for one would come back empty.",
            hint="Create the cluster with: initdb --encoding=UTF8 --locale-provider=builtin "
            "--builtin-locale=C.UTF-8 --lc-collate=C --lc-ctype=C.UTF-8",
            id="cases.E001",
        )
        for alias in databases or []
        if not cyrillic_is_searchable(alias)
    ]


@register(Tags.database)
def check_what_is_acknowledged_lasts(
    databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    return [
        Critical(
            f"Database {alias!r} has {name} off: a power cut can lose or spoil what was acknowledged.",
            hint="Stop the server and run: pg_checksums --enable"
            if name == "data_checksums"
            else f"Set in postgresql.conf: {name} = on",
            id="cases.E002",
        )
        for alias in databases or []
        for name in switched_off(alias)
    ]


def switched_off(alias: str) -> list[str]:
    """Ask as our own sessions see it: a role or a database may have settings of its own."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off' ORDER BY name",
            [list(LASTING)],
        )
        return [name for (name,) in cursor.fetchall()]
