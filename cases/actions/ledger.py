"""What replaying the events of a record gives: the caches that the ledger leaves on records, lots included.

`actions.events` writes through these functions after each event; ``manage.py check_ledger`` holds the stored columns
against the same fold from the beginning.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from cases.actions import Refused, writing
from cases.lib import lots
from cases.lib.dates import UncertainDate
from cases.lib.workflows import follow
from cases.models import Consignment, Evacuee, Event, Lot, Parcel, RepatriationCase, Wish
from cases.models.repatriation import NOT_STALLED


@dataclass(frozen=True)
class Caches:
    """The columns of a record that follow from its events."""

    status: str
    last_event_id: int | None = None
    last_event_sort: int = 0
    planned: UncertainDate | None = None
    occurred: UncertainDate | None = None
    requested_on: date | None = None
    requested_at_least: bool = False
    last_checked_on: date | None = None
    custodian_id: int | None = None
    wish: str = Wish.UNKNOWN.value
    wish_recorded_by: str = ""
    return_wished: bool = False
    housed_id: int | None = None
    bulk: dict[lots.Account, int] = field(default_factory=dict)


def advance(workflow, caches, event, index=0):
    """The caches after one more event. Raises `NotAllowed` or `DoesNotBalance`."""
    status = follow(workflow, caches.status, event.type, event.declared_status, index)
    step = workflow.steps[event.type]
    new = replace(caches, status=status)
    if event.occurred_sort >= caches.last_event_sort or caches.last_event_id is None:
        new = replace(new, last_event_id=event.pk, last_event_sort=event.occurred_sort)
    if "planned" in step.sets:
        new = replace(new, planned=event.due)
    if "unplanned" in step.sets or status in workflow.closed:
        new = replace(new, planned=None)
    if "occurred" in step.sets:
        new = replace(new, occurred=event.occurred)
    if "requested" in step.sets and caches.requested_on is None:
        day = event.occurred_latest or event.occurred_earliest
        new = replace(new, requested_on=day, requested_at_least=bool(day) and not event.occurred.certain_on)
    if "checked" in step.sets:
        day = event.occurred_latest or event.recorded_at.date()
        new = replace(new, last_checked_on=max(day, caches.last_checked_on or day))
    if event.to_custodian_id:
        new = replace(new, custodian_id=event.to_custodian_id)
    if "housed" in step.sets:
        new = replace(new, housed_id=event.place_id)
    if "wish" in step.sets:
        new = _wished(new, getattr(event, "wish_record", None))
    if workflow.kind == "consignment":
        held = Counter(caches.bulk)
        if event.type == lots.LABELLED:
            lots.label(held, labelled_by(event))
        else:
            lots.move(held, event.type, event.count)
        new = replace(new, bulk={account: number for account, number in held.items() if number})
    return new


def labelled_by(event):
    """The states in which the parcels were found that got their labels out of a bulk count: each is one less there."""
    parts = event.parts.live().filter(parcel__isnull=False)
    return [declared or "in_consignment" for declared in parts.values_list("declared_status", flat=True)]


def _wished(caches, said):
    """The wish of the person or the whole group; that of one of a group stands for that one alone."""
    if said is None or said.person_id:
        return caches
    return replace(
        caches, wish=str(said.wish), wish_recorded_by=said.heard_by,
        return_wished=said.carries_return,
    )  # fmt: skip


def events_in_order(record, types=None):
    """Live events (of some types) in the order of recording; a correction stands where the event that it corrects stood."""
    rows = Event.objects.about(record).live().select_related("wish_record")
    return in_order((rows.filter(type__in=types) if types else rows).prefetch_related("corrects__event"))


def all_in_order(records):
    """(record, its live events in order) of many records: two queries for each kind."""
    kinds: dict[str, list] = {}
    for record in records:
        kinds.setdefault(record.kind, []).append(record)
    for kind, rows in kinds.items():
        events: dict[int, list] = {row.pk: [] for row in rows}
        live = Event.objects.filter(**{f"{kind}__in": rows}).live().select_related("wish_record")
        for event in live.prefetch_related("corrects__event"):
            events[getattr(event, f"{kind}_id")].append(event)
        yield from ((row, in_order(events[row.pk])) for row in rows)


def in_order(events):
    """The same of live events that were read with `corrects__event`."""
    events, places = list(events), {}

    def place(event):
        if event.pk not in places:
            corrected = [place(error.event) for error in event.corrects.all()]
            places[event.pk] = min(corrected, default=event.sequence)
        return places[event.pk]

    return sorted(events, key=lambda event: (place(event), event.sequence))


def replayed(record):
    """The caches that all live events of a record lead to, from the beginning."""
    return folded(record.workflow, events_in_order(record))


def folded(workflow, events):
    """The caches that events in their order lead to, from the beginning."""
    caches = Caches(status=workflow.initial)
    for index, event in enumerate(events):
        caches = advance(workflow, caches, event, index)
    return caches


def stored(record):
    """The caches as they stand on the record now."""
    return Caches(
        status=record.status,
        last_event_id=record.last_event_id,
        last_event_sort=record.last_event_sort,
        planned=record.planned,
        occurred=getattr(record, "occurred", None),
        requested_on=getattr(record, "requested_on", None),
        requested_at_least=getattr(record, "requested_at_least", False),
        last_checked_on=getattr(record, "last_checked_on", None),
        custodian_id=getattr(record, "custodian_id", None),
        **{name: getattr(record, name) for name in WISHED if hasattr(record, name)},
        bulk=bulk_account(record) if isinstance(record, Consignment) else {},
    )


#: What a record keeps of the latest wish.
WISHED = ("wish", "wish_recorded_by", "return_wished")


def bulk_account(consignment):
    """Parcels of a consignment counted in bulk, by place of the account."""
    return {lots.Account(lot.account): lot.quantity for lot in consignment.lots.filter(parcel=None)}


def columns(record, caches):
    """The caches as columns of this record's table."""
    model = type(record)
    names = {f.name for f in model._meta.concrete_fields}
    result = {
        "status": caches.status,
        "last_event_id": caches.last_event_id,
        "last_event_sort": caches.last_event_sort,
        **model._meta.get_field("planned").columns(caches.planned),
    }
    if "occurred" in names:
        result |= model._meta.get_field("occurred").columns(caches.occurred)
    if "custodian" in names:
        result["custodian_id"] = caches.custodian_id
    result |= {name: getattr(caches, name) for name in WISHED if name in names}
    if model is Evacuee:
        result["place_id"] = caches.housed_id or record.place_id
    if model is RepatriationCase:
        result |= {
            "requested_on": caches.requested_on,
            "requested_at_least": caches.requested_at_least,
            "last_checked_on": caches.last_checked_on,
            **stall(caches.status, record.workflow, caches, record),
        }
    return result


def stall(status, workflow, caches, case):
    """Since when a case waits: the last change of an own position, or else the request (domain.md, RepatriationCase)."""
    waits = status in workflow.open_states and status != "in_transit"
    since, at_least = (
        (case.position_changed_on, case.position_changed_at_least)
        if case.position_changed_on
        else (caches.requested_on, caches.requested_at_least)
    )
    if not waits or since is None:
        return {"stalled_since": NOT_STALLED, "stalled_at_least": False}
    return {"stalled_since": since, "stalled_at_least": at_least}


def write(record, caches):
    """Store the caches on the record and in the lots of its consignment."""
    values = columns(record, caches)
    type(record).objects.filter(pk=record.pk).update(**values)
    for name, value in values.items():
        setattr(record, name, value)
    if isinstance(record, Consignment):
        write_bulk(record, caches.bulk)
    elif isinstance(record, Parcel) and record.consignment_id:
        write_labelled([record])


def write_all(pairs):
    """Store the caches of many (record, caches): one statement for each kind, but one by one for consignments and their lots."""
    by_kind: dict[type, dict[int, dict]] = {}
    for record, caches in pairs:
        if isinstance(record, Consignment):
            write(record, caches)
            continue
        values = columns(record, caches)
        by_kind.setdefault(type(record), {})[record.pk] = values
        for name, value in values.items():
            setattr(record, name, value)
    for model, rows in by_kind.items():
        writing.update_many(model, rows)
    labelled = [record for record, _caches in pairs if isinstance(record, Parcel) and record.consignment_id]
    if labelled:
        write_labelled(labelled)


def write_bulk(consignment, bulk):
    """Make the bulk lots hold what the account says."""
    held = {lot.account: lot for lot in consignment.lots.filter(parcel=None)}
    for account, lot in held.items():
        if not bulk.get(lots.Account(account)):
            lot.delete()
    for account, quantity in bulk.items():
        if account not in held:
            consignment.lots.create(account=account, quantity=quantity)
        elif held[account].quantity != quantity:
            consignment.lots.filter(pk=held[account].pk).update(quantity=quantity)
    count_prepared(consignment)


def write_labelled(parcels):
    """Move the lots of labelled parcels to where their status says they stand: a handful of statements for any number.

    Their consignments are held already (`events.lock`), so that what they prepared may be counted by the difference.
    """
    held = {lot.parcel_id: lot for lot in Lot.objects.filter(parcel__in=parcels)}
    gone, new, moved = [], [], defaultdict(list)
    for parcel in parcels:
        account, lot = lots.ACCOUNT_OF_STATUS.get(parcel.status), held.get(parcel.pk)
        if lot and (account is None or lot.consignment_id != parcel.consignment_id):
            gone.append(lot)
            lot = None
        if account and lot is None:
            new.append(Lot(consignment_id=parcel.consignment_id, parcel=parcel, account=account, quantity=1))
        elif account and lot and lot.account != account:
            moved[account].append(lot.pk)
    Lot.objects.filter(pk__in=[lot.pk for lot in gone]).delete()
    Lot.objects.bulk_create(new)
    for account, pks in moved.items():
        Lot.objects.filter(pk__in=pks).update(account=account)
    more = Counter(lot.consignment_id for lot in new)
    more.subtract(lot.consignment_id for lot in gone)
    for consignment, number in sorted(more.items()):
        if number:
            Consignment.objects.filter(pk=consignment).update(prepared=F("prepared") + number)


def count_prepared(consignment):
    total = consignment.lots.aggregate(total=Sum("quantity"))["total"] or 0
    if total != consignment.prepared:
        Consignment.objects.filter(pk=consignment.pk).update(prepared=total)
        consignment.prepared = total


def balance_sentence(error):
    """What to tell the user when an event takes out more than there is."""
    return Refused(
        _(
            "%(wanted)s parcels cannot be taken from the %(held)s that are “%(place)s”: correct the number, or record first where they came from."
        )
        % {"wanted": error.wanted, "held": error.held, "place": Lot.Account(error.place).label},
        field="count",
    )
