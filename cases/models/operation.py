"""The operations that bring people home, who is to travel in them, and what became of each."""

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.base import (
    Tracked,
    TrackedQuerySet,
    Versioned,
    contested_index,
    retention_index,
    scoped_indexes,
    words_index,
)
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept
from cases.models.person import people_once

_ONLY_AN_EXCHANGE = "RAISE EXCEPTION 'only an exchange goes both ways' USING ERRCODE = 'check_violation', CONSTRAINT = 'part_against_in_exchange'"


class RepatriationEventQuerySet(TrackedQuerySet):
    def with_totals(self):
        """Each operation with `expected`, how many its list has, and `came`, how many came as we count; None if nobody said."""
        Outcome = RepatriationPart.Outcome
        listed, came = Q(unlisted=False), Q(outcome=Outcome.CAME)
        of_group = Q(group__isnull=False)

        def total(people, counted, where):
            rows = RepatriationPart.objects.filter(where, event=OuterRef("pk")).order_by()
            rows = rows.values("event").annotate(total=people + Coalesce(counted, 0))
            return Subquery(rows.values("total"), output_field=models.IntegerField())

        return self.annotate(
            expected=Coalesce(total(people_once(filter=listed), Sum("count", filter=listed), Q()), 0),
            came=total(people_once(filter=came), Sum("came", filter=of_group), ~Q(outcome="")),
        )


@kept
class RepatriationEvent(Tracked):
    """An operation on a date that brings people home: an exchange goes both ways, a return one."""

    kind = "repatriation_event"
    caches = (*Tracked.caches, "occurred")

    class Kind(models.TextChoices):
        RETURN = "return", _("return")
        EXCHANGE = "exchange", _("exchange")

    title = models.CharField(max_length=200)
    type = models.CharField(max_length=8, choices=Kind, default=Kind.RETURN, verbose_name=_("kind"))
    from_party = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("from")
    )
    to_party = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("to")
    )
    mediators = models.ManyToManyField("cases.Actor", blank=True, related_name="mediated_events")
    route = models.CharField(
        max_length=200, blank=True, help_text=_("As stated, such as through a third country.")
    )
    groups = models.ManyToManyField("cases.Group", blank=True, related_name="repatriation_events")
    cases = models.ManyToManyField("cases.RepatriationCase", blank=True, related_name="repatriation_events")
    occurred = UncertainDateField(editable=False)

    objects = RepatriationEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_party=models.F("to_party")),
                name="repatriationevent_between_two",
                violation_error_message=_("People return from one party to another."),
            ),
            *date_constraints("repatriationevent", "planned", "occurred"),
        ]
        indexes = [
            *scoped_indexes("repatriationevent", "occurred_sort", "last_event_sort", "planned_sort"),
            contested_index("operation"),
            retention_index("operation"),
            words_index("operation", "title"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_return_goes_one_way",
                operation=pgtrigger.UpdateOf("type"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__type="return"),
                func=f"""
                    IF EXISTS (SELECT FROM cases_repatriationpart WHERE event_id = NEW.id AND direction = 'against') THEN
                        {_ONLY_AN_EXCHANGE};
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("repatriation_event", args=[self.reference])

    @property
    def is_exchange(self):
        return self.type == self.Kind.EXCHANGE

    @property
    def directions(self):
        """The ways that it goes, as (direction, from, to)."""
        along = (RepatriationPart.Direction.ALONG, self.from_party, self.to_party)
        against = (RepatriationPart.Direction.AGAINST, self.to_party, self.from_party)
        return [along, against] if self.is_exchange else [along]


class RepatriationPartQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The lines of which the user may see the person, the case and the group."""
        rows = self
        for name in ("person", "case", "group"):
            seen = self.model._meta.get_field(name).related_model.objects.visible_to(user)
            rows = rows.filter(
                Q(**{f"{name}__isnull": True}) | Exists(seen.filter(pk=OuterRef(f"{name}_id")))
            )
        return rows

    def open(self):
        """Lines of which nobody has said yet what became of them."""
        return self.filter(outcome="")

    def for_list(self):
        """With all that a list of who travels shows, in the order of the list."""
        related = ("person", "group", "case__person", "case__group", "companion", "arrival__error")
        return self.select_related(*related).order_by("direction", "unlisted", "id")


@kept
class RepatriationPart(Versioned):
    """Who is to travel in an operation: one person, or a counted part of a group; and what became of them.

    Papers and fitness of somebody with a case of their own stand on the case, else here (`readiness`); who travels in
    charge of them stands here, who speaks for them is said by the wish on their case. `arrival` is
    the event that says what became of them, `outcome` and `came` what it says: caches, written with the event and taken
    back when it is declared wrong.
    """

    caches = ("arrival", "outcome", "came")

    class Direction(models.TextChoices):
        """Which way, as the operation names its parties; only an exchange goes against it as well."""

        ALONG = "along", _("as the operation goes")
        AGAINST = "against", _("the other way")

    class Outcome(models.TextChoices):
        """What the arrival list says of somebody."""

        CAME = "came", _("came")
        DID_NOT_COME = "did_not_come", _("did not come")
        DECLINED = "declined", _("declined there")

    event = models.ForeignKey(RepatriationEvent, on_delete=models.PROTECT, related_name="parts")
    case = models.ForeignKey(
        "cases.RepatriationCase", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    person = models.ForeignKey(
        "cases.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="returns"
    )
    group = models.ForeignKey(
        "cases.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="returns"
    )
    count = models.PositiveIntegerField(null=True, blank=True, verbose_name=_("how many of the group"))
    direction = models.CharField(
        max_length=7, choices=Direction, default=Direction.ALONG, verbose_name=_("which way")
    )
    unlisted = models.BooleanField(
        default=False, verbose_name=_("not on the list"), help_text=_("Came without having been expected.")
    )
    papers_ready = models.BooleanField(default=False, verbose_name=_("papers ready"))
    medical_ready = models.BooleanField(default=False, verbose_name=_("fit to travel"))
    guardian = models.CharField(
        max_length=200, blank=True, verbose_name=_("guardian"), help_text=_("Of a child, or who travels in charge.")
    )  # fmt: skip
    travels_with = models.CharField(max_length=200, blank=True, verbose_name=_("must travel with, in words"))
    companion = models.ForeignKey(
        "cases.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("must travel with"), help_text=_("Somebody on record, who must be on the list as well."),
    )  # fmt: skip
    arrival = models.ForeignKey(
        "cases.Event", on_delete=models.PROTECT, null=True, editable=False, related_name="arrivals"
    )
    outcome = models.CharField(
        max_length=12, choices=Outcome, blank=True, default="", editable=False, verbose_name=_("what became of them")
    )  # fmt: skip
    came = models.PositiveIntegerField(null=True, editable=False, verbose_name=_("how many came"))

    objects = RepatriationPartQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, group__isnull=True, count__isnull=True)
                | Q(person__isnull=True, group__isnull=False, count__isnull=False),
                name="part_person_or_counted_group",
                violation_error_message=_("Choose a person, or a group and how many of it."),
            ),
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(person__isnull=False),
                name="part_person_once",
                violation_error_message=_("This person is in the operation already."),
            ),
            models.CheckConstraint(
                condition=Q(arrival__isnull=True, outcome="", came__isnull=True)
                | (Q(arrival__isnull=False, came__isnull=False) & ~Q(outcome="")),
                name="part_outcome_rests_on_event",
            ),
            models.CheckConstraint(
                condition=Q(companion__isnull=True) | ~Q(companion=models.F("person")),
                name="part_travels_with_another",
                violation_error_message=_("Choose another person: nobody travels with themselves."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="against_in_exchange",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("direction", "event_id"),
                when=pgtrigger.Before,
                func=f"""
                    IF NEW.direction = 'against' AND EXISTS (
                        SELECT FROM cases_repatriationevent WHERE id = NEW.event_id AND type = 'return' FOR SHARE
                    ) THEN
                        {_ONLY_AN_EXCHANGE};
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return str(self.person) if self.person_id else f"{self.count} · {self.group}"

    @property
    def is_own_case(self):
        """Is the case of this very person, and not of a group that they belong to?"""
        return bool(self.case_id and self.case.person_id)

    @property
    def versions(self):
        """What tells that somebody changed the line, or the case that holds its readiness, meanwhile (R45)."""
        return f"{self.version}.{self.case.version}" if self.is_own_case else str(self.version)

    @property
    def readiness(self):
        """The row that holds papers, fitness and must travel with in words: the own case, else this line."""
        return self.case if self.is_own_case else self
