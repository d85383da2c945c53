"""Closing a case, and opening one again: a caseworker proposes it, a coordinator allows or refuses it (safety.md §4)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases.lib.workflows import REPATRIATION_CASE
from cases.models.base import Scoped, Versioned
from cases.models.event import Event
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept
from cases.models.repatriation import RepatriationCase
from cases.models.two_persons import TwoPersons, TwoPersonsQuerySet

#: The steps of a case that a caseworker only proposes.
PROPOSED = ("closed", "reopened")


class ProposedStepQuerySet(TwoPersonsQuerySet, Scoped):
    """What one can ask of proposed steps."""

    def visible_to(self, user):
        """Of the cases that one sees."""
        return self.filter(case__in=RepatriationCase.objects.visible_to(user).order_by().values("pk"))


@kept
class ProposedStep(Versioned, TwoPersons):
    """One step that somebody proposes for a case; the event comes when a coordinator allows it, on the same evidence.

    `reason` is the note of the event: why the case is closed or opened again.
    """

    decides = "close_case"
    related = ("case__person", "case__group", "case__evacuation")

    case = models.ForeignKey(
        RepatriationCase,
        on_delete=models.PROTECT,
        related_name="proposed_steps",
        verbose_name=gettext_lazy("case"),
    )
    type = models.CharField(
        max_length=20,
        choices=[(type, REPATRIATION_CASE.steps[type].label) for type in PROPOSED],
        verbose_name=gettext_lazy("step"),
    )
    occurred = UncertainDateField(blank=True, verbose_name=gettext_lazy("when"))
    evidence = models.CharField(
        max_length=15, choices=Event.Evidence, blank=True, default="", verbose_name=gettext_lazy("evidence")
    )
    statement = models.ForeignKey(
        "cases.Statement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("statement"),
    )
    event = models.OneToOneField(
        Event,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="proposed",
        verbose_name=gettext_lazy("event"),
    )
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = ProposedStepQuerySet.as_manager()

    class Meta(TwoPersons.Meta):
        verbose_name, verbose_name_plural = gettext_lazy("proposed step"), gettext_lazy("proposed steps")
        constraints = (
            *TwoPersons.Meta.constraints,
            *date_constraints("proposedstep", "occurred"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(decided_at=None),
                name="proposedstep_one_waits",
                violation_error_message=gettext_lazy("Something is proposed for this case already."),
            ),
            models.CheckConstraint(
                condition=Q(type__in=PROPOSED),
                name="proposedstep_type",
                violation_error_message=gettext_lazy(
                    "Closing and opening again are proposed; the rest is recorded."
                ),
            ),
            models.CheckConstraint(
                condition=Q(event=None) | Q(allowed__isnull=False, allowed=True),
                name="proposedstep_event_when_allowed",
                violation_error_message=gettext_lazy("What nobody allowed is not recorded."),
            ),
        )

    def __str__(self):
        return f"{self.get_type_display()}: {self.case}"

    def get_absolute_url(self):
        return reverse("proposed_step", args=[self.pk])
