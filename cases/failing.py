"""What a failure shows: pages that need no database, no session and, if it comes to that, no template (R19, R47, R48)."""

import errno
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, DataError, InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from psycopg_pool import PoolTimeout, TooManyRequests

#: PostgreSQL's code -> what the page says of it; every other trouble of the connection is "away".
TROUBLES = {
    "57014": "slow",  # statement_timeout
    "55P03": "taken",  # lock_timeout
    "40P01": "taken",  # deadlock
    "40001": "taken",  # serialization
    "53100": "full",  # disk
    "25P03": "away",  # idle in transaction for too long: the session was ended
}
UNREADABLE = {"22021", "22P05", "22003"}  # no text of its encoding, a NUL, a number without end
NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
RETRY_AFTER = "30"  # seconds; no page asks again by itself, so nothing storms a server that comes back
#: What is shown where even a template fails; no style, no script, nothing to look up.
BARE = (
    "<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Homeward</title></head><body><h1>{title}</h1>"
    "<p>{words}</p><p>{number}</p></body></html>"
)


def server_error(request):
    """Our fault, or the database away, slow, locked or full."""
    error = sys.exc_info()[1]
    if is_unreadable(error):
        return bad_request(request, error)
    trouble = trouble_of(error)
    return unavailable(request, trouble) if trouble else page(request, "500.html", 500)


def bad_request(request, exception):
    """A request that makes no sense, or is larger than a form can be."""
    large = isinstance(exception, TOO_MUCH)
    return page(request, "413.html" if large else "400.html", 413 if large else 400)


def too_many_requests(request):
    """429: a door that was tried too often (V6.3.1)."""
    response = page(request, "429.html", 429)
    response["Retry-After"] = "300"
    return response


def unavailable(request, trouble="away"):
    """503: what was sent can be sent again from this page, with everything that was typed."""
    response = page(request, "503.html", 503, trouble=trouble)
    response["Retry-After"] = RETRY_AFTER
    response.database_away = trouble == "away"
    return response


def page(request, template, status, **context):
    """A page by its template, or in bare words where that fails as well."""
    number = getattr(request, "number", "")
    try:
        html = render_to_string(template, {"number": number, "again": again(request), **context})
    except Exception:  # whatever it is, the reader gets an answer
        html = BARE.format(title=_("Something went wrong on our side"),
                           words=_("What you just sent was not saved. Please go back and try again."), number=number)  # fmt: skip
    return HttpResponse(html, status=status)


def trouble_of(error):
    """What kept the database or the disk from answering; nothing where the fault is our own."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, PoolTimeout | TooManyRequests):
            return "away"
        if isinstance(error, DatabaseError | InterfaceError):
            known = TROUBLES.get(getattr(error.__cause__, "sqlstate", None))
            if known or isinstance(error, OperationalError | InterfaceError):
                return known or "away"
        if isinstance(error, OSError) and error.errno in NO_SPACE:
            return "full"
        error = error.__cause__ or error.__context__
    return ""


def is_unreadable(error):
    """A NUL, half a letter or a number without end that no form kept out: nothing that the database could store or find (R25)."""
    return isinstance(error, UnicodeEncodeError) or (
        isinstance(error, DataError | ValueError)
        and (getattr(error.__cause__, "sqlstate", None) in UNREADABLE or "NUL (0x00)" in str(error))
    )


def again(request):
    """The form that was sent, to be sent again by one button: {to, fields}. Never a password, never a file."""
    try:
        if request.method != "POST" or request.FILES or any("password" in name for name in request.POST):
            return None
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
        return {"to": request.get_full_path(), "fields": fields}
    except Exception:  # a body that cannot be read
        return None
