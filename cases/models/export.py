"""Exports: which list left the house as a file, who took it and why, and the file until it expires (R40)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models.base import Record, RecordQuerySet, Scoped, Versioned, scoped_indexes
from cases.models.history import kept
from cases.models.two_persons import TwoPersons, TwoPersonsQuerySet


class ExportQuerySet(RecordQuerySet):
    """What one can ask of exports."""

    def visible_to(self, user):
        """One's own; coordinators see that all of their office were taken, the auditor of all offices: the files they do not see."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.role == user.Role.AUDITOR:
            return self
        rows = self.filter(office_id=user.office_id)
        if user.role == user.Role.COORDINATOR:
            return rows
        return rows.filter(owner=user) if user.role == user.Role.CASEWORKER else rows.none()

    def to_make(self):
        """What the background has to make, in the order in which it was asked."""
        return self.filter(state=Export.State.TO_MAKE).order_by("pk")

    def over(self, now):
        """Files that are kept longer than they may be."""
        return self.filter(state=Export.State.READY, expires_at__lte=now)


@kept
class Export(Record):
    """A list that one person took, or asked to take, as a file or on paper: its filter, its reason, how many rows, its digest.

    The row is also the job: a state of `TO_MAKE` asks the background for the file. The file belongs to its owner alone and
    is deleted when it expires; this row stays (R40; ASVS V2.4.1).
    """

    kind = "export"
    caches = (
        "state", "rows", "held", "held_rows", "size", "sha256", "made_at", "expires_at", "progress", "attempts", "why",
        "taken", "taken_at",
    )  # fmt: skip

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"
        PRINT = "print", _("on paper")

    class State(models.TextChoices):
        ASKED = "asked", _("waits for a second person")
        REFUSED = "refused", _("refused by the second person")
        TO_MAKE = "to_make", _("being made")
        READY = "ready", _("ready to download")
        SENT = "sent", _("sent at once")
        FAILED = "failed", _("not made")
        EXPIRED = "expired", _("expired, file deleted")

    list_name = models.CharField(
        max_length=60, editable=False, verbose_name=_("list"), help_text=_("The name of the list's address.")
    )
    title = models.CharField(max_length=200, editable=False, verbose_name=_("list in words"))
    path = models.CharField(max_length=300, editable=False, help_text=_("The address of the list."))
    query = models.TextField(blank=True, default="", editable=False, help_text=_("Filter and sort."))
    said = models.TextField(
        blank=True, default="", editable=False, verbose_name=_("filter"), help_text=_("The filter in words.")
    )
    format = models.CharField(max_length=5, choices=Format, editable=False, verbose_name=_("form"))
    language = models.CharField(max_length=8, default="en", editable=False)
    role = models.CharField(max_length=13, editable=False, help_text=_("With whose rights it was made."))
    reason = models.CharField(max_length=300, blank=True, editable=False, verbose_name=_("reason"))

    state = models.CharField(
        max_length=8, choices=State, default=State.TO_MAKE, editable=False, verbose_name=_("state")
    )
    rows = models.PositiveIntegerField(default=0, editable=False, verbose_name=_("rows"))
    held = models.PositiveIntegerField(
        default=0, editable=False, help_text=_("Rows that left with their reference only (D38).")
    )
    held_rows = ArrayField(models.BigIntegerField(), default=list, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False, help_text=_("Bytes."))
    sha256 = models.CharField(max_length=64, blank=True, editable=False, verbose_name="SHA-256")
    made_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    progress = models.PositiveIntegerField(default=0, editable=False, help_text=_("Rows done so far."))
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    why = models.CharField(max_length=20, blank=True, editable=False, help_text=_("Why it was not made."))
    taken = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text=_("How often the file was downloaded.")
    )
    taken_at = models.DateTimeField(null=True, editable=False)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False),
                name="export_has_owner",
                violation_error_message=_("An export belongs to one person."),
            ),
            models.CheckConstraint(
                condition=~Q(role="coordinator") | ~Q(reason="") | Q(format="print"),
                name="export_of_coordinator_has_reason",
                violation_error_message=_("Write what the list is for."),
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(made_at__isnull=False, expires_at__isnull=False),
                name="export_kept_file_expires",
                violation_error_message=_("A file that is kept expires."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "sent", "expired"])
                | Q(sha256__regex=r"^[0-9a-f]{64}$")
                | Q(format="print"),
                name="export_made_has_digest",
                violation_error_message=_("A file that was made has a digest."),
            ),
        ]
        indexes = [
            *scoped_indexes("export", "created_at", "rows"),
            models.Index(fields=["owner", "-id"], name="export_owner_idx"),
            models.Index(
                fields=["state", "id"], condition=Q(state__in=["to_make", "ready"]), name="export_at_work_idx"
            ),
        ]

    def __str__(self):
        return f"{self.title} · {self.get_format_display()}"

    def get_absolute_url(self):
        return reverse("export", args=[self.reference])

    @property
    def at_work(self):
        return self.state == self.State.TO_MAKE

    @property
    def file_name(self):
        return f"homeward-{self.list_name}-{self.created_at:%Y-%m-%d}.{self.format}"


class ExportPart(models.Model):
    """A piece of the file of an export, until it expires.

    In pieces, so that neither making nor sending a large file needs memory for all of it; in the database, so that every web
    process can send what any worker made.
    """

    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["export", "number"],
                name="export_part_once",
                violation_error_message=_("Each piece of a file is kept once."),
            )
        ]

    def __str__(self):
        return f"{self.export} · {self.number}"


class ExportApprovalQuerySet(TwoPersonsQuerySet, Scoped):
    """What one can ask of exports that a second person allows."""

    def visible_to(self, user):
        """Of the exports that one sees."""
        return self.filter(export__in=Export.objects.visible_to(user).order_by().values("pk"))


@kept
class ExportApproval(Versioned, TwoPersons):
    """More rows than one person takes alone: another coordinator of the office allows or refuses the export (R40)."""

    decides = "allow_export"
    related = ("export",)

    export = models.OneToOneField(Export, on_delete=models.CASCADE, related_name="approval")

    objects = ExportApprovalQuerySet.as_manager()

    class Meta(TwoPersons.Meta):
        constraints = (*TwoPersons.Meta.constraints,)

    def __str__(self):
        return f"{self.export} · {self.export.reference}"

    def get_absolute_url(self):
        return self.export.get_absolute_url()
