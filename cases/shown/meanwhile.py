"""What others changed in a record while somebody wrote: field by field, then, now and yours (R45)."""

from itertools import pairwise

from django.db import models
from django.utils.translation import gettext as _

from cases.models import User

LIMIT = 200


def changed_meanwhile(*, record, fields, typed, seen, user):
    """Rows for `_meanwhile.html`: {name, label, before, now, by, at, yours, both}.

    `record` is as it is now, `fields` the model's columns that the form shows, `typed` their values as cleaned (those that
    could not be read are missing), `seen` the version that the writer began from. A row is of a field in which the record
    now says something else than is typed: because others changed it, or because both did (`both`).
    """
    versions, steps = _versions(record, seen)
    before = versions[-1] if versions else None
    people = User.objects.in_bulk({_user_id(version) for version in steps} - {None})
    rows = []
    for field in fields:
        now, yours = _value(record, field), typed.get(field.name, NOT_READ)
        if _key(now) == _key(yours):
            continue
        kept = before is not None and not field.many_to_many and hasattr(before, field.attname)
        then = _value(before, field) if kept else NOT_READ
        if _key(then) == _key(now):
            continue  # changed by the writer alone
        step = _last_change(versions, field) if kept else None
        rows.append({
            "name": field.name, "label": field.verbose_name, "before": in_words(then, field, user),
            "now": in_words(now, field, user), "yours": in_words(yours, field, user),
            "by": str(people.get(_user_id(step)) or _("the system")) if step else _("not known"),
            "at": step.pgh_created_at if step else None, "both": _key(then) != _key(yours),
        })  # fmt: skip
    return rows


class _NotRead:
    """Stands for a value that is not known: it equals no other."""


NOT_READ = _NotRead()


def _versions(record, seen):
    """The record's versions from the newest to the one that was seen, and of those the ones made since."""
    since = min(max(record.version - (seen or 0), 1), LIMIT)
    found = list(record.history.select_related("pgh_context").order_by("-pgh_id")[: since + 1])
    return found, found[:since] if len(found) > since else found[:-1]


def _last_change(versions, field):
    pairs = pairwise(versions)
    return next(
        (new for new, old in pairs if getattr(new, field.attname) != getattr(old, field.attname)), None
    )


def _user_id(version):
    return (version.pgh_context.metadata or {}).get("user") if version and version.pgh_context_id else None


def _value(row, field):
    if field.many_to_many:
        return list(getattr(row, field.name).all())
    if field.is_relation:
        key = getattr(row, field.attname)
        return field.related_model(pk=key) if key else None
    return getattr(row, field.name)


def _key(value):
    """What two values are compared by."""
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, list | tuple | set | models.QuerySet):
        return sorted(str(_key(each)) for each in value)
    if hasattr(value, "edtf"):
        return (value.edtf, value.words) if value else ""
    return value if value is not None else ""


def in_words(value, field, user):
    """A value as a reader would say it; a record that this reader may not see is not named (R02)."""
    if value is NOT_READ:
        return _("not known")
    if value is None or value == "" or value == [] or (hasattr(value, "edtf") and not value):
        return _("nothing")
    if field.is_relation:
        several = value if field.many_to_many else [value]
        return ", ".join(_name(row, user) for row in several)
    if hasattr(value, "edtf"):
        return value.words or value.edtf
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    labels = dict(getattr(getattr(field, "base_field", field), "flatchoices", None) or ())
    if isinstance(value, list):
        return ", ".join(str(labels.get(each, each)) for each in value)
    return str(labels.get(value, value))


def _name(row, user):
    rows = type(row)._default_manager
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(user) if user else rows.none()
    found = rows.filter(pk=row.pk).first()
    return str(found) if found else _("a record that is not shown to you")
