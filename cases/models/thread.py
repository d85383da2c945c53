"""Threads: the claims of one record that answer one question."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.about import (
    KINDS,
    AboutOne,
    AboutQuerySet,
    about_constraint,
    about_indexes,
    copies_scope,
)
from cases.models.aspect import Aspect, Population


class ThreadQuerySet(AboutQuerySet):
    def open(self):
        """Threads whose claims disagree, without a preferred one."""
        return self.filter(open=True)

    def settled(self):
        """Threads whose claims disagree, with a preferred one."""
        return self.filter(disagrees=True, open=False)

    def opened_within(self, start, end, *, certainly=False):
        """Threads that were opened on a day between two days; the moment is known, so that `certainly` says no more."""
        rows = self.filter(opened_at__date__gte=start) if start else self
        return rows.filter(opened_at__date__lte=end) if end else rows

    def opened_since(self, moment):
        return self.filter(opened_at__gte=moment)

    def with_claims_of(self, claims):
        """Threads to which one of these claims belongs."""
        return self.filter(models.Exists(claims.filter(thread=models.OuterRef("pk"))))

    def for_list(self, user):
        """With their records and their claims that count: a few queries, however many rows."""
        living = (
            self.model._meta.get_field("claims").related_model.objects.live().read_by(user).with_speaker()
        )
        living = living.order_by("number", "date_sort", "position", "sequence")
        return self.with_about().prefetch_related(models.Prefetch("claims", living, to_attr="living"))


class Thread(AboutOne):
    """The claims of one record that answer one question: how many live, do they disagree, which is preferred.

    A cache, written by `cases.actions.evidence` in the transaction of the claim or assessment.
    """

    aspect = models.CharField(max_length=18, choices=Aspect)
    population = models.CharField(max_length=10, choices=Population, blank=True, default="")
    party = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    actor = models.ForeignKey(
        "cases.Actor", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    as_of = models.CharField(
        max_length=80, blank=True, default="", help_text=_("The EDTF expression of the day.")
    )
    live = models.PositiveIntegerField(default=0)
    disagrees = models.BooleanField(default=False)
    preferred = models.ForeignKey(
        "cases.Claim", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    open = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        constraints = [
            about_constraint("thread"),
            models.UniqueConstraint(
                fields=[*KINDS, "aspect", "population", "party", "actor", "as_of"],
                nulls_distinct=False,
                name="thread_once",
            ),
            models.CheckConstraint(
                condition=Q(open=False) | Q(disagrees=True, preferred__isnull=True),
                name="thread_open_is_undecided",
            ),
        ]
        indexes = [
            *about_indexes("thread", "id"),
            models.Index(
                fields=["office", "opened_at", "id"], condition=Q(open=True), name="thread_open_idx"
            ),
            models.Index(
                fields=["office", "id"],
                condition=Q(disagrees=True, open=False),
                name="thread_settled_idx",
            ),
        ]
        triggers = [copies_scope()]

    def __str__(self):
        return f"{self.get_aspect_display()} · {self.about}"
