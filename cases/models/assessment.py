"""What people judged of claims."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.about import (
    append_only,
)
from cases.models.event import Recorded


class AssessmentQuerySet(models.QuerySet):
    def in_thread(self, thread):
        return self.filter(claim__thread=thread).order_by("sequence")


class Assessment(Recorded):
    """What a person judged of a claim, with the reason; the latest in its thread counts. Insert-only."""

    class Kind(models.TextChoices):
        PREFERRED = "preferred", _("preferred as the working value")
        CLEARED = "cleared", _("no longer preferred")
        DISPUTED = "disputed", _("disputed, although the values do not differ")
        WITHDRAWN = "withdrawn", _("withdrawn: recorded by mistake")

    claim = models.ForeignKey("cases.Claim", on_delete=models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=9, choices=Kind)
    reason = models.TextField(help_text=_("Why; it is shown beside the claim."))

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="assessment_has_reason",
                violation_error_message=_("Write why: it is shown beside the claim."),
            ),
        ]
        ordering = (F("sequence"),)
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.get_kind_display()}: {self.claim}"
