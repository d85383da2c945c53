"""Links that work once: for a new account, a new password or a new second factor (R18; ASVS V6.4.1)."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.base import Versioned
from cases.models.history import kept

LIFE = timedelta(hours=72)


def digest_of(token):
    """What is stored of a link: its 256 random bits cannot be found again from it."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


class SetupLinkQuerySet(models.QuerySet):
    """What one can ask of links."""

    def live(self):
        """Those that still work."""
        return self.filter(used_at=None, ended_at=None, expires_at__gt=timezone.now())

    def of_token(self, token):
        return self.filter(digest=digest_of(token))


@kept
class SetupLink(Versioned):
    """A link that is handed to one person and works once, for at most 72 hours; only its digest is stored."""

    class Purpose(models.TextChoices):
        ACCOUNT = "account", _("New account")
        PASSWORD = "password", _("New password")
        SECOND_FACTOR = "second_factor", _("New second factor")
        FIRST = "first", _("First administrator")

    purpose = models.CharField(max_length=13, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invitation = models.ForeignKey(
        "cases.Invitation", on_delete=models.PROTECT, null=True, blank=True, related_name="links"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    used_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = SetupLinkQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(purpose="account", invitation__isnull=False, user=None)
                | Q(purpose__in=["password", "second_factor"], invitation=None, user__isnull=False)
                | Q(purpose="first", invitation=None, user=None),
                name="setup_link_is_for_one",
                violation_error_message=_("A link is for an invitation, for an account, or for the first administrator."),
            ),
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("made_at") + LIFE),
                name="setup_link_lives_72_hours",
                violation_error_message=_("A link lives for at most 72 hours."),
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.get_purpose_display()} ({self.made_at:%Y-%m-%d %H:%M})"
