"""Groups: people known by number before they are known by name."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.lib import text
from cases.models.base import (
    Tracked,
    TrackedQuerySet,
    Versioned,
    contested_index,
    retention_index,
    scoped_indexes,
    words_index,
)
from cases.models.fields import date_constraints
from cases.models.history import kept
from cases.models.person import people_once


class GroupQuerySet(TrackedQuerySet):
    def with_named(self):
        """Each group with `named`: how many of its people have a name."""
        named = Q(memberships__person__superseded_by=None) & ~Q(memberships__person__name="")
        return self.annotate(named=people_once("memberships__person", filter=named))


@kept
class Group(Tracked):
    """People known by number before they are known by name; sizes are claims, members are persons."""

    kind = "group"
    caches = (*Tracked.caches, "size_low", "size_high")

    name = models.CharField(
        max_length=200, help_text=_("How we speak of them, without any private person's name.")
    )
    sort_key = models.CharField(max_length=200, editable=False, default="")
    description = models.TextField(blank=True)
    place_from = models.ForeignKey(
        "cases.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where from"),
    )
    place_now = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("where now, as stated"),
    )  # fmt: skip
    size_low = models.PositiveIntegerField(null=True, editable=False)
    size_high = models.PositiveIntegerField(null=True, editable=False)
    members = models.ManyToManyField("cases.Person", through="cases.GroupMembership", related_name="groups")

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = date_constraints("group", "planned")
        indexes = [
            *scoped_indexes("group", "created_at", "last_event_sort"),
            contested_index("group"),
            retention_index("group"),
            words_index("group", "name"),
            models.Index(fields=["office", "sort_key", "id"], name="group_sort_key_idx"),
        ]

    def __str__(self):
        return self.name

    def make_sort_key(self):
        return text.sort_key(self.name)

    def save(self, *args, **kwargs):
        self.sort_key = self.make_sort_key()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("group", args=[self.reference])


class GroupMembershipQuerySet(models.QuerySet):
    def named_in(self, groups):
        """How many people with a name each of these groups has, as {group id: number}."""
        rows = self.filter(group__in=groups, person__superseded_by=None).exclude(person__name="")
        return dict(rows.order_by().values_list("group").annotate(number=people_once()))


@kept
class GroupMembership(Versioned):
    """A person who belongs to a group; a person belongs to it once, so that counting people is counting rows."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey("cases.Person", on_delete=models.PROTECT, related_name="memberships")
    statement = models.ForeignKey(
        "cases.Statement", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = GroupMembershipQuerySet.as_manager()

    class Meta:
        ordering = (F("id"),)
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"],
                name="groupmembership_once",
                violation_error_message=_("This person is in the group already."),
            )
        ]

    def __str__(self):
        return f"{self.person} · {self.group}"
