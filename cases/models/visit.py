"""Visits to people who are held."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.base import Tracked, TrackedQuerySet, contested_index, scoped_indexes, words_index
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept


class VisitQuerySet(TrackedQuerySet):
    def without_basis(self):
        """Family visits to prisoners of war that name no special agreement (D30)."""
        return self.filter(type=Visit.Kind.FAMILY, basis="")

    def occurred_within(self, start, end, *, certainly=False):
        return self.dated_within("occurred", start, end, certainly=certainly)


@kept
class Visit(Tracked):
    """One visit to persons held: by delegates, by ombudsmen, by family, by a medical commission."""

    kind = "visit"
    caches = (*Tracked.caches, "occurred")

    class Kind(models.TextChoices):
        DELEGATE = "delegate", _("delegates of the Red Cross")
        OMBUDSMEN = "ombudsmen", _("mutual visit of ombudsmen")
        FAMILY = "family", _("family visit")
        MEDICAL = "medical", _("medical commission")

    class Basis(models.TextChoices):
        GC3_126 = "gc3_126", _("GC III Art. 126")
        GC4_116 = "gc4_116", _("GC IV Art. 116")
        GC4_143 = "gc4_143", _("GC IV Art. 143")
        SPECIAL = "special", _("special agreement")

    title = models.CharField(max_length=200)
    type = models.CharField(max_length=9, choices=Kind, verbose_name=_("kind"))
    basis = models.CharField(
        max_length=7,
        choices=Basis,
        blank=True,
        help_text=_("GC III gives prisoners no right to family visits."),
    )
    agreement = models.ForeignKey(
        "cases.Agreement", on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    holding_party = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    visitor = models.ForeignKey(
        "cases.Actor", on_delete=models.PROTECT, null=True, blank=True, related_name="visits"
    )
    place = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    visited = models.ManyToManyField("cases.Person", blank=True, related_name="visits_received")
    occurred = UncertainDateField(editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = date_constraints("visit", "planned", "occurred")
        indexes = [
            *scoped_indexes("visit", "created_at", "last_event_sort", "occurred_sort", "planned_sort"),
            contested_index("visit"),
            words_index("visit", "title"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("visit", args=[self.reference])
