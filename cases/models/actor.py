"""Parties to the conflict, and everybody who speaks, holds, receives, carries or mediates."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.base import Versioned
from cases.models.history import kept


class PartyQuerySet(models.QuerySet):
    def opposite(self, party):
        """The other parties, seen from this one."""
        return self.exclude(pk=party.pk)


@kept
class Party(Versioned):
    """A state that is a party to the conflict (ISO 3166-1 alpha-2 code)."""

    code = models.CharField(max_length=2, unique=True, help_text=_("Two letters, ISO 3166-1."))
    name = models.CharField(max_length=100, unique=True)
    name_uk = models.CharField(max_length=100, blank=True, verbose_name=_("name in Ukrainian"))
    name_ru = models.CharField(max_length=100, blank=True, verbose_name=_("name in Russian"))

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}$"),
                name="party_code_is_iso",
                violation_error_message=_("Write the two capital letters of ISO 3166-1, such as XA."),
            )
        ]

    def __str__(self):
        return self.name


class ActorQuerySet(models.QuerySet):
    def speaking_for(self, party):
        """State bodies and officials: those whose words are the party's own."""
        return self.filter(party=party, kind__in=[Actor.Kind.STATE_BODY, Actor.Kind.OFFICIAL])

    def mediating(self):
        return self.filter(party=None).exclude(kind__in=[Actor.Kind.MEDIA, Actor.Kind.FAMILY])


@kept
class Actor(Versioned):
    """Whoever speaks, holds, receives, carries or mediates."""

    class Kind(models.TextChoices):
        STATE_BODY = "state_body", _("State body")
        OFFICIAL = "official", _("Official")
        HUMANITARIAN = "humanitarian", _("Humanitarian organisation")
        MEDIA = "media", _("Media")
        ORGANISATION = "organisation", _("Organisation")
        FACILITY = "facility", _("Facility")
        FAMILY = "family", _("Family")
        OUR_OFFICE = "our_office", _("Our office")

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(max_length=60, blank=True, help_text=_("How it is called in tables."))
    kind = models.CharField(max_length=12, choices=Kind)
    party = models.ForeignKey(
        Party,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("The state whose body or official it is."),
    )
    office = models.OneToOneField(
        "cases.Office",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Set when this is one of our offices."),
    )
    synthetic = models.BooleanField(default=False, editable=False)

    objects = ActorQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["state_body", "official"]) | Q(party__isnull=False),
                name="actor_state_has_party",
                violation_error_message=_("A state body or an official belongs to a party: choose which."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def short(self):
        return self.short_name or self.name

    def speaks_for(self, party):
        """Are this actor's words the party's own (D21)?"""
        return party is not None and self.party_id == party.pk and self.kind in {"state_body", "official"}
