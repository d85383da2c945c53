"""Events: what happened to one record as we hold it, and the declarations that correct them."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.lib.workflows import EARLIER_NOT_KNOWN, EVENT_LABELS, WORKFLOWS
from cases.models.about import (
    AboutOne,
    AboutQuerySet,
    about_constraint,
    about_indexes,
    append_only,
    copies_scope,
)
from cases.models.base import scoped_indexes
from cases.models.fields import UncertainDateField, date_constraints


class Sequence(models.BigIntegerField):
    """The place of a row in the order of recording, one sequence for the whole ledger (order by it, not by clocks)."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("db_default", Func(Value("cases_ledger"), function="nextval"))
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


class Recorded(models.Model):
    """A row of the ledger: its place in the order of recording, when and by whom; one form makes one (R46)."""

    sequence = Sequence()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    form_key = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        abstract = True


class EventQuerySet(AboutQuerySet):
    def live(self):
        """Events that nobody declared wrong."""
        return self.filter(error=None)

    def declared_wrong(self):
        return self.filter(error__isnull=False)

    def occurred_within(self, start, end, *, certainly=False):
        return self.dated_within("occurred", start, end, certainly=certainly)

    def just_recorded(self, record, by, minutes, facts):
        """Live events of a record that the same person recorded in the last minutes with exactly these facts."""
        recent = (
            self.about(record)
            .live()
            .filter(recorded_by=by, recorded_at__gt=Now() - timedelta(minutes=minutes))
        )
        return recent.filter(
            **{name: value.edtf if hasattr(value, "edtf") else value for name, value in facts.items()}
        )

    def in_order_of_recording(self):
        return self.order_by("sequence")

    def for_timeline(self, user):
        """Newest first by when they happened, with all that a timeline shows.

        `statement_read` is whether the user may read the statement that an event rests on.
        """
        statements = self.model._meta.get_field("statement").related_model.objects.visible_to(user)
        rows = self.annotate(
            statement_read=models.Exists(statements.filter(pk=models.OuterRef("statement")))
        ).select_related(
            "place", "from_custodian", "to_custodian", "counterpart", "recorded_by", "error__recorded_by",
            "error__correction", "statement__speaker", "statement__source__publisher", "answers",
        )  # fmt: skip
        return rows.order_by("-occurred_sort", "-sequence")


class Event(AboutOne, Recorded):
    """What happened to one record, as we hold it. Insert-only: a mistake is declared by an `EventError` (D2).

    The status of a record is what replaying its live events in the order of recording gives.
    """

    class Evidence(models.TextChoices):
        """What an event rests on when it is not a statement. A photo is not a receipt."""

        SIGNED_RECEIPT = "signed_receipt", _("signed receipt")
        PHOTO = "photo", _("photo")
        TESTIMONY = "testimony", _("testimony of a returnee")
        PARTY_STATEMENT = "party_statement", _("statement of a party")
        OWN_OBSERVATION = "own_observation", _("our own observation or act")

    type = models.CharField(
        max_length=20, choices=list(EVENT_LABELS.items()), verbose_name=_("what happened")
    )
    occurred = UncertainDateField(verbose_name=_("when"), help_text=_("As the source puts it."))
    due = UncertainDateField(
        verbose_name=_("date planned or due"),
        help_text=_("For a plan, a hold or a question: the day it is planned or due."),
    )
    place = models.ForeignKey(
        "cases.Place", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    from_custodian = models.ForeignKey(
        "cases.Actor", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    to_custodian = models.ForeignKey(
        "cases.Actor", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    counterpart = models.ForeignKey(
        "cases.Actor", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        help_text=_("Who was asked, answered, visited or called."),
    )  # fmt: skip
    count = models.PositiveIntegerField(null=True, blank=True, verbose_name=_("how many"))
    declared_status = models.CharField(
        max_length=20,
        blank=True,
        default="",
        help_text=_("The state in which the record was found, earlier steps not known."),
    )
    statement = models.ForeignKey(
        "cases.Statement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        db_index=False,
    )
    evidence = models.CharField(max_length=15, choices=Evidence, blank=True, default="")
    within = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", db_index=False,
        help_text=_("The event that brought this one about: declared wrong, it takes this one with it."),
    )  # fmt: skip
    answers = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answered_by", db_index=False,
        help_text=_("The question that this answers."),
    )  # fmt: skip
    note = models.TextField(blank=True, default="", help_text=_("In your own words."))
    reason = models.TextField(blank=True, default="", help_text=_("Why a warning was set aside."))
    sequence = Sequence(unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            about_constraint("event"),
            models.CheckConstraint(
                condition=Q(statement__isnull=False) | Q(evidence__gt=""),
                name="event_rests_on_something",
                violation_error_message=_("Say who says so, or on which evidence it rests."),
            ),
            models.CheckConstraint(
                condition=Q(type=EARLIER_NOT_KNOWN, declared_status__gt="")
                | (~Q(type=EARLIER_NOT_KNOWN) & Q(declared_status="")),
                name="event_declares_only_when_not_known",
            ),
            models.CheckConstraint(
                condition=Q(answers__isnull=True) | Q(type="answered"),
                name="event_only_answers_answer",
                violation_error_message=_("Only an answer names the question that it answers."),
            ),
            *date_constraints("event", "occurred", "due"),
        ]
        indexes = [
            *about_indexes("event", "occurred_sort", "id"),
            *scoped_indexes("event", "sequence"),
            models.Index(
                fields=["statement", "id"],
                condition=Q(statement__isnull=False),
                name="event_statement_idx",
            ),
            models.Index(fields=["counterpart", "id"], condition=Q(type="asked"), name="event_asked_idx"),
            models.Index(fields=["within"], condition=Q(within__isnull=False), name="event_within_idx"),
            models.Index(fields=["answers"], condition=Q(answers__isnull=False), name="event_answers_idx"),
        ]
        triggers = [
            *append_only(),
            copies_scope(),
            pgtrigger.Trigger(
                name="pass_scope_to_call",
                operation=pgtrigger.UpdateOf("office_id", "confidentiality"),
                when=pgtrigger.After,
                condition=pgtrigger.Q(new__type="family_called"),
                func="UPDATE cases_familycall SET office_id = NEW.office_id, confidentiality = NEW.confidentiality "
                     "WHERE event_id = NEW.id; RETURN NEW;",
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.label} · {self.about}"

    @property
    def step(self):
        return WORKFLOWS[self.about_kind].steps.get(self.type)

    @property
    def label(self):
        return self.step.label if self.step else self.get_type_display()

    @property
    def is_wrong(self):
        return hasattr(self, "error")


class EventError(Recorded):
    """Declares an event wrong and points to its correction (the error declaration of EPCIS 2.0). Insert-only."""

    class Kind(models.TextChoices):
        DID_NOT_OCCUR = "did_not_occur", _("It did not occur")
        INCORRECT_DATA = "incorrect_data", _("It occurred, but was recorded incorrectly")

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="error")
    kind = models.CharField(max_length=14, choices=Kind, verbose_name=_("what is wrong"))
    reason = models.TextField(help_text=_("What was wrong, and how it was found out."))
    correction = models.ForeignKey(
        Event, on_delete=models.PROTECT, null=True, blank=True, related_name="corrects"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="eventerror_has_reason",
                violation_error_message=_("Write what was wrong."),
            ),
            models.CheckConstraint(
                condition=Q(correction__isnull=True) | ~Q(correction=models.F("event")),
                name="eventerror_not_itself",
            ),
        ]
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.get_kind_display()}: {self.event}"


class NewsSearch(models.Model):
    """Where somebody looked for news of a record, told by its event `checked_for_news`. Insert-only.

    That a search found nothing is not that nothing was said (principle 2).
    """

    class Found(models.TextChoices):
        NOTHING = "nothing", _("nothing new")
        SOMETHING = "something", _("something, recorded as statements")

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="search")
    party = models.ForeignKey(
        "cases.Party", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("whose statements"), help_text=_("The party whose own statement was looked for, if one."),
    )  # fmt: skip
    languages = models.CharField(max_length=60, help_text=_("Codes, such as en, uk, ru."))
    looked_at = models.TextField(
        verbose_name=_("sources looked at"), help_text=_("One on each line: publishers, pages, registers.")
    )
    found = models.CharField(max_length=9, choices=Found, default=Found.NOTHING)

    class Meta:
        verbose_name_plural = "news searches"
        constraints = [
            models.CheckConstraint(
                condition=~Q(languages="") & ~Q(looked_at=""),
                name="newssearch_says_where",
                violation_error_message=_("Write in which languages and in which sources you looked."),
            ),
        ]
        triggers = [
            *append_only(but=()),
            pgtrigger.Trigger(
                name="of_a_check",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (SELECT FROM cases_event WHERE id = NEW.event_id AND type = 'checked_for_news') THEN
                        RAISE EXCEPTION 'a search is of a check for news'
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'newssearch_of_a_check';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return f"{self.event}: {self.get_found_display()}"
