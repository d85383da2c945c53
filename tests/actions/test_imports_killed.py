"""A worker that is killed in the middle leaves nothing half, and the next one finishes (R29)."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from cases.actions.imports import asking, reading, work
from cases.models import ImportBatch, ImportRow, Parcel
from tests import factories

ROWS = 3000
KILLED = """
import os, django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = os.environ["NAME_OF_DATABASE"]
from cases.actions.imports import work
print("ready", flush=True)
work.work_off(report_to=lambda rows: None)
"""


@pytest.fixture
def worker():
    """Start a worker of its own process on the suite's database; it is killed at the latest when the test ends."""
    begun = []

    def worker():
        surroundings = os.environ | {
            "NAME_OF_DATABASE": connection.settings_dict["NAME"], "HOMEWARD_PURPOSE": "test",
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
        }  # fmt: skip
        child = subprocess.Popen(
            [sys.executable, "-c", KILLED], cwd=reading.HERE, env=surroundings, stdout=subprocess.PIPE, text=True
        )  # fmt: skip
        begun.append(child)
        assert child.stdout.readline() == "ready\n"
        return child

    yield worker
    for child in begun:
        child.kill()
        child.wait()
        child.stdout.close()


def test_nothing_is_half_after_a_kill_and_the_next_worker_finishes(committed_db, worker):
    consignment = factories.ConsignmentFactory()
    by = factories.UserFactory(office=consignment.office)
    rows = "No,Sender,Weight\n" + "".join(f"{number},A family,{700 + number} g\n" for number in range(ROWS))
    batch = asking.begin(consignment=consignment, file_name="a.csv", content=rows.encode(), by=by)
    for deed in ("check", "apply"):
        for _ in range(2):
            child = worker()
            time.sleep(random.uniform(0.05, 0.5))
            child.send_signal(signal.SIGKILL)
            child.wait()
            batch.refresh_from_db()
            whole = batch.state in {"checked", "applied"}
            assert ImportRow.objects.count() in ({ROWS} if whole or deed == "apply" else {0})
            assert Parcel.objects.count() in ({ROWS} if batch.state == "applied" else {0})
            ImportBatch.objects.filter(pk=batch.pk).update(attempts=0)
        deadline = time.monotonic() + 30  # the server notices the dead client and gives its lock back
        while batch.at_work and time.monotonic() < deadline:
            work.work_off(report_to=lambda rows: None)
            batch.refresh_from_db()
        if deed == "check":
            asking.ask_apply(batch=batch, by=by)
            batch.refresh_from_db()
    assert (batch.state, Parcel.objects.count()) == ("applied", ROWS)
