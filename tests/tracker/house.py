"""A whole house for the bad days: its own PostgreSQL, the web server in front of it, one person signed in, and every log."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from tests.tracker.clones import REPOSITORY
from tracker import database
from tracker.places import Place, place_of

#: Who signs in, and one parcel to open; what is printed is the session and the parcel's reference.
PEOPLE = """
import django, json
django.setup()
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from cases.models import Office, Parcel, User
from tests.guards import sign_in_with_both_factors
sign_in_with_both_factors()
office, _ = Office.objects.get_or_create(name="Office of bad days")
user = User.objects.create(username="nadiya", role="coordinator", office=office)
parcel = Parcel.objects.create(office=office, created_by=user)
client = Client()
client.force_login(user)
print(json.dumps({"session": client.cookies["sessionid"].value, "parcel": parcel.reference}))
"""


CSRF = "a" * 32


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str
    seconds: float


@dataclass
class House:
    place: Place
    address: str
    port: int
    session: str
    parcel: str
    log: Path
    web: subprocess.Popen[bytes]

    def ask(
        self, path: str, *, data: dict[str, str] | None = None, signed_in: bool = True, **headers: str
    ) -> Answer:
        """One request, as a browser that is signed in would send it."""
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = [f"csrftoken={CSRF}"] + ([f"sessionid={self.session}"] if signed_in else [])
        sent = {"Cookie": "; ".join(cookies)}
        if data is not None:
            sent |= {"X-CSRFToken": CSRF, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(data) if data is not None else None
        connection.request("POST" if body is not None else "GET", path, body=body, headers=sent | headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return Answer(answer.status, dict(answer.getheaders()), text, time.monotonic() - begun)

    def lines(self) -> str:
        return self.log.read_text()

    def as_postgres(self) -> psycopg.Connection:
        return psycopg.connect(database.address_of(self.place, role="postgres"), autocommit=True)


def environment(place: Place, address: str, **more: str) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "tracker.settings", "DATABASE_URL": address, "SECRET_KEY": "of-bad-days-" * 6,
        "HOMEWARD_DATA": str(place.folder), "WEB_CONCURRENCY": "2", "PYTHONUNBUFFERED": "1",
        **more,
    }  # fmt: skip


@contextmanager
def standing_house() -> Iterator[House]:
    folder = Path(tempfile.mkdtemp(prefix="hw")).resolve()
    folder.chmod(0o755)
    with database.running(folder) as address, socket.socket() as door:
        place = place_of(folder)
        run = {"cwd": REPOSITORY, "check": True}
        owner = environment(place, address, HOMEWARD_PURPOSE="owner")
        subprocess.run([sys.executable, "-m", "tracker.prepare", "tables"], env=owner, **run)
        subprocess.run([sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"], env=owner, **run)
        who = json.loads(
            subprocess.run([sys.executable, "-c", PEOPLE], env=owner, stdout=subprocess.PIPE, **run).stdout
        )
        door.bind(("127.0.0.1", 0))
        door.listen(100)
        log = folder / "web.log"
        with log.open("wb") as out:
            web = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "python:tracker.gunicorn", "--bind", f"fd://{door.fileno()}"],
                cwd=REPOSITORY, env=environment(place, address, HOMEWARD_PURPOSE="web"), pass_fds=[door.fileno()],
                stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        house = House(place, address, door.getsockname()[1], who["session"], who["parcel"], log, web)
        try:
            assert house.ask("/live").status == 200, house.lines()
            yield house
        finally:
            web.send_signal(signal.SIGTERM)
            web.wait(20)
    shutil.rmtree(folder)
