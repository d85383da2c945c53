"""One event for the many parcels of a consignment, within an event of it: so many statements, however many parcels."""

from collections import defaultdict

import pghistory
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from cases.actions import consequences, events, holds, ledger
from cases.lib.workflows import PARCEL
from cases.models import Event, Handling, Parcel

#: Steps of a consignment that its labelled parcels take with it.
CARRIED = frozenset({"dispatched", "handed_over", "received", "delivered"})
#: Facts that are of the consignment alone.
_ITS_OWN = frozenset({"count", "due", "declared_status"})


@transaction.atomic
def record_with_parcels(*, about, type, by, form_key=None, **facts):
    """Record one event on a consignment and, within it, on each of its labelled parcels that can take the step now.

    `count` is of the parcels without labels. Raises `EventRefused`.
    """
    with pghistory.context(user=by.pk if by else None):
        about = events.lock(about)
        if form_key and (again := Event.objects.filter(form_key=form_key).first()):
            return again
        if type not in CARRIED:
            raise events.EventRefused(
                _("Labelled parcels go along when a consignment is dispatched, handed over, received or delivered: "
                  "record this on the parcels themselves."),
                field="with_parcels",
            )  # fmt: skip
        can = Parcel.objects.filter(consignment=about, lot__isnull=False, status__in=PARCEL.steps[type].leads)
        parcels = events.lock_all(can.order_by("pk"))
        event = events.record_event(about=about, type=type, by=by, form_key=form_key, **facts)
        shared = {name: value for name, value in facts.items() if name not in _ITS_OWN}
        record(parcels=parcels, within=event, type=type, by=by, **shared)
    return event


@transaction.atomic
def record(*, parcels, within, type, by, handling=None, **facts):
    """Record one event on each of these parcels, which are held already, or on none. Raises `Refused`.

    The rules are those of `events.record_event`, asked once where they are the same for all; rows are written together.
    """
    if not parcels:
        return []
    events.demand(parcels[0], type, facts | {"handling": handling})
    for parcel in parcels:
        if parcel.status not in parcel.workflow.steps[type].leads:
            events.demand(parcel, type, facts)
    holds.refuse_leaving_any(parcels, type)
    made = Event.objects.bulk_create(
        [Event(parcel=parcel, type=type, within=within, recorded_by=by, **facts) for parcel in parcels]
    )
    if handling:
        Handling.objects.bulk_create(Handling(event=event, **handling) for event in made)
    _write(parcels, made, within)
    for parcel, event in zip(parcels, made, strict=True):
        consequences.follow(parcel, event, by)
    return made


def _write(parcels, made, within):
    """The caches of all: parcels that are left with the same columns are written by one statement."""
    groups = defaultdict(list)
    for parcel, event in zip(parcels, made, strict=True):
        columns = ledger.columns(parcel, ledger.advance(parcel.workflow, ledger.stored(parcel), event))
        for name, value in columns.items():
            setattr(parcel, name, value)
        if columns["last_event_id"] == event.pk:
            columns["last_event_id"] = None
        groups[tuple(columns.items())].append(parcel.pk)
    own = Event.objects.filter(within=within, parcel=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    for columns, pks in groups.items():
        values = dict(columns)
        values["last_event_id"] = values["last_event_id"] or Subquery(own)
        Parcel.objects.filter(pk__in=pks).update(**values)
    ledger.write_labelled([parcel for parcel in parcels if parcel.consignment_id])
