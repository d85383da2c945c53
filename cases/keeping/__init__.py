"""Backups and their restoring (R53): one encrypted file, of which everything that it promises is proved.

A backup is an age file (age-encryption.org/v1): the first line of what is inside says what the database held
(`manifest`), the rest is what pg_dump wrote, of the same snapshot. `age --decrypt | tail -n +2 | pg_restore` reads it
without Homeward. Nothing here holds more than a piece of it in memory.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

#: What psycopg and libpq are told to reach a database: the words of a connection string.
Address = Mapping[str, object]


class Failed(Exception):
    """A backup or restore that did not happen; its text says why and what to do."""


def in_database(url: str, name: str) -> str:
    """Give the address of another database of the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()
