"""Breaking the glass: who opened what is kept from them, why, and until when (safety.md §4)."""

from datetime import timedelta

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from cases.models.about import append_only
from cases.models.base import Scoped
from cases.models.person import STANDS, Person

#: How long the glass stays broken at most.
HOURS = timedelta(hours=3)
#: Records of a person whose owner looks after the person while they are open, besides the person's own.
OF_PERSON = ("RepatriationCase", "TracingRequest", "Evacuee", "FollowUp")


class GlassBreakQuerySet(Scoped):
    def visible_to(self, user):
        """The auditor sees all, a coordinator those of the office, everybody else their own; the administrator none."""
        if not user.is_authenticated or not user.is_active or user.role == user.Role.ADMINISTRATOR:
            return self.none()
        if user.role == user.Role.AUDITOR:
            return self
        rows = self.filter(office_id=user.office_id)
        return rows if user.role == user.Role.COORDINATOR else rows.filter(broken_by=user)

    def standing(self, user, now):
        """What this user has broken and what has not ended by itself."""
        return self.filter(broken_by=user, until__gt=now)


class GlassBreak(models.Model):
    """Somebody opened life-critical facts of a person whom others look after, or, as auditor, a record: with a reason. Insert-only."""

    class Kind(models.TextChoices):
        GLASS = "glass", _("broke the glass")
        AUDIT = "audit", _("opened for the audit")

    kind = models.CharField(max_length=5, choices=Kind, verbose_name=_("what was done"))
    office = models.ForeignKey(
        "cases.Office", on_delete=models.PROTECT, editable=False, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="glass_breaks", verbose_name=_("person")
    )
    repatriation_case = models.ForeignKey(
        "cases.RepatriationCase", on_delete=models.PROTECT, null=True, related_name="glass_breaks",
        verbose_name=_("repatriation case"),
    )  # fmt: skip
    broken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", db_index=False,
        verbose_name=_("by"),
    )  # fmt: skip
    reason = models.TextField(verbose_name=_("reason"))
    broken_at = models.DateTimeField(db_default=Now(), editable=False, verbose_name=_("at"))
    until = models.DateTimeField(verbose_name=_("until"))
    synthetic = models.BooleanField(default=False, editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    objects = GlassBreakQuerySet.as_manager()

    class Meta:
        ordering = ("-broken_at", "-id")
        indexes = [
            models.Index(fields=["office", "broken_at", "id"], name="glassbreak_office_at"),
            models.Index(fields=["broken_by", "until"], name="glassbreak_by_until"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False) ^ Q(repatriation_case__isnull=False),
                name="glassbreak_about_one",
                violation_error_message=_("Name the person, or the case of a group."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="glassbreak_has_reason",
                violation_error_message=_("Write why you need to see it."),
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("broken_at"))
                & (
                    Q(kind="glass", until__lte=F("broken_at") + HOURS)
                    | Q(kind="audit", until__lte=F("broken_at") + timedelta(hours=25))
                ),
                name="glassbreak_ends_by_itself",
                violation_error_message=_("It ends by itself after three hours at most."),
            ),
        ]
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.get_kind_display()}: {self.about}"

    def get_absolute_url(self):
        return self.about.get_absolute_url()

    @property
    def about(self):
        return self.person or self.repatriation_case


def looked_after(*, by):
    """Does one of these users (a condition on the owner) look after the person: as owner of the person, or of work on them that is open?

    A follow-up that somebody gave to themselves is none: else whoever writes one would open what is kept, without a reason.
    """
    by = {f"owner__{name}": value for name, value in by.items()}
    found = Q(**by)
    for name in OF_PERSON:
        rows = apps.get_model("cases", name).objects.open().filter(person=OuterRef("pk"), **by)
        if name == "FollowUp":
            rows = rows.exclude(created_by=F("owner"))
        found |= Q(Exists(rows.order_by()))
    return found


def kept_people(user, now):
    """People whose life-critical facts are kept from this caseworker: others look after them, the caseworker does not, and the
    glass is not broken; of any of the records of the human being. Whom nobody who works here looks after everybody does."""
    broken = GlassBreak.objects.standing(user, now).filter(person=OuterRef("pk"))
    others = looked_after(by={"is_active": True})
    open_to = looked_after(by={"pk": user.pk}) | Exists(broken.order_by())
    return Person.objects.filter(_one_of_theirs(others), ~_one_of_theirs(open_to))


def _one_of_theirs(asked):
    """Is this so of one of the records of the human being?"""
    stands = Coalesce(OuterRef("joined_into"), OuterRef("pk"))
    return Exists(Person.objects.alias(stands=STANDS).filter(asked, stands=stands).order_by())
