"""What is read is written down: who saw which record, list or search, who took what out, and who was refused (D35, R38).

One statement for each page, before the answer leaves and after the view's own transaction has ended, so that a refused
try is kept although everything else was rolled back. Where the audit cannot be written, nothing is shown.
"""

import json
import re

from django.db import connection

from cases.lib import codes
from cases.models import AuditEntry

_DEED = AuditEntry.Deed
#: Where somebody comes in: with a password, then with a code.
DOORS = frozenset({"account_login", "mfa_authenticate"})
#: Addresses for which nobody's session is asked.
NOBODY = frozenset({"live", "ready", "set_language"})
#: Pages that show nothing of anybody, by the names of their addresses.
SILENT = re.compile(r"^(reading|jsi18n|account_.*|mfa_.*|usersessions_.*)$")
#: Pages that are made to be printed, by GET.
PRINTED = re.compile(r"(dossier|print|manifest|labels)$")
#: Pages on which somebody is looked for while typing, and the words of the field.
LOOKED_FOR = ("q", "term")
LONGEST = 2000
KINDS = {prefix: kind.replace("_", "") for kind, prefix in codes.PREFIXES.items()}
#: The lines of reading need not be on the disk before the page is shown: after a crash the last half second may miss.
#: What was written, taken out or refused is waited for (decision 0032).
UNHURRIED = {_DEED.VIEW, _DEED.LIST, _DEED.SEARCH}
_WRITE = "SELECT audit_read(%s, %s, %s, %s, %s, %s, %s, %s::jsonb)"
_SOON = ", set_config('synchronous_commit', 'off', true)"
_PLAIN = re.compile(r"[^A-Za-z0-9_:.-]")


class ReadLog:
    """Middleware, inside of authentication: one entry for each page that shows something, and for each refusal."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = _user(request) if request.method == "POST" else None
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.url_name in NOBODY:
            return response
        after = _user(request)
        if request.method == "POST" and (before and before.pk) != (after and after.pk):
            if after:
                write(request, _DEED.SIGN_IN, after)
            if before:
                write(request, _DEED.SIGN_OUT, before)
        elif after is None:
            if match.url_name in DOORS and request.method == "POST" and response.status_code != 302:
                write(request, _DEED.NOT_IN, None)
        elif deed := _deed(request, response, match):
            write(request, deed, after)
        return response


def _user(request):
    return request.user if request.user.is_authenticated else None


def _deed(request, response, match):
    """What the answer lets its reader see; None where it is nothing of anybody."""
    if response.status_code in (403, 404):
        return _DEED.DENIED
    if response.status_code != 200 or SILENT.match(match.url_name or ""):
        return None
    view = getattr(match.func, "view_class", None)
    if getattr(view, "action", "") == "export":
        asks = request.method == "GET" and hasattr(view, "post")
        return None if asks else _DEED.EXPORT if match.url_name.endswith("_export") else _DEED.PRINT
    if match.url_name == "export_download":
        return _DEED.EXPORT
    if PRINTED.search(match.url_name or ""):
        return _DEED.PRINT
    if any(request.GET.get(name, "").strip() for name in LOOKED_FOR):
        return _DEED.SEARCH
    listed = getattr(view, "is_list", False) or (match.url_name or "").endswith("_changelist")
    return _DEED.LIST if listed else _DEED.VIEW


def write(request, deed, user):
    """Write one entry down. Raises what the database raises: then the page is not shown."""
    match, record = request.resolver_match, getattr(request, "seen_record", None)
    kind, number, reference, office = _which(match, record)
    facts = _facts(request)
    soon = _SOON if deed in UNHURRIED else ""
    page = _PLAIN.sub("", match.view_name or "")[:80]
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE + soon,
            [
                str(deed), kind, number, reference, page, user and user.pk,
                office or (user and user.office_id), json.dumps(facts) if facts else None,
            ],
        )  # fmt: skip


def _which(match, record):
    """Kind, number, reference and office of what the page shows, as far as the address or the view says."""
    if record is not None:
        reference = _reference({"reference": str(getattr(record, "reference", ""))})
        kind = record._meta.label_lower.removeprefix("cases.")
        number = record.pk if isinstance(record.pk, int) else None
        return kind, number, reference, getattr(record, "office_id", None)
    view = getattr(match.func, "view_class", None)
    model = getattr(view, "model", None)
    admin = re.match(r"(\w+?)_(\w+)_(changelist|change|history|delete|add)$", match.url_name or "")
    named = getattr(model, "_meta", None)
    kind = named.label_lower.removeprefix("cases.") if named else admin[2] if admin else ""
    reference = _reference(match.kwargs)
    kind = KINDS.get(reference[:3], kind)
    return kind, _number(match.kwargs.get("object_id", "")), reference, None


def _number(text):
    return int(text) if str(text).isascii() and str(text).isdecimal() and len(str(text)) < 19 else None


def _reference(kwargs):
    try:
        return codes.normalise(kwargs.get("reference", ""))
    except codes.BadCode:
        return ""


def _facts(request):
    """The filter or the words that were looked for, and why: for the auditor and for whoever it was alone."""
    facts = {}
    if query := request.GET.urlencode():
        facts["query"] = query[:LONGEST]
    if request.method == "POST" and (why := str(request.POST.get("reason", "")).strip()):
        facts["reason"] = re.sub(r"[\x00\ud800-\udfff]", "", why)[:LONGEST]
    if (
        not getattr(request, "seen_record", None)
        and request.resolver_match.kwargs
        and not _reference(request.resolver_match.kwargs)
    ):
        facts["path"] = re.sub(r"[\x00\ud800-\udfff]", "", request.path)[:200]
    return facts
