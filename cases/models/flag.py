"""Flags on persons: what everybody who handles a person must know first."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.base import Versioned
from cases.models.history import kept
from cases.models.person import Person


class PersonFlagQuerySet(models.QuerySet):
    def current(self, on):
        """Flags that hold on a day."""
        begun = Q(begin=None) | Q(begin__lte=on)
        return self.filter(begun, Q(until=None) | Q(until__gte=on))

    def visible_to(self, user):
        """Flags of the persons whom the user may see: a flag is as confidential as its person."""
        return self.filter(person__in=Person.objects.visible_to(user).order_by().values("pk"))


@kept
class PersonFlag(Versioned):
    """An instruction to whoever handles a person, shown wherever the person is handled, from a day until a day."""

    class Kind(models.TextChoices):
        DO_NOT_DISCLOSE = "do_not_disclose", _("do not disclose")
        DANGER = "danger", _("danger")
        MINOR = "minor", _("minor")
        HEALTH = "health", _("health")
        OTHER = "other", _("other")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="flags")
    type = models.CharField(max_length=15, choices=Kind, verbose_name=_("kind"))
    instruction = models.CharField(
        max_length=300,
        verbose_name=_("instruction"),
        help_text=_("What to do or not to do, in a sentence; no diagnosis and no address."),
    )
    begin = models.DateField(
        null=True, blank=True, verbose_name=_("from"), help_text=_("Empty: from the start.")
    )
    until = models.DateField(
        null=True, blank=True, verbose_name=_("until"), help_text=_("Empty: until somebody ends it.")
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = PersonFlagQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(begin=None) | Q(until=None) | Q(begin__lte=models.F("until")),
                name="personflag_in_order",
                violation_error_message=_(
                    "The flag ends before it begins: write the days the other way round."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(instruction=""),
                name="personflag_says_what_to_do",
                violation_error_message=_("Write what to do."),
            ),
        ]

    def __str__(self):
        return f"{self.get_type_display()}: {self.instruction}"

    def get_absolute_url(self):
        return self.person.get_absolute_url()
