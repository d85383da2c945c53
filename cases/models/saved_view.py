"""Saved views: a list's filter and sort under a name, and what each person has seen of one."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from cases.models.base import Record, RecordQuerySet
from cases.models.history import kept

LONGEST_QUERY = 2000
SEEN = (
    1000  # of so many rows it is remembered that they were seen: as far as lists count (decisions.md, Lists)
)


class SavedViewQuerySet(RecordQuerySet):
    def visible_to(self, user):
        """One's own, and those that somebody shares with the office; the auditor reads all."""
        rows = super().visible_to(user)
        if not user.is_authenticated or user.role == user.Role.AUDITOR:
            return rows
        return rows.filter(Q(owner=user) | Q(shared=True))

    def pinned_by(self, user):
        return self.filter(looks__user=user, looks__pinned=True)

    def with_looks_of(self, user):
        """Each with `own_looks`, what this person has seen of it: one row or none."""
        looks = SavedViewLook.objects.filter(user=user)
        return self.prefetch_related(models.Prefetch("looks", looks, to_attr="own_looks"))


@kept
class SavedView(Record):
    """A list's filter and sort under a name, kept by one person and perhaps shared with the office.

    Whoever opens it finds the rows that they may see themselves: the same FilterSet over their own `visible_to`.
    """

    kind = "saved_view"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="saved_views",
        verbose_name=_("owner"),
    )
    name = models.CharField(
        max_length=100, verbose_name=_("name"), help_text=_("Whoever sees a shared view reads its name.")
    )
    list = models.CharField(
        max_length=60, editable=False, verbose_name=_("list"), help_text=_("The name of the list's address.")
    )
    query = models.TextField(
        blank=True, default="", editable=False, help_text=_("Filter and sort, as they stand in the address.")
    )
    shared = models.BooleanField(default=False, verbose_name=_("shared with the office"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "list", "name"],
                name="savedview_name_once",
                violation_error_message=_("You have a view of this list by this name: choose another name."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(list=""),
                name="savedview_has_name",
                violation_error_message=_("Give the view a name."),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "name", "id"], name="savedview_name_idx"),
            models.Index(fields=["office", "created_at", "id"], name="savedview_created_idx"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The list with the filter of the view; of a list that is no more, the page of all views."""
        try:
            address = reverse(self.list)
        except NoReverseMatch:
            return reverse("saved_views")
        both = "&".join(filter(None, [self.query, urlencode({"view": self.reference})]))
        return f"{address}?{both}"


class SavedViewLookQuerySet(models.QuerySet):
    def of(self, user):
        return self.filter(user=user)


class SavedViewLook(models.Model):
    """What one person does with a view: pinned to Today or not, and when last looked at, with the rows that stood in it then.

    Those rows tell what is new: whatever is in the view now and was not then, also where it came in by a change.
    """

    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    pinned = models.BooleanField(default=False, help_text=_("Stands on this person's page of today."))
    looked_at = models.DateTimeField(null=True)
    seen = ArrayField(
        models.BigIntegerField(), default=list, help_text=_("Ids of the rows that stood in it.")
    )
    beyond = models.BooleanField(default=False, help_text=_("More rows than are remembered."))

    objects = SavedViewLookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "view"], name="savedviewlook_once"),
            models.CheckConstraint(
                condition=Q(seen__len__lte=SEEN) & (Q(beyond=False) | Q(seen__len=0)),
                name="savedviewlook_remembers_so_many",
            ),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=False) | Q(seen__len=0, beyond=False),
                name="savedviewlook_saw_by_looking",
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.view}"
