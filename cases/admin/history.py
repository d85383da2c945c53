"""The history of one row in words: who changed what from what to what, when and why."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _

from cases.admin.scope import visible
from cases.admin.site import site
from cases.admin.words import NOTHING, in_words, told
from cases.models import User

LONGEST = 200


@dataclass
class Entry:
    """One change: `changes` are (what, before, after)."""

    at: datetime
    deed: str
    by: str
    reason: str
    changes: list[tuple] = field(default_factory=list)


def deed(row):
    return {"insert": _("Added"), "update": _("Changed"), "delete": _("Deleted")}.get(
        row.pgh_label, row.pgh_label
    )


def facts_of(row):
    """What the row's transaction said of itself: the user's id and the reason."""
    return (row.pgh_context.metadata if row.pgh_context_id and row.pgh_context else None) or {}


def names_of(users):
    """Names by id, of staff of any office: who did it is no secret."""
    return {
        user.pk: str(user) for user in User.objects.filter(pk__in={u for u in users if isinstance(u, int)})
    }


def entries(row, request):
    """The newest changes of a row first; a row of the ledger has one, because it never changes."""
    if not hasattr(row, "history"):
        return [Entry(_at(row), _("Recorded"), str(_by(row) or _("not known")), "")]
    rows = list(row.history.select_related("pgh_context").order_by("-pgh_id")[: LONGEST + 1])
    people = names_of(facts_of(each).get("user") for each in rows)
    names = _related_names(rows, request)
    result = []
    for number, each in enumerate(rows[:LONGEST]):
        facts, before = facts_of(each), rows[number + 1] if number + 1 < len(rows) else None
        by = people.get(facts.get("user"), _("not known"))
        changes = differences(before, each, names)
        result.append(Entry(each.pgh_created_at, deed(each), by, facts.get("reason", ""), changes))
    return result


def _at(row):
    return getattr(row, "recorded_at", None) or getattr(row, "created_at", None)


def _by(row):
    return getattr(row, "recorded_by", None) or getattr(row, "created_by", None)


def changed_fields(before, after):
    """The columns that differ between two versions; of a first version those that are filled."""
    fields = [f for f in told(type(after)) if not f.name.startswith("pgh_")]
    if before is None:
        return [f for f in fields if getattr(after, f.attname) not in (None, "", [], False)]
    return [f for f in fields if getattr(before, f.attname) != getattr(after, f.attname)]


def differences(before, after, names):
    return [
        (f.verbose_name, _word(before, f, names), _word(after, f, names))
        for f in changed_fields(before, after)
    ]


def _word(row, f, names):
    if row is None:
        return NOTHING
    if not isinstance(f, models.ForeignKey):
        return in_words(row, f)
    key = getattr(row, f.attname)
    return NOTHING if key is None else names.get((f.related_model, key), _("restricted: not shown to you"))


def _related_names(rows, request):
    """What the foreign keys of all versions point to, as far as the reader may see it."""
    wanted = {}
    for row in rows:
        for f in told(type(row)):
            if isinstance(f, models.ForeignKey) and not f.name.startswith("pgh_"):
                wanted.setdefault(f.related_model, set()).add(getattr(row, f.attname))
    names = {}
    for model, keys in wanted.items():
        if model is User:
            names |= {(User, pk): name for pk, name in names_of(keys).items()}
        elif site.is_registered(model):
            found = visible(model, request).in_bulk(keys - {None})
            names |= {(model, pk): str(row) for pk, row in found.items()}
    return names
