"""A demonstration answers on this machine alone, whatever BIND says."""

import socket
import subprocess
import sys

import pytest
from django.test import Client

from tests.tracker.clones import REPOSITORY, environment
from tracker.__main__ import surroundings
from tracker.gunicorn import refuse_open_demonstration

HERE = [("127.0.0.1", 8000), ("::1", 8000), ("localhost", 80), "/run/homeward.sock"]
ELSEWHERE = [("0.0.0.0", 8000), ("::", 8000), ("192.0.2.1", 80)]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_it_refuses_to_be_bound_to_another_address(address, settings) -> None:
    refuse_open_demonstration([address])
    settings.DEMO = True
    with pytest.raises(SystemExit, match="serves this machine alone"):
        refuse_open_demonstration([*HERE, address])


def test_it_looks_at_a_socket_that_was_opened_for_it(settings) -> None:
    settings.DEMO = True
    for host, refused in {"127.0.0.1": False, "0.0.0.0": True}.items():
        with socket.socket() as door:
            door.bind((host, 0))
            if refused:
                with pytest.raises(SystemExit):
                    refuse_open_demonstration([door.fileno()])
            else:
                refuse_open_demonstration([door.fileno()])
            assert door.getsockname()[0] == host, "the socket is still open"


def test_the_web_server_ends_with_the_sentence() -> None:
    served = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", "python:tracker.gunicorn", "--bind", "0.0.0.0:0"],
        cwd=REPOSITORY,
        env=environment(
            HOMEWARD_DEMO="1", SECRET_KEY="only-here-" * 6, DATABASE_URL="postgres://nobody@127.0.0.1:1/none"
        ),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert served.returncode
    assert "serves this machine alone, not 0.0.0.0" in served.stderr


def test_a_request_from_another_machine_is_refused_by_every_page(db, settings) -> None:
    settings.DEMO = True
    for url in ("/accounts/login/", "/live", "/"):
        answer = Client(REMOTE_ADDR="192.0.2.1").get(url)
        assert (answer.status_code, answer.content) == (
            403,
            b"This is a demonstration: it answers this machine alone.",
        )
    assert Client().get("/accounts/login/").status_code == 200


def test_each_page_says_that_it_is_one(db, settings, client_for) -> None:
    said = "<b>Demonstration.</b>"
    clients = [Client(), client_for("caseworker")]
    pages = ["/accounts/login/", "/follow-ups/"]
    assert not any(said in each.get(url).content.decode() for each, url in zip(clients, pages, strict=True))
    settings.DEMO = True
    assert all(said in each.get(url).content.decode() for each, url in zip(clients, pages, strict=True))


def test_the_database_that_comes_along_is_for_one_and_another_is_not(monkeypatch) -> None:
    monkeypatch.delenv("HOMEWARD_DEMO", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert surroundings("postgres://here")["HOMEWARD_DEMO"] == "1"
    monkeypatch.setenv("HOMEWARD_DEMO", "0")
    assert surroundings("postgres://here")["HOMEWARD_DEMO"] == "0"
    monkeypatch.delenv("HOMEWARD_DEMO")
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere")
    assert surroundings("postgres://elsewhere")["HOMEWARD_DEMO"] == "0"
