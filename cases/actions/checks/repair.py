"""Brings what differs to what the ledger gives, through the actions that keep it."""

from django.db import transaction
from django.db.models.functions import Now

from cases.actions import (
    appeals,
    arrivals,
    events,
    evidence,
    identity,
    ledger,
    lists,
    naming,
    positions,
    tracing,
)
from cases.actions.checks.appeals import NAME as ANSWERS_DUE
from cases.actions.checks.appeals import WHOM
from cases.models import (
    Consignment,
    CounterpartLine,
    Group,
    IdentityLink,
    Lot,
    NameToken,
    RepatriationPart,
    Source,
    Thread,
    Visited,
)


@transaction.atomic
def repair(difference):
    """Bring the row of a difference to what the ledger gives."""
    row, name = difference.row, difference.name
    if isinstance(row, Source):
        evidence.refresh_source(row)
    elif isinstance(row, Thread):
        _repair_thread(row)
    elif isinstance(row, IdentityLink):
        identity.refresh(row)
    elif isinstance(row, RepatriationPart):
        RepatriationPart.objects.filter(pk=row.pk).update(**arrivals.expected([row])[row])
    elif isinstance(row, Visited):
        Visited.objects.filter(pk=row.pk).update(person=row.person_id)  # a trigger writes who stands for them
    elif isinstance(row, CounterpartLine):
        lists.refresh(row)
    elif name == "joined_into_id":
        identity.stand_anew(row)
    elif isinstance(row, NameToken):
        naming.refresh_words()
    elif name == "words":
        naming.make_due([row])
        naming.index_names([row])
    elif name == "person_id":
        tracing.refresh(row)
    elif name == "contested":
        evidence.refresh_contested(events.lock(row))
    elif name in {"size_low", "size_high"}:
        low, high = evidence.size_range(events.lock(row))
        Group.objects.filter(pk=row.pk).update(size_low=low, size_high=high)
    elif name in {ANSWERS_DUE, WHOM}:
        appeals.refresh(events.lock(row), by=None)
    elif name.startswith("position"):
        positions.refresh(row)
    else:
        if name == "lot":
            Lot.objects.filter(parcel=row).delete()
        events.recompute(row)
        if name == "lot" and row.consignment_id:
            ledger.count_prepared(Consignment.objects.get(pk=row.consignment_id))


def _repair_thread(thread):
    about = events.lock(thread.about)
    state = evidence.thread_state(thread)
    opened_at = (thread.opened_at or Now()) if state["open"] else None
    Thread.objects.filter(pk=thread.pk).update(**state, opened_at=opened_at)
    evidence.refresh_contested(about)
