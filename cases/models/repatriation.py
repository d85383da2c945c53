"""Repatriation: cases, and the positions of the parties in them."""

from datetime import date, timedelta

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.aspect import Aspect, Stance
from cases.models.base import Tracked, TrackedQuerySet, retention_index, scoped_indexes, words_index
from cases.models.claim import Claim
from cases.models.evacuation import Wish
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept

#: A case that waits for nothing: later than any day, so that it is never found stalled.
NOT_STALLED = date(9999, 12, 31)


class RepatriationCaseQuerySet(TrackedQuerySet):
    def stalled_for(self, days, *, on):
        """Open cases whose last change of position (or request) lies at least `days` days before `on`."""
        return self.filter(stalled_since__lte=on - timedelta(days=days))

    def unchecked_for(self, days, *, on):
        """Cases of which nobody has looked for news in the last `days` days, or ever."""
        return self.filter(
            Q(last_checked_on__isnull=True) | Q(last_checked_on__lte=on - timedelta(days=days))
        )

    def quiet_for(self, days, *, on):
        """Open cases about which nothing was checked, happened or changed in the last `days` days, or ever."""
        day = on - timedelta(days=days)
        rows = self.open().nothing_dated_after(day).filter(opened_on__lte=day)
        rows = rows.filter(Q(last_checked_on__isnull=True) | Q(last_checked_on__lte=day))
        return rows.filter(Q(position_changed_on__isnull=True) | Q(position_changed_on__lte=day))

    def with_position(self, stance, user, *, own=None):
        """Cases in which some party or mediator holds this position (`stance` empty: any), as the user may read.

        `own`: in its own words; None: on whosever word.
        """
        held = Position.objects.filter(stance=stance) if stance else Position.objects.exclude(stance="")
        held = held if own is None else held.filter(own=own)
        return self.filter(pk__in=held.read_by(user).values("case"))

    def with_position_only_said(self, stance, user):
        """Cases in which another says, or said before, this position of somebody who has made no statement of their own.

        What another says later (“no clear date”) does not take back that it was said (domain.md, principle 2).
        """
        silent = Position.objects.filter(
            Q(party=models.OuterRef("party")) | Q(actor=models.OuterRef("actor")),
            case=models.OuterRef("repatriation_case"), own=False,
        )  # fmt: skip
        said = Claim.objects.live().read_by(user).filter(aspect=Aspect.POSITION, position=stance, own=False)
        said = said.filter(models.Exists(silent), repatriation_case__isnull=False)
        return self.filter(pk__in=said.values("repatriation_case"))

    def with_claims_of(self, claims):
        """Also where one is about the person, group or evacuation, as for `contested`."""
        of = Q(pk__in=claims.filter(repatriation_case__isnull=False).values("repatriation_case"))
        for part in ("person", "group", "evacuation"):
            of |= Q(**{f"{part}__in": claims.filter(**{f"{part}__isnull": False}).values(part)})
        return self.filter(of)

    def without_own_position(self):
        """Cases in which no party has made a statement of its own."""
        return self.exclude(positions__own=True)

    def for_list(self, user):
        return self.select_related(
            "person", "group", "place_now", "receiving_party", "holding_party", "owner", "last_event"
        ).prefetch_related(
            models.Prefetch("positions", queryset=Position.objects.for_chips(user))
        )  # fmt: skip


@kept
class RepatriationCase(Tracked):
    """A person, or a group, who should go home: from the state where they are to the state that receives them.

    A case is contested by the open threads about it and about its person, group and evacuation.
    What is wished follows from the latest wish that was recorded of the person or the whole group (`WishRecord`).
    `requested_on` and `position_changed_on` are facts of the ledger (the latest bound of an uncertain date); the days
    stalled are computed from `stalled_since` when read and never stored.
    """

    kind = "repatriation_case"
    speaks_of = ("person", "group")
    caches = (
        *Tracked.caches, "requested_on", "requested_at_least", "position_changed_on", "position_changed_at_least",
        "stalled_since", "stalled_at_least", "last_checked_on", "occurred",
        "wish", "wish_recorded_by", "return_wished",
    )  # fmt: skip

    class Basis(models.TextChoices):
        GC3_109 = "gc3_109", _("GC III Art. 109, seriously sick or wounded")
        GC3_110 = "gc3_110", _("GC III Art. 110, direct repatriation or neutral country")
        GC3_118 = "gc3_118", _("GC III Art. 118, after the end of hostilities")
        GC4_35 = "gc4_35", _("GC IV Art. 35, protected persons who wish to leave")
        GC4_132 = "gc4_132", _("GC IV Art. 132, release of internees")
        GC4_134 = "gc4_134", _("GC IV Art. 134, return of internees")
        SPECIAL = "special", _("special agreement")
        HUMANITARIAN = "humanitarian", _("humanitarian return")

    title = models.CharField(max_length=200)
    person = models.ForeignKey(
        "cases.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="repatriation_cases"
    )
    group = models.ForeignKey(
        "cases.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="repatriation_cases"
    )
    evacuation = models.ForeignKey(
        "cases.Evacuation", on_delete=models.PROTECT, null=True, blank=True, related_name="repatriation_cases"
    )
    holding_party = models.ForeignKey(
        "cases.Party",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The state where they are now."),
    )
    receiving_party = models.ForeignKey(
        "cases.Party",
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The state to which they would return."),
    )
    mediators = models.ManyToManyField("cases.Actor", blank=True, related_name="mediated_cases")
    place_now = models.ForeignKey(
        "cases.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where now, as stated"),
    )
    place_to = models.ForeignKey(
        "cases.Place",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("where to"),
    )
    basis = models.CharField(
        max_length=12, choices=Basis, blank=True, help_text=_("On which ground they would return.")
    )
    opened_on = models.DateField(default=timezone.localdate, help_text=_("When we opened the case."))
    wish = models.CharField(
        max_length=14, choices=Wish, default=Wish.UNKNOWN, editable=False,
        help_text=_("As recorded by us; what a party says of it is a claim."),
    )  # fmt: skip
    wish_recorded_by = models.CharField(
        max_length=200, blank=True, default="", editable=False, help_text=_("Who heard it.")
    )
    guardian = models.CharField(
        max_length=200, blank=True, help_text=_("Of a child or of somebody who cannot decide: who answers for them."),
    )  # fmt: skip
    return_wished = models.BooleanField(
        default=False, editable=False, help_text=_("The latest wish carries the planning of a return (D20).")
    )
    papers_ready = models.BooleanField(default=False, verbose_name=_("papers ready"))
    medical_ready = models.BooleanField(default=False, verbose_name=_("fit to travel"))
    travels_with = models.CharField(max_length=200, blank=True, verbose_name=_("must travel with"))
    requested_on = models.DateField(null=True, editable=False)
    requested_at_least = models.BooleanField(default=False, editable=False)
    position_changed_on = models.DateField(null=True, editable=False)
    position_changed_at_least = models.BooleanField(default=False, editable=False)
    stalled_since = models.DateField(default=NOT_STALLED, editable=False)
    stalled_at_least = models.BooleanField(default=False, editable=False)
    last_checked_on = models.DateField(null=True, editable=False)
    occurred = UncertainDateField(editable=False)

    objects = RepatriationCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, group__isnull=True)
                | Q(person__isnull=True, group__isnull=False),
                name="case_person_or_group",
                violation_error_message=_("A case is of one person or of one group: choose one of them."),
            ),
            models.CheckConstraint(
                condition=~Q(holding_party=models.F("receiving_party")),
                name="case_between_two",
                violation_error_message=_("The state where they are and the receiving state must differ."),
            ),
            models.CheckConstraint(
                condition=Q(wish="unknown") | ~Q(wish_recorded_by=""),
                name="case_wish_was_asked",
                violation_error_message=_("Write who heard the wish, how, and who was present."),
            ),
            *date_constraints("case", "planned", "occurred"),
        ]
        indexes = [
            *scoped_indexes("case", "created_at", "last_event_sort", "planned_sort"),
            models.Index(fields=["office", "stalled_since", "id"], name="case_stalled_idx"),
            retention_index("case"),
            words_index("case", "title"),
            models.Index(fields=["office", "status", "stalled_since", "id"], name="case_status_stalled_idx"),
            models.Index(fields=["office", "last_checked_on", "id"], name="case_checked_idx"),
            models.Index(fields=["office", "status", "last_event_sort", "id"], name="case_status_last_idx"),
            models.Index(
                fields=["office", "planned_latest", "id"],
                condition=Q(planned_latest__isnull=False),
                name="case_plan_idx",
            ),
            models.Index(
                fields=["office", "stalled_since", "id"],
                condition=Q(contested__gt=0),
                name="case_contested_idx",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="contested_by_what_it_is_about",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("person_id", "group_id", "evacuation_id"),
                when=pgtrigger.Before,
                func="""
                    -- A claim that is just being recorded about a new one of them is waited for, or it would not count.
                    IF NEW.evacuation_id IS DISTINCT FROM OLD.evacuation_id THEN
                        PERFORM FROM cases_evacuation WHERE id = NEW.evacuation_id FOR KEY SHARE;
                    END IF;
                    IF NEW.group_id IS DISTINCT FROM OLD.group_id THEN
                        PERFORM FROM cases_group WHERE id = NEW.group_id FOR KEY SHARE;
                    END IF;
                    IF NEW.person_id IS DISTINCT FROM OLD.person_id THEN
                        PERFORM FROM cases_person WHERE id = NEW.person_id FOR KEY SHARE;
                    END IF;
                    NEW.contested := (
                        SELECT count(*) FROM cases_thread WHERE open AND (
                            repatriation_case_id = NEW.id OR evacuation_id = NEW.evacuation_id
                            OR group_id = NEW.group_id OR person_id = NEW.person_id));
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("repatriation_case", args=[self.reference])

    def days_stalled(self, on):
        """Whole days since the last change of position, or else the request; None for a case that waits for nothing."""
        return None if self.stalled_since == NOT_STALLED else (on - self.stalled_since).days


class PositionQuerySet(models.QuerySet):
    def for_chips(self, user):
        """With whose they are and on whose word; `read` is whether the user may read the claim that says so."""
        rows = self.select_related("party", "actor", "claim__statement__speaker", "asked")
        return rows.annotate(read=_readable(user)).order_by("rank", "id")

    def read_by(self, user):
        """Of positions in cases that this user sees: those whose claim the user may read as well."""
        return self.filter(_readable(user))


def _readable(user):
    return models.Exists(Claim.objects.read_by(user).filter(pk=models.OuterRef("claim")))


class Position(models.Model):
    """Where one party or mediator stands in one case, on whose word; a cache of the claims, kept by `cases.actions`."""

    class Role(models.TextChoices):
        HOLDING = "holding", _("State where they are")
        RECEIVING = "receiving", _("Receiving state")
        MEDIATOR = "mediator", _("Mediator")

    case = models.ForeignKey(RepatriationCase, on_delete=models.CASCADE, related_name="positions")
    role = models.CharField(max_length=9, choices=Role)
    rank = models.PositiveSmallIntegerField()
    party = models.ForeignKey("cases.Party", on_delete=models.PROTECT, null=True, related_name="+")
    actor = models.ForeignKey("cases.Actor", on_delete=models.PROTECT, null=True, related_name="+")
    stance = models.CharField(max_length=17, choices=Stance, blank=True, default="")
    own = models.BooleanField(default=False)
    claim = models.ForeignKey(
        "cases.Claim", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    asked = models.ForeignKey(
        "cases.Event", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "party", "actor"], nulls_distinct=False, name="position_once"
            ),
            models.CheckConstraint(
                condition=Q(stance="", claim__isnull=True, own=False)
                | (~Q(stance="") & Q(claim__isnull=False)),
                name="position_rests_on_claim",
            ),
        ]
        indexes = [models.Index(fields=["stance", "case"], name="position_stance_idx")]

    def __str__(self):
        return f"{self.party or self.actor}: {self.get_stance_display()}"
