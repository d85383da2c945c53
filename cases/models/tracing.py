"""Tracing requests of relatives: whom they look for, what they consent to, who it turned out to be, and what may be told."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.lib import matching
from cases.models.about import append_only
from cases.models.base import (
    Tracked,
    TrackedQuerySet,
    contested_index,
    retention_index,
    scoped_indexes,
    words_index,
)
from cases.models.event import Recorded
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept
from cases.models.person import Person


class TracingRequestQuerySet(TrackedQuerySet):
    def waiting_since(self, day):
        """Open requests that came on this day or before."""
        return self.open().filter(received_on__lte=day)

    def last_seen_within(self, start, end, *, certainly=False):
        return self.dated_within("last_seen", start, end, certainly=certainly)

    def matched(self):
        """Requests of which somebody said who the person is."""
        return self.filter(person__isnull=False)

    def unmatched(self):
        return self.filter(person=None)


@kept
class TracingRequest(Tracked):
    """What a relative asks: to find one person (GC IV Art. 25, 26; AP I Art. 32).

    `person` is a cache of the judgements (`TracingJudgement`), written by `cases.actions.tracing` alone.
    """

    kind = "tracing_request"
    speaks_of = ("person",)
    caches = (*Tracked.caches, "person")

    class Relationship(models.TextChoices):
        PARENT = "parent", _("parent")
        CHILD = "child", _("child")
        SPOUSE = "spouse", _("spouse or partner")
        SIBLING = "sibling", _("brother or sister")
        GRANDPARENT = "grandparent", _("grandparent")
        GRANDCHILD = "grandchild", _("grandchild")
        GUARDIAN = "guardian", _("guardian")
        RELATIVE = "relative", _("other relative")

    class Standing(models.TextChoices):
        MILITARY = "military", _("military")
        CIVILIAN = "civilian", _("civilian")

    enquirer = models.CharField(
        max_length=300, verbose_name=_("enquirer"), help_text=_("The relative who asks: name in any script.")
    )
    relationship = models.CharField(
        max_length=11,
        choices=Relationship,
        verbose_name=_("relationship"),
        help_text=_("What the enquirer is to the person looked for: only relatives can ask."),
    )
    enquirer_contact = models.TextField(
        blank=True,
        verbose_name=_("how to reach the enquirer"),
        help_text=_("Shown to the owner of the request and to coordinators."),
    )
    received_on = models.DateField(verbose_name=_("received"), help_text=_("The day on which they asked."))
    name = models.CharField(
        max_length=300,
        verbose_name=_("name of the person looked for"),
        help_text=_("In any script: family name, given name, father’s name."),
    )
    other_names = models.TextField(
        blank=True,
        verbose_name=_("other names and spellings"),
        help_text=_("One on each line, in any script."),
    )
    father_name = models.CharField(max_length=100, blank=True, verbose_name=_("father’s first name"))
    mother_maiden_name = models.CharField(max_length=100, blank=True, verbose_name=_("mother’s maiden name"))
    born = UncertainDateField(verbose_name=_("born"), help_text=_("As precise as it is known, such as 1987."))
    sex = models.CharField(max_length=6, choices=Person.Sex, blank=True, verbose_name=_("sex"))
    birth_place = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("place of birth"),
    )  # fmt: skip
    last_residence = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("last residence"),
    )  # fmt: skip
    standing = models.CharField(
        max_length=8, choices=Standing, blank=True, verbose_name=_("military or civilian")
    )
    last_seen = UncertainDateField(
        verbose_name=_("last seen or heard of"), help_text=_("As the relative puts it.")
    )
    last_seen_place = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("where last seen"),
    )  # fmt: skip
    circumstances = models.TextField(
        blank=True, verbose_name=_("circumstances"), help_text=_("What happened, in the relative’s words.")
    )
    marks = models.TextField(
        blank=True, verbose_name=_("other marks"), help_text=_("What else tells the person from others.")
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, editable=False,
        related_name="tracing_requests", verbose_name=_("found to be"),
    )  # fmt: skip

    objects = TracingRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(enquirer=""),
                name="tracingrequest_has_enquirer",
                violation_error_message=_("Write who asks: a request comes from a relative."),
            ),
            models.CheckConstraint(
                condition=~Q(relationship=""),
                name="tracingrequest_has_relationship",
                violation_error_message=_("Say what the enquirer is to the person: only relatives can ask."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="tracingrequest_names_somebody",
                violation_error_message=_("Write the name of the person looked for."),
            ),
            *date_constraints("tracingrequest", "planned", "born", "last_seen"),
        ]
        indexes = [
            *scoped_indexes("tracing", "created_at", "received_on", "last_event_sort"),
            contested_index("tracingrequest"),
            retention_index("tracingrequest"),
            words_index("tracing", "name"),
            words_index("tracing", "enquirer"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("tracing_request", args=[self.reference])

    @property
    def names(self):
        """All names and spellings by which the person is looked for."""
        lines = (self.name, *self.other_names.splitlines())
        return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))

    def description(self):
        """What can tell whether somebody is the person looked for, for `cases.lib.matching`."""
        return matching.Description(
            names=self.names,
            born=self.born,
            sex=self.sex,
            father_name=self.father_name,
            mother_maiden_name=self.mother_maiden_name,
            birth_place=_as_place(self.birth_place),
            last_residence=_as_place(self.last_residence),
        )


def _as_place(place):
    return matching.Place(str(place), place.ancestry) if place else None


class Answer(models.TextChoices):
    """What somebody who was asked for consent said."""

    GIVEN = "given", _("given")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Said(Recorded):
    """One row of the ledger of a request: somebody recorded it, never the system. Insert-only."""

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", db_index=False
    )

    class Meta:
        abstract = True
        ordering = (F("sequence"),)


class TracingConsent(Said):
    """What the enquirer answered when asked whether the request may be passed on, and since when. Insert-only."""

    class Scope(models.TextChoices):
        RED_CROSS = "red_cross", _("share it with the Red Cross")
        BUREAU = "bureau", _("share it with the information bureau of the other side")
        PUBLISH = "publish", _("publish the name")

    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=9, choices=Scope, verbose_name=_("what for"))
    answer = models.CharField(max_length=9, choices=Answer, verbose_name=_("answer"))
    answered_on = models.DateField(verbose_name=_("on"))
    how = models.CharField(
        max_length=300, verbose_name=_("how"), help_text=_("Such as: signed form, by telephone to whom.")
    )

    class Meta(Said.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(how=""),
                name="tracingconsent_says_how",
                violation_error_message=_("Write how the consent was given or refused."),
            )
        ]
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.get_scope_display()}: {self.get_answer_display()}"


class TracingJudgement(Said):
    """Whether somebody on record is the person looked for, as a worker judged when comparing. Insert-only."""

    class Verdict(models.TextChoices):
        IS = "is", _("the person looked for")
        IS_NOT = "is_not", _("not the person looked for")
        UNDONE = "undone", _("taken back")

    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="judgements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=6, choices=Verdict, verbose_name=_("judged"))
    reason = models.TextField(
        blank=True, verbose_name=_("why"), help_text=_("It is shown on the request, with your name.")
    )

    class Meta(Said.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="is_not") | ~Q(reason=""),
                name="tracingjudgement_has_reason",
                violation_error_message=_("Write why: it is shown on the request."),
            )
        ]
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.person}: {self.get_verdict_display()}"


class ReleaseConsent(Said):
    """What a found person answered when asked whether the enquirer may be told of them. Insert-only."""

    request = models.ForeignKey(TracingRequest, on_delete=models.PROTECT, related_name="release_consents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=9, choices=Answer, verbose_name=_("answer"))
    answered_on = models.DateField(verbose_name=_("on"))
    asked_by = models.CharField(
        max_length=200,
        verbose_name=_("asked by"),
        help_text=_("Who spoke with the person, such as a delegate."),
    )
    how = models.CharField(
        max_length=300, verbose_name=_("how"), help_text=_("Such as: in writing, alone with a delegate.")
    )

    class Meta(Said.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(how="") & ~Q(asked_by=""),
                name="releaseconsent_says_how",
                violation_error_message=_("Write who asked the person, and how they answered."),
            )
        ]
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.person}: {self.get_answer_display()}"
