"""The doors: whether the server lives and is ready, and what a combobox suggests."""

import shutil
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from psycopg_pool import PoolTimeout

from cases import lookup
from cases.access import demand
from cases.actions import audit
from cases.checks import cyrillic_is_searchable

LEAST_ROOM = 100 * 2**20  # bytes on the disk of the data folder
#: Seconds for which an entry of the audit may wait for its seal: longer, and the worker is away (a seal takes a second).
LONGEST_UNSEALED = 6 * 60 * 60


@require_safe
def suggestions(request, kind):
    """Rows that what was typed can mean, for the combobox."""
    if kind not in {*lookup.KINDS, lookup.RECORD}:
        raise Http404
    demand(request.user, "view")
    return JsonResponse({"results": lookup.suggest(kind, request.GET.get("q", ""), request.user)})


@transaction.non_atomic_requests
@login_not_required
@require_safe
def live(request):
    """The process answers; the database is not asked, not even for a transaction."""
    return HttpResponse("live", content_type="text/plain")


@transaction.non_atomic_requests
@login_not_required
@require_safe
def ready(request):
    """Whether this process can do its work: fixed words, whatever is missing (R62; V13.4.5)."""
    words, status = ("ready", 200) if is_ready() else ("not ready", 503)
    return HttpResponse(words, status=status, content_type="text/plain")


def is_ready():
    """The database answers, finds Cyrillic text (a wrong locale leaves trigrams silently empty), has all tables, the disk has room,
    and what is written is sealed (R62)."""
    try:
        return (
            cyrillic_is_searchable(DEFAULT_DB_ALIAS)
            and newest_migrations() <= MigrationRecorder(connection).applied_migrations().keys()
            and shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else settings.BASE_DIR).free
            >= LEAST_ROOM
            and audit.lag() <= LONGEST_UNSEALED
        )
    except (DatabaseError, PoolTimeout, OSError):
        return False


@cache
def newest_migrations():
    """The last migration of each app as this code knows it."""
    return set(MigrationLoader(None).graph.leaf_nodes())
