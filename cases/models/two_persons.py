"""What takes two people: one asks with a reason, another allows or refuses (safety.md §4, "second person")."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class TwoPersonsQuerySet(models.QuerySet):
    """What one can ask of anything that takes two people."""

    def waiting(self):
        """Not decided yet."""
        return self.filter(decided_at=None)

    def allowed(self):
        return self.filter(allowed=True)

    def asked_by(self, user):
        return self.filter(asked_by=user)

    def for_another_than(self, user):
        """What waits in this person's office for somebody else than who asked; whether the role may decide it is for `access`.

        The administrator, who belongs to no record, decides across offices.
        """
        if not user.is_authenticated or not user.is_active or user.role == user.Role.AUDITOR:
            return self.none()
        rows = self.waiting().exclude(asked_by=user)
        if user.role == user.Role.ADMINISTRATOR:
            return rows
        return rows.filter(office_id=user.office_id) if user.office_id else rows.none()


class TwoPersons(models.Model):
    """A deed that one person asks for with a reason and a second person allows or refuses; never the same one.

    A subclass names in `decides` the action of `cases.access` that the second person needs, keeps `TwoPersons.Meta` as the base
    of its own (with its constraints), and gives `__str__` (one line for the list of what waits) and `get_absolute_url` (the page
    where it is decided). It is decided by `cases.actions.two_persons.decide` alone.
    """

    decides: str

    office = models.ForeignKey(
        "cases.Office",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("office"),
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(db_default=Now(), editable=False, verbose_name=_("asked at"))
    reason = models.TextField(
        verbose_name=_("reason"), help_text=_("Why it is needed; the second person reads it.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(null=True, editable=False, verbose_name=_("decided at"))
    allowed = models.BooleanField(null=True, editable=False, verbose_name=_("allowed"))
    decision_reason = models.TextField(blank=True, default="", verbose_name=_("reason of the decision"))

    objects = TwoPersonsQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=~Q(decided_by=F("asked_by")),
                name="%(class)s_by_two_persons",
                violation_error_message=_("Somebody else than who asked decides."),
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None, decided_at=None, allowed=None)
                | Q(decided_by__isnull=False, decided_at__isnull=False, allowed__isnull=False),
                name="%(class)s_decided_whole",
                violation_error_message=_("A decision has a person, a time and an answer."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="%(class)s_has_reason",
                violation_error_message=_("Write why it is needed."),
            ),
        )

    def reason_for(self, user):
        """The reason as this person may read it in the list of what waits."""
        return self.reason

    @property
    def waits(self):
        return self.decided_at is None
