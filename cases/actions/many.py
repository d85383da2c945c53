"""One event for many records: those that can take it do, each of the others is named with its reason."""

from uuid import uuid5

from django.db import transaction

from cases.actions import Refused
from cases.actions.events import lock, record_event
from cases.models import Event


def key_of(form_key, record):
    """The key of one record's event in a form: the same form and record are the same event."""
    return uuid5(form_key, record.reference)


@transaction.atomic
def record_for_many(*, records, type, by, form_key, basis, **facts):
    """Record one event on each record. Returns ([(record, event)], [(record, why not)]).

    `basis` gives the statement or evidence when it is first needed; a form that is sent again keeps that of
    before, and a form of which nothing can be recorded leaves no source behind.
    """
    records = sorted(
        records, key=lambda record: (record.kind, record.pk)
    )  # one order of locks for all writers
    for record in records:
        lock(record)
    again = Event.objects.filter(form_key__in=[key_of(form_key, record) for record in records]).first()
    rests_on = {"statement": again.statement, "evidence": again.evidence} if again else basis()
    recorded, refused = [], []
    for record in records:
        try:
            with transaction.atomic():
                event = record_event(
                    about=record, type=type, by=by, form_key=key_of(form_key, record), **rests_on, **facts
                )
            recorded.append((record, event))
        except Refused as why:
            refused.append((record, str(why)))
    if not recorded:
        transaction.set_rollback(True)
    return recorded, refused
