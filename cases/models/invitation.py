"""Who is asked to join an office, and in which role (R18; safety.md §4)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.base import Scoped, Versioned
from cases.models.history import kept
from cases.models.office import User
from cases.models.two_persons import TwoPersons, TwoPersonsQuerySet


class StaffQuerySet(TwoPersonsQuerySet, Scoped):
    """What one can ask of what concerns members of staff and takes two people."""

    def visible_to(self, user):
        """Those of all offices for the administrator and the auditor, of one's own for its coordinator, of nobody else."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role in {User.Role.ADMINISTRATOR, User.Role.AUDITOR}:
            return self
        own = user.role == User.Role.COORDINATOR and user.office_id
        return self.filter(office_id=user.office_id) if own else self.none()


class InvitationQuerySet(StaffQuerySet):
    """What one can ask of invitations."""

    def waiting(self):
        """Those that need a second person and have no answer yet."""
        return super().waiting().filter(needs_second=True, withdrawn_at=None)


@kept
class Invitation(TwoPersons, Versioned):
    """One person who is to have an account: in one role of one office; by a link that is handed over, once (R18).

    An administrator, who sees no case, could else invite themselves to a role that does: then a second person is needed.
    """

    decides = "decide_staff"

    role = models.CharField(max_length=13, choices=User.Role, verbose_name=_("role"))
    whom = models.CharField(
        max_length=150,
        verbose_name=_("for whom"),
        help_text=_("Their name, so that colleagues know who it is."),
    )
    email = models.EmailField(blank=True, verbose_name=_("e-mail address"))
    needs_second = models.BooleanField(editable=False)
    accepted_by = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="invitation"
    )  # fmt: skip
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta(TwoPersons.Meta):
        abstract = False
        ordering = ("-id",)
        constraints = (
            *TwoPersons.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(role__in=["viewer", "caseworker", "coordinator"]) | Q(office__isnull=False),
                name="invitation_workers_have_office",
                violation_error_message=_("Choose the office whose records this person works with."),
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None, accepted_at=None)
                | Q(accepted_by__isnull=False, accepted_at__isnull=False, withdrawn_at=None),
                name="invitation_accepted_whole",
                violation_error_message=_("An accepted invitation has an account and a time, and is not withdrawn."),
            ),
        )  # fmt: skip

    def __str__(self):
        return f"{self.whom} ({self.get_role_display()})"

    def get_absolute_url(self):
        return reverse("invitation", args=[self.pk])

    @property
    def waits(self):
        return self.needs_second and self.decided_at is None and self.withdrawn_at is None

    @property
    def is_open(self):
        """May a link be made for it now?"""
        decided = self.allowed if self.needs_second else True
        return bool(decided) and self.accepted_at is None and self.withdrawn_at is None
