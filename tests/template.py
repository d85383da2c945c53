"""The database of the suite is copied from one that has all migrations: made once, and again when they change."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.db import connection

ROOT = Path(settings.BASE_DIR)
#: Whatever a new database is made from: our migrations, what runs them, and the packages that bring their own.
SOURCES = (
    "cases/migrations/*.py",
    "cases/protection/*.*",
    "tracker/at_once.py",
    "tracker/settings.py",
    "requirements/*.txt",
)
LOCK = 715_517  # any number: who makes the template is waited for
PREFIX = "template_homeward_"


def digest():
    found = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()[:16]


def use():
    """Let Django make the test database as a copy. Whoever runs at the same time waits for the first."""
    name, creation = f"{PREFIX}{digest()}", connection.creation
    with creation._nodb_cursor() as cursor:
        cursor.execute("SET lock_timeout = 0; SET statement_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{PREFIX}%"])
            known = {row[0] for row in cursor.fetchall()}
            for old in known - {name}:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
            if name not in known:
                _make(f"{name}_unfinished")
                cursor.execute(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    connection.settings_dict["TEST"]["TEMPLATE"] = name


def _make(name):
    """A database under this name with everything that migrations make; nothing stays connected to it."""
    test, own = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
    wanted, test["NAME"] = test["NAME"], name
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    finally:
        connection.close()
        test["NAME"] = wanted
        settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = own
