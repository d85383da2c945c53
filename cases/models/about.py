"""About one record: what events, claims, threads, documents and follow-ups have in common, and how they are guarded."""

import pgtrigger
from django.apps import apps
from django.db import models
from django.db.models import Func, IntegerField, Q
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from cases.models.base import Confidentiality, Scoped

KINDS = {
    "person": "Person",
    "group": "Group",
    "agreement": "Agreement",
    "undertaking": "Undertaking",
    "consignment": "Consignment",
    "parcel": "Parcel",
    "correspondence": "Correspondence",
    "visit": "Visit",
    "evacuation": "Evacuation",
    "evacuee": "Evacuee",
    "repatriation_case": "RepatriationCase",
    "repatriation_event": "RepatriationEvent",
    "tracing_request": "TracingRequest",
}


def model_of(kind):
    """The model of a kind of record; KeyError for a word that is none."""
    return apps.get_model("cases", KINDS[kind])


class AboutQuerySet(Scoped):
    """Rows about records."""

    def visible_to(self, user):
        """As of any row; and only where the record is not one that names somebody whom the user may not see."""
        rows = super().visible_to(user)
        if not user.is_authenticated or user.confidentiality_levels is None:
            return rows
        for kind in KINDS:
            if hasattr(model_of(kind), "speaks_of"):
                seen = model_of(kind).objects.visible_to(user).filter(pk=models.OuterRef(f"{kind}_id"))
                rows = rows.filter(Q(**{f"{kind}__isnull": True}) | models.Exists(seen))
        return rows

    def of_kind(self, kind):
        """Rows about one kind of record."""
        return self.filter(**{f"{kind}__isnull": False})

    def with_about(self):
        """With the records that they are about, and what those need to say their names: a few queries, however many rows."""
        return self.prefetch_related(
            *KINDS, "undertaking__party", "undertaking__agreement", "parcel__addressee", "parcel__addressee_group",
            "correspondence__person", "evacuee__person", "evacuee__evacuation",
        )  # fmt: skip

    def about(self, record, *same):
        """Rows about a record, and about others of its kind that are the same."""
        if same:
            return self.filter(**{f"{record.kind}_id__in": [record.pk, *(each.pk for each in same)]})
        return self.filter(**{f"{record.kind}_id": record.pk})


def _one(kind):
    return models.ForeignKey(
        f"cases.{KINDS[kind]}",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        db_index=False,
    )


class AboutOne(models.Model):
    """About exactly one record: one nullable foreign key for each kind, and a constraint that one is set.

    Office and confidentiality are copied from the record by a trigger, so that lists across records scope without
    joins; when they change on the record they change here.
    """

    person = _one("person")
    group = _one("group")
    agreement = _one("agreement")
    undertaking = _one("undertaking")
    consignment = _one("consignment")
    parcel = _one("parcel")
    correspondence = _one("correspondence")
    visit = _one("visit")
    evacuation = _one("evacuation")
    evacuee = _one("evacuee")
    repatriation_case = _one("repatriation_case")
    repatriation_event = _one("repatriation_event")
    tracing_request = _one("tracing_request")
    office = models.ForeignKey(
        "cases.Office", on_delete=models.PROTECT, editable=False, related_name="+", db_index=False
    )
    confidentiality = models.CharField(
        max_length=10, choices=Confidentiality, default=Confidentiality.ORDINARY, editable=False
    )

    objects = AboutQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def about_kind(self):
        return next(kind for kind in KINDS if getattr(self, f"{kind}_id"))

    @property
    def about(self):
        """The record that this row is about."""
        return getattr(self, self.about_kind)


def about_constraint(name):
    return models.CheckConstraint(
        condition=Exact(Func(*KINDS, function="num_nonnulls", output_field=IntegerField()), 1),
        name=f"{name}_about_one",
        violation_error_message=_("Say which one record this is about."),
    )


def about_indexes(name, *columns):
    """One partial index for each kind, so that an insert writes one of them."""
    return [
        models.Index(
            fields=[kind, *columns], condition=Q(**{f"{kind}__isnull": False}), name=f"{name}_{kind}_idx"[:30]
        )
        for kind in KINDS
    ]


def _copy_scope():
    branches = " ".join(
        f"{'IF' if number == 0 else 'ELSIF'} NEW.{kind}_id IS NOT NULL THEN SELECT office_id, confidentiality "
        f"INTO NEW.office_id, NEW.confidentiality FROM cases_{model.lower()} WHERE id = NEW.{kind}_id;"
        for number, (kind, model) in enumerate(KINDS.items())
    )
    return f"{branches} END IF; RETURN NEW;"


def copies_scope():
    """Office and confidentiality are those of the record that the row is about, whoever inserts it."""
    return pgtrigger.Trigger(
        name="copy_scope", operation=pgtrigger.Insert, when=pgtrigger.Before, func=_copy_scope()
    )


def append_only(*, but=("office", "confidentiality")):
    """D2: no update (`but` of these columns, which follow from others), no delete, no truncate."""
    return [
        pgtrigger.ReadOnly(name="no_update", exclude=list(but) or None),
        pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'the ledger is never emptied (D2)';",
        ),
    ]


def passes_scope_on(kind):
    """When a record moves to another office or level, what is about it moves with it."""
    updates = " ".join(
        f"UPDATE cases_{table} SET office_id = NEW.office_id, confidentiality = NEW.confidentiality "
        f"WHERE {kind}_id = NEW.id;"
        for table in ("event", "claim", "thread", "document", "followup", "redaction", "erasure")
    )
    return pgtrigger.Trigger(
        name="pass_scope_on",
        operation=pgtrigger.UpdateOf("office_id", "confidentiality"),
        when=pgtrigger.After,
        condition=pgtrigger.AnyChange("office", "confidentiality"),
        func=f"{updates} RETURN NEW;",
    )
