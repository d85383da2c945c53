"""Record what a checked file says, whole or not at all; and undo that, whole or not at all."""

import pghistory
from django.db import IntegrityError, transaction

from cases.actions import Refused
from cases.actions.imports.kinds import BESIDE, KINDS
from cases.actions.imports.rows import columns, plain, whole
from cases.actions.writing import copy_lines, ignore_nothing, lines_of, update_many
from cases.lib import codes
from cases.lib.workflows import WORKFLOWS
from cases.models import Confidentiality, ImportRow, Person
from cases.models.base import next_numbers
from cases.models.fields import UncertainDateField

AT_ONCE = 2000
_LEVELS = {
    level: place for place, level in enumerate(Confidentiality.values)
}  # from the most open to the closest
#: What of a staged row is asked for where it makes a record.
_SAID = ("number", "outcome", "record", "values", "beside", "key")


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
                    _put_beside(batch, rows, by)
                    report(done := done + len(rows))
                moved: set[int] = set()
                for rows in in_parts(batch, ImportRow.Outcome.CHANGED):
                    _change(KINDS[batch.type], rows, moved)
                    _put_beside(batch, rows, by)
                    report(done := done + len(rows))
        except IntegrityError as error:  # somebody recorded the same name or number in this very moment
            raise ChangedMeanwhile("changed_meanwhile") from error


@transaction.atomic
def undo(batch, *, by, report=lambda rows: None):
    """Take away what a batch recorded and put back what it changed. Raises NotUndone; then nothing is undone."""
    with pghistory.context(user=by.pk, import_batch=batch.reference, reason="undone"):
        _begin(batch)
        done = 0
        for rows in in_parts(batch, ImportRow.Outcome.CHANGED):
            _change_back(KINDS[batch.type], rows)
            _take_from_beside(batch, rows)
            report(done := done + len(rows))
        for rows in in_parts(batch, ImportRow.Outcome.NEW):
            _take_from_beside(batch, rows)
            _take_away(KINDS[batch.type].MODEL, [row.record for row in rows])
            report(done := done + len(rows))


def _begin(batch):
    """Keep others out until the end of what one of them could record as well."""
    KINDS[batch.type].hold(batch)
    ignore_nothing()


def in_parts(batch, outcome):
    """The rows of an outcome, some thousand at a time: each part is read before it is written."""
    last = 0
    changed = outcome == ImportRow.Outcome.CHANGED
    rows_of = batch.rows.of(outcome).values_list(*_SAID, *(("seen", "before") if changed else ()), named=True)
    while rows := list(rows_of.filter(number__gt=last)[:AT_ONCE]):
        yield rows
        last = rows[-1].number


def _put_beside(batch, rows, by):
    if beside := BESIDE.get(batch.type):
        beside.put(batch, rows, by)


def _take_from_beside(batch, rows):
    """Raises NotUndone where somebody judged what was found beside a record."""
    if (beside := BESIDE.get(batch.type)) and (used := beside.take_back(rows)):
        raise NotUndone("used", used)


# --- New records ------------------------------------------------------------------------------------------


def _insert(batch, rows, by):
    kind = KINDS[batch.type]
    if kind.known(batch, rows):  # what was new when the file was checked is still new
        raise ChangedMeanwhile("changed_meanwhile")
    fields, levels, numbers = kind.MODEL._meta.concrete_fields, _levels(kind, rows), next_numbers(len(rows))
    alike = kind.MODEL(
        status=WORKFLOWS[kind.MODEL.kind].initial, office_id=batch.office_id, confidentiality=batch.confidentiality,
        synthetic=batch.synthetic, created_at=batch.asked_at, created_by=by, **kind.of_batch(batch),
    )  # fmt: skip
    copy_lines(fields, _lines(alike, fields, zip(rows, numbers, strict=True), levels, kind.OF_PEOPLE))


def _lines(alike, fields, numbered, levels, of_people):
    """The records as COPY takes them: all are alike, but for what their rows say."""
    (base,) = lines_of(fields, [alike])
    place = {name: at for at, field in enumerate(fields) for name in (field.name, field.attname)}
    dates = {field.name: field for field in fields if isinstance(field, UncertainDateField)}
    prefix, open_to = codes.PREFIXES[alike.kind], base[place["confidentiality"]]
    for row, number in numbered:
        line = base.copy()
        for name, value in columns(dates, row.values).items():
            line[place[name]] = value
        asked = [row.values.get("confidentiality"), *(levels.get(row.values.get(name)) for name in of_people)]
        line[place["confidentiality"]] = max(filter(None, [open_to, *asked]), key=_LEVELS.__getitem__)
        line[place["id"]], line[place["reference"]] = row.record, codes.encode(prefix, number)
        yield line


def _levels(kind, rows):
    """A record is as confidential as its batch, as its row asks, and as the people whom it names."""
    people = {row.values[name] for row in rows for name in kind.OF_PEOPLE if row.values.get(name)}
    return dict(Person.objects.filter(pk__any_of=people).values_list("pk", "confidentiality"))


def _take_away(model, numbers):
    records = model.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    if edited := next((record for record in records if record.version > 1), None):
        raise NotUndone("edited", edited.reference)
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation) or relation.concrete or relation.many_to_many:
            continue
        if relation.related_model.__name__.endswith("History"):
            continue
        used = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": numbers})
        if pk := used.order_by("pk").values_list(relation.field.name, flat=True).first():
            raise NotUndone("used", model.objects.get(pk=pk).reference)
    records._raw_delete(records.db)


# --- Changed records --------------------------------------------------------------------------------------


def _locked(model, rows):
    wanted = [row.record for row in rows]
    records = model.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    return {record.pk: record for record in records}


def _change(kind, rows, moved):
    """`moved` are the records that earlier rows of this batch changed: held since then, so that nobody else did."""
    records = _locked(kind.MODEL, rows)
    for row in rows:
        record = records.get(row.record)
        if record is None or (record.version != row.seen and record.pk not in moved):
            raise ChangedMeanwhile("changed_meanwhile")
        _put(record, row.values)
    _save(kind, records)
    moved |= {row.record for row in rows if row.values}


def _change_back(kind, rows):
    records = _locked(kind.MODEL, rows)
    for row in rows:
        record = records[row.record]
        if any(plain(getattr(record, name)) != value for name, value in row.values.items()):
            raise NotUndone("edited", record.reference)
        _put(record, row.before)
    _save(kind, records)


def _put(record, values):
    for name, value in whole(type(record), values).items():
        setattr(record, name, value)


def _save(kind, records):
    """Write what rows can say in one statement, a date with all its columns."""
    fields = [kind.MODEL._meta.get_field(name) for name in kind.WRITES]
    dates = [field for field in fields if isinstance(field, UncertainDateField)]
    if not dates:
        kind.MODEL.objects.bulk_update(records.values(), [field.name for field in fields])
        return
    update_many(kind.MODEL, {pk: _columns(record, fields) for pk, record in records.items()})


def _columns(record, fields):
    found: dict[str, object] = {}
    for field in fields:
        dated = isinstance(field, UncertainDateField)
        value = getattr(record, field.attname)
        found |= field.columns(value) if dated else {field.name: value}
    return found
