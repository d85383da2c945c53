"""A chain of the audit that a test can tamper with, as somebody with all rights would."""

from django.db import connection

from cases.models import AuditEntry, AuditSeal

FAR = 2**40  # beyond the transactions of the suite itself


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else None


def seal(*, most=10, horizon=FAR):
    """Seal until nothing is left, as the worker does; how many links."""
    links = 0
    while sql("SELECT audit_seal_until(%s, %s)", most, horizon)[0][0]:
        links += 1
    return links


def written(number, *, since=1):
    """Entries of as many transactions as there are tens of them, committed in another order than begun."""
    AuditEntry.objects.bulk_create(
        AuditEntry(txid=FAR - 10**6 + since + (n * 7 % number) // 3, deed="view", subject="person", reference=f"PER-{n:04}", actor_id=n)
        for n in range(number)
    )  # fmt: skip


def unguarded():
    """What a superuser may do: let all triggers of the audit sleep."""
    for model in (AuditEntry, AuditSeal):
        sql(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
