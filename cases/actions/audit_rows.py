"""Does what stands in the tables fit what the audit says was written? (R36, R37)

For each row of a ledger, of a history and of whatever else is under audit: the newest entry of that row has its digest.
A row that a redaction changed has an entry for that as well, so that it fits; one that was changed while the triggers
were off does not, nor one that was taken away or slipped in.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from django.db import connection, transaction
from django.utils.translation import gettext as _

from cases.models import AuditEntry
from cases.protection.tables import audited

SHOWN = 5
_NEWEST = """
    CREATE TEMPORARY TABLE audit_newest ON COMMIT DROP AS
    SELECT DISTINCT ON (subject, version) subject, version, deed, columns, digest FROM cases_auditentry
     WHERE version IS NOT NULL AND deed IN ('insert', 'update', 'delete', 'found')
     ORDER BY subject, version, id DESC
"""
_COMPARE = """
    SELECT count(*), count(*) FILTER (WHERE what = 'lost'), count(*) FILTER (WHERE what = 'strange'), count(*) FILTER (WHERE what = 'changed'),
           (array_agg(coalesce(key, version) ORDER BY coalesce(key, version)) FILTER (WHERE what IS NOT NULL))[:{shown}]
      FROM (SELECT t.{key} AS key, n.version, CASE
                WHEN t.{key} IS NULL THEN CASE WHEN n.deed <> 'delete' THEN 'lost' END
                WHEN n.version IS NULL OR n.deed = 'delete' THEN 'strange'
                WHEN {differs} THEN 'changed' END AS what
              FROM (SELECT * FROM audit_newest WHERE subject = %s) n FULL JOIN {table} t ON t.{key} = n.version) AS compared
"""


@dataclass
class Compared:
    """What a comparison of all tables found."""

    rows: int = 0
    problems: list[str] = field(default_factory=list)


@transaction.atomic
def verify_rows():
    """Compare every row under audit with its newest entry."""
    found = Compared()
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL \"TimeZone\" = 'UTC'; SET LOCAL bytea_output = 'hex'; SET LOCAL work_mem = '256MB'"
        )
        cursor.execute(_NEWEST)
        cursor.execute("CREATE INDEX ON audit_newest (subject); ANALYZE audit_newest")
        covered = _covered()
        for each in audited():
            if each.row != "no_number":
                _compare(cursor, each, covered.get(each.subject, []), found)
    return found


def _covered():
    """Subject -> (number, columns) of the entries that say which columns count, the oldest first."""
    rows = AuditEntry.objects.filter(deed=AuditEntry.Deed.COLUMNS).order_by("id")
    covered: dict[str, list[tuple[int, list[str]]]] = {}
    for row in rows:
        covered.setdefault(row.subject, []).append((row.pk, (row.facts or {})["columns"]))
    return covered


def _compare(cursor, each, covered, found):
    quote = connection.ops.quote_name
    now = [c.name for c in connection.introspection.get_table_description(cursor, each.table)]
    cursor.execute(
        _COMPARE.format(
            table=quote(each.table), key=quote(each.key), shown=SHOWN, differs=_differs(covered, now)
        ),
        [each.subject],
    )
    rows, lost, strange, changed, which = cursor.fetchone()
    found.rows += rows
    if lost or strange or changed:
        found.problems.append(
            _("%(table)s: %(changed)s rows were changed, %(lost)s taken away and %(strange)s slipped in past the audit (%(which)s …).")
            % {"table": each.table, "changed": changed, "lost": lost, "strange": strange, "which": ", ".join(map(str, which))}
        )  # fmt: skip


def _differs(covered, now):
    """Is the digest another one? While columns were added, a row may have been written with them before that was noted."""
    cases = []
    for (number, columns), following in pairwise([*covered, None]):
        if set(columns) <= set(now):
            digests = [_digest(columns, now)]
            if following and set(following[1]) <= set(now):
                digests.append(_digest(following[1], now))
            cases.append(f"WHEN {int(number)} THEN n.digest NOT IN ({', '.join(digests)})")
    return f"CASE n.columns {' '.join(cases)} ELSE false END" if cases else "false"


def _digest(columns, now):
    but = ",".join(f'"{name}"' for name in now if name not in columns)
    return f"sha256(convert_to((to_jsonb(t) - '{{{but}}}'::text[])::text, 'UTF8'))"
