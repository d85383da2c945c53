"""Addresses that fail as the worst days do; beside those of the product, for tests of what is shown and logged."""

import errno

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import HttpResponse
from django.urls import path

from tracker.urls import *  # noqa: F403  the handlers as well
from tracker.urls import handler400, handler429, handler500, urlpatterns  # noqa: F401

CANARY = "Кенарь Canarybird"


def say(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


def raises(code):
    return lambda: say(f"DO $$ BEGIN RAISE EXCEPTION '{CANARY}' USING ERRCODE = '{code}'; END $$")


def disk_full():
    raise OSError(errno.ENOSPC, f"No space left for {CANARY}")


def fault():
    raise ValueError(f"this is what was typed: {CANARY}")


def no_right():
    raise PermissionDenied(CANARY)


def nonsense():
    raise SuspiciousOperation(CANARY)


WAYS = {
    "fault": fault,
    "cast": lambda: say(f"SELECT '{CANARY}'::int"),
    "twice": lambda: say(f"CREATE TEMP TABLE t (n text UNIQUE) ON COMMIT DROP; INSERT INTO t VALUES ('{CANARY}'), ('{CANARY}')"),
    "slow": lambda: say(f"SET LOCAL statement_timeout = 50; SELECT pg_sleep(9), '{CANARY}'"),
    "nul": lambda: say("SELECT %s", "a\0b"),
    "huge": lambda: say("SELECT 99999999999999999999::bigint"),
    "half": lambda: say("SELECT %s", "\ud800"),
    "taken": raises("55P03"),
    "deadlock": raises("40P01"),
    "full": raises("53100"),
    "slots": raises("53300"),
    "shut": raises("57P01"),
    "idle": raises("25P03"),
    "disk": disk_full,
    "no-right": no_right,
    "nonsense": nonsense,
}  # fmt: skip


@login_not_required
def fails(request, way):
    request.POST.get("x")
    WAYS[way]()
    return HttpResponse("nothing failed")


urlpatterns = [path("fails/<str:way>/", fails), *urlpatterns]
