"""The doors: whether the server lives and is ready, what a combobox suggests, what a failure shows."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from psycopg_pool import PoolTimeout

from cases import lookup
from cases.access import demand


@require_safe
def suggestions(request, kind):
    """Rows that what was typed can mean, for the combobox."""
    if kind not in {*lookup.KINDS, lookup.RECORD}:
        raise Http404
    demand(request.user, "view")
    return JsonResponse({"results": lookup.suggest(kind, request.GET.get("q", ""), request.user)})


@login_not_required
@require_safe
def live(request):
    """The process answers; the database is not asked."""
    return HttpResponse("live", content_type="text/plain")


@login_not_required
@require_safe
def ready(request):
    """The database answers and finds Cyrillic text (a wrong locale leaves trigrams silently empty)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(show_trgm('Шев')) > 0")
        (finds_cyrillic,) = cursor.fetchone()
    words, status = ("ready", 200) if finds_cyrillic else ("not ready", 503)
    return HttpResponse(words, status=status, content_type="text/plain")


def server_error(request):
    """Our fault, or the database away, slow or full: a page that needs neither it nor the person signed in (R47)."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError | PoolTimeout)
    response = HttpResponse(render_to_string("503.html" if away else "500.html"), status=503 if away else 500)
    if away:
        response["Retry-After"] = "30"
    return response
