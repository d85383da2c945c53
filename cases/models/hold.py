"""Holds: nothing that concerns a person leaves the house for now, and why is its owner's alone to say."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.base import Versioned
from cases.models.history import kept
from cases.models.person import Person


class PersonHoldQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended_at=None)

    def of(self, person):
        """Holds on the human being whom this record is of, whichever of the joined records they name."""
        return self.filter(person__in=Person.objects.one_with(person))

    def visible_to(self, user):
        """Its owner alone sees that it is this, and why: others meet the same sentence whatever holds (D38)."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(owner=user, person__in=Person.objects.visible_to(user).order_by().values("pk"))


@kept
class PersonHold(Versioned):
    """Mail, labels and exports of a person held by somebody of the office, for a reason that is theirs to tell or not.

    There are many such reasons (an address in doubt, a family that asked to wait, danger), so that nobody learns from a
    hold that somebody died (D38).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holds")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner"),
        help_text=_("Who is to be asked, and alone sees why."),
    )  # fmt: skip
    reason = models.TextField(
        verbose_name=_("why"), help_text=_("Seen by you alone. Colleagues are told to ask you.")
    )
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = PersonHoldQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="personhold_has_reason",
                violation_error_message=_("Write why: you alone see it."),
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at=None),
                name="personhold_one_for_a_person",
                violation_error_message=_("This person is held already."),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name}: {self.person}"

    def get_absolute_url(self):
        return self.person.get_absolute_url()
