"""Evacuations and the people in them. "Evacuated" is the sources' word and shown as such."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

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
from cases.models.person import ERASED


class EvacuationQuerySet(TrackedQuerySet):
    def occurred_within(self, start, end, *, certainly=False):
        return self.dated_within("occurred", start, end, certainly=certainly)


@kept
class Evacuation(Tracked):
    """People brought from one place to another, by whom, as stated; how is a claim of its speaker."""

    kind = "evacuation"
    caches = (*Tracked.caches, "occurred")

    title = models.CharField(max_length=200)
    group = models.ForeignKey(
        "cases.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="evacuations"
    )
    place_from = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place_to = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    carried_out_by = models.ForeignKey(
        "cases.Actor", on_delete=models.PROTECT, null=True, blank=True, related_name="evacuations"
    )
    occurred = UncertainDateField(editable=False)

    objects = EvacuationQuerySet.as_manager()

    class Meta:
        constraints = date_constraints("evacuation", "planned", "occurred")
        indexes = [
            *scoped_indexes("evacuation", "created_at", "last_event_sort", "occurred_sort"),
            contested_index("evacuation"),
            retention_index("evacuation"),
            words_index("evacuation", "title"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("evacuation", args=[self.reference])


class Wish(models.TextChoices):
    """What a person wishes, as recorded by us; what a party says people wish is a claim, not a wish."""

    UNKNOWN = "unknown", _("not known")
    RETURN = "return", _("wishes to return")
    STAY = "stay", _("wishes to stay")
    ELSEWHERE = "elsewhere", _("wishes to go elsewhere")
    CANNOT_EXPRESS = "cannot_express", _("cannot express a wish")


class EvacueeQuerySet(TrackedQuerySet):
    def wishing_to_return(self):
        return self.filter(wish=Wish.RETURN)

    def unnamed(self):
        return self.filter(person__name="").exclude(person__label=ERASED)


@kept
class Evacuee(Tracked):
    """One person in one evacuation: where they stay and what they wish.

    What they wish follows from the latest wish that was recorded (`WishRecord`); where they stay, from the latest
    event that says so, once there is one.
    """

    kind = "evacuee"
    speaks_of = ("person", "evacuation")
    caches = (*Tracked.caches, "wish", "wish_recorded_by", "return_wished")

    evacuation = models.ForeignKey(Evacuation, on_delete=models.PROTECT, related_name="evacuees")
    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, related_name="evacuations")
    place = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stays in"),
        help_text=_("Where they are accommodated, as stated."),
    )  # fmt: skip
    wish = models.CharField(max_length=14, choices=Wish, default=Wish.UNKNOWN, editable=False)
    wish_recorded_by = models.CharField(
        max_length=200, blank=True, default="", editable=False, help_text=_("Who heard it.")
    )
    return_wished = models.BooleanField(default=False, editable=False)

    objects = EvacueeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["evacuation", "person"],
                name="evacuee_once",
                violation_error_message=_("This person is in the evacuation already."),
            ),
            models.CheckConstraint(
                condition=Q(wish="unknown") | ~Q(wish_recorded_by=""),
                name="evacuee_wish_was_asked",
                violation_error_message=_("Write who heard the wish, how, and who was present."),
            ),
            *date_constraints("evacuee", "planned"),
        ]
        indexes = [
            *scoped_indexes("evacuee", "created_at", "last_event_sort"),
            contested_index("evacuee"),
            retention_index("evacuee"),
            models.Index(fields=["office", "status", "-created_at", "-id"], name="evacuee_status_idx"),
        ]

    def __str__(self):
        return f"{self.person} · {self.evacuation}"

    def get_absolute_url(self):
        return reverse("evacuee", args=[self.reference])
