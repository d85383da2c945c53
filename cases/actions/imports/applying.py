"""Record what a checked file says, whole or not at all; and undo that, whole or not at all."""

import pghistory
from django.db import IntegrityError, transaction
from django.db.models import Q

from cases.actions import Refused
from cases.actions.imports.parcels import WRITES
from cases.actions.writing import copy, ignore_nothing, take, update_many
from cases.lib import codes
from cases.lib.workflows import WORKFLOWS
from cases.models import Confidentiality, Consignment, ImportRow, Parcel, Person
from cases.models.base import next_numbers

AT_ONCE = 2000
_COLUMNS = [name.removesuffix("_id") for name in WRITES]
_FIELDS = list(Parcel._meta.concrete_fields)
_LEVELS = list(Confidentiality.values)  # from the most open to the closest


class ChangedMeanwhile(Refused):
    """What was checked is no longer what would be recorded."""


class NotUndone(Refused):
    """Something happened to a record since; `why` and `facts` are for `sentences.FILE`."""

    def __init__(self, why, reference):
        super().__init__(why)
        self.why, self.facts = why, {"reference": reference}


@transaction.atomic
def apply(batch, *, by, report=lambda rows: None):
    """Record the new and changed rows of a checked batch. Raises ChangedMeanwhile; then nothing is recorded."""
    with pghistory.context(user=by.pk, import_batch=batch.reference, reason=batch.reason):
        _begin(batch)
        done = 0
        try:
            with transaction.atomic():
                for rows in in_parts(batch, ImportRow.Outcome.NEW):
                    _insert(batch, rows, by)
                    report(done := done + len(rows))
        except IntegrityError as error:  # somebody recorded the same number in this very moment
            raise ChangedMeanwhile("changed_meanwhile") from error
        for rows in in_parts(batch, ImportRow.Outcome.CHANGED):
            _change(rows)
            report(done := done + len(rows))


@transaction.atomic
def undo(batch, *, by, report=lambda rows: None):
    """Take away what a batch recorded and put back what it changed. Raises NotUndone; then nothing is undone."""
    with pghistory.context(user=by.pk, import_batch=batch.reference, reason="undone"):
        _begin(batch)
        done = 0
        for rows in in_parts(batch, ImportRow.Outcome.CHANGED):
            _change_back(rows)
            report(done := done + len(rows))
        for rows in in_parts(batch, ImportRow.Outcome.NEW):
            _take_away([row.record for row in rows])
            report(done := done + len(rows))


def _begin(batch):
    """Keep others out of the consignment until the end."""
    Consignment.objects.select_for_update().get(pk=batch.consignment_id)
    ignore_nothing()


def in_parts(batch, outcome):
    """The rows of an outcome, some thousand at a time: each part is read before it is written."""
    last = 0
    rows_of = batch.rows.of(outcome).defer("problems")
    while rows := list(rows_of.filter(number__gt=last)[:AT_ONCE]):
        yield rows
        last = rows[-1].number


# --- New parcels ------------------------------------------------------------------------------------------


def _insert(batch, rows, by):
    _refuse_known(batch, rows)
    levels = _levels(batch, rows)
    made = []
    numbers = zip(rows, take("cases_parcel_id_seq", len(rows)), next_numbers(len(rows)), strict=True)
    for row, pk, number in numbers:
        row.record = pk
        made.append(
            Parcel(
                id=pk,
                reference=codes.encode(codes.PREFIXES["parcel"], number),
                status=WORKFLOWS["parcel"].initial,
                office_id=batch.office_id,
                consignment_id=batch.consignment_id,
                confidentiality=levels.get(row.values.get("addressee_id"), batch.confidentiality),
                synthetic=batch.synthetic,
                created_at=batch.asked_at,
                created_by=by,
                **row.values,
            )
        )
    update_many(
        ImportRow, {row.pk: {"record": row.record} for row in rows}
    )  # first, so that history learns who it is
    copy(_FIELDS, made)


def _refuse_known(batch, rows):
    """What was new when the file was checked is still new."""
    numbers, postal = (
        [row.values[name] for row in rows if name in row.values] for name in ("external_number", "s10")
    )
    here = Q(consignment=batch.consignment_id, external_number__in=numbers)
    if Parcel.objects.filter(here | Q(office=batch.office_id, s10__in=postal)).exists():
        raise ChangedMeanwhile("changed_meanwhile")


def _levels(batch, rows):
    """A parcel is as confidential as its consignment, and as its addressee."""
    people = {row.values["addressee_id"] for row in rows if row.values.get("addressee_id")}
    found = Person.objects.filter(pk__in=people).values_list("pk", "confidentiality")
    return {pk: max(level, batch.confidentiality, key=_LEVELS.index) for pk, level in found}


def _take_away(numbers):
    parcels = Parcel.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    if edited := next((parcel for parcel in parcels if parcel.version > 1), None):
        raise NotUndone("edited", edited.reference)
    for relation in Parcel._meta.related_objects:
        if relation.related_model.__name__.endswith("History"):
            continue
        used = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": numbers})
        if pk := used.order_by("pk").values_list(relation.field.name, flat=True).first():
            raise NotUndone("used", Parcel.objects.get(pk=pk).reference)
    parcels._raw_delete(parcels.db)


# --- Changed parcels --------------------------------------------------------------------------------------


def _locked(rows):
    wanted = [row.record for row in rows]
    parcels = Parcel.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    return {parcel.pk: parcel for parcel in parcels}


def _change(rows):
    parcels = _locked(rows)
    for row in rows:
        parcel = parcels.get(row.record)
        if parcel is None or parcel.version != row.seen:
            raise ChangedMeanwhile("changed_meanwhile")
        _put(parcel, row.values)
    Parcel.objects.bulk_update(parcels.values(), _COLUMNS)


def _change_back(rows):
    parcels = _locked(rows)
    for row in rows:
        parcel = parcels[row.record]
        if any(getattr(parcel, name) != value for name, value in row.values.items()):
            raise NotUndone("edited", parcel.reference)
        _put(parcel, row.before)
    Parcel.objects.bulk_update(parcels.values(), _COLUMNS)


def _put(parcel, values):
    for name, value in values.items():
        setattr(parcel, name, value)
