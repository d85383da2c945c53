"""Imports: one file of rows, what was found in it, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.models.base import Record, RecordQuerySet, scoped_indexes
from cases.models.history import kept
from cases.models.role_change import RoleChange


class ImportBatchQuerySet(RecordQuerySet):
    def waiting(self):
        """Batches that the background has something to do for, in the order in which that was asked."""
        return self.filter(state__in=ImportBatch.WORK).order_by("asked_at", "pk")

    def rows_shown_to(self, user):
        """Rows tell what their giver might see when they gave them: they are for the giver, and for those who see every such level.

        What role somebody had then is not asked: where theirs has changed since, the rows are for those who see every level.
        """
        if user.confidentiality_levels is None:
            return self
        changes = RoleChange.objects.allowed().filter(
            user=OuterRef("created_by"), decided_at__gte=OuterRef("created_at")
        )
        as_much = Q(created_by__role__in=user.roles_within) & ~Q(Exists(changes))
        return self.filter(Q(created_by=user) | as_much)


@kept
class ImportBatch(Record):
    """One file that was given to be imported: checked without writing, then applied whole or not at all, and undone whole.

    The row is also the job: a state of `WORK` asks the background for something, and stays until it is done.
    """

    kind = "import_batch"
    speaks_of = ("consignment",)
    caches = (
        "state", "asked_at", "content", "heads", "unknown_heads", "progress", "attempts", "why", "facts",
        "applied_at", "applied_by", "put_in_at", "undone_at", "new", "changed", "unchanged", "skipped", "errors", "warnings",
        "undecided",
    )  # fmt: skip

    class Kind(models.TextChoices):
        PARCELS = "parcels", _("parcels of a consignment")
        CORRESPONDENCE = "correspondence", _("correspondence")
        PEOPLE = "people", _("people")

    class State(models.TextChoices):
        TO_CHECK = "to_check", _("being checked")
        CHECKED = "checked", _("checked, nothing recorded yet")
        REFUSED = "refused", _("not read")
        TO_APPLY = "to_apply", _("being recorded")
        APPLIED = "applied", _("recorded")
        TO_PUT_IN = "to_put_in", _("being put into the consignment")
        TO_UNDO = "to_undo", _("being undone")
        UNDONE = "undone", _("undone")
        DISCARDED = "discarded", _("put aside")

    WORK = (State.TO_CHECK, State.TO_APPLY, State.TO_PUT_IN, State.TO_UNDO)

    type = models.CharField(max_length=14, choices=Kind, default=Kind.PARCELS, verbose_name=_("kind"))
    consignment = models.ForeignKey(
        "cases.Consignment", on_delete=models.PROTECT, null=True, blank=True, related_name="import_batches", db_index=False,
        help_text=_("For parcels: what they are registered for."),
    )  # fmt: skip
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, verbose_name="SHA-256", help_text=_("Digest of the file."))
    size = models.PositiveIntegerField(help_text=_("Bytes."))
    reason = models.CharField(
        max_length=1000, blank=True, help_text=_("Why it was recorded although postal rules warn.")
    )
    only_good = models.BooleanField(
        default=False, help_text=_("Rows with errors were left out, because somebody said so.")
    )

    state = models.CharField(max_length=9, choices=State, default=State.TO_CHECK, editable=False)
    asked_at = models.DateTimeField(editable=False)
    content = models.BinaryField(null=True, editable=False)
    heads = models.JSONField(
        default=list, editable=False, help_text=_("Which head was read as which column.")
    )
    unknown_heads = models.JSONField(default=list, editable=False)
    progress = models.PositiveIntegerField(default=0, editable=False, help_text=_("Rows done so far."))
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    why = models.CharField(max_length=20, blank=True, editable=False, help_text=_("Why it was not done."))
    facts = models.JSONField(default=dict, editable=False, help_text=_("What the sentence of that names."))
    applied_at = models.DateTimeField(null=True, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )  # fmt: skip
    put_in_at = models.DateTimeField(
        null=True, editable=False, help_text=_("Its parcels were put into the consignment.")
    )
    undone_at = models.DateTimeField(null=True, editable=False)
    new = models.PositiveIntegerField(default=0, editable=False)
    changed = models.PositiveIntegerField(default=0, editable=False)
    unchanged = models.PositiveIntegerField(default=0, editable=False)
    skipped = models.PositiveIntegerField(default=0, editable=False)
    errors = models.PositiveIntegerField(default=0, editable=False)
    warnings = models.PositiveIntegerField(default=0, editable=False)
    undecided = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text=_("Rows of people who may be on record: somebody says who each is."),
    )

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="import_batch_sha256_is_hexadecimal"
            ),
            models.CheckConstraint(
                condition=Q(type="parcels", consignment__isnull=False)
                | (~Q(type="parcels") & Q(consignment__isnull=True, put_in_at__isnull=True)),
                name="import_batch_parcels_have_a_consignment",
                violation_error_message=_("Parcels are imported for a consignment, other records for none."),
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False), name="import_batch_applied_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(errors=0, undecided=0) | Q(only_good=True),
                name="import_batch_applied_whole",
                violation_error_message=_("Rows with errors are put right, and others decided, or left out by somebody who says so."),
            ),
        ]  # fmt: skip
        indexes = [
            *scoped_indexes("import_batch", "created_at"),
            models.Index(
                fields=["asked_at", "id"],
                condition=Q(state__in=["to_check", "to_apply", "to_put_in", "to_undo"]),
                name="import_batch_waiting_idx",
            ),
            models.Index(fields=["consignment", "-id"], name="import_batch_consignment_idx"),
        ]

    def __str__(self):
        return self.file_name

    def get_absolute_url(self):
        return reverse("import_batch", args=[self.reference])

    @property
    def at_work(self):
        return self.state in self.WORK

    def shows_rows_to(self, user):
        """Does a user who sees this import see its rows as well (`rows_shown_to`)?"""
        if self.created_by_id == user.pk:
            return True
        return type(self).objects.rows_shown_to(user).filter(pk=self.pk).exists()

    @property
    def rows_read(self):
        return self.new + self.changed + self.unchanged + self.skipped + self.errors + self.undecided


class ImportRowQuerySet(models.QuerySet):
    def shown_to(self, user):
        """Rows of the files whose rows this user is shown (`rows_shown_to`)."""
        return self.filter(batch__in=ImportBatch.objects.rows_shown_to(user).order_by().values("pk"))

    def of(self, outcome):
        return self.filter(outcome=outcome).order_by("number")

    def with_problems(self):
        """Rows with an error or a warning, in the order of the file."""
        return self.exclude(problems=[]).order_by("number")

    def asking(self):
        """Rows of people who may be on record already, decided or not, in the order of the file."""
        return self.filter(Q(outcome=ImportRow.Outcome.UNDECIDED) | Q(decided_by__isnull=False)).order_by(
            "number"
        )

    def recorded_in(self, office):
        """Rows of lists of people that an office has recorded, each with the person whom it made or was decided to be."""
        batches = ImportBatch.objects.filter(
            office=office, type=ImportBatch.Kind.PEOPLE, state=ImportBatch.State.APPLIED
        )
        return self.filter(batch__in=batches.order_by(), record__isnull=False)


class ImportRow(models.Model):
    """One row of an imported file as it was read: what it says, what is wrong with it, and what it would do.

    Written by `cases.actions.imports` alone, anew at each check.
    """

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        SKIPPED = "skipped", _("skipped: empty")
        ERROR = "error", _("error")
        UNDECIDED = "undecided", _("to be decided")

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField(help_text=_("As a spreadsheet counts the rows."))
    outcome = models.CharField(max_length=9, choices=Outcome)
    values = models.JSONField(default=dict, help_text=_("What is to be recorded, by column of the record."))
    problems = models.JSONField(default=list, help_text=_("Column, value, and why."))
    record = models.BigIntegerField(
        null=True, help_text=_("The record that the row made, changed or equals.")
    )
    seen = models.PositiveIntegerField(
        null=True, help_text=_("The version of that record when it was compared.")
    )
    before = models.JSONField(default=dict, help_text=_("What the record said before."))
    beside = models.JSONField(
        default=dict, help_text=_("Names and numbers of a person that are to be recorded beside.")
    )
    said = models.JSONField(
        default=dict, help_text=_("All that the row says, where somebody decides what is recorded of it.")
    )
    candidates = models.JSONField(
        default=list,
        help_text=_(
            "People who may be meant: [number, how alike from 0 to 100, reasons], the likeliest first."
        ),
    )
    key = models.CharField(
        max_length=64, blank=True, help_text=_("Digest of all that the row says, by which it is known again.")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False,
        help_text=_("Who said whether the person is on record."),
    )  # fmt: skip

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["batch", "outcome", "number"], name="import_row_once"),
            models.CheckConstraint(
                condition=~Q(outcome="changed") | Q(record__isnull=False, seen__isnull=False),
                name="import_row_changes_a_record",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="undecided") | ~Q(candidates=[]),
                name="import_row_undecided_between_people",
            ),
        ]
        indexes = [
            models.Index(
                fields=["batch", "number"], condition=~Q(problems=[]), name="import_row_problems_idx"
            ),
            models.Index(fields=["key"], condition=~Q(key=""), name="import_row_key_idx"),
        ]

    def __str__(self):
        return gettext("Row %(number)s") % {"number": self.number}
