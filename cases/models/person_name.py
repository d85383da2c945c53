"""Names: each form by which a person is known, as its source writes it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.lib import scripts
from cases.models.base import Versioned
from cases.models.history import kept
from cases.models.person import Person


@kept
class PersonName(Versioned):
    """One name by which a person is or was known, in one script, as one source gives it."""

    class Kind(models.TextChoices):
        AS_GIVEN = "as_given", _("as given")
        OFFICIAL = "official", _("official")
        ALIAS = "alias", _("alias")
        TRANSLITERATION = "transliteration", _("transliteration")

    class Script(models.TextChoices):
        CYRILLIC = "Cyrl", _("Cyrillic")
        LATIN = "Latn", _("Latin")
        OTHER = "Zyyy", _("other")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="names")
    full = models.CharField(max_length=300, help_text=_("The whole name as written."))
    family = models.CharField(max_length=100, blank=True)
    given = models.CharField(max_length=100, blank=True)
    patronymic = models.CharField(max_length=100, blank=True)
    script = models.CharField(
        max_length=4, choices=Script, blank=True, help_text=_("Left empty, it is read from the letters.")
    )
    language = models.CharField(
        max_length=10, blank=True,
        help_text=_("Such as uk or ru; left empty, it is read from the letters where they leave no doubt."),
    )  # fmt: skip
    type = models.CharField(max_length=15, choices=Kind, default=Kind.AS_GIVEN, verbose_name=_("kind"))
    source = models.ForeignKey(
        "cases.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["person", "full"],
                name="personname_once",
                violation_error_message=_("This name is there already."),
            )
        ]

    def __str__(self):
        return self.full

    def save(self, *args, **kwargs):
        self.script = self.script or scripts.script_of(self.full)
        self.language = self.language or scripts.language_of(self.full)
        super().save(*args, **kwargs)
