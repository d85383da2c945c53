"""Folders that play the part of a clone, and programs that play the part of a launcher."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from tracker import places
from tracker.places import Account, Problem

REPOSITORY = Path(__file__).resolve().parents[2]
IS_ROOT = os.getuid() == 0


def ask(address: str, question: str) -> object:
    """Put one question to a server."""
    with psycopg.connect(address, autocommit=True) as server:
        row = server.execute(question).fetchone()  # type: ignore[arg-type]
    return row[0] if row else None


def do(address: str, *statements: str) -> None:
    with psycopg.connect(address, autocommit=True) as server:
        for statement in statements:
            server.execute(statement)  # type: ignore[arg-type]


def environment(data: Path | None = None, **more: str) -> dict[str, str]:
    """Our environment without what says where the database is."""
    ours = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "HOMEWARD_PURPOSE"}
    }
    return ours | ({"HOMEWARD_DATA": str(data)} if data else {}) | more


def launcher(*words: str, data: Path, **more: str) -> subprocess.Popen[str]:
    """Start `python -m tracker` with the data folder of a pretended clone."""
    return subprocess.Popen(
        [sys.executable, "-m", "tracker", *words],
        cwd=REPOSITORY,
        env=environment(data, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(happened: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def other_account(*, than: str = "") -> Account | None:
    """An account without rights, other than the server's."""
    for name in ("daemon", "www-data", "bin"):
        try:
            account = places.account_of(name)
        except Problem:
            continue
        if name != than:
            return account
    return None
