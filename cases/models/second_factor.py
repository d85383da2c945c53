"""The reset of a lost second factor, which takes two people (R11; ASVS V6.4.4)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models.base import Versioned
from cases.models.history import kept
from cases.models.invitation import StaffQuerySet
from cases.models.two_persons import TwoPersons


@kept
class SecondFactorReset(TwoPersons, Versioned):
    """Somebody lost the app and the recovery codes: an administrator asks, another or the office's coordinator allows."""

    decides = "decide_staff"
    related = ("user",)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("whose"), editable=False
    )  # fmt: skip

    objects = StaffQuerySet.as_manager()

    class Meta(TwoPersons.Meta):
        abstract = False
        ordering = ("-id",)
        constraints = (
            *TwoPersons.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(user=F("asked_by")) & (Q(decided_by=None) | ~Q(user=F("decided_by"))),
                name="reset_is_not_ones_own",
                violation_error_message=_("Nobody asks for a reset of their own second factor, and nobody allows it."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(decided_at=None),
                name="reset_waits_once",
                violation_error_message=_("This was asked for already and waits for a second person."),
            ),
        )  # fmt: skip

    def __str__(self):
        return gettext("Second factor of %(user)s") % {"user": self.user}

    def get_absolute_url(self):
        return reverse("second_factor_reset", args=[self.pk])
