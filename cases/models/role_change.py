"""Another role or another office for a member of staff, which takes two people (safety.md §4, "users, roles")."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models.base import Versioned
from cases.models.history import kept
from cases.models.invitation import StaffQuerySet
from cases.models.office import User
from cases.models.two_persons import TwoPersons


@kept
class RoleChange(TwoPersons, Versioned):
    """What somebody is to do from now on, and in which `office`: an administrator asks, another or that office's coordinator allows.

    An administrator sees no case: alone they could else open any of them to an account of their own.
    """

    decides = "decide_staff"
    related = ("user", "office")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("whose"), editable=False
    )  # fmt: skip
    role = models.CharField(max_length=13, choices=User.Role, verbose_name=_("role"))
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = StaffQuerySet.as_manager()

    class Meta(TwoPersons.Meta):
        abstract = False
        verbose_name, verbose_name_plural = _("change of role"), _("changes of role")
        ordering = ("-id",)
        constraints = (
            *TwoPersons.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(user=F("asked_by")) & (Q(decided_by=None) | ~Q(user=F("decided_by"))),
                name="role_change_is_not_ones_own",
                violation_error_message=_("Nobody asks for another role for themselves, and nobody allows it."),
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(decided_at=None),
                name="role_change_waits_once",
                violation_error_message=_("Another change of this role waits for a second person."),
            ),
        )  # fmt: skip

    def __str__(self):
        words = {"user": self.user, "role": self.get_role_display(), "office": self.office}
        if self.office_id is None:
            return gettext("%(user)s: %(role)s, in no office") % words
        return gettext("%(user)s: %(role)s, %(office)s") % words

    def get_absolute_url(self):
        return reverse("role_change", args=[self.pk])
