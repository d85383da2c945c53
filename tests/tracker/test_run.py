"""`make run`, from nothing to the first page and through the worst that can happen to it."""

import os
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.tracker.clones import launcher, wait_for
from tracker import postmaster


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def is_served(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=10) as page:
            return page.status == 200
    except OSError:
        return False


@pytest.mark.parametrize("port", ["abc", "0", "65536", "²"])
def test_a_port_that_is_none_is_refused_in_a_sentence(clone: Path, port: str) -> None:
    said, _ = launcher("run", data=clone / "data", PORT=port).communicate(timeout=20)
    assert f"PORT is {port!r}, but must be a number from 1 to 65535." in said


def test_a_port_that_is_taken_is_said_before_anything_starts(clone: Path) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        said, _ = launcher("run", data=clone / "data", PORT=str(port)).communicate(timeout=20)
    assert said == f"Homeward: Port {port} is taken. Choose another: PORT={port + 1} make run.\n"
    assert not (clone / "data").exists()


def test_it_serves_from_nothing_heals_a_killed_database_and_leaves_nothing_behind(clone: Path) -> None:
    data, port = clone / "data", free_port()
    program = launcher("run", data=data, PORT=str(port), WEB_CONCURRENCY="1")
    try:
        assert f"Homeward is at http://127.0.0.1:{port}\n" in read_until(program, "Homeward is at")
        assert is_served(port)

        first = postmaster.pid_of(data / "postgres")
        assert first
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: postmaster.pid_of(data / "postgres") not in {None, first})

        program.send_signal(signal.SIGTERM)
        assert program.wait(20) == 128 + signal.SIGTERM
        assert not is_served(port)
        assert postmaster.pid_of(data / "postgres") is None
    finally:
        program.kill()
        program.communicate()


def read_until(program: subprocess.Popen[str], words: str) -> str:
    said = ""
    assert program.stdout
    for line in program.stdout:
        said += line
        if words in line:
            return said
    raise AssertionError(said)
