"""What two words of names, and two names of parents, are to each other: asked once for each two that occur."""

from django.db import connection

from cases.lib import matching
from cases.lib.names.compare import WORTH, likeness

_CHUNK = 20_000

_WORDS_APART = """
    SELECT DISTINCT least(one, other), greatest(one, other)
      FROM pair_met CROSS JOIN unnest(one_left) AS one CROSS JOIN unnest(other_left) AS other
"""
_PARENTS_APART = """
    WITH told AS MATERIALIZED (SELECT * FROM pair_person WHERE father_name <> '' OR mother_maiden_name <> '')
    SELECT DISTINCT one, other
      FROM told a JOIN pair ON pair.first = a.id JOIN told b ON b.id = pair.second
     CROSS JOIN LATERAL (VALUES (a.father_name, b.father_name), (a.mother_maiden_name, b.mother_maiden_name)) AS said (one, other)
     WHERE one <> '' AND other <> '' AND one <> other
"""


# The words of a pair that are alike: each of the one name with the best of the other.
_ALIKE = """
    CREATE TEMPORARY TABLE pair_alike ON COMMIT DROP AS
    SELECT first, second, count(*)::int AS number, sum(worth) AS worth, array_agg(code) AS codes, array_agg(x) AS ones, array_agg(y) AS others
      FROM (
        SELECT DISTINCT ON (first, second, x) first, second, x, y, l.worth, l.code
          FROM pair_met CROSS JOIN unnest(one_left) AS x CROSS JOIN unnest(other_left) AS y
          JOIN pair_like l ON l.one = least(x, y) AND l.other = greatest(x, y)
         ORDER BY first, second, x, l.worth DESC
     ) AS best
     GROUP BY first, second
"""
_FOLDS = """
    SELECT apart.one, apart.other, a.fold, b.fold
      FROM ({}) AS apart (one, other) JOIN pair_word a ON a.id = apart.one JOIN pair_word b ON b.id = apart.other
"""


def make(cursor):
    """The tables `pair_like` (words that sound different, and can be one), `pair_alike` (those of each pair), `pair_parent`."""
    cursor.execute(
        "CREATE TEMPORARY TABLE pair_like (one int, other int, code text, worth float8) ON COMMIT DROP"
    )
    cursor.execute("CREATE TEMPORARY TABLE pair_parent (one text, other text, found text) ON COMMIT DROP")
    _fill(cursor, _FOLDS.format(_WORDS_APART), "pair_like", _like)
    _fill(cursor, _PARENTS_APART, "pair_parent", _found)
    cursor.execute("ANALYZE pair_like; ANALYZE pair_parent")
    cursor.execute(_ALIKE)
    cursor.execute("ANALYZE pair_alike (first, second)")


def _like(one, other, fold, other_fold):
    code = likeness(fold, other_fold)
    return (one, other, code, WORTH[code]) if code else None


def _found(one, other):
    return one, other, matching.parents(one, other)


def _fill(cursor, question, table, answer):
    """Write to a table what each row of a question comes to; a few thousand rows are held at a time."""
    with connection.chunked_cursor() as rows:
        rows.execute(question)
        while some := rows.fetchmany(_CHUNK):
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for found in filter(None, (answer(*row) for row in some)):
                    copy.write_row(found)
