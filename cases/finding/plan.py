"""How the database looks for something: by indexes, never by reading a table, and as it planned to do once.

A search is a few short statements of which the database needs longer to plan each than to answer it. So each is prepared
when a connection first needs it. Their plans hold for all values, because all that is looked for stands in arrays.
"""

from itertools import count
from weakref import WeakKeyDictionary

from django.db import DatabaseError, connection

_SET = "SELECT set_config('enable_seqscan', %s, true), set_config('plan_cache_mode', %s, true)"
_OURS = "finding_"  # how the names of our prepared statements begin
_FOR_INDEXES, _AS_BEFORE = ("off", "force_generic_plan"), ("on", "auto")

_prepared = (
    WeakKeyDictionary()
)  # connection: {statement: the name under which it is prepared there}; None: nobody knows any more
_numbers = count(1)


def rows_by_index(sql, parameters):
    """The rows of one statement with values $1, $2 …, in one journey to the database.

    Whatever goes wrong on a connection, the next search there prepares its statements anew: they may be gone, or of
    columns that a migration has changed.
    """
    with connection.cursor() as cursor:
        connection.ensure_connection()
        names = _names(cursor)
        name = names.get(sql) or f"{_OURS}{next(_numbers)}"
        prepare = "" if sql in names else f"PREPARE {name} AS {sql}; "
        values = ", ".join(["%s"] * len(parameters))
        try:
            cursor.execute(f"{_SET}; {prepare}EXECUTE {name} ({values})", [*_FOR_INDEXES, *parameters])
        except DatabaseError:
            _prepared[connection.connection] = None
            raise
        names[sql] = name
        while cursor.nextset():
            pass  # past what was set
        rows = cursor.fetchall()
        if connection.in_atomic_block:
            cursor.execute(_SET, _AS_BEFORE)
        return rows


def _names(cursor):
    """What is prepared on this connection; after a failure nothing, and what was is taken away."""
    names = _prepared.setdefault(connection.connection, {})
    if names is None:
        cursor.execute("SELECT name FROM pg_prepared_statements WHERE starts_with(name, %s)", [_OURS])
        for (name,) in cursor.fetchall():
            cursor.execute(f"DEALLOCATE {name}")
        names = _prepared[connection.connection] = {}
    return names
