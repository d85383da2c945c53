"""Custody: which power held a person, where, from when until when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields.ranges import RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.models.base import Versioned
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept
from cases.models.person import Person, _DateRange
from cases.models.visit import Visit, Visited


class Confirmation(models.TextChoices):
    """By whom it is confirmed that a person is held: it follows from lists and visits, and nobody types it."""

    UNCONFIRMED = "unconfirmed", _("unconfirmed")
    HOLDER = "holder", _("confirmed by the holder")
    VISITED = "visited", _("visited")


def seen_in_visits(user):
    """Who was seen by the visitors in visits that took place, of the visits that the user may see."""
    visits = Visit.objects.visible_to(user).took_place().order_by().values("pk")
    return Visited.objects.filter(seen=Visited.Seen.SEEN, visit__in=visits)


class CustodyQuerySet(models.QuerySet):
    def held(self):
        """Accepted periods without an end: who is held by somebody, as far as we know."""
        return self.filter(accepted=True, end="")

    def certain(self):
        """Accepted periods of which it is known for certain that they had begun by a day: these do not overlap (D19)."""
        return self.filter(accepted=True, begin_latest__isnull=False).filter(
            Q(end="") | Q(end_earliest__gte=F("begin_latest"))
        )

    def open_with(self, party):
        """Periods of which no end is stated, accepted or reported, with one holding power."""
        return self.filter(holding_power=party, end="")


@kept
class CustodyPeriod(Versioned):
    """A time in which one power held a person, on one basis; accepted certain periods do not overlap (D19).

    One may begin on the day on which another ends: whoever is exchanged or moved is held twice on that day.
    """

    class Basis(models.TextChoices):
        PRISONER_OF_WAR = "prisoner_of_war", _("prisoner of war")
        INTERNEE = "internee", _("civilian internee")
        ACCOMMODATION = "accommodation", _("temporary accommodation")
        HOSPITAL = "hospital", _("hospital")
        UNKNOWN = "unknown", _("not known")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="custody_periods")
    holding_power = models.ForeignKey("cases.Party", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=15, choices=Basis, default=Basis.UNKNOWN)
    place = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    begin = UncertainDateField(verbose_name=_("from"))
    end = UncertainDateField(verbose_name=_("until"))
    accepted = models.BooleanField(
        default=False, help_text=_("We hold it to be so; otherwise it is only reported.")
    )
    source = models.ForeignKey(
        "cases.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text=_("Where it is stated."),
    )  # fmt: skip
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = CustodyQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=["person"], condition=Q(accepted=True, end=""), name="custodyperiod_held_idx")
        ]
        constraints = [
            *date_constraints("custodyperiod", "begin", "end"),
            ExclusionConstraint(
                name="custodyperiod_apart",
                expressions=[
                    (
                        _DateRange("begin_latest", "end_earliest", RangeBoundary(True, False)),
                        RangeOperators.OVERLAPS,
                    ),
                    ("person", RangeOperators.EQUAL),
                ],
                condition=Q(accepted=True, begin_latest__isnull=False)
                & (Q(end="") | Q(end_earliest__gte=F("begin_latest"))),
                violation_error_message=_(
                    "This overlaps an accepted period of custody: mark one of them as not accepted. Both then stand side "
                    "by side, as what is reported."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.person}: {self.holding_power}, {self.get_basis_display()}"

    def get_absolute_url(self):
        return self.person.get_absolute_url()
