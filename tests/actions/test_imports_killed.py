"""A worker that is killed at any statement leaves nothing half, and the next one finishes (R29)."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from cases.actions.imports import asking, reading
from cases.models import Event, ImportBatch, ImportRow, Parcel
from tests import factories

ROWS = 40
#: Reads after how many statements the worker is to be killed; says how it ended: "killed", or what it worked off.
MORTAL = """
import os, signal, sys, django
django.setup()
from django.db import connection
from cases.actions.imports import work

def dying_at(number):
    def wrapper(execute, *statement):
        wrapper.left -= 1
        if wrapper.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*statement)
    wrapper.left = number
    return wrapper

connection.settings_dict["NAME"] = os.environ["NAME_OF_DATABASE"]
for line in sys.stdin:
    child = os.fork()
    if not child:
        with connection.execute_wrapper(dying_at(int(line))):
            reference = work.work_off(report_to=lambda rows: None)
        os._exit(0 if reference else 1)
    _, status = os.waitpid(child, 0)
    print("killed" if os.WIFSIGNALED(status) else ["done", "nobody"][os.WEXITSTATUS(status)], flush=True)
"""


@pytest.fixture
def die_at():
    """Let a worker of its own process run on the suite's database until a statement, and say how it ended."""
    surroundings = os.environ | {
        "NAME_OF_DATABASE": connection.settings_dict["NAME"], "HOMEWARD_PURPOSE": "test",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }  # fmt: skip
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    workers = subprocess.Popen([sys.executable, "-c", MORTAL], cwd=reading.HERE, env=surroundings, **pipes)

    def die_at(number):
        while True:  # the server takes a moment to notice a dead client and to give its lock back
            workers.stdin.write(f"{number}\n")
            workers.stdin.flush()
            if (ended := workers.stdout.readline().strip()) != "nobody":
                return ended

    yield die_at
    workers.stdin.close()
    workers.wait()
    workers.stdout.close()


def what_there_is():
    return ImportRow.objects.count(), Parcel.objects.count(), Event.objects.count()


def test_a_kill_at_any_statement_leaves_nothing_half_and_the_next_worker_finishes(committed_db, die_at):
    consignment = factories.ConsignmentFactory()
    by = factories.UserFactory(office=consignment.office)
    rows = "No,Sender,Weight\n" + "".join(f"{number},A family,{700 + number} g\n" for number in range(ROWS))
    batch = asking.begin(consignment=consignment, file_name="a.csv", content=rows.encode(), by=by)
    kills = 0
    for deed, ends_as in (("check", "checked"), ("apply", "applied"), ("undo", "undone")):
        begun_as, before = batch.state, what_there_is()
        number = 0
        while (ended := die_at(number)) == "killed":
            batch.refresh_from_db()
            halfway = batch.state == begun_as
            assert halfway or batch.state == ends_as, (deed, number)
            assert halfway is (what_there_is() == before), (deed, number)
            ImportBatch.objects.filter(pk=batch.pk).update(attempts=0)
            if not halfway:  # the deed was done; what died was giving the lock back
                break
            kills, number = kills + 1, number + 1
        batch.refresh_from_db()
        assert ended == "done" or batch.state == ends_as
        assert batch.state == ends_as
        if deed == "check":
            asking.ask_apply(batch=batch, by=by)
        elif deed == "apply":
            assert Parcel.objects.count() == ROWS
            asking.ask_undo(batch=batch, by=by)
        batch.refresh_from_db()
    assert kills >= 20
    assert Parcel.objects.count() == 0
