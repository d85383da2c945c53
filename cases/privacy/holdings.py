"""All that is kept of one person and who looked at it, as far as it is theirs to know: third persons and sources are withheld."""

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.removing.family import family
from cases.lib.dates import UncertainDate, show
from cases.lib.registry import OF_PEOPLE, registry
from cases.models import (
    Actor,
    AuditEntry,
    Person,
    Source,
    Statement,
    User,
)
from cases.models.fields import UncertainDateField

THIRD = gettext_lazy("withheld: it is of another person")
SOURCE = gettext_lazy("withheld: it would name who told us")
STAFF = gettext_lazy("withheld: it names somebody who works here")
#: Free words that are of somebody else by what they are for, or that name who told us.
_WITHHELD = {
    "familycall": {"caller_name": THIRD, "contact": THIRD},
    "wishrecord": {"heard_by": THIRD, "present": THIRD, "guardian": THIRD, "assessed_by": THIRD},
    "releaseconsent": {"asked_by": THIRD},
    "consent": {"guardian": THIRD},
    "person": {"contact": THIRD},
    "evacuee": {"wish_recorded_by": THIRD},
    "repatriationcase": {"wish_recorded_by": THIRD, "guardian": THIRD, "travels_with": THIRD},
    "repatriationpart": {"guardian": THIRD, "travels_with": THIRD},
    "counterpartline": {"other": THIRD, "text": THIRD},
    "statement": {"quote": SOURCE},
    "document": {"location": STAFF},
}
#: Tables that say nothing of the person, or that the person is told in another way (D38).
_LEFT_OUT = frozenset(
    {"redaction", "erasure", "removal", "personhold", "identitylink", "identityjudgement", "linecandidate", "linejudgement",
     "assessment", "tracingjudgement", "eventerror", "newssearch", "deathnotice", "deathreport"}
)  # fmt: skip
#: What is told besides, where a table has it: what happened, when, how many.
_BESIDE = ("type", "occurred", "due", "status", "aspect", "number", "date", "as_of", "recorded_at", "begin", "end", "role",
           "scope", "answer", "answered_on", "given", "given_by", "withdrawn", "wish", "basis", "kept_until", "retention_until", "media_type", "size")  # fmt: skip
LOOKS = 500


def holdings(person):
    """{sections: [{title, kept, rows: [[{label, value, withheld}]]}], looks, more_looks}; of all records of the human being."""
    records = {record.pk: record for record in Person.objects.records_of(person).order_by("pk")}
    sections = []
    for model, numbers in family(*records.values()).items():
        name = model._meta.label_lower.removeprefix("cases.")
        columns = [] if name in _LEFT_OUT else list(_columns(model, name))
        if columns:
            rows = model._base_manager.filter(pk__in=numbers).order_by("pk").defer(*_heavy(model))
            found = [[_told(row, field, name, records) for field in columns] for row in rows]
            sections.append({
                "title": str(capfirst(model._meta.verbose_name_plural)),
                "rows": [kept for row in found if (kept := [cell for cell in row if cell["value"]])],
            })  # fmt: skip
    return {"sections": [section for section in sections if section["rows"]]} | looks(
        Q(reference__in=[record.reference for record in records.values()])
    )


def looks(where):
    """{looks, more_looks}: the latest reads of a record by role and day."""
    rows = AuditEntry.objects.reads().filter(where).exclude(deed=AuditEntry.Deed.DENIED)
    found = list(rows.select_related("actor", "office").order_by("-id")[: LOOKS + 1])
    return {"looks": [_look(entry) for entry in found[:LOOKS]], "more_looks": len(found) > LOOKS}


def _columns(model, name):
    table = registry().table(name)
    own = table.of(*OF_PEOPLE)
    for field in model._meta.get_fields():
        if not field.concrete or field.many_to_many or getattr(field, "generated", False):
            continue
        if field.name in _heavy(model) or field.name in {"sort_key", "fold", "tok"}:
            continue
        if field.name in own or field.name in _BESIDE:
            yield field


def _heavy(model):
    return [field.name for field in model._meta.concrete_fields if field.name == "content"]


def _told(row, field, name, ours):
    label = str(capfirst(field.verbose_name))
    withheld = _WITHHELD.get(name, {}).get(field.name)
    if withheld and getattr(row, field.attname):
        return {"label": label, "value": str(withheld), "withheld": True}
    if field.is_relation:
        return {"label": label, **_named(row, field, ours)}
    if isinstance(field, UncertainDateField):
        date = getattr(row, field.name)
        return {
            "label": label,
            "value": show(date) if isinstance(date, UncertainDate) else "",
            "withheld": False,
        }
    value = getattr(row, f"get_{field.name}_display")() if field.choices else getattr(row, field.name)
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return {"label": label, "value": "" if value in (None, "") else str(value), "withheld": False}


def _named(row, field, ours):
    """Another record: a place by its name; whoever else it names is withheld."""
    key, model = getattr(row, field.attname), field.related_model
    if key is None or (model is Person and key in ours):
        return {"value": "", "withheld": False}
    reasons = {Person: THIRD, User: STAFF, Source: SOURCE, Statement: SOURCE, Actor: SOURCE}
    if model in reasons:
        return {"value": str(reasons[model]), "withheld": True}
    return {"value": str(getattr(row, field.name)), "withheld": False}


def _look(entry):
    """When, and of which role: who works here is not named."""
    return {
        "at": entry.at,
        "what": str(entry.get_deed_display()),
        "who": str(entry.actor.get_role_display()) if entry.actor else _("not known"),
        "office": str(entry.office or ""),
    }
