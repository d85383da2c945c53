"""Many events at once: the checks and caches of `events.record_event`, in a number of statements that does not grow with them."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import (
    Refused,
    arrivals,
    beside,
    closing,
    consequences,
    events,
    holds,
    ledger,
    positions,
    writing,
)
from cases.lib.workflows import follow
from cases.models import Event, RepatriationCase


@dataclass(eq=False)
class Entry:
    """One event that is to be recorded among others; `within` is the event, or the entry, that brings it about.

    Afterwards it has its `event`, or the reason why it was `refused`.
    """

    about: Any
    type: str
    facts: dict = field(default_factory=dict)
    within: Any = None
    form_key: UUID | None = None
    event: Event | None = None
    refused: Refused | None = None


@transaction.atomic
def record_all(*, entries, by, leave_out=False, with_people=False):
    """Insert these events in their order and bring all caches forward; those that are refused, in their order.

    While one is refused nothing is recorded, unless `leave_out`: then the others are. What comes within an event that
    is left out is left out with it. `with_people`: among the entries are those of the people on an operation's list, so
    that the operation may move. No entry is of a consignment, whose lots `events.record_event` moves.
    """
    with pghistory.context(user=by.pk if by else None):
        writing.ignore_nothing()
        for entry, record in zip(entries, events.lock_all([entry.about for entry in entries]), strict=True):
            entry.about = record
        new = _not_yet(entries)
        caches = {entry.about: ledger.stored(entry.about) for entry in new}
        refused = _judge(new, caches, by, with_people)
        if refused and not leave_out:
            return refused
        _insert([entry for entry in new if not entry.refused], by)
        recorded = [entry for entry in new if entry.event]
        for entry in recorded:
            caches[entry.about] = ledger.advance(entry.about.workflow, caches[entry.about], entry.event)
        changed = dict.fromkeys(entry.about for entry in recorded)
        ledger.write_all([(record, caches[record]) for record in changed])
        _follow(recorded, by)
    return refused


def _not_yet(entries):
    """The entries whose form did not record them before."""
    keys = [entry.form_key for entry in entries if entry.form_key]
    known = {event.form_key: event for event in Event.objects.filter(form_key__in=keys)} if keys else {}
    for entry in entries:
        entry.event = known.get(entry.form_key)
    return [entry for entry in entries if entry.event is None]


def _judge(entries, caches, by, with_people):
    """Ask of each entry what `events.record_event` asks, the record standing where the entries before it lead."""
    refused, asked = [], set()
    held = holds.naming_held({entry.about for entry in entries})
    for entry in entries:
        about, same = entry.about, _same(entry)
        try:
            if isinstance(entry.within, Entry) and entry.within.refused:
                raise events.EventRefused(_("It comes with something that is not possible."))
            if not with_people and (why := arrivals.refusal(about, entry.type)):
                raise events.EventRefused(why, field="type")
            if why := closing.refusal(about, entry.type, entry.facts, by):
                raise events.EventRefused(why, field="type")
            if same not in asked:
                events.demand(about, entry.type, entry.facts, held)
                asked |= {same} if entry.facts.get("count") is not None else set()
            about.status = follow(
                about.workflow, about.status, entry.type, entry.facts.get("declared_status", "")
            )
        except Refused as why:
            entry.refused = why
            refused.append(entry)
    for record, stored in caches.items():
        record.status = stored.status
    return refused


def _same(entry):
    """What makes a second question about a record the same as the first: its state, and all facts."""
    facts = sorted((name, getattr(value, "pk", value)) for name, value in entry.facts.items())
    return entry.about, entry.about.status, entry.type, repr(facts)


def _insert(entries, by):
    """Insert the events, those first in which others come; the order of recording is that of the entries at each depth."""
    left = entries
    while left:
        ready = [each for each in left if not isinstance(each.within, Entry) or each.within.event]
        rows = [row for entry in ready if (row := _event(entry, by))]
        writing.write_down([entry.event for entry in ready])
        beside.save(rows)
        left = [each for each in left if each.event is None]


def _event(entry, by):
    """Make the event of an entry; the row that belongs beside it, if one does."""
    within = entry.within.event if isinstance(entry.within, Entry) else entry.within
    entry.event = Event(type=entry.type, recorded_by=by, form_key=entry.form_key)
    return events.fill(entry.event, entry.about, {"within": within} | entry.facts)


def _follow(entries, by):
    for case in dict.fromkeys(e.about for e in entries if e.type in {"asked", "answered"}):
        if isinstance(case, RepatriationCase):
            positions.refresh(case)
    for entry in entries:
        consequences.follow(entry.about, entry.event, by)
