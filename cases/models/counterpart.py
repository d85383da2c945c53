"""Lists of people received from the other side or the Red Cross: as they came, and who on record each line is."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.lib import matching
from cases.models.about import append_only
from cases.models.actor import Actor
from cases.models.base import Confidentiality, Record, RecordQuerySet, scoped_indexes, words_index
from cases.models.event import Recorded
from cases.models.fields import UncertainDateField, date_constraints
from cases.models.history import kept
from cases.models.person import Person

#: Whose word about custody is the holding power's own: its bodies, officials and facilities.
HOLDERS = (Actor.Kind.STATE_BODY, Actor.Kind.OFFICIAL, Actor.Kind.FACILITY)

TOO_LITTLE = _(
    "What the Red Cross or another humanitarian organisation sends is kept restricted: choose restricted or strict."
)


class CounterpartListQuerySet(RecordQuerySet):
    def of_holder(self):
        """Lists by which a power states whom it holds, and which nobody withdrew: they confirm custody."""
        return self.filter(
            says=CounterpartList.Says.HELD, sender__party=F("holding_party"), sender__kind__in=HOLDERS,
            source__withdrawn=False,
        )  # fmt: skip

    def waiting(self):
        """Lists of which some lines are still to be decided."""
        return self.filter(models.Exists(CounterpartLine.objects.open().filter(list=OuterRef("pk"))))

    def worked_off(self):
        return self.exclude(models.Exists(CounterpartLine.objects.open().filter(list=OuterRef("pk"))))

    def received_within(self, start, end, *, certainly=False):
        """The day of receipt is known, so that `certainly` says no more."""
        rows = self.filter(received_on__gte=start) if start else self
        return rows.filter(received_on__lte=end) if end else rows


@kept
class CounterpartList(Record):
    """One list of names as it was received: its source and statement, from whom, as of when, and what being on it means.

    Powers exchange such lists through their information bureaux and the Central Tracing Agency (GC III Art. 122, 123;
    GC IV Art. 136–140). What was received never changes.
    """

    kind = "counterpart_list"
    speaks_of = ("group", "source")

    class Says(models.TextChoices):
        HELD = "held", _("people whom a power holds")
        SOUGHT = "sought", _("people who are looked for")
        OTHER = "other", _("people, for another purpose")

    title = models.CharField(max_length=200, verbose_name=_("title"), help_text=_("As the list is headed."))
    source = models.OneToOneField(
        "cases.Source", on_delete=models.PROTECT, editable=False, related_name="counterpart_list"
    )
    statement = models.OneToOneField(
        "cases.Statement", on_delete=models.PROTECT, editable=False, related_name="counterpart_list"
    )
    sender = models.ForeignKey(
        Actor, on_delete=models.PROTECT, related_name="+", verbose_name=_("from whom"),
        help_text=_("Whose list it is, not who passed it on."),
    )  # fmt: skip
    received_on = models.DateField(verbose_name=_("received"), help_text=_("The day on which it came to us."))
    as_of = UncertainDateField(
        verbose_name=_("as of"), help_text=_("The day for which it is true, as it says itself.")
    )
    says = models.CharField(max_length=6, choices=Says, verbose_name=_("whom it names"))
    holding_party = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("held by"), help_text=_("The power that holds the people of the list."),
    )  # fmt: skip
    group = models.ForeignKey(
        "cases.Group", on_delete=models.PROTECT, null=True, blank=True, related_name="counterpart_lists",
        verbose_name=_("about the group"), help_text=_("If the list is of one group of ours."),
    )  # fmt: skip
    place = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("place"), help_text=_("Where the list says they are, if it is one place."),
    )  # fmt: skip
    line_count = models.PositiveIntegerField(default=0, editable=False)

    objects = CounterpartListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(says="held") | Q(holding_party__isnull=False),
                name="counterpartlist_held_by_somebody",
                violation_error_message=_("Say which power holds the people of the list."),
            ),
            *date_constraints("counterpartlist", "as_of"),
        ]
        indexes = [
            *scoped_indexes("counterpartlist", "received_on", "created_at"),
            words_index("counterpartlist", "title"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="as_received",
                fields=[
                    "source",
                    "statement",
                    "sender",
                    "received_on",
                    "as_of",
                    "says",
                    "holding_party",
                    "place",
                    "line_count",
                ],
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("counterpart_list", args=[self.reference])

    def clean(self):
        if self.is_kept_too_little:
            raise ValidationError(TOO_LITTLE)

    @property
    def is_kept_too_little(self):
        """Would everyone in the office see what the Red Cross or another humanitarian organisation sent?"""
        return (
            self.sender_id is not None
            and self.sender.kind == Actor.Kind.HUMANITARIAN
            and self.confidentiality == Confidentiality.ORDINARY
        )

    @property
    def is_of_holder(self):
        """Is it the holding power's own word whom it holds?"""
        return (
            self.says == self.Says.HELD
            and self.sender.party_id == self.holding_party_id
            and self.sender.kind in HOLDERS
        )


_IN_BOTH = Q(state="is") | Q(state="open", best__gte=matching.LIKELY, second__lt=matching.LIKELY)
_THEIRS_ONLY = Q(state="none") | Q(state="open", best__lt=matching.POSSIBLE)


class CounterpartLineQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Lines of lists that the user may see; one that was found to be a hidden person is hidden as well (R02)."""
        lists = CounterpartList.objects.visible_to(user).order_by().values("pk")
        people = Person.objects.visible_to(user).order_by().values("pk")
        rows = self.filter(list__in=lists)
        if user.is_authenticated and user.confidentiality_levels is None:
            return rows
        return rows.filter(Q(person=None) | Q(person__in=people))

    def open(self):
        return self.filter(state=CounterpartLine.State.OPEN)

    def decided(self):
        return self.exclude(state=CounterpartLine.State.OPEN)

    def compared(self, user):
        """Each with `best` and `second`: how alike the likeliest people on record are, among those whom the user may see.

        Records that were joined since are one person.
        """
        seen = LineCandidate.objects.filter(line=OuterRef("pk"))
        if user.confidentiality_levels is not None:
            seen = seen.filter(person__in=Person.objects.visible_to(user).order_by().values("pk"))
        people = seen.order_by().values(stands=Coalesce("person__joined_into", "person"))
        scores = people.annotate(most=models.Max("score")).order_by("-most").values("most")
        return self.annotate(
            best=Coalesce(Subquery(scores[:1]), 0), second=Coalesce(Subquery(scores[1:2]), 0)
        )

    def in_both(self):
        """On the list and on record: judged so, or not decided yet and one person is likely, no second one."""
        return self.filter(_IN_BOTH)

    def theirs_only(self):
        """On the list and, as far as is known, not on record: judged so, or nobody is even possible."""
        return self.filter(_THEIRS_ONLY)

    def uncertain(self):
        """Neither: judged so, or not decided yet and several people are likely, or none more than possible."""
        return self.filter(~(_IN_BOTH | _THEIRS_ONLY))

    def counts(self):
        """How many lines there are of each, and how many are decided, in one question."""
        number = lambda condition: models.Count("pk", filter=condition)  # noqa: E731
        return self.aggregate(
            all=models.Count("pk"), decided=number(~Q(state="open")), both=number(_IN_BOTH), theirs=number(_THEIRS_ONLY),
            uncertain=number(~(_IN_BOTH | _THEIRS_ONLY)),
        )  # fmt: skip

    def confirming(self, user):
        """Lines by which a holding power says that it holds somebody on record, of lists that the user may see."""
        lists = CounterpartList.objects.of_holder().visible_to(user).order_by().values("pk")
        return self.filter(state="is", list__in=lists)


class CounterpartLine(models.Model):
    """One line of a list as it was received; its text never changes. Insert-only.

    `state` and `person` are caches of its judgements, written by `cases.actions.lists` alone; `stands` is the record
    that stands for the person.
    """

    caches = ("state", "person", "stands")

    class State(models.TextChoices):
        OPEN = "open", _("to be decided")
        IS = "is", _("on record")
        NONE = "none", _("not on record")
        UNSURE = "unsure", _("unsure")

    list = models.ForeignKey(CounterpartList, on_delete=models.PROTECT, related_name="lines", db_index=False)
    number = models.PositiveIntegerField(help_text=_("Where it stands in the list."))
    text = models.TextField(verbose_name=_("as received"), help_text=_("The whole line, as it was received."))
    name = models.CharField(max_length=300, verbose_name=_("name"), help_text=_("As written."))
    born = UncertainDateField(verbose_name=_("born"))
    other = models.TextField(blank=True, verbose_name=_("what else it says"))
    state = models.CharField(max_length=6, choices=State, default=State.OPEN, editable=False)
    person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="counterpart_lines",
        db_index=False,
    )
    stands = models.BigIntegerField(null=True, editable=False)

    objects = CounterpartLineQuerySet.as_manager()

    class Meta:
        ordering = ("list", "number")
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="counterpartline_once"),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="counterpartline_names_somebody",
                violation_error_message=_("No name stands in this line."),
            ),
            models.CheckConstraint(
                condition=Q(state="is", person__isnull=False) | (~Q(state="is") & Q(person__isnull=True)),
                name="counterpartline_is_somebody",
            ),
            *date_constraints("counterpartline", "born"),
        ]
        indexes = [
            models.Index(
                fields=["person"], condition=Q(person__isnull=False), name="counterpartline_person_idx"
            ),
            models.Index(
                fields=["stands", "list"],
                condition=Q(stands__isnull=False),
                name="counterpartline_stands_idx",
            ),
        ]
        triggers = append_only(but=("state", "person", "stands"))

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("counterpart_line", args=[self.list.reference, self.number])

    @property
    def reference(self):
        """The line in a sentence for operators, who need no names."""
        return f"{self.list.reference}, line {self.number}"

    def description(self):
        """What can tell who on record it is, for `cases.lib.matching`."""
        return matching.Description(names=(self.name,), born=self.born)


class LineCandidate(models.Model):
    """Somebody on record who may be the person of a line, as a machine found: nothing follows from it."""

    line = models.ForeignKey(
        CounterpartLine, on_delete=models.PROTECT, related_name="candidates", db_index=False
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(
        help_text=_("How alike the two are, from 0 to 100: never measured by what else was found.")
    )
    reasons = ArrayField(models.CharField(max_length=40), default=list)

    class Meta:
        ordering = ("line", "-score", "pk")
        constraints = [
            models.UniqueConstraint(fields=["line", "person"], name="linecandidate_once"),
            models.CheckConstraint(condition=Q(score__lte=100), name="linecandidate_score_is_absolute"),
        ]

    def __str__(self):
        return f"{self.line} · {self.person}"


class LineJudgement(Recorded):
    """Who on record somebody judged the person of a line to be, or that it is nobody there. Insert-only.

    `claim` is where the list says the person is, claimed of them because of this judgement.
    """

    class Verdict(models.TextChoices):
        IS = "is", _("on record as this person")
        NONE = "none", _("none of ours")
        UNSURE = "unsure", _("not to be told from what is known")
        UNDONE = "undone", _("taken back")

    line = models.ForeignKey(CounterpartLine, on_delete=models.PROTECT, related_name="judgements")
    verdict = models.CharField(max_length=6, choices=Verdict)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(
        blank=True, verbose_name=_("why"), help_text=_("It is shown beside the line, with your name.")
    )
    claim = models.OneToOneField(
        "cases.Claim", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", db_index=False
    )

    class Meta:
        ordering = (F("sequence"),)
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="is", person__isnull=False) | (~Q(verdict="is") & Q(person__isnull=True)),
                name="linejudgement_is_somebody",
                violation_error_message=_("Say which person on record it is."),
            ),
            models.CheckConstraint(
                condition=~Q(verdict="undone") | ~Q(reason=""),
                name="linejudgement_has_reason",
                violation_error_message=_("Write why it is taken back: it is shown beside the line."),
            ),
        ]
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.get_verdict_display()}: {self.line}"


def last_judgements(lines):
    """The place in the ledger of the last judgement of each of these lines, as {line id: sequence}."""
    rows = LineJudgement.objects.filter(line__in=lines).order_by()
    return dict(rows.values_list("line").annotate(last=Max("sequence")))
