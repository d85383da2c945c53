"""Places, by the names that people use for them."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from cases.models.base import Versioned
from cases.models.history import kept

#: The whole names of a place, by which a search finds it (`cases.finding.places`).
_IN_ANY_LANGUAGE = Func(Upper("name"), Upper("name_uk"), Upper("name_ru"), template="ARRAY[%(expressions)s]")


@kept
class Place(Versioned):
    """A country, region, district, settlement, crossing point or facility."""

    name = models.CharField(max_length=200, help_text=_("In English, as on the map."))
    name_uk = models.CharField(max_length=200, blank=True, verbose_name=_("name in Ukrainian"))
    name_ru = models.CharField(max_length=200, blank=True, verbose_name=_("name in Russian"))
    country = models.CharField(max_length=2, help_text=_("Two letters, ISO 3166-1."))
    iso_3166_2 = models.CharField(
        max_length=6,
        blank=True,
        verbose_name="ISO 3166-2",
        help_text=_("Region code, such as UA-59 for Sumy region."),
    )
    pcode = models.CharField(
        max_length=20, blank=True, verbose_name=_("P-code"), help_text=_("OCHA code, such as UA59.")
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    restricted = models.BooleanField(
        default=False, help_text=_("Where somebody is held or hides: shown to few.")
    )
    synthetic = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "country", "parent"],
                nulls_distinct=False,
                name="place_once",
                violation_error_message=_("This place is there already: choose it instead."),
            ),
            models.CheckConstraint(
                condition=~Q(parent=models.F("id")),
                name="place_not_in_itself",
                violation_error_message=_("A place does not lie in itself: choose what contains it."),
            ),
        ]
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="place_name_trgm"),
            GinIndex(_IN_ANY_LANGUAGE, name="place_names"),
        ]

    def __str__(self):
        return self.name

    @property
    def ancestry(self):
        """Its own id and those of the places that contain it, the innermost first."""
        chain, place = [], self
        while place is not None and place.pk not in chain:
            chain.append(place.pk)
            place = place.parent
        return tuple(chain)
