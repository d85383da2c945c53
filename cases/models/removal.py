"""Taking words out of records: two people decide, the owner's function does it, and a ledger keeps the digest of what stood there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.about import (
    AboutOne,
    AboutQuerySet,
    about_constraint,
    append_only,
    copies_scope,
)
from cases.models.base import Versioned
from cases.models.history import kept
from cases.models.two_persons import TwoPersons, TwoPersonsQuerySet


class RemovalQuerySet(TwoPersonsQuerySet, AboutQuerySet):
    """What one can ask of redactions and erasures."""

    def done(self):
        return self.filter(done_at__isnull=False)


class ErasureQuerySet(RemovalQuerySet):
    """Erasures are decided by whoever sees no record: which one it is, and no more, is theirs to see."""

    def open(self):
        """Proposed, and neither refused nor done."""
        return self.filter(done_at=None).exclude(allowed=False)

    def visible_to(self, user):
        if user.is_authenticated and user.is_active and user.role == user.Role.ADMINISTRATOR:
            return self
        return super().visible_to(user)


class _Removing(AboutOne, TwoPersons, Versioned):
    """Words of one record that two people take out; the record is known by its reference alone once it is done."""

    reference = models.CharField(max_length=24, editable=False, db_index=True, verbose_name=_("reference"))
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    done_at = models.DateTimeField(null=True, editable=False, verbose_name=_("done at"))
    places = models.PositiveIntegerField(
        default=0, editable=False, verbose_name=_("places"), help_text=_("How many rows were changed.")
    )

    objects = RemovalQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def kind_label(self):
        """What kind of record it is of, without reading the record."""
        return self._meta.get_field(self.about_kind).related_model._meta.verbose_name


def _constraints(name):
    return [
        *TwoPersons.Meta.constraints,
        about_constraint(name),
        models.CheckConstraint(
            condition=Q(done_at=None) | Q(allowed__isnull=False, allowed=True),
            name=f"{name}_done_when_allowed",
            violation_error_message=_("What nobody allowed is not done."),
        ),
    ]


@kept
class Redaction(_Removing):
    """Words that must not stand in a record: replaced by a mark in its ledger, its history and what is searched (principle 4)."""

    decides = "redact"

    words = models.TextField(
        verbose_name=_("words"),
        help_text=_("Exactly as they stand; they are forgotten once this is decided."),
    )
    with_copies = models.BooleanField(
        default=False,
        verbose_name=_("stored copies as well"),
        help_text=_("A copy of a source cannot be changed in parts: it goes as a whole, its digest stays."),
    )

    class Meta(TwoPersons.Meta):
        constraints = [
            *_constraints("redaction"),
            models.CheckConstraint(
                condition=~Q(words="") | Q(decided_at__isnull=False),
                name="redaction_has_words",
                violation_error_message=_("Write the words that must go."),
            ),
        ]
        triggers = [copies_scope()]

    def __str__(self):
        return _("Take words out of %(reference)s") % {"reference": self.reference}

    def get_absolute_url(self):
        return reverse("redaction", args=[self.pk])


@kept
class Erasure(_Removing):
    """A record erased for good: a coordinator proposes, the administrator, who sees neither names nor places, decides."""

    decides = "erase"

    class Basis(models.TextChoices):
        RETENTION = "retention", _("its time is over")
        REQUEST = "request", _("the person asks for it")
        WITHDRAWN = "withdrawn", _("the consent on which it rests is withdrawn")
        MISTAKE = "mistake", _("it should never have been recorded")

    basis = models.CharField(max_length=9, choices=Basis, default=Basis.RETENTION, verbose_name=_("under"))

    objects = ErasureQuerySet.as_manager()

    class Meta(TwoPersons.Meta):
        constraints = [
            *_constraints("erasure"),
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(done_at=None) & (Q(allowed=None) | Q(allowed=True)),
                name="erasure_once",
                violation_error_message=_("This is proposed already."),
            ),
        ]
        triggers = [copies_scope()]

    def __str__(self):
        return _("Erase %(reference)s (%(kind)s)") % {"reference": self.reference, "kind": self.kind_label}

    def reason_for(self, user):
        """Who decides sees under what it is erased, and not what is told of the person."""
        return self.get_basis_display() if user.role == user.Role.ADMINISTRATOR else self.reason

    def get_absolute_url(self):
        return reverse("erasure", args=[self.pk])


class Removal(models.Model):
    """One row in which something was replaced: which, when, under which decision, and the digest of the row as it was. Insert-only.

    Written by the owner's function `cases_take_out` alone, in the transaction of the change. The digest is that of the row
    as JSON in UTC, as the audit has it for rows of history.
    """

    redaction = models.ForeignKey(Redaction, on_delete=models.PROTECT, null=True, related_name="removals")
    erasure = models.ForeignKey(Erasure, on_delete=models.PROTECT, null=True, related_name="removals")
    table = models.CharField(max_length=63)
    row = models.BigIntegerField()
    columns = ArrayField(models.CharField(max_length=63))
    sha256 = models.CharField(max_length=64, verbose_name="SHA-256")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(redaction__isnull=False, erasure=None) | Q(redaction=None, erasure__isnull=False),
                name="removal_under_one_decision",
                violation_error_message=_("Something is replaced under one decision."),
            ),
        ]
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.table} {self.row}"
