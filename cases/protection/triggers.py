"""The audit's triggers: three on each table, made again when its columns changed."""

import json

from django.db import connection

from cases.protection.tables import audited

_THERE = """
    SELECT c.relname, obj_description(t.oid, 'pg_trigger')
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE t.tgname = 'audit_insert' AND c.relnamespace = 'public'::regnamespace
"""
_NOTE = """
    INSERT INTO cases_auditentry (at, txid, deed, subject, reference, page, facts, facts_digest)
    SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, 'columns', %s, '', '', facts, sha256(convert_to(facts::text, 'UTF8'))
      FROM (SELECT %s::jsonb AS facts) AS told
    RETURNING id
"""
_FOUND = """
    INSERT INTO cases_auditentry (at, txid, deed, subject, row, version, reference, page, columns, digest)
    SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, 'found', %s, (j ->> %s)::bigint, (j ->> %s)::bigint,
           coalesce(j ->> 'reference', ''), '', %s, sha256(convert_to((j - %s::text[])::text, 'UTF8'))
      FROM (SELECT to_jsonb(r) AS j FROM {table} r) AS rows
"""

#: A password is in no history; that it was changed is in the audit.
_PASSWORDS = """
    CREATE OR REPLACE TRIGGER audit_password AFTER UPDATE ON cases_user FOR EACH ROW
      WHEN (OLD.password IS DISTINCT FROM NEW.password)
      EXECUTE FUNCTION audit_rows('user', '', '{password,last_login}', 'no_number', 'id', 'password')
"""


def install(cursor):
    """Put up the triggers that are missing or watch other columns than the table has now."""
    cursor.execute(_THERE)
    there = dict(cursor.fetchall())
    tables = set(connection.introspection.table_names(cursor))
    for each in audited():
        wanted = ",".join(each.columns)
        if each.table in tables and there.get(each.table) != wanted:
            _install(cursor, each, wanted, first=each.table not in there)
    cursor.execute(_PASSWORDS)


def _install(cursor, each, wanted, *, first):
    """Which columns are under audit is itself an entry, so that the chain covers it."""
    quote = connection.ops.quote_name
    table, watched = quote(each.table), [quote(column) for column in each.columns]
    cursor.execute(
        _NOTE, [each.subject, json.dumps({"table": each.table, "key": each.key, "columns": each.columns})]
    )
    (number,) = cursor.fetchone()
    cursor.execute("SET LOCAL \"TimeZone\" = 'UTC'; SET LOCAL bytea_output = 'hex'")
    if first:  # what was written before there was an audit: its digest from now on
        cursor.execute(
            _FOUND.format(table=table), [each.subject, each.row, _number(each), number, sorted(each.but)]
        )
    key = _number(each)
    arguments = ", ".join(
        "'{}'".format(word.replace("'", "''"))
        for word in (
            each.subject,
            str(number),
            "{" + ",".join(sorted(each.but)) + "}",
            key,
            each.row,
            each.kind,
        )
    )
    changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in watched)
    for name, when in {
        "audit_insert": "AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT",
        "audit_delete": "AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT",
        "audit_update": "AFTER UPDATE ON {table} FOR EACH ROW WHEN ({changed})",
    }.items():
        cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
        how = when.format(table=table, changed=changed)
        cursor.execute(f"CREATE TRIGGER {name} {how} EXECUTE FUNCTION audit_rows({arguments})")
    cursor.execute(f"COMMENT ON TRIGGER audit_insert ON {table} IS '{wanted}'")


def _number(each):
    """The column that numbers the rows; a name that no table has where the key is no number."""
    return each.key if each.row != "no_number" else each.row
