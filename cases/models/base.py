"""What every record has: a reference, an office, who made it, a version; and what every tracked record has besides."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.lib import codes
from cases.lib.dates import sort_from
from cases.lib.workflows import WORKFLOWS
from cases.models.fields import UncertainDateField


class Confidentiality(models.TextChoices):
    """Who in the office of a record may see it."""

    ORDINARY = "ordinary", _("Ordinary: everyone in the office")
    RESTRICTED = "restricted", _("Restricted: caseworkers and coordinators")
    STRICT = "strict", _("Strict: coordinators only")

    @classmethod
    def strictest(cls, *levels):
        """Of these levels that which the fewest may see."""
        return max(levels, key=cls.values.index)


class Scoped(models.QuerySet):
    """Records that belong to an office: every screen starts from `visible_to`."""

    def visible_to(self, user):
        """The rows that this user may see (R01, R02); nothing for a stranger and for the administrator.

        A record whose line names a person, group or source (`speaks_of` in its model) is seen only by those who may see them too.
        """
        if not user.is_authenticated or not user.is_active or user.role == user.Role.ADMINISTRATOR:
            return self.none()
        if user.role == user.Role.AUDITOR:
            return self
        rows = self.filter(office_id=user.office_id)
        levels = user.confidentiality_levels
        if levels is None:
            return rows
        for name in getattr(self.model, "speaks_of", ()):
            rows = rows.filter(Q(**{name: None}) | Q(**{f"{name}__confidentiality__in": levels}))
        return rows.filter(confidentiality__in=levels)

    def dated_within(self, column, start, end, *, certainly=False):
        """Rows whose uncertain date may lie (`certainly`: lies wholly) between two days; either may be None.

        A bound that nobody gave is open, so a date without a year is possibly within any time and certainly within none.
        """
        earliest, latest = f"{column}_earliest", f"{column}_latest"
        if certainly:
            rows = self.filter(**{f"{earliest}__isnull": False, f"{latest}__isnull": False})
            rows = rows.filter(**{f"{earliest}__gte": start}) if start else rows
            return rows.filter(**{f"{latest}__lte": end}) if end else rows
        rows = self.exclude(**{column: ""})
        rows = rows.exclude(**{f"{latest}__lt": start}) if start else rows
        return rows.exclude(**{f"{earliest}__gt": end}) if end else rows


class RecordQuerySet(Scoped):
    """What one can ask of any record."""

    def synthetic(self):
        return self.filter(synthetic=True)

    def owned_by(self, user):
        return self.filter(owner=user)


class TrackedQuerySet(RecordQuerySet):
    """What one can ask of any record with events and claims."""

    def open(self):
        return self.filter(status__in=WORKFLOWS[self.model.kind].open_states)

    def contested(self):
        """Records that some claims disagree about, without one of them being preferred (domain.md §3)."""
        return self.filter(contested__gt=0)

    def uncontested(self):
        return self.filter(contested=0)

    def planned_within(self, start, end, *, certainly=False):
        """Planned for a time that may lie (`certainly`: lies wholly) between two days; either may be None."""
        return self.dated_within("planned", start, end, certainly=certainly)

    def with_event_within(self, start, end, *, certainly=False):
        """Records to which something happened, not declared wrong, at a time that may lie between two days."""
        events = self.model._meta.get_field("events").related_model.objects.live()
        events = events.dated_within("occurred", start, end, certainly=certainly)
        return self.filter(models.Exists(events.filter(**{self.model.kind: models.OuterRef("pk")})))

    def with_claims_of(self, claims):
        """Records that one of these claims is about."""
        return self.filter(models.Exists(claims.filter(**{self.model.kind: models.OuterRef("pk")})))

    def plan_passed(self, on):
        """Planned for a day before `on`; whatever was recorded since cleared the plan."""
        return self.filter(planned_latest__lt=on)

    def plan_ahead(self, on):
        """Planned for a day that has not gone by, or for one that has no end."""
        return self.filter(~Q(planned="") & (Q(planned_latest__isnull=True) | Q(planned_latest__gte=on)))

    def without_plan(self):
        return self.filter(planned="")

    def nothing_dated_after(self, day):
        """Records to which nothing happened after a day, as far as dates say: an uncertain one counts from its earliest day."""
        return self.filter(last_event_sort__lt=sort_from(day + timedelta(days=1)))


def next_numbers(count=1):
    """Take `count` numbers for reference codes from the database's sequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_reference') FROM generate_series(1, %s)", [count])
        return [number for (number,) in cursor.fetchall()]


class Versioned(models.Model):
    """A row that people edit: a trigger counts its versions, so that a stale form is refused (R45)."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Record(Versioned):
    """A record with a reference code, kept by an office."""

    kind: str
    caches: tuple[str, ...] = ()

    reference = models.CharField(
        max_length=24,
        unique=True,
        editable=False,
        help_text=_("Printed, typed and scanned; ends in a check character."),
    )
    office = models.ForeignKey(
        "cases.Office", on_delete=models.PROTECT, db_index=False, verbose_name=_("office")
    )
    confidentiality = models.CharField(
        max_length=10,
        choices=Confidentiality,
        default=Confidentiality.ORDINARY,
        verbose_name=_("confidentiality"),
    )
    synthetic = models.BooleanField(
        default=False, editable=False, help_text=_("Made up for training; marked as such on every screen.")
    )
    retention_until = models.DateField(
        null=True, blank=True, help_text=_("After this day only a placeholder may be exported (PFIF 1.4).")
    )
    form_key = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Who looks after it."),
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self.reference:
            self.reference = codes.encode(codes.PREFIXES[self.kind], next_numbers()[0])
        super().save(*args, **kwargs)


class Tracked(Record):
    """A record that events happen to and claims are made about.

    The columns below `contested` are caches of the ledger, written by `cases.actions` alone in the transaction of the
    event or claim, and proved equal to its replay by ``manage.py check_ledger``.
    """

    caches = ("status", "last_event", "last_event_sort", "contested", "planned")

    status = models.CharField(max_length=20, editable=False, verbose_name=_("status"))
    last_event = models.ForeignKey(
        "cases.Event", on_delete=models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    last_event_sort = models.BigIntegerField(default=0, editable=False)
    contested = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text=_("Open disagreements about it.")
    )
    planned = UncertainDateField(editable=False)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.status = self.status or self.workflow.initial
        super().save(*args, **kwargs)

    @property
    def workflow(self):
        return WORKFLOWS[self.kind]

    @property
    def status_label(self):
        return gettext(self.workflow.states[self.status])


def contested_index(name):
    """The contested records of an office: few among many, so that filtering and counting them reads only them."""
    return models.Index(fields=["office", "id"], condition=Q(contested__gt=0), name=f"{name}_contested_idx")


def retention_index(name):
    """The records of an office that have a day until which they are kept, in the order of these days."""
    return models.Index(
        fields=["office", "retention_until", "id"],
        condition=Q(retention_until__isnull=False),
        name=f"{name}_retention_idx",
    )


def words_index(name, column):
    """Finds any part of three letters and more of a column, whatever its case (`icontains`), without reading the table."""
    return GinIndex(OpClass(Upper(column), name="gin_trgm_ops"), name=f"{name}_{column}_trgm")


def scoped_indexes(name, *columns):
    """Indexes that lists of one office read in order, newest first: (office, column, id)."""
    return [
        models.Index(fields=["office", f"-{column}", "-id"], name=f"{name}_{column[:20]}_idx"[:30])
        for column in columns
    ]
