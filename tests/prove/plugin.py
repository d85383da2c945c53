"""Loaded by `-p tests.prove.plugin`: the suite runs without the guard that HOMEWARD_WITHOUT names."""

import os

import pytest

from tests.prove import switches

if asked := os.environ.get("HOMEWARD_WITHOUT"):
    switches.install()


@pytest.fixture(scope="session", autouse=bool(asked))
def without_a_guard():
    with switches.without(int(asked)):
        yield
