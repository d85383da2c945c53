"""Offices and the people who work in them."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from cases.lib.passwords import stable
from cases.models.base import Confidentiality, Versioned
from cases.models.history import kept


@kept
class Office(Versioned):
    """An office that keeps records: an ombudsman's, a national society's, a monitoring organisation's."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ("name", "id")

    def __str__(self):
        return self.name


@kept
class User(AbstractUser):
    """A member of staff with one role in one office (safety.md §4)."""

    class Role(models.TextChoices):
        VIEWER = "viewer", _("Viewer")
        CASEWORKER = "caseworker", _("Caseworker")
        COORDINATOR = "coordinator", _("Coordinator")
        ADMINISTRATOR = "administrator", _("Administrator")
        AUDITOR = "auditor", _("Auditor")

    LEVELS = {
        Role.VIEWER: [Confidentiality.ORDINARY],
        Role.CASEWORKER: [Confidentiality.ORDINARY, Confidentiality.RESTRICTED],
    }

    email = models.EmailField(blank=True)
    role = models.CharField(max_length=13, choices=Role, default=Role.VIEWER)
    office = models.ForeignKey(
        Office,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("Whose records this person works with."),
    )
    synthetic = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("last_name", "username")
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_once",
                violation_error_message=_("Somebody has this username already: choose another."),
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    def set_password(self, raw_password):
        super().set_password(raw_password and stable(raw_password))

    def check_password(self, raw_password):
        return super().check_password(raw_password and stable(raw_password))

    @property
    def confidentiality_levels(self):
        """The levels that this role may see in its own office; None for all."""
        return self.LEVELS.get(self.role)

    @property
    def roles_within(self):
        """The roles that see no level which this one does not see."""
        mine = self.confidentiality_levels
        return [
            role for role in self.Role
            if mine is None or set(self.LEVELS.get(role, Confidentiality.values)) <= set(mine)
        ]  # fmt: skip
