"""Whether two records are of one human being: what people judged, and what follows from it."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.lib import joining
from cases.models.about import append_only
from cases.models.base import Scoped
from cases.models.event import Recorded
from cases.models.person import Person

_WAITING = 1000  # more than any score: pairs to be decided come first
_LOOKED_AT = 5000  # pairs that wait, of which the page counts those that nobody is asked for
_MOOT = Q(turn__gte=_WAITING) & (
    Q(one=F("other"))
    | (Q(first__name="") | Q(second__name=""))
    | (Q(first__superseded_by__isnull=False) | Q(second__superseded_by__isnull=False))
)

_ONE_OFFICE = """
    SELECT office_id INTO NEW.office_id FROM cases_person WHERE id = NEW.first_id;
    IF NEW.office_id IS DISTINCT FROM (SELECT office_id FROM cases_person WHERE id = NEW.second_id) THEN
        RAISE EXCEPTION 'a pair is of one office'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'identitylink_in_one_office';
    END IF;
    RETURN NEW;
"""


class IdentityLinkQuerySet(Scoped):
    def visible_to(self, user):
        """Pairs of which the user may see both persons (R02)."""
        people = Person.objects.visible_to(user)
        if people.query.is_empty():
            return self.none()
        if user.role == user.Role.AUDITOR:
            return self
        rows, levels = self.filter(office_id=user.office_id), user.confidentiality_levels
        if levels is None:
            return rows
        return rows.filter(first__confidentiality__in=levels, second__confidentiality__in=levels)

    def asked(self):
        """Pairs that people judged or are asked to judge: not those that are one person through others or have no name."""
        return self._with_stands().exclude(_MOOT)

    def _with_stands(self):
        one, other = (Coalesce(f"{end}__joined_into", end) for end in ("first", "second"))
        return self.alias(one=one, other=other)

    def to_be_judged(self):
        """Pairs never judged, judged the same by one only, or changed since; decided through others or not."""
        return self.filter(turn__gte=_WAITING)

    def waiting(self):
        """Pairs that people are asked to decide."""
        return self.asked().to_be_judged()

    def progress(self):
        """How many pairs there are, and how many of them wait. Those of which nobody is asked are left out as far as they are
        among the most alike that wait: while so many wait as there can be, a few more or less are all the same.
        """
        likeliest = self.to_be_judged().order_by("-turn", "-pk").values("pk")[:_LOOKED_AT]
        moot = IdentityLink.objects.filter(pk__in=likeliest)._with_stands().filter(_MOOT).order_by()
        moot = moot.annotate(number=Func("pk", function="COUNT")).values("number")
        found = self.order_by().aggregate(
            all=models.Count("pk"),
            waiting=models.Count("pk", filter=Q(turn__gte=_WAITING)),
            moot=models.Max(models.Subquery(moot)),
        )
        moot = found.pop("moot") or 0
        return {name: number - moot for name, number in found.items()}

    def joined(self):
        """Pairs that two people judged the same."""
        return self.filter(state=IdentityLink.State.SAME)

    def of(self, people):
        """Pairs in which one of these persons stands."""
        return self.filter(Q(first__in=people) | Q(second__in=people))


class IdentityLink(models.Model):
    """Two person records of one office that may be one human being; once for each pair, the older record first.

    `state`, who proposed and confirmed, and `fingerprint` are caches of the judgements, written by
    `cases.actions.identity` alone and proved by ``manage.py check_ledger``; score and reasons are what a machine found.
    """

    class State(models.TextChoices):
        OPEN = joining.OPEN, _("not judged")
        UNSURE = joining.UNSURE, _("unsure")
        NOT_SAME = joining.NOT_SAME, _("not the same")
        SAME_PROPOSED = joining.SAME_PROPOSED, _("the same, says one: a second person decides")
        SAME = joining.SAME, _("the same")

    office = models.ForeignKey(
        "cases.Office", on_delete=models.PROTECT, editable=False, related_name="+", db_index=False
    )
    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=13, choices=State, default=State.OPEN, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    score = models.PositiveSmallIntegerField(
        default=0,
        editable=False,
        help_text=_("How alike the two are, from 0 to 100: never measured by what else was found."),
    )
    reasons = ArrayField(models.CharField(max_length=40), default=list, editable=False)
    fingerprint = models.CharField(
        max_length=64,
        default="",
        editable=False,
        help_text=_("Digest of what was known of both at the last judgement."),
    )
    again = models.BooleanField(
        default=False, editable=False, help_text=_("What is known of them changed after the last judgement.")
    )
    proposed_at = models.DateTimeField(db_default=Now(), editable=False)
    turn = models.GeneratedField(
        expression=Case(
            When(
                Q(state__in=(joining.OPEN, joining.SAME_PROPOSED)) | Q(again=True),
                then=F("score") + Value(_WAITING),
            ),
            default=F("score"),
            output_field=models.IntegerField(),
        ),
        output_field=models.IntegerField(),
        db_persist=True,
    )

    objects = IdentityLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="identitylink_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="identitylink_in_order"),
            models.CheckConstraint(condition=Q(score__lte=100), name="identitylink_score_is_absolute"),
            models.CheckConstraint(
                condition=~Q(state=joining.SAME)
                | Q(proposed_by__isnull=False, confirmed_by__isnull=False)
                & ~Q(proposed_by=F("confirmed_by")),
                name="identitylink_same_takes_two",
                violation_error_message=_("That two records are one person takes a second person to decide."),
            ),
        ]
        indexes = [models.Index(fields=["office", "turn", "id"], name="identitylink_turn_idx")]
        triggers = [
            pgtrigger.Trigger(
                name="one_office", operation=pgtrigger.Insert, when=pgtrigger.Before, func=_ONE_OFFICE
            )
        ]

    def __str__(self):
        return f"{self.first} · {self.second}"

    def get_absolute_url(self):
        return reverse("duplicate", args=[self.pk])

    @property
    def reference(self):
        """The pair in a line for operators, who need no names."""
        return f"{self.first.reference} · {self.second.reference}"

    @property
    def is_waiting(self):
        return self.turn >= _WAITING

    @property
    def is_nobodys(self):
        """Did nobody ever judge the pair, so that a machine's comparison is all that it is?"""
        return self.state == self.State.OPEN and not self.fingerprint

    def other(self, person):
        return self.second if self.first_id == person.pk else self.first


class IdentityJudgement(Recorded):
    """What somebody judged of a pair, with the reason; *same* is in force when a second person says it too. Insert-only."""

    class Verdict(models.TextChoices):
        SAME = joining.SAME, _("the same person")
        NOT_SAME = joining.NOT_SAME, _("not the same person")
        UNSURE = joining.UNSURE, _("unsure: it cannot be told from what is known")
        UNDONE = joining.UNDONE, _("taken back")

    link = models.ForeignKey(IdentityLink, on_delete=models.PROTECT, related_name="judgements")
    verdict = models.CharField(max_length=8, choices=Verdict)
    reason = models.TextField(help_text=_("Why; it is shown beside the pair, with your name."))
    fingerprint = models.CharField(max_length=64, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="identityjudgement_has_reason",
                violation_error_message=_("Write why: it is shown beside the pair."),
            ),
        ]
        ordering = (F("sequence"),)
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.get_verdict_display()}: {self.link}"
