"""Identifiers: numbers and codes that documents and authorities give a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.base import Versioned
from cases.models.history import kept
from cases.models.papers import PlainNumber
from cases.models.person import Person


class PersonIdentifierQuerySet(models.QuerySet):
    def written(self, number):
        """Those that are this number, in whatever letters and groups either of the two is written."""
        return self.alias(plain=PlainNumber("value")).filter(plain=PlainNumber(models.Value(number)))


@kept
class PersonIdentifier(Versioned):
    """A number or code that a document or an authority gives a person."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="identifiers")
    scheme = models.CharField(
        max_length=60, help_text=_("What it is, such as passport or Central Tracing Agency number.")
    )
    value = models.CharField(max_length=60)
    issuer = models.CharField(max_length=100, blank=True)

    objects = PersonIdentifierQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["person", "scheme", "value"],
                name="personidentifier_once",
                violation_error_message=_("This number is there already."),
            )
        ]
        indexes = [
            models.Index(fields=["value"], name="personidentifier_value_idx"),
            models.Index(PlainNumber("value"), name="personidentifier_plain_idx"),
        ]

    def __str__(self):
        return f"{self.scheme} {self.value}"
