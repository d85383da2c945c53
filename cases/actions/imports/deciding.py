"""Say of rows whether they are of somebody on record: nobody is joined, and nothing is recorded before the batch is."""

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from cases.actions.events import lock
from cases.actions.imports import people
from cases.actions.imports.asking import NotAsked
from cases.actions.imports.rows import number_new
from cases.models import ImportBatch, ImportRow, Person

_WRITTEN = ("outcome", "values", "problems", "record", "seen", "before", "beside", "decided_by")


@transaction.atomic
def decide(*, batch, choices, by):
    """Write what somebody says of rows, {number: person, or None for nobody on record}; how many it was. Raises NotAsked."""
    batch = lock(batch)
    if batch.state != ImportBatch.State.CHECKED:
        raise NotAsked(_("This file is at work or recorded: nothing can be decided any more."))
    rows = list(batch.rows.asking().filter(number__in=choices))
    seen = Person.objects.visible_to(by).filter(superseded_by=None)
    described = seen.described().in_bulk([each.pk for each in choices.values() if each])
    added = people.Added(batch.rows.of(ImportRow.Outcome.CHANGED).exclude(number__in=choices))
    for row in rows:
        person = choices[row.number]
        if person and person.pk not in {pk for pk, *_rest in row.candidates} & described.keys():
            raise NotAsked(_("Row %(number)s: choose one of those who are shown.") % {"number": row.number})
        people.decide(row, person and described[person.pk])
        row.decided_by = by
        if other := added.other(row):
            raise NotAsked(
                _("Row %(number)s: row %(other)s of this file adds to the same person. Decide one of them only, and give the other "
                  "in a file of its own when this one is recorded.") % {"number": row.number, "other": other}
            )  # fmt: skip
    number_new(Person, rows)
    ImportRow.objects.bulk_update(rows, _WRITTEN, batch_size=500)
    _count(batch)
    return len(rows)


def _count(batch):
    """Count anew what the batch would do."""
    outcomes = ("new", "changed", "unchanged", "undecided")
    counted = batch.rows.aggregate(
        warnings=Count("pk", filter=~Q(outcome="error") & ~Q(problems=[])),
        **{outcome: Count("pk", filter=Q(outcome=outcome)) for outcome in outcomes},
    )
    ImportBatch.objects.filter(pk=batch.pk).update(**counted)
