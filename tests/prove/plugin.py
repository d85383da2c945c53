"""Loaded by `-p tests.prove.plugin`: each test says which guards decided something in it, or the suite runs without one guard.

HOMEWARD_TOLD is the folder for what is said; HOMEWARD_WITHOUT the number of the guard, HOMEWARD_JOB that of the database.
"""

import json
import os
from pathlib import Path

import pytest

from tests.prove import switches

switches.install()
TOLD, OUT, JOB = (os.environ.get(f"HOMEWARD_{name}") for name in ("TOLD", "WITHOUT", "JOB"))


def pytest_configure():
    """Pages say what they are made of; runs beside each other have each a database."""
    switches.watch_pages()
    if JOB:
        from django.db import connection

        connection.settings_dict["TEST"]["NAME"] = f"test_proof_{JOB}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    if OUT:
        with switches.without(int(OUT)):
            return (yield)
    switches.begin()
    try:
        return (yield)
    finally:
        with Path(TOLD, f"{os.getpid()}.jsonl").open("a") as file:
            file.write(json.dumps([item.nodeid, sorted(switches.met)]) + "\n")
