"""Which of our models is what: edited (with history), ledger (append-only) or a cache of the ledger."""

from django.apps import apps

from cases import models

ALL = list(apps.get_app_config("cases").get_models())
HISTORY = [model for model in ALL if model.__name__.endswith("History")]
LEDGER = [
    models.Event, models.EventError, models.Handling, models.NewsSearch, models.FamilyCall, models.WishRecord, models.ChildCardJudgement, models.Source, models.SourceAssessment, models.StoredCopy, models.DocumentFile, models.Removal,
    models.Statement, models.Claim, models.Assessment, models.IdentityJudgement, models.GlassBreak,
    models.TracingConsent, models.TracingJudgement, models.ReleaseConsent, models.Consent, models.ConsentWithdrawal,
    models.CounterpartLine, models.LineJudgement, models.AuditEntry, models.AuditSeal,
]  # fmt: skip
#: Written by the actions in the transaction of the ledger row, and proved by `check_ledger`; or read from a file and no more.
CACHES = [
    models.Thread,
    models.Lot,
    models.Position,
    models.IdentityLink,
    models.NameToken,
    models.PersonTokens,
    models.NameIndexDue,
    models.ImportRow,
    models.ExportPart,
    models.LineCandidate,
]
#: What a person's own screens remember: no history, because it says nothing about a record.
PERSONAL = [models.SavedViewLook]
EDITED = [model for model in ALL if model not in [*HISTORY, *LEDGER, *CACHES, *PERSONAL]]


def named(model):
    return model.__name__


def factory_of(model):
    from tests import factories

    return getattr(factories, f"{model.__name__}Factory")


def trigger_names(model):
    return {trigger.name for trigger in getattr(model._meta, "triggers", [])}
