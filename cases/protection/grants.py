"""What the application's own role may do: everything but change or empty what must stay as it was written (R37)."""

from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from cases.protection.tables import follows, is_history, is_ledger

#: Written by triggers, by functions or by the owner alone.
READ_ONLY = {
    "cases_auditentry", "cases_auditseal", "django_migrations", "django_content_type", "auth_permission",
}  # fmt: skip
#: Rows are added, and stay.
ADDED_TO = {"pghistory_context", "django_admin_log"}
#: What the role may call; the rest of the audit's functions is for the owner and for triggers.
CALLED = (
    "audit_read(text, text, bigint, text, text, bigint, bigint, jsonb)",
    "audit_seal(integer)",
)
_WHAT_IT_IS = """
    SELECT rolsuper OR rolbypassrls OR rolcreaterole OR pg_has_role(oid, current_user::regrole, 'MEMBER')
      FROM pg_roles WHERE rolname = %s
"""
_HISTORY_FUNCTIONS = """
    SELECT DISTINCT t.tgfoid::regprocedure::text FROM pg_trigger t
     WHERE t.tgname ~ '^pgtrigger_(insert_insert|update_update|delete_delete)_'
"""


def give(cursor, role):
    """Take everything from the role, then give what it needs; history is written with the owner's rights."""
    who, quote = connection.ops.quote_name(role), connection.ops.quote_name
    _demand_role(cursor, role)
    cursor.execute(f"GRANT USAGE ON SCHEMA public TO {who}")
    cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {who}, PUBLIC")
    cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {who}")
    cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {who}")
    for table in connection.introspection.table_names(cursor):
        cursor.execute(f"GRANT {_rights(table)} ON {quote(table)} TO {who}")
    for function in ("audit_rows()", "audit_seal_until(integer, bigint)", *CALLED):
        cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
    for function in CALLED:
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {who}")
    cursor.execute(_HISTORY_FUNCTIONS)
    for (function,) in cursor.fetchall():
        cursor.execute(f"ALTER FUNCTION {function} SECURITY DEFINER SET search_path = pg_catalog, public")


def _demand_role(cursor, role):
    """The role is there, made now where the owner may make it, and has no way past the guards."""
    cursor.execute(_WHAT_IT_IS, [role])
    found = cursor.fetchone()
    if found is None:
        cursor.execute("SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            raise SystemExit(
                f"Homeward: the role {role} of DATABASE_URL does not exist: make one that may only sign in."
            )
        secret = settings.APP_PASSWORD
        if secret:  # the server is told how to recognise the password, never the password
            secret = connection.connection.pgconn.encrypt_password(
                secret.encode(), role.encode(), b"scram-sha-256"
            ).decode()
        login = sql.SQL("LOGIN PASSWORD {}").format(sql.Literal(secret)) if secret else sql.SQL("LOGIN")
        cursor.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(role), login))
    elif found[0]:
        raise SystemExit(
            f"Homeward: the role {role} of DATABASE_URL may act as the owner of the tables: name one that may only sign in."
        )


def _rights(table):
    model = {m._meta.db_table: m for m in apps.get_models(include_auto_created=True)}.get(table)
    if table in READ_ONLY or (model and is_history(model)):
        return "SELECT"
    if table in ADDED_TO:
        return "SELECT, INSERT"
    if model and is_ledger(model):
        quote = connection.ops.quote_name
        free = sorted(model._meta.get_field(name).column for name in follows(model))
        return "SELECT, INSERT" + (f", UPDATE ({', '.join(map(quote, free))})" if free else "")
    return "SELECT, INSERT, UPDATE, DELETE"
