"""Which tables are under audit, and how; those that are not, with the reason (R36)."""

from dataclasses import dataclass

import pgtrigger
from django.apps import apps

#: Tables without entries of their own. All others are under audit, a new one from its first day.
EXCEPT = {
    "cases_auditentry": "is the audit",
    "cases_auditseal": "is the audit",
    "pghistory_context": "says who and why for the rows of history that come with it",
    "django_migrations": "is written by the owner alone, when the tables change",
    "django_content_type": "is written by the owner alone, when the tables change",
    "auth_permission": "is written by the owner alone, when the tables change",
    "django_session": "signing in and out have entries; what a session remembers is nobody's record",
    "usersessions_usersession": "signing in and out have entries; what a session remembers is nobody's record",
    "django_admin_log": "is a log; the workshop does not write it",
    "cases_savedviewlook": "is what a person's own screens remember",
    "cases_thread": "is a cache of claims, which `check_ledger` proves",
    "cases_lot": "is a cache of events, which `check_ledger` proves",
    "cases_position": "is a cache of claims, which `check_ledger` proves",
    "cases_identitylink": "is a cache of judgements, which `check_ledger` proves",
    "cases_nametoken": "is a cache of names, which `check_ledger` proves",
    "cases_persontokens": "is a cache of names, which `check_ledger` proves",
    "cases_nameindexdue": "says which names are to be indexed",
    "cases_importrow": "is read from a file and no more; what is recorded from it has entries",
    "cases_linecandidate": "is proposed by rules; what people judge of it has entries",
}
#: Columns of tables without history that change by themselves.
RESTLESS = {
    "cases_user": {"last_login"},
    "mfa_authenticator": {"last_used_at"},
    "cases_importbatch": {"progress", "attempts"},
}


@dataclass(frozen=True)
class Audited:
    """One table under audit. `but` are the columns whose changes are no deed: caches, and who may see a row."""

    model: type
    subject: str
    but: frozenset
    row: str
    kind: str = ""

    @property
    def table(self):
        return self.model._meta.db_table

    @property
    def key(self):
        return self.model._meta.pk.column

    @property
    def columns(self):
        """The columns that the digest covers, by their name."""
        return sorted({field.column for field in self.model._meta.concrete_fields} - self.but)


def audited():
    """All tables under audit: the ledger, the history of what is edited, and whatever else is written."""
    models = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed and not m._meta.proxy]
    found = [_audited(m) for m in models if m._meta.db_table not in EXCEPT and not _has_history(m)]
    return sorted(found, key=lambda each: each.table)


def _audited(model):
    names = model._meta.label_lower.removeprefix("cases.")
    tracked = getattr(model, "pgh_tracked_model", None)
    if tracked is not None:
        subject = tracked._meta.label_lower.removeprefix("cases.")
        return Audited(model, subject, frozenset(), "pgh_obj_id", "history")
    free = set(RESTLESS.get(model._meta.db_table, ())) | _columns(model, follows(model))
    key = model._meta.pk
    numbered = key.get_internal_type() in {"BigAutoField", "AutoField", "SmallAutoField", "BigIntegerField"}
    return Audited(model, names, frozenset(free), key.column if numbered else "no_number")


def follows(model):
    """The columns of a ledger that follow from other rows: those that its guard lets change (`append_only`)."""
    guards = [t for t in getattr(model._meta, "triggers", ()) if isinstance(t, pgtrigger.ReadOnly)]
    return {name for guard in guards for name in guard.exclude or ()} if is_ledger(model) else set()


def is_ledger(model):
    """Rows that are never changed and never deleted (D2)."""
    return {"no_delete", "no_truncate"} <= {t.name for t in getattr(model._meta, "triggers", ())}


def is_history(model):
    return getattr(model, "pgh_tracked_model", None) is not None


def _has_history(model):
    return bool(getattr(model, "pgh_event_models", None))


def _columns(model, names):
    return {model._meta.get_field(name).column for name in names}
