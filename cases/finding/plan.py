"""How the database may look for something: by indexes, never by reading a table, however many rows it expects."""

from contextlib import contextmanager

from django.db import connection, transaction

_SET = "SELECT set_config('enable_seqscan', %s, true)"


@contextmanager
def by_index():
    """Let the queries of this block use indexes."""
    nested = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_SET, ["off"])
        yield
        if nested:
            cursor.execute(_SET, ["on"])


def rows_by_index(sql, parameters):
    """The rows of one statement, in one journey to the database and its own transaction if there is none."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_SET}; {sql}", ["off", *parameters])
        while len(cursor.description) == 1 and cursor.nextset():
            pass  # past what was set; where a history is kept, its own wrapper has gone past it already
        rows = cursor.fetchall()
        if connection.in_atomic_block:
            cursor.execute(_SET, ["on"])
        return rows
