"""What jobs of the background share: one worker for each, by a lock that ends with its connection, and how far it is."""

import psycopg
from django.db import connection
from psycopg import sql

ATTEMPTS = 3  # so often a job may end its worker before it is given up
IMPORTS, EXPORTS = (
    20_260_125,
    20_260_126,
)  # the first number of our advisory locks; the second is that of the job


def try_lock(kind, pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [kind, pk % 2**31])
        return cursor.fetchone()[0]


def unlock(kind, pk):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [kind, pk % 2**31])


def reporter(job):
    """Says how many rows of a job are done, on a connection of its own: what the deed itself writes nobody sees before its end."""
    parameters = connection.get_connection_params()
    parameters = {
        k: v for k, v in parameters.items() if k not in {"cursor_factory", "context", "prepare_threshold"}
    }
    said = sql.SQL("UPDATE {} SET progress = %s WHERE id = %s").format(sql.Identifier(job._meta.db_table))

    def report(rows):
        with psycopg.connect(**parameters, autocommit=True) as other:
            other.execute(said, [rows, job.pk])

    return report
