"""The addresses of a route for the rows of a world: what stands in `<…>` is found from the path."""

import re

from django.apps import apps
from django.urls import reverse

from cases import models
from cases.models.export import Export, ExportApproval
from cases.models.hold import PersonHold

#: First part of the path -> whose reference stands in it.
KIND_OF = {
    "agreements": models.Agreement,
    "cases": models.RepatriationCase,
    "consignments": models.Consignment,
    "documents": models.Document,
    "evacuations": models.Evacuation,
    "evacuees": models.Evacuee,
    "exports": Export,
    "follow-ups": models.FollowUp,
    "groups": models.Group,
    "imports": models.ImportBatch,
    "lists": models.CounterpartList,
    "mail": models.Correspondence,
    "parcels": models.Parcel,
    "people": models.Person,
    "record": models.Person,
    "repatriation": models.RepatriationEvent,
    "sources": models.Source,
    "staff": models.User,
    "statements": models.Statement,
    "tracing": models.TracingRequest,
    "undertakings": models.Undertaking,
    "views": models.SavedView,
    "visits": models.Visit,
}
#: Addresses in which the number of a row stands: of which table, and by which column the row with the reference is found.
NUMBERED = {
    "assess": (models.Claim, ""),
    "custody_edit": (models.CustodyPeriod, "person"),
    "declare_wrong": (models.Event, ""),
    "duplicate": (models.IdentityLink, ""),
    "relative_edit": (models.Relationship, "person"),
    "relative_withdraw": (models.Relationship, "person"),
    "flag_edit": (models.PersonFlag, "person"),
    "person_consent_withdraw": (models.Consent, "person"),
    "operation_take_off": (models.RepatriationPart, "event"),
    "counterpart_line": (models.CounterpartLine, "list"),
}
#: Rows whose record is in a state that the page is for, or of a kind that it is about.
ROW_OF = {
    "death_hand_over": models.DeathNotice, "death_informed": models.DeathNotice, "death_report": models.DeathNotice,
    "death_withdraw": models.DeathNotice, "hold_end": PersonHold,
    "proposed_step": models.ProposedStep, "source_copy": models.StoredCopy, "document_file": models.DocumentFile, "document_wrong": models.DocumentFile,
    "export_decide": ExportApproval, "erasure": models.Erasure, "redaction": models.Redaction,
    "invitation": models.Invitation, "invitation_link": models.Invitation, "invitation_withdraw": models.Invitation,
    "role_change": models.RoleChange, "second_factor_reset": models.SecondFactorReset, "second_factor_link": models.SecondFactorReset,
}  # fmt: skip
#: What an address needs behind the question mark, or in the form, to be a page at all.
QUERY = {
    "admin:autocomplete": "app_label=cases&model_name=parcel&field_name=addressee&term=kestrel",
    "group_derive": "of=1", "saved_view_add": "list=people",
}  # fmt: skip
#: What else stands in a path.
WORDS = {
    "end_members_session": {"session": "1"},
    "end_session": {"pk": "1"},
    "remove_key": {"pk": "1"},
    "lookup": {"kind": "person"},
    "person_new": {"key": "sought"},
    "source_judge": {"kind": "rated"},
    "set_up_link": {"token": "token-of-nothing"},
    "visit_step": {"type": "requested"},
    "admin:app_list": {"app_label": "cases"},
    "admin:…": {"url": "nowhere"},
    "account_confirm_email": {"key": "key-of-nothing"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "key-of-nothing"},
}
#: What a form without fields needs to be told: name of a field -> whose key.
POSTED = {"scan_undo": {"event": models.Event}}
ARGUMENT = re.compile(r"\(\?P<(\w+)>|<(?:\w+:)?(\w+)>")


def arguments(route):
    return [one or other for one, other in ARGUMENT.findall(route.pattern)]


def is_about_a_row(route):
    """Does the address name one row?"""
    named = {"reference", "pk", "number", "object_id", "id"} & set(arguments(route))
    return bool(named) or route.name in POSTED


def row_for(route, rows):
    """The row of this scope that the address is about; None if it is about none."""
    if route.table or route.name == "admin:auth_user_password_change":
        label = route.table[0] if route.table else "cases_user"
        return next(
            (row for model, row in rows.items() if model._meta.label_lower == label.replace("_", ".", 1)),
            None,
        )
    if route.name in POSTED:
        return rows.get(next(iter(POSTED[route.name].values())))
    if route.name in NUMBERED:
        return rows.get(NUMBERED[route.name][0])
    if route.name in ROW_OF:
        return rows.get(ROW_OF[route.name])
    return rows.get(KIND_OF.get(route.pattern.split("/")[0]))


def address(route, rows):
    """The address of this route for the rows of a scope."""
    names, row = arguments(route), row_for(route, rows)
    words = WORDS.get(route.name, {})
    values = {name: words.get(name) or _value(route, name, row) for name in names}
    if any(value is None for value in values.values()):
        raise KeyError(f"{route.pattern}: say in tests/access/addresses.py what stands in {names}")
    query = QUERY.get(route.name)
    return _filled(route, values) + (f"?{query}" if query else "")


def posted(route, rows):
    """What is sent to an address with POST."""
    return {name: rows[model].pk for name, model in POSTED.get(route.name, {}).items()}


def _value(route, name, row):
    if row is None and route.table:  # of what the database writes by itself: any row
        row = apps.get_model(*route.table[0].split("_", 1))._base_manager.order_by("pk").first()
    if row is None:
        return None
    if name == "reference":
        _model, column = NUMBERED.get(route.name, (None, ""))
        column = column or {
            models.StoredCopy: "source",
            models.DocumentFile: "document",
            ExportApproval: "export",
            None: "",
        }.get(ROW_OF.get(route.name), "person")
        return (getattr(row, column) if column else row).reference
    return getattr(row, "number", None) if name == "number" else row.pk


def _filled(route, values):
    if not route.name.endswith(("_forward", "…")):
        return (
            reverse(route.name, kwargs=values)
            if "id" not in values
            else reverse(route.name, args=list(values.values()))
        )
    path = ARGUMENT.sub(lambda part: str(values[part[1] or part[2]]), route.pattern)
    return "/" + re.sub(r"\.\*\)\$$|[\^$\\]", "", path)
