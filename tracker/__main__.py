"""`python -m tracker run` serves the product; `exec -- COMMAND` and `test` run something on its database."""

import argparse
import contextlib
import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tracker import database
from tracker.database import say
from tracker.places import Problem, make_folder, open_safely, place_of

CLONE = Path(__file__).resolve().parent.parent
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tracker", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("run", help="prepare what is missing, then serve until Ctrl-C")
    verbs.add_parser("test", help="run the suite").add_argument("words", nargs=argparse.REMAINDER)
    verbs.add_parser("exec", help="run any command").add_argument("words", nargs=argparse.REMAINDER)
    verbs.add_parser("stop", help="stop a database that nobody uses")
    given = parser.parse_args(arguments)
    words = given.words[1:] if getattr(given, "words", [])[:1] == ["--"] else getattr(given, "words", [])
    try:
        with stopping_politely():
            match given.verb:
                case "run":
                    return serve()
                case "test":
                    return run_suite(words)
                case "exec":
                    return execute(words)
                case _:
                    return stop_leftover()
    except Problem as problem:
        say(f"Homeward: {problem}")
        return 1


@contextlib.contextmanager
def stopping_politely() -> Iterator[None]:
    """Turn the first signal into an orderly end; later ones do not disturb it."""

    def end(number: int, frame: object) -> None:
        for each in SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise SystemExit(0 if number == signal.SIGINT else 128 + number)

    before = {each: signal.signal(each, end) for each in SIGNALS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def serve() -> int:
    """Start everything, say where it is, and stay until told to stop."""
    port = port_wanted()
    with listening(port) as door, database.running(CLONE) as address:
        environment = surroundings(address)
        logins = prepare(environment)
        with web_server(environment, door) as web, background(environment) as keep_working:
            wait_for_first_page(web, port)
            say(f"\nHomeward is at http://127.0.0.1:{port}\n{logins}Ctrl-C stops it.")
            while web.poll() is None:
                keep_working()
                if "DATABASE_URL" not in os.environ:
                    database.revive(place_of(CLONE))
                time.sleep(0.5)
            raise Problem(f"The web server ended by itself (code {web.returncode}).")


def port_wanted() -> int:
    value = os.environ.get("PORT") or "8000"
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise Problem(f"PORT is {value!r}, but must be a number from 1 to 65535.")
    return int(value)


@contextlib.contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """Take the port before anything is started."""
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind(("127.0.0.1", port))
        except PermissionError as problem:
            raise Problem(f"Port {port} is for root only: choose another, PORT=8001 make run.") from problem
        except OSError as problem:
            raise Problem(f"Port {port} is taken. Choose another: PORT={port + 1} make run.") from problem
        yield door


def surroundings(address: str) -> dict[str, str]:
    """Give the environment of Django's processes: the database in both roles, and a key that stays in the data folder."""
    inherited, database_urls = dict(os.environ), {"DATABASE_URL": address}
    if "DATABASE_URL" not in inherited:  # then what is said about another server must not reach ours
        inherited = {name: value for name, value in inherited.items() if not name.startswith("PG")}
        database_urls = {"DATABASE_URL": database.for_application(address), "DATABASE_OWNER_URL": address}
    # On the database that comes along it is a demonstration, unless somebody says that it is not.
    own = {"SECRET_KEY": secret_key(), "HOMEWARD_DEMO": "1" if len(database_urls) > 1 else "0"}
    return own | inherited | database_urls | {"PYTHONUNBUFFERED": "1"}


def secret_key() -> str:
    folder = Path(os.environ.get("HOMEWARD_DATA") or CLONE / ".data")
    make_folder(folder, mode=0o755 if os.getuid() == 0 else 0o700, like=CLONE)
    with os.fdopen(open_safely(folder / "secret-key", folder, os.O_RDWR), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if not (key := file.read().strip()):
            key = secrets.token_urlsafe(60)
            file.write(key + "\n")
        return key


def prepare(environment: Mapping[str, str]) -> str:
    """Bring tables, first records and static files up to date; give back the logins of the demo, if any."""
    chores = subprocess.run(
        [sys.executable, "-m", "tracker.prepare"],
        cwd=CLONE,
        env={**environment, "HOMEWARD_PURPOSE": "owner"},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if chores.returncode:
        raise Problem("The preparation failed; the reason is above.")
    return chores.stdout


@contextlib.contextmanager
def web_server(environment: Mapping[str, str], door: socket.socket) -> Iterator[subprocess.Popen[bytes]]:
    """Run gunicorn on the port that we hold, in a session of its own: Ctrl-C is ours to pass on."""
    say("Starting the web server")
    command = [sys.executable, "-m", "gunicorn", "--config", "python:tracker.gunicorn"]
    web = subprocess.Popen(
        [*command, "--bind", f"fd://{door.fileno()}"],
        cwd=CLONE,
        env={**environment, "HOMEWARD_PURPOSE": "web", "HOMEWARD_LAUNCHER": str(os.getpid())},
        pass_fds=[door.fileno()],
        start_new_session=True,
    )
    try:
        yield web
    finally:
        if web.poll() is None:
            web.terminate()
        web.wait()


@contextlib.contextmanager
def background(environment: Mapping[str, str]) -> Iterator[Callable[[], None]]:
    """Run the worker of imports beside the web server; what is given starts it again where it ended."""
    running: list[subprocess.Popen[bytes]] = []

    def keep_working() -> None:
        if not running or running[-1].poll() is not None:
            running[:] = [
                subprocess.Popen(
                    [sys.executable, "-m", "tracker.worker"],
                    cwd=CLONE,
                    env={**environment, "HOMEWARD_PURPOSE": "work", "HOMEWARD_LAUNCHER": str(os.getpid())},
                    stdout=subprocess.DEVNULL,
                    start_new_session=True,
                )
            ]

    keep_working()
    try:
        yield keep_working
    finally:
        for worker in running:
            if worker.poll() is None:
                worker.terminate()
            worker.wait()


def wait_for_first_page(web: subprocess.Popen[bytes], port: int) -> None:
    while web.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/accounts/login/")
            connection.getresponse().read()
            return
        except (OSError, HTTPException):
            time.sleep(0.05)
        finally:
            connection.close()


def run_suite(words: list[str]) -> int:
    """Run pytest alone: two suites at once would share one test database."""
    with database.running(CLONE) as address, place_of(CLONE).open_lock("suite.lock") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem("The suite is running in this folder already: wait until it is done.") from None
        return wait_for(
            [sys.executable, "-m", "pytest", *words], surroundings(address) | {"HOMEWARD_DEMO": "0"}
        )


def execute(words: list[str]) -> int:
    if not words:
        raise Problem("Say what to run: python -m tracker exec -- python manage.py check.")
    with database.running(CLONE) as address:
        return wait_for(words, surroundings(address))


def wait_for(words: list[str], environment: Mapping[str, str]) -> int:
    """Run a command that shares our terminal: Ctrl-C reaches it directly, SIGTERM is passed on."""
    try:
        child = subprocess.Popen(words, env=environment)
    except OSError as problem:
        raise Problem(f"{words[0]} cannot be run: {problem.strerror}.") from problem
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return child.wait()
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


def stop_leftover() -> int:
    """Stop the server that a killed launcher left behind; one that is in use stays."""
    if "DATABASE_URL" in os.environ:
        raise Problem("DATABASE_URL names a server that is not ours to stop.")
    place = place_of(CLONE)
    with place.open_lock("users.lock") as users:
        if not database.leave(place, users):
            raise Problem("Somebody uses the database of this folder: it stays.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
