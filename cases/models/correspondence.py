"""Correspondence: letters, cards, Red Cross messages, drawings."""

from collections import defaultdict
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.lib import mail_clock
from cases.models.base import Tracked, TrackedQuerySet, contested_index, retention_index, scoped_indexes
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept

#: The latest day on which it can have been written where nobody said when.
_KNOWN = Coalesce("posted_latest", "received_latest")


def _possibly_in(first, last):
    """Written, or where nobody said when, posted or else received by us, on days of which some lie between two."""
    in_time = (Q(written_latest=None) | Q(written_latest__gte=first)) & (
        Q(written_earliest=None) | Q(written_earliest__lte=last)
    )
    undated = Q(written_earliest=None, written_latest=None)
    return ~undated & in_time | undated & Q(known_latest__range=(first, last))


class CorrespondenceQuerySet(TrackedQuerySet):
    def to_prisoners(self):
        return self.filter(direction=Correspondence.Direction.TO_PERSON)

    def from_prisoners(self):
        return self.filter(direction=Correspondence.Direction.FROM_PERSON)

    def written_within(self, start, end, *, certainly=False):
        return self.dated_within("written", start, end, certainly=certainly)

    def posted_within(self, start, end, *, certainly=False):
        return self.dated_within("posted", start, end, certainly=certainly)

    def received_within(self, start, end, *, certainly=False):
        return self.dated_within("received", start, end, certainly=certainly)

    def months(self, people, on):
        """{person id: `mail_clock.Month`} of what these people are known to have sent in the month of a day (D5).

        Records joined as one person count together, under the one that stands for them. Two queries.
        """
        numbers = {person.joined_into_id or person.pk for person in people}
        sent = (
            self.from_prisoners()
            .order_by()
            .alias(stands=Coalesce("person__joined_into", "person"), known_latest=_KNOWN)
        )
        sent = (
            sent.filter(stands__in=numbers)
            .exclude(status__in=("lost",))
            .annotate(who=F("stands"), known=F("known_latest"))
        )
        first, last = mail_clock.bounds(on)
        items = defaultdict(list)
        columns = ("who", "type", "quantity", "written_earliest", "written_latest", "known")
        for who, type, quantity, *written, known in sent.filter(_possibly_in(first, last)).values_list(
            *columns
        ):
            days = written if any(written) else (None, known)
            items[who].append(mail_clock.Item(type, quantity, *days))
        some = set(sent.values_list("who", flat=True).distinct())
        found = {who: mail_clock.month(items[who], on, data=who in some) for who in numbers}
        return {person.pk: found[person.joined_into_id or person.pk] for person in people}

    def examined_over(self, days, on):
        """Held until examined, as the last hold says, for more than so many days that are certain (D10, guidance)."""
        events = self.model._meta.get_field("events").related_model.objects.live()
        last = events.filter(correspondence=models.OuterRef("pk"), type="held").order_by("-sequence")
        rows = self.filter(status="held").alias(
            since=models.Subquery(last.values("occurred_latest")[:1]),
            why=models.Subquery(last.values("handling__cause")[:1]),
        )
        return rows.filter(why="examination", since__lt=on - timedelta(days=days))

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
    posted = UncertainDateField(
        verbose_name=_("posted"), help_text=_("As the postmark says, or who gave it to the post.")
    )
    received = UncertainDateField(verbose_name=_("received by us"))
    route = models.CharField(
        max_length=200,
        blank=True,
        default="",
        verbose_name=_("route"),
        help_text=_("The way it goes or came, as stated, such as through whom or by which post."),
    )
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
    family_news = models.BooleanField(
        default=False,
        verbose_name=_("declared to hold family news only"),
        help_text=_("As the sender declares it: personal and family news and nothing else."),
    )
    quantity = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text=_("For letters that are only known as a number; empty if nobody said."),
    )
    s10 = models.CharField(
        max_length=13,
        blank=True,
        default="",
        verbose_name=_("postal item number"),
        help_text=_("UPU S10, such as RR123456785UA."),
    )
    external_number = models.CharField(
        max_length=60,
        blank=True,
        default="",
        verbose_name=_("number on the list"),
        help_text=_("By which a list that is imported again knows its letter."),
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
            models.UniqueConstraint(
                fields=["office", "s10"],
                condition=~Q(s10=""),
                name="correspondence_s10_once",
                violation_error_message=_("Another letter has this postal item number."),
            ),
            *date_constraints("correspondence", "planned", "written", "posted", "received"),
        ]
        indexes = [
            *scoped_indexes(
                "correspondence", "created_at", "last_event_sort", "written_sort", "received_sort"
            ),
            models.Index(fields=["office", "status", "-created_at", "-id"], name="correspondence_status_idx"),
            contested_index("correspondence"),
            retention_index("correspondence"),
            models.Index(
                fields=["office", "external_number"],
                condition=~Q(external_number=""),
                name="correspondence_external_idx",
            ),
        ]

    def __str__(self):
        return f"{capfirst(str(self.get_type_display()))} · {self.person or self.correspondent or self.reference}"

    def get_absolute_url(self):
        return reverse("correspondence", args=[self.reference])
