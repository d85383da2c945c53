"""The history of a row in words: who changed what from what to what."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.lib.dates import show
from cases.models import User

LIMIT = 30
HIDDEN = ("id", "reference", "created_at", "sort_key", "office", "synthetic", "created_by")
COMPANIONS = ("_words", "_earliest", "_latest", "_basis", "_sort")


def changes(record, user, *, but=()):
    """History items for `_history.html`, newest first; a row without an actor says so.

    A record that the user may not see is not named; nor are the columns `but` shown.
    """
    rows = list(record.history.select_related("pgh_context").order_by("-pgh_id")[: LIMIT + 1])
    users = User.objects.in_bulk({_user_id(row) for row in rows} - {None})
    items = []
    for row, earlier in zip(rows, [*rows[1:], None], strict=True):
        by = users.get(_user_id(row))
        items.append(
            {
                "at": row.pgh_created_at,
                "by": str(by) if by else _("by the system"),
                "text": _text(row, earlier, user, {*HIDDEN, *but}) + _because(row),
            }
        )
    return items[:LIMIT]


def _user_id(row):
    return (row.pgh_context.metadata or {}).get("user") if row.pgh_context_id else None


def _because(row):
    told = row.pgh_context_id and row.pgh_label != "insert"
    reason = (row.pgh_context.metadata or {}).get("reason") if told else ""
    return _("; because: %(reason)s") % {"reason": reason} if reason else ""


def _text(row, earlier, user, hidden):
    if row.pgh_label == "insert" or earlier is None:
        return _("recorded")
    sentences = []
    for field in row._meta.concrete_fields:
        name = field.name
        if name.startswith("pgh_") or name in hidden or name.endswith(COMPANIONS):
            continue
        before, after = getattr(earlier, field.attname), getattr(row, field.attname)
        if before != after:
            sentences.append(
                _("changed %(what)s from %(before)s to %(after)s")
                % {
                    "what": field.verbose_name,
                    "before": _value(earlier, field, user),
                    "after": _value(row, field, user),
                }
            )
    return "; ".join(sentences) or _("saved without a change")


def _value(row, field, user):
    if field.is_relation:
        key, others = getattr(row, field.attname), field.related_model._default_manager
        if key and hasattr(others, "visible_to") and not others.visible_to(user).filter(pk=key).exists():
            return _("a record that is not shown to you")
        return str(getattr(row, field.name) or _("nothing"))
    display = getattr(row, f"get_{field.name}_display", None)
    value = display() if display else getattr(row, field.name)
    return _("nothing") if value in (None, "", []) else _in_words(field, value)


def _in_words(field, value):
    """A value as a reader would say it: a date as its source put it, a tick as yes or no, a choice by its label."""
    if hasattr(value, "words"):
        return value.words or show(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j M Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j M Y")
    if isinstance(value, list):
        labels = dict(getattr(field.base_field, "flatchoices", ()))
        return ", ".join(str(labels.get(each, each)) for each in value)
    return str(value)
