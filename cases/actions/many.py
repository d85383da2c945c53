"""One event for many records: those that can take it do, each of the others is named with its reason."""

from uuid import uuid5

from django.db import transaction

from cases.actions import Refused, batch
from cases.actions.events import lock_all, record_event
from cases.models import Event

#: Kinds whose events are recorded one by one, because an account moves with them.
_WITH_LOTS = frozenset({"consignment"})


def key_of(form_key, record):
    """The key of one record's event in a form: the same form and record are the same event."""
    return uuid5(form_key, record.reference)


@transaction.atomic
def record_for_many(*, records, type, by, form_key, basis, **facts):
    """Record one event on each record. Returns ([(record, event)], [(record, why not)]).

    `basis` gives the statement or evidence when it is first needed; a form that is sent again keeps that of
    before, and a form of which nothing can be recorded leaves no source behind.
    """
    records = sorted(records, key=lambda record: (record.kind, record.pk))
    lock_all(records)
    again = Event.objects.filter(form_key__in=[key_of(form_key, record) for record in records]).first()
    rests_on = {"statement": again.statement, "evidence": again.evidence} if again else basis()
    entries = [
        batch.Entry(record, type, rests_on | facts, form_key=key_of(form_key, record)) for record in records
    ]
    one_by_one = [entry for entry in entries if entry.about.kind in _WITH_LOTS]
    for entry in one_by_one:
        _record(entry, by)
    batch.record_all(entries=[each for each in entries if each not in one_by_one], by=by, leave_out=True)
    recorded = [(entry.about, entry.event) for entry in entries if entry.event]
    if not recorded:
        transaction.set_rollback(True)
    return recorded, [(entry.about, str(entry.refused)) for entry in entries if entry.refused]


def _record(entry, by):
    try:
        with transaction.atomic():
            entry.event = record_event(
                about=entry.about, type=entry.type, by=by, form_key=entry.form_key, **entry.facts
            )
    except Refused as why:
        entry.refused = why
