"""Agreements, and what each party undertook."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.aspect import Population
from cases.models.base import (
    Tracked,
    TrackedQuerySet,
    contested_index,
    retention_index,
    scoped_indexes,
    words_index,
)
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept


class AgreementQuerySet(TrackedQuerySet):
    def concluded_within(self, start, end, *, certainly=False):
        return self.dated_within("concluded", start, end, certainly=certainly)

    def with_undertaking(self, **facts):
        """Agreements under which there is an undertaking of these facts."""
        under = Undertaking.objects.filter(agreement=models.OuterRef("pk"), **facts)
        return self.filter(models.Exists(under))

    def with_sides(self, user):
        """With those who made it, and the undertakings that a user may see, in the order of recording."""
        seen = Undertaking.objects.visible_to(user).select_related(
            "party", "statement__speaker", "last_event"
        )
        return self.prefetch_related("made_by__party", models.Prefetch("undertakings", seen.order_by("pk")))


@kept
class Agreement(Tracked):
    """What representatives of the parties agreed, as they state it."""

    kind = "agreement"

    title = models.CharField(max_length=200)
    description = models.TextField(blank=True, help_text=_("In our own words."))
    concluded = UncertainDateField(help_text=_("When, as stated."))
    made_by = models.ManyToManyField(
        "cases.Actor", blank=True, related_name="agreements", verbose_name=_("between")
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = date_constraints("agreement", "planned", "concluded")
        indexes = [
            *scoped_indexes("agreement", "created_at", "last_event_sort", "title", "concluded_sort"),
            contested_index("agreement"),
            retention_index("agreement"),
            words_index("agreement", "title"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("agreement", args=[self.reference])


@kept
class Undertaking(Tracked):
    """What one party undertook under an agreement. Shown per party, never summed across parties."""

    kind = "undertaking"

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="undertakings")
    party = models.ForeignKey("cases.Party", on_delete=models.PROTECT, related_name="undertakings")
    text = models.CharField(max_length=300, verbose_name=_("what"), help_text=_("In our own words."))
    quantity = models.PositiveIntegerField(null=True, blank=True)
    population = models.CharField(
        max_length=10, choices=Population, blank=True, default="", verbose_name=_("of whom or what")
    )
    due = UncertainDateField(help_text=_("As stated."))
    statement = models.ForeignKey(
        "cases.Statement", on_delete=models.PROTECT, null=True, blank=True, related_name="undertakings",
        help_text=_("Empty while nothing is stated about this side."),
    )  # fmt: skip

    class Meta:
        constraints = date_constraints("undertaking", "planned", "due")
        indexes = [
            *scoped_indexes("undertaking", "created_at"),
            contested_index("undertaking"),
            retention_index("undertaking"),
        ]

    def __str__(self):
        return f"{self.party}: {self.text}"

    def get_absolute_url(self):
        return f"{self.agreement.get_absolute_url()}#{self.reference}"
