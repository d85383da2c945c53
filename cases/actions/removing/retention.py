"""How long records are kept: the day from which only a placeholder leaves, by the registry or by a person (R41, PFIF 1.4)."""

from datetime import date

import pghistory
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused
from cases.lib.registry import registry
from cases.lib.workflows import WORKFLOWS
from cases.models import (
    Correspondence,
    CustodyPeriod,
    Evacuee,
    Event,
    ImportBatch,
    Parcel,
    RepatriationCase,
    TracingRequest,
)
from cases.models.about import KINDS, AboutOne, model_of

CHUNK = 1000


class RetentionRefused(Refused):
    """A day that cannot be set; the sentence says why."""


def kinds():
    """The kinds of record that have a time of their own, with its months, as {kind: period}."""
    periods = {kind: registry().table(model_of(kind)._meta.label_lower).period for kind in KINDS}
    return {kind: period for kind, period in periods.items() if period.months}


def ends(kind):
    """Can work on a record of this kind come to an end?"""
    workflow = WORKFLOWS[kind]
    return bool(set(workflow.states) - set(workflow.open_states))


#: Where mail may stay for good though something more could be heard of it: a letter that nobody answers is not work for ever.
_AT_REST = {"correspondence": {"delivered", "undeliverable", "lost"}, "parcel": {"lost", "refused"}}


def open_states(kind):
    """The states in which work on a record of this kind goes on."""
    return set(WORKFLOWS[kind].open_states) - _AT_REST.get(kind, set())


def is_open(record):
    """Is there work to be done on it? What is no work, such as a person, is never open by itself."""
    return ends(record.kind) and record.status in open_states(record.kind)


def open_rows(model):
    """The records of a kind on which work goes on."""
    return model.objects.filter(status__in=open_states(model.kind))


def due(kind, day):
    """Records of a kind that are kept until a day before this one."""
    return model_of(kind).objects.filter(retention_until__lt=day)


def over_rows(model, day):
    """Rows of a table of which only a placeholder leaves the house from this day (D32): their own time is over, or that of a
    record that they are about or a person whom they name. None where rows of this kind have no time."""
    paths = ["retention_until"] if _has(model, "retention_until") else []
    if issubclass(model, AboutOne):
        paths += [f"{kind}__retention_until" for kind in KINDS]
    elif _has(model, "event"):
        paths += [
            f"event__{kind}__retention_until"
            for kind in KINDS
            if model._meta.get_field("event").related_model is Event
        ]
    if _has(model, "person") and not issubclass(model, AboutOne):
        paths.append("person__retention_until")
    if not paths:
        return None
    found = Q()
    for path in paths:
        found |= Q(**{f"{path}__lt": day})
    return model.objects.filter(found)


def _has(model, name):
    return any(field.name == name for field in model._meta.concrete_fields)


def without_day(kind):
    """Records at their end that have no day yet."""
    rows = model_of(kind).objects.filter(retention_until=None)
    if kind == "person":
        return _people_at_rest(rows)
    return rows.exclude(status__in=open_states(kind)) if ends(kind) else rows.none()


def _people_at_rest(rows):
    """People whom nobody holds and whom nothing that is open names in any of their records, and of whom something once was."""
    rows = rows.exclude(Exists(_of_them(CustodyPeriod.objects.filter(end=""), "person")))
    for model, column in (
        (RepatriationCase, "person"), (Evacuee, "person"), (TracingRequest, "person"), (Parcel, "addressee"),
        (Parcel, "sender_person"), (Correspondence, "person"), (Correspondence, "correspondent_person"),
    ):  # fmt: skip
        rows = rows.exclude(Exists(_of_them(open_rows(model), column)))
    return rows.filter(last_event__isnull=False)


def _of_them(rows, column):
    """Rows that name the person of the query outside, or a record that is one with theirs."""
    rows = rows.order_by().annotate(stands=Coalesce(f"{column}__joined_into", column))
    return rows.filter(stands=Coalesce(OuterRef("joined_into"), OuterRef("pk")))


def set_days(kind):
    """Give each record at its end its day, by the period of its kind after its last event; how many it was."""
    months, model, number = kinds()[kind].months, model_of(kind), 0
    last = Coalesce(
        "last_event__occurred_latest", TruncDate("last_event__recorded_at"), TruncDate("created_at")
    )
    while True:
        with (
            transaction.atomic(),
            pghistory.context(reason=_("the time for which this kind of record is kept")),
        ):
            found = without_day(kind).annotate(last=last).order_by("pk").values_list("pk", "last")[:CHUNK]
            days = {pk: later(day, months) for pk, day in found}
            for day in set(days.values()):
                of_day = [pk for pk, its in days.items() if its == day]
                number += model.objects.filter(pk__in=of_day, retention_until=None).update(
                    retention_until=day
                )
        if len(days) < CHUNK:
            return number


def later(day, months):
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year += day.year
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return day


@transaction.atomic
def extend(*, record, until, reason, by):
    """Keep a record longer, with the reason in its history. Raises `RetentionRefused`."""
    with pghistory.context(user=by.pk, reason=reason):
        row = type(record).objects.select_for_update(of=("self",), no_key=True).get(pk=record.pk)
        if not reason.strip():
            raise RetentionRefused(
                _("Write why it is kept longer: it is shown in its history."), field="reason"
            )
        if until <= timezone.localdate():
            raise RetentionRefused(_("Choose a day that is still to come."), field="until")
        if row.retention_until and until <= row.retention_until:
            raise RetentionRefused(
                _("It is kept until %(day)s already: choose a later day.") % {"day": row.retention_until},
                field="until",
            )
        if until > later(timezone.localdate(), 240):
            raise RetentionRefused(
                _("Choose a day within twenty years; it can be extended again."), field="until"
            )
        type(row).objects.filter(pk=row.pk).update(retention_until=until)
        row.refresh_from_db()
        return row


def forget_old_imports(day):
    """Take the file and the rows out of imports that are long done; how many it was."""
    before = later(day, -(registry().periods["import"].months or 0))
    old = ImportBatch.objects.filter(created_at__date__lt=before).exclude(content=b"").exclude(content=None)
    number = 0
    for batch in old.only("pk", "state").iterator(chunk_size=50):
        if batch.at_work:
            continue
        with (
            transaction.atomic(),
            pghistory.context(reason=_("the time for which the files of imports are kept")),
        ):
            batch.rows.update(values={}, problems=[], before=None, beside={}, said={}, key="")
            ImportBatch.objects.filter(pk=batch.pk).update(content=b"", file_name="")
            number += 1
    return number
