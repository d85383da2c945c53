"""Events, errors, sources, statements, claims and assessments are never changed, deleted or emptied (D2)."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from cases.models import Office
from tests.models.kinds import HISTORY, LEDGER, factory_of, named, trigger_names

SCOPE = {"office", "confidentiality"}
#: The words of a search may be taken out by the owner of the tables: their digest stays (tests/audit/).
TAKEN_OUT = {"AuditEntry": {"facts"}}


def columns(model):
    """All columns of the ledger's tables but those that say who may see a row, and caches of other rows."""
    free = SCOPE | {"id", *getattr(model, "caches", ())} | TAKEN_OUT.get(model.__name__, set())
    plain = [field for field in model._meta.concrete_fields if not field.generated]
    return [(model, field.name) for field in plain if field.name not in free]


def run(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("model", "column"),
    [pair for model in LEDGER for pair in columns(model)],
    ids=lambda part: part if isinstance(part, str) else part.__name__,
)
def test_no_column_is_changed(db, model, column):
    row = factory_of(model)()
    column = model._meta.get_field(column)
    kind = column.db_type(connection)
    other = {"boolean": f"NOT {column.column}", "date": "'1999-12-31'", "uuid": "gen_random_uuid()",
             "timestamp with time zone": "now() - interval '1 day'", "bytea": "'x'::bytea", "jsonb": "'[1]'::jsonb"}.get(kind)  # fmt: skip
    if other is None:
        other = "'x'" if "char" in kind or kind == "text" else f"COALESCE({column.column}, 0) + 1"
        other = "'{x}'" if kind.endswith("[]") else other
    with pytest.raises(DatabaseError, match="Cannot update rows"):
        run(f'UPDATE {model._meta.db_table} SET "{column.column}" = {other} WHERE id = {row.pk}')


@pytest.mark.parametrize("model", LEDGER, ids=named)
def test_no_row_is_deleted_from_the_ledger(db, model):
    row = factory_of(model)()
    with pytest.raises(DatabaseError, match="Cannot delete rows"):
        run(f"DELETE FROM {model._meta.db_table} WHERE id = {row.pk}")
    with pytest.raises((DatabaseError, ProtectedError)), transaction.atomic():
        row.delete()


@pytest.mark.parametrize("model", LEDGER, ids=named)
def test_the_ledger_is_not_emptied(db, model):
    with pytest.raises(DatabaseError, match="the ledger is never emptied"):
        run(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize("model", [model for model in LEDGER if hasattr(model, "confidentiality")], ids=named)
def test_who_may_see_a_row_can_change(db, model):
    row, other = factory_of(model)(), Office.objects.create(name="Another office")
    model.objects.filter(pk=row.pk).update(office=other, confidentiality="strict")
    row.refresh_from_db()
    assert (row.office, row.confidentiality) == (other, "strict")


def rewrite_first(table):
    run(f"UPDATE {table} SET pgh_label = 'x'")


@pytest.mark.parametrize("model", HISTORY, ids=named)
def test_history_is_not_rewritten(db, model):
    factory_of(model.pgh_tracked_model)()
    table = model._meta.db_table
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"):
        run(f"UPDATE {table} SET pgh_label = 'x'")
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"):
        run(f"DELETE FROM {table}")


@pytest.mark.parametrize("model", LEDGER, ids=named)
def test_each_ledger_has_all_three_guards(model):
    assert {"no_update", "no_delete", "no_truncate"} <= trigger_names(model)
