"""The audit: one row for each thing that was written or read, sealed in batches into a chain (R36, R37, R38, D35).

The database writes it: triggers for what is written (`cases.protection`), one function for what is read. Nobody else
may, and the application's own role may change nothing of it. A row holds digests of what was written, not what was
written, so that a redaction or an erasure takes words away and leaves the chain whole: whoever replaces words in a
ledger or in a history leaves by the same triggers one more row, with the digest of what stands there now.
"""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.about import append_only
from cases.models.base import Scoped

#: Tables whose entries are no secret of an office: what the administrator works with (safety.md §4).
OF_STAFF = ("user", "office")
#: Tables of which only its owner knows of which kind a row is: others learn that something is held (D38, decision 0025).
OF_OWNER = ("deathnotice", "personhold", "deathreport")
HELD = "held"


class AuditQuerySet(Scoped):
    """What one can ask of the audit."""

    def visible_to(self, user):
        """The auditor reads all, a coordinator the own office, the administrator what concerns accounts, everybody their own."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        match user.role:
            case user.Role.AUDITOR:
                return self.told_to(user)
            case user.Role.COORDINATOR:
                return self.filter(office_id=user.office_id).told_to(user)
            case user.Role.ADMINISTRATOR:
                return self.filter(Q(subject__in=OF_STAFF) | Q(deed__in=AuditEntry.AT_THE_DOOR))
        return self.of(user)

    def of(self, user):
        """What somebody did."""
        return self.filter(actor=user)

    def told_to(self, user):
        """Of what somebody else holds only that it is held, and that it was taken over with a reason: else it would tell which kind it is."""
        held = Q(subject__in=OF_OWNER[:2], deed=AuditEntry.Deed.INSERT) | Q(
            subject__in=OF_OWNER[:2], deed=AuditEntry.Deed.UPDATE, facts__isnull=False
        )
        return self.filter(~Q(subject__in=OF_OWNER) | Q(actor=user) | held)

    def reads(self):
        return self.filter(deed__in=AuditEntry.READS)

    def writes(self):
        return self.filter(deed__in=AuditEntry.WRITES)

    def without_actor(self):
        """Written by nobody who said who they are: by hand in the database, by a migration, by a command."""
        return self.filter(actor=None)

    def possibly_within(self, start, end, **_certainly):
        """Between two days."""
        rows = self.filter(at__date__gte=start) if start else self
        return rows.filter(at__date__lte=end) if end else rows

    def in_chain(self):
        """In the order in which they are sealed: transactions in the order of their beginning."""
        return self.order_by("txid", "id")


class AuditEntry(models.Model):
    """One thing that somebody wrote or read: who, when, on which record or page; and of what was written the digest."""

    class Deed(models.TextChoices):
        INSERT = "insert", _("added")
        UPDATE = "update", _("changed")
        DELETE = "delete", _("deleted")
        FOUND = "found", _("found there when the audit began")
        COLUMNS = "columns", _("columns under audit")
        VIEW = "view", _("opened")
        LIST = "list", _("read a list")
        SEARCH = "search", _("searched")
        EXPORT = "export", _("exported")
        PRINT = "print", _("printed")
        DENIED = "denied", _("was refused")
        SIGN_IN = "sign_in", _("signed in")
        SIGN_OUT = "sign_out", _("signed out")
        NOT_IN = "not_in", _("could not sign in")

    WRITES = (Deed.INSERT, Deed.UPDATE, Deed.DELETE)
    AT_THE_DOOR = (Deed.SIGN_IN, Deed.SIGN_OUT, Deed.NOT_IN)
    READS = (Deed.VIEW, Deed.LIST, Deed.SEARCH, Deed.EXPORT, Deed.PRINT, Deed.DENIED)

    at = models.DateTimeField(db_default=Now())
    txid = models.BigIntegerField(help_text=_("The transaction; the chain follows its order."))
    deed = models.CharField(max_length=8, choices=Deed, verbose_name=_("what was done"))
    subject = models.CharField(max_length=60, blank=True, help_text=_("The kind of record."))
    row = models.BigIntegerField(null=True, help_text=_("The number of the record in its table."))
    version = models.BigIntegerField(
        null=True, help_text=_("The number of the row whose digest this is: of the ledger or of the history.")
    )
    reference = models.CharField(max_length=24, blank=True)
    page = models.CharField(max_length=80, blank=True, help_text=_("The name of the address."))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )  # fmt: skip
    office = models.ForeignKey(
        "cases.Office", models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    columns = models.BigIntegerField(
        null=True, help_text=_("The entry that says which columns the digest covers.")
    )
    digest = models.BinaryField(null=True, help_text=_("SHA-256 of what was written."))
    facts = models.JSONField(null=True, help_text=_("Why, and which filter or words; taken away in time."))
    facts_digest = models.BinaryField(null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "audit entries"
        triggers = append_only(but=("facts",))
        indexes = [
            models.Index(fields=["txid", "id"], name="auditentry_chain_idx"),
            models.Index(fields=["office", "-id"], name="auditentry_office_idx"),
            models.Index(fields=["actor", "-id"], name="auditentry_actor_idx"),
            models.Index(fields=["reference", "-id"], condition=~Q(reference=""), name="auditentry_record_idx"),
            models.Index(fields=["-id"], condition=Q(deed="columns"), name="auditentry_columns_idx"),
            BrinIndex(fields=["at"], name="auditentry_at_brin", autosummarize=True),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__regex=r"^[A-Za-z0-9_.]*$", page__regex=r"^[A-Za-z0-9_:.-]*$", reference__regex=r"^[A-Z0-9-]*$"),
                name="auditentry_plain_names",
                violation_error_message=_("Names of tables, pages and records are letters, digits and marks."),
            ),
            models.CheckConstraint(
                condition=Q(facts=None) | Q(facts_digest__isnull=False),
                name="auditentry_facts_have_digest",
                violation_error_message=_("What is told besides has its digest."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_deed_display()} {self.reference or self.told_kind or self.page}".strip()

    @property
    def told_kind(self):
        """The kind of record; one word for all that holds something of a person."""
        return HELD if self.subject in OF_OWNER else self.subject


class AuditSeal(models.Model):
    """One link of the chain: the digest of a batch of entries together with the digest of the link before.

    It covers every entry with an id above `base` whose transaction is at least `since` and below `upto`: all of these
    had ended when it was made, so that no entry can come between later. Whoever keeps a hash elsewhere (an anchor)
    can prove that nothing before it was taken away (safety.md §1).
    """

    base = models.BigIntegerField(
        help_text=_("Where the counting of transactions began: above 0 after a restore.")
    )
    since = models.BigIntegerField()
    upto = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    last_entry = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    hash = models.BinaryField()

    class Meta:
        ordering = ("-id",)
        triggers = append_only(but=())

    def __str__(self):
        return f"{self.pk}:{bytes(self.hash).hex()}"

    @property
    def anchor(self):
        """The head of the chain as it is kept elsewhere: number and hash."""
        return str(self)
