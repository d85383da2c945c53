"""Many rows in one statement."""

from django.db import connection
from django.db.models import JSONField
from psycopg.types.json import Jsonb

from cases.lib.dates import UncertainDate


def update_many(model, rows):
    """Write columns of many rows of a table: {number: {column: value}}, each with the same columns; one statement."""
    if not rows:
        return
    names = list(next(iter(rows.values())))
    fields = [model._meta.pk, *(model._meta.get_field(name) for name in names)]
    quoted = [connection.ops.quote_name(field.column) for field in fields]
    table = connection.ops.quote_name(model._meta.db_table)
    values = [list(rows), *([values[name] for values in rows.values()] for name in names)]
    arrays = [
        [field.get_db_prep_save(value, connection) for value in column]
        for field, column in zip(fields, values, strict=True)
    ]
    sets = ", ".join(f"{column} = given.{column}" for column in quoted[1:])
    types = ", ".join(f"%s::{field.rel_db_type(connection)}[]" if field.primary_key else f"%s::{field.db_type(connection)}[]"
                      for field in fields)  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} changed SET {sets} FROM unnest({types}) AS given ({', '.join(quoted)}) "  # noqa: S608  names of ours
            f"WHERE changed.{quoted[0]} = given.{quoted[0]}",
            arrays,
        )


def ignore_nothing():
    """Say that no trigger is ignored, for this transaction; and who acts and why, which history and audit ask at the next COPY.

    Where nothing is said, each call of a trigger fails to read the setting and rolls back a subtransaction,
    which walks through all foreign keys still to be checked: thousands of rows would take minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH said AS (SELECT set_config('pgtrigger.ignore', '{}', true)) TABLE said"
        )  # with a bare SELECT nobody is said


def take(sequence, count):
    """So many numbers of a sequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, count])
        return [number for (number,) in cursor.fetchall()]


def write_down(rows):
    """Insert new rows of one ledger by COPY, in their order; they know their number, place and time afterwards."""
    if not rows:
        return
    model = type(rows[0])
    with (
        connection.cursor() as cursor
    ):  # no bare SELECT, so that history and audit learn who it is before COPY
        cursor.execute(
            "WITH given AS (SELECT nextval(%s) AS id, nextval('cases_ledger') AS place FROM generate_series(1, %s)) "
            "SELECT id, place, now() FROM given ORDER BY place",
            [f"{model._meta.db_table}_id_seq", len(rows)],
        )
        for row, (pk, place, now) in zip(rows, cursor.fetchall(), strict=True):
            row.pk, row.sequence, row.recorded_at = pk, place, now
    copy(list(model._meta.concrete_fields), rows)
    for row in rows:
        row._state.adding = False


def copy(fields, rows):
    """Write the given columns of model instances by COPY: a tenth of the work of INSERT, and the same triggers."""
    copy_lines(fields, lines_of(fields, rows))


def copy_lines(fields, lines):
    """Write lines of the values of these columns by COPY. They are made while it runs: what makes them asks the database nothing."""
    table = fields[0].model._meta.db_table
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    with (
        connection.wrap_database_errors,  # COPY is psycopg's own, and so are its errors
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as to,
    ):
        for line in lines:
            to.write_row(line)


def lines_of(fields, rows):
    """The values that model instances have of these columns, as COPY takes them."""
    readers = [
        (field.attname, field.name if field.is_relation else "", isinstance(field, JSONField))
        for field in fields
    ]
    for row in rows:
        held, named = row.__dict__, row._state.fields_cache
        yield [
            _plain(held[attname], named.get(name) if name else None, json) for attname, name, json in readers
        ]


def _plain(value, named, json):
    """What a column holds; a row that it names may have got its id after it was named."""
    if named is not None:
        return named.pk
    if json:
        return Jsonb(value)
    kind = type(value)
    if kind is UncertainDate:
        return value.edtf
    return str(value) if kind is not str and isinstance(value, str) else value
