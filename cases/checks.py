"""What must be true of the database before anyone trusts a search."""

from collections.abc import Iterable
from typing import Any

from django.core.checks import CheckMessage, Critical, Tags, register
from django.db import connections

CYRILLIC_WORKS = "SELECT cardinality(show_trgm('Шев')) > 0"
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
