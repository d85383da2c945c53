"""Take away everything synthetic, its ledger and history included, and nothing else.

A row is synthetic by its own mark, or by that of the record that it is about or part of (`marks`). The ledger
refuses every DELETE; here alone, for each statement of this module, which asks for the mark, the triggers of
that table that `SILENCED` names keep quiet. A synthetic record that a real one names stops the removal; an
account that a real one names is closed and stays.
"""

import uuid
from contextlib import contextmanager, nullcontext
from functools import cache, reduce
from operator import or_

import pgtrigger
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from pghistory.models import Context

from cases.actions import Refused, naming
from cases.actions.writing import ignore_nothing
from cases.models import Event, User
from cases.models.about import KINDS, AboutOne

#: What refuses or notes a DELETE: on the ledger, on history rows, and on records.
SILENCED = frozenset({"no_delete", "append_only", "delete_delete", "due_on_delete"})
#: The column (or one of several) by which a row without a mark of its own belongs to another.
PART_OF = {
    "personname": "person", "persontokens": "person", "nameindexdue": "person", "personidentifier": "person", "personflag": "person", "personhold": "person", "deathnotice": "person", "deathreport": "notice",
    "familycall": "event", "visited": "visit",
    "custodyperiod": "person", "relationship": "person",
    "groupmembership": "group", "lot": "consignment", "handling": "event", "eventerror": "event", "assessment": "claim",
    "position": "case", "proposedstep": "case", "repatriationpart": "event", "wishrecord": "event", "childcarditem": "person", "childcardjudgement": "person", "identitylink": "first", "identityjudgement": "link",
    "importrow": "batch", "exportpart": "export", "exportapproval": "export",
    "tracingconsent": "request", "tracingjudgement": "request", "releaseconsent": "request", "consent": "person", "consentwithdrawal": "consent",
    "storedcopy": "source", "sourceassessment": "source",
    "counterpartline": "list", "linecandidate": "line", "linejudgement": "line",
    "savedviewlook": "view", "invitation": "asked_by", "secondfactorreset": "user", "rolechange": "user", "setuplink": "made_by", "documentfile": "document", "removal": "redaction erasure",
}  # fmt: skip
#: What is nothing without its account: it goes with it and keeps no account from going.
OF_ACCOUNTS = (EmailAddress, Authenticator, UserSession)
_SHOWN = 5
MANY = 5000
CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"


@transaction.atomic
def remove():
    """Remove all synthetic rows; how many, and the names of accounts that were closed instead of removed."""
    _refuse_if_needed()
    with _finding_events():
        _delete(LogEntry.objects.filter(_about_synthetic()))
        removed = sum(_delete_with_history(model) for model in _leaves_first())
        closed, accounts = _remove_accounts()
    naming.forget_unused_words()
    if removed or accounts:
        Context.objects.create(
            id=uuid.uuid4(), metadata={"reason": "everything synthetic removed", "rows": removed + accounts}
        )
    return removed + accounts, closed


@contextmanager
def _finding_events():
    """While very many events go: indexes on columns that name events, because each is looked for there.

    They are not kept, because every event written would pay for them.
    """
    columns = [] if Event.objects.filter(_marked(Event))[:MANY].count() < MANY else _naming_events()
    ignore_nothing()
    with connection.cursor() as cursor:
        cursor.execute(CHECK_NOW)
        for table, column in columns:
            cursor.execute(f'CREATE INDEX "going_{table}_{column}" ON "{table}" ("{column}")')
    yield
    ignore_nothing()
    with connection.cursor() as cursor:
        cursor.execute(CHECK_NOW)
        for table, column in columns:
            cursor.execute(f'DROP INDEX "going_{table}_{column}"')


def _naming_events():
    fields = [relation.field for relation in _naming(Event)]
    return [(f.model._meta.db_table, f.column) for f in fields if not f.db_index and not f.unique]


@cache
def marks(model):
    """The lookups that lead from a row to the marks that make it synthetic, if there are any."""
    if model._meta.auto_created:
        owner = model._meta.auto_created
        name = next(f.m2m_field_name() for f in owner._meta.many_to_many if f.remote_field.through is model)
        return tuple(f"{name}__{mark}" for mark in marks(owner))
    names = {field.name for field in model._meta.concrete_fields}
    found = ("synthetic",) if "synthetic" in names else ()
    if issubclass(model, AboutOne):
        found += tuple(f"{kind}__synthetic" for kind in KINDS)
    for part in PART_OF.get(model._meta.model_name, "").split():
        found += tuple(f"{part}__{mark}" for mark in marks(model._meta.get_field(part).related_model))
    return found


def _marked(model):
    return reduce(or_, (Q(**{mark: True}) for mark in marks(model)))


def _models():
    models = apps.get_app_config("cases").get_models(include_auto_created=True)
    return [model for model in models if not hasattr(model, "pgh_id") and marks(model)]


def _leaves_first():
    """Rows that are synthetic by another come before that other; accounts have their own turn."""
    models = [model for model in _models() if model is not User and model._meta.auto_created is not User]
    return sorted(models, key=lambda model: -max(mark.count("__") for mark in marks(model)))


def _silenced(model):
    triggers = [trigger.name for owner, trigger in pgtrigger.registered() if owner is model]
    return [f"{model._meta.label}:{name}" for name in triggers if name in SILENCED]


def _delete(rows):
    """One statement for all rows, past the rules in Python that protect what is named elsewhere."""
    silenced = _silenced(rows.model)
    with pgtrigger.ignore(*silenced) if silenced else nullcontext():  # without a name it would silence all
        return rows.order_by()._raw_delete(rows.db)


def _delete_with_history(model):
    history = getattr(model, "history", None)
    if history is not None:
        _delete(history.rel.related_model.objects.filter(_marked(model)))
    return _delete(model._base_manager.filter(_marked(model)))


def _refuse_if_needed():
    found = [line for model in apps.get_app_config("cases").get_models(include_auto_created=True)
             if not hasattr(model, "pgh_id") for line in _names_synthetic(model)]  # fmt: skip
    if found:
        more = _(" and %(number)d more") % {"number": len(found) - _SHOWN} if len(found) > _SHOWN else ""
        raise Refused(
            _("Real records name synthetic ones; change these first: %(records)s%(more)s.")
            % {"records": "; ".join(found[:_SHOWN]), "more": more}
        )


def _names_synthetic(model):
    """Real rows of a model that name something marked, other than an account; a ledger names its own record."""
    real = model._base_manager.exclude(_marked(model)) if marks(model) else model._base_manager.all()
    for field in model._meta.concrete_fields:
        target = field.related_model if field.many_to_one or field.one_to_one else None
        mark = f"{field.name}__synthetic"
        if target in (None, User) or "synthetic" not in marks(target) or mark in marks(model):
            continue
        rows = real.filter(**{mark: True}).select_related(field.name).order_by("pk")
        for row in rows[: _SHOWN + 1]:
            yield f"{model._meta.verbose_name} {row} ({field.verbose_name}: {getattr(row, field.name)})"


def _about_synthetic():
    """Entries of the admin's own log about rows that go."""
    rows = [
        Q(content_type__app_label="cases", content_type__model=model._meta.model_name, object_id__in=[
            str(pk) for pk in model._base_manager.filter(_marked(model)).values_list("pk", flat=True)])
        for model in _models()
        if LogEntry.objects.filter(content_type__model=model._meta.model_name).exists()
    ]  # fmt: skip
    return reduce(or_, rows, Q(pk=None))


def _remove_accounts():
    """Remove the accounts that nothing names, close the others; the names of those, and how many went."""
    relations = _naming(User)
    own = [
        r for r in relations if r.related_model._meta.auto_created is User or r.related_model in OF_ACCOUNTS
    ]
    named = {pk for relation in relations if relation not in own for pk in _named_by(relation)}
    going = User.objects.filter(synthetic=True).exclude(pk__in=named)
    for relation in own:
        _delete(relation.related_model.objects.filter(**{f"{relation.field.name}__in": going}))
    _delete(User.history.rel.related_model.objects.filter(pgh_obj__in=going))
    gone = _delete(going)
    return _close(User.objects.filter(pk__in=named)), gone


def _naming(model):
    """The foreign keys of other tables to a model, without those of history rows and of their union."""
    relations = [r for r in model._meta.get_fields(include_hidden=True) if r.is_relation and not r.concrete]
    return [r for r in relations if r.field.db_constraint and r.related_model._meta.app_label != "pghistory"]


def _named_by(relation):
    column = relation.field.name
    return relation.related_model._base_manager.filter(**{f"{column}__synthetic": True}).values_list(
        column, flat=True
    )


def _close(users):
    for user in users:
        user.is_active = False
        user.set_unusable_password()
        user.save()
    return [user.username for user in users]
