"""Work: what has to be done by when, and documents."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.about import AboutOne, AboutQuerySet, about_constraint, about_indexes, copies_scope
from cases.models.base import Record, words_index
from cases.models.history import kept


class FollowUpQuerySet(AboutQuerySet):
    def open(self):
        return self.filter(done_at=None)

    def done(self):
        return self.filter(done_at__isnull=False)

    def late(self, on):
        return self.open().filter(due_on__lt=on)

    def not_late(self, on):
        return self.filter(Q(done_at__isnull=False) | Q(due_on__gte=on))

    def questions(self):
        """What waits, or waited, for an answer to a question of ours that stands."""
        return self.filter(origin=FollowUp.Origin.ANSWER_DUE, counterpart__isnull=False)

    def due_within(self, start, end, *, certainly=False):
        """Due between two days, either of which may be None; a day on which something is due is always certain."""
        rows = self.filter(due_on__gte=start) if start else self
        return rows.filter(due_on__lte=end) if end else rows


@kept
class FollowUp(AboutOne, Record):
    """Something to be done about one record by a day; done ones stay in view.

    Some are made by the house itself, from an event: a question awaits its answer, a family its next call, a rule of the
    Conventions was touched (domain.md §4, Alert). Those say by `origin` and `rule` why they are there.
    """

    kind = "follow_up"
    caches = ("counterpart",)

    class Origin(models.TextChoices):
        TASK = "task", _("task")
        ANSWER_DUE = "answer_due", _("answer due")
        NEXT_CALL = "next_call", _("next call")
        ALERT = "alert", _("alert")

    text = models.CharField(max_length=300, verbose_name=_("what to do"))
    due_on = models.DateField(verbose_name=_("due"))
    origin = models.CharField(
        max_length=10, choices=Origin, default=Origin.TASK, editable=False, verbose_name=_("kind")
    )
    rule = models.CharField(
        max_length=4, blank=True, default="", editable=False, help_text=_("The rule of the domain that alerts, such as D20.")
    )  # fmt: skip
    event = models.ForeignKey(
        "cases.Event", on_delete=models.PROTECT, null=True, editable=False, related_name="follow_ups", db_index=False,
    )  # fmt: skip
    counterpart = models.ForeignKey(
        "cases.Actor", on_delete=models.PROTECT, null=True, editable=False, related_name="+", db_index=False,
        help_text=_("Whom we asked: a cache of what the event says, and empty where the question does not stand any more."),
    )  # fmt: skip
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+", db_index=False,
    )  # fmt: skip
    outcome = models.TextField(blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            about_constraint("followup"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | ~Q(outcome=""),
                name="followup_done_has_outcome",
                violation_error_message=_("Write what came of it."),
            ),
            models.CheckConstraint(
                condition=Q(origin="task") | Q(event__isnull=False), name="followup_comes_from_an_event"
            ),
            models.CheckConstraint(
                condition=Q(origin="alert") ^ Q(rule=""), name="followup_alert_names_its_rule"
            ),
            models.CheckConstraint(
                condition=Q(counterpart__isnull=True) | Q(origin="answer_due"),
                name="followup_asks_for_an_answer",
            ),
            models.UniqueConstraint(
                fields=["event", "origin", "rule"],
                condition=Q(event__isnull=False),
                name="followup_once_for_an_event",
            ),
        ]
        indexes = [
            *about_indexes("followup", "due_on", "id"),
            models.Index(fields=["office", "due_on", "id"], name="followup_due_idx"),
            models.Index(
                fields=["office", "due_on", "id"], condition=Q(done_at__isnull=True), name="followup_open_idx"
            ),
            models.Index(
                fields=["office", "origin", "due_on", "id"],
                condition=Q(done_at__isnull=True),
                name="followup_open_origin_idx",
            ),
            models.Index(
                fields=["office", "due_on", "id"],
                condition=Q(origin="answer_due", counterpart__isnull=False),
                name="followup_answer_idx",
            ),
            models.Index(
                fields=["office", "counterpart", "due_on", "id"],
                condition=Q(origin="answer_due", counterpart__isnull=False),
                name="followup_counterpart_idx",
            ),
            words_index("followup", "text"),
        ]
        triggers = [copies_scope()]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        """On the page of its record."""
        return f"{self.about.get_absolute_url().partition('#')[0]}#follow-up-{self.pk}"

    def is_late(self, on):
        return self.done_at is None and self.due_on < on


def _keeps_scans_restricted():
    """A scan of mail is read by those alone who work on it, whoever may see that there is a letter (D39)."""
    return pgtrigger.Trigger(
        name="scans_are_restricted",  # after copy_scope, by its name
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("confidentiality"),
        when=pgtrigger.Before,
        func="""
            IF NEW.correspondence_id IS NOT NULL AND NEW.confidentiality = 'ordinary' THEN
                NEW.confidentiality = 'restricted';
            END IF;
            RETURN NEW;
        """,
    )


@kept
class Document(AboutOne, Record):
    """A file that belongs to one record, known by the digest of its content."""

    kind = "document"

    class Kind(models.TextChoices):
        LETTER = "letter", _("letter")
        RECEIPT = "receipt", _("receipt")
        LIST = "list", _("list")
        PHOTO = "photo", _("photo")
        OTHER = "other", _("other")

    title = models.CharField(max_length=200)
    type = models.CharField(max_length=7, choices=Kind, default=Kind.OTHER, verbose_name=_("kind"))
    sha256 = models.CharField(
        max_length=64, verbose_name="SHA-256", help_text=_("Digest of the file, 64 hexadecimal digits.")
    )
    location = models.CharField(
        max_length=300, blank=True, help_text=_("Where the file or the paper is kept.")
    )
    wrong_at = models.DateTimeField(null=True, editable=False, verbose_name=_("declared wrong at"))
    wrong_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+", db_index=False,
        verbose_name=_("declared wrong by"),
    )  # fmt: skip
    wrong_reason = models.TextField(blank=True, default="", editable=False, verbose_name=_("why it is wrong"))

    objects = AboutQuerySet.as_manager()

    class Meta:
        constraints = [
            about_constraint("document"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="document_sha256_is_hexadecimal",
                violation_error_message=_("A SHA-256 digest has 64 hexadecimal digits."),
            ),
            models.CheckConstraint(
                condition=Q(wrong_at=None, wrong_by=None, wrong_reason="")
                | (Q(wrong_at__isnull=False, wrong_by__isnull=False) & ~Q(wrong_reason="")),
                name="document_wrong_has_reason",
                violation_error_message=_("Write why it is wrong."),
            ),
        ]
        indexes = about_indexes("document", "id")
        triggers = [copies_scope(), _keeps_scans_restricted()]

    def __str__(self):
        return self.title
