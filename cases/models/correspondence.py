"""Correspondence: letters, cards, Red Cross messages, drawings."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.models.base import Tracked, TrackedQuerySet, contested_index, scoped_indexes
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept


class CorrespondenceQuerySet(TrackedQuerySet):
    def to_prisoners(self):
        return self.filter(direction=Correspondence.Direction.TO_PERSON)

    def from_prisoners(self):
        return self.filter(direction=Correspondence.Direction.FROM_PERSON)

    def written_within(self, start, end, *, certainly=False):
        return self.dated_within("written", start, end, certainly=certainly)

    def received_within(self, start, end, *, certainly=False):
        return self.dated_within("received", start, end, certainly=certainly)

    def held_for_review(self, on, *, passed):
        """Held back, and the day of review by the last hold has passed before `on`, or has not (D10)."""
        events = self.model._meta.get_field("events").related_model.objects.live()
        holds = events.filter(correspondence=models.OuterRef("pk"), type="held").order_by("-sequence")
        held = self.filter(status="held").alias(review=models.Subquery(holds.values("due_latest")[:1]))
        return held.filter(review__lt=on) if passed else held.filter(Q(review__gte=on) | Q(review=None))


@kept
class Correspondence(Tracked):
    """One letter, card, message or drawing between a prisoner or internee and the family (GC III Art. 71)."""

    kind = "correspondence"
    speaks_of = ("person", "correspondent_person")

    class Kind(models.TextChoices):
        LETTER = "letter", _("letter")
        CARD = "card", _("card")
        CAPTURE_CARD = "capture_card", _("capture or internment card")
        RED_CROSS_MESSAGE = "red_cross_message", _("Red Cross message")
        REPLY = "reply", _("reply")
        DRAWING = "drawing", _("drawing")
        PHOTO = "photo", _("photo")
        LEGAL_DOCUMENT = "legal_document", _("legal document")

    class Direction(models.TextChoices):
        TO_PERSON = "to_person", _("to the person held")
        FROM_PERSON = "from_person", _("from the person held")

    type = models.CharField(max_length=17, choices=Kind, default=Kind.LETTER, verbose_name=_("kind"))
    direction = models.CharField(max_length=11, choices=Direction, default=Direction.TO_PERSON)
    person = models.ForeignKey(
        "cases.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="correspondence",
        verbose_name=_("person held"),
    )  # fmt: skip
    correspondent = models.CharField(
        max_length=200,
        blank=True,
        verbose_name=_("family side"),
        help_text=_("Who writes or is written to, and where."),
    )
    correspondent_person = models.ForeignKey(
        "cases.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="correspondence_as_family",
        verbose_name=_("family side, if on record as a person"),
    )
    language = models.CharField(max_length=10, blank=True)
    written = UncertainDateField(verbose_name=_("written"))
    received = UncertainDateField(verbose_name=_("received by us"))
    reply_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    parcel = models.ForeignKey(
        "cases.Parcel", on_delete=models.PROTECT, null=True, blank=True, related_name="enclosures",
        verbose_name=_("enclosed in parcel"),
    )  # fmt: skip
    consignment = models.ForeignKey(
        "cases.Consignment", on_delete=models.PROTECT, null=True, blank=True, related_name="correspondence"
    )
    quantity = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text=_("For letters that are only known as a number; empty if nobody said."),
    )

    objects = CorrespondenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "correspondence"
        constraints = [
            models.CheckConstraint(
                condition=Q(reply_to__isnull=True) | ~Q(reply_to=models.F("id")),
                name="correspondence_not_own_reply",
                violation_error_message=_("A letter is no reply to itself: choose the one that it answers."),
            ),
            *date_constraints("correspondence", "planned", "written", "received"),
        ]
        indexes = [
            *scoped_indexes(
                "correspondence", "created_at", "last_event_sort", "written_sort", "received_sort"
            ),
            models.Index(fields=["office", "status", "-created_at", "-id"], name="correspondence_status_idx"),
            contested_index("correspondence"),
        ]

    def __str__(self):
        return f"{capfirst(str(self.get_type_display()))} · {self.person or self.correspondent or self.reference}"

    def get_absolute_url(self):
        return reverse("correspondence", args=[self.reference])
