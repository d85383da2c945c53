"""What the owner of the tables puts up after every migration: the audit's triggers, and what the application's role may do.

`manage.py migrate` and the launcher run `protect`; it changes only what is not there yet.
"""

from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from cases.protection import grants, triggers

FUNCTIONS = Path(__file__).with_name("functions.sql")


def protect():
    """Bring functions, triggers and rights up to date; nothing where the tables are not there yet."""
    if "cases_auditseal" not in connection.introspection.table_names():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('homeward protects'))")
        cursor.execute(FUNCTIONS.read_text(encoding="utf-8").replace("%", "%%"), None)
        triggers.install(cursor)
        if settings.APP_ROLE:
            grants.give(cursor, settings.APP_ROLE)
