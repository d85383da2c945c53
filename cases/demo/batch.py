"""Many records and their events at once, with the caches that the fold of the ledger gives.

Rows get their ids and references before they are written, so that they can name each other; foreign keys are
checked at the end of the transaction.
"""

from collections import Counter, defaultdict
from datetime import UTC, datetime, time, timedelta

from cases.actions import ledger, naming
from cases.actions.writing import copy, take
from cases.lib import codes, lots
from cases.models import Consignment, Event, Handling, Lot, Parcel, Person, WishRecord
from cases.models.about import AboutOne
from cases.models.base import next_numbers

_AT_ONCE = 500


def at_work(day, lag=0, *, latest):
    """A moment some minutes into a working day; never after the first minute of the day `latest`."""
    moment = datetime.combine(day, time(9), UTC) + timedelta(minutes=lag)
    return min(moment, datetime.combine(latest, time(), UTC))


class Batch:
    """Rows of one office that are written together."""

    def __init__(self, world):
        self.world = world
        self.rows = defaultdict(list)
        self.links = defaultdict(list)
        self.told = []
        self.pools = {}

    def _id(self, model):
        pool = self.pools.setdefault(model, [])
        if not pool:
            pool += reversed(take(f"{model._meta.db_table}_id_seq", _AT_ONCE))
        return pool.pop()

    def _reference(self, kind):
        pool = self.pools.setdefault("reference", [])
        if not pool:
            pool += reversed(next_numbers(_AT_ONCE))
        number = pool.pop()
        return number, codes.encode(codes.PREFIXES[kind], number)

    def add(self, model, **columns):
        """A row without a reference, such as a name or a membership."""
        row = model(id=self._id(model), **columns)
        self.rows[model].append(row)
        return row

    def record(self, model, *, since, **columns):
        """A synthetic record of the office, made on the day `since`; its events follow with `tell`."""
        number, reference = self._reference(model.kind)
        row = self.add(
            model,
            reference=reference,
            office=self.world.office,
            synthetic=True,
            created_at=at_work(since, self.world.rng.randrange(240), latest=self.world.today),
            **columns,
        )
        row.reference_number = number
        if hasattr(row, "sort_key"):
            row.sort_key = row.make_sort_key()
        return row

    def link(self, field, *others):
        """Rows of a many-to-many field, such as `case.mediators`."""
        through = field.through
        mine, theirs = field.source_field_name, field.target_field_name
        for other in others:
            self.links[through].append(through(**{f"{mine}_id": field.instance.pk, f"{theirs}_id": other.pk}))

    def tell(self, record, events):
        """The events of a tracked record, in the order of recording."""
        self.told.append((record, events))

    def save(self):
        """Write everything; afterwards the batch is empty."""
        self._number_events()
        for record, events in self.told:
            _fold(record, events)
        self._account()
        for model in sorted(self.rows, key=_turn):
            copy(model._meta.concrete_fields, self.rows[model])
        for through, rows in self.links.items():
            copy([field for field in through._meta.concrete_fields if not field.primary_key], rows)
        naming.index_names(self.rows[Person])
        self.rows.clear(), self.links.clear(), self.told.clear()

    def _number_events(self):
        """The order of recording is that of `recorded_at`; within a record it is that of the events."""
        events = sorted(
            (event for _, events in self.told for event in events), key=lambda event: event.recorded_at
        )
        if events:
            ids = take("cases_event_id_seq", len(events))
            for event, pk, sequence in zip(events, ids, take("cases_ledger", len(events)), strict=True):
                event.pk, event.sequence = pk, sequence
            self.rows[Event] += events

    def _account(self):
        """The lots of labelled parcels and their sum; a consignment is in the batch of its parcels."""
        prepared = Counter()
        for parcel in self.rows[Parcel]:
            account = lots.ACCOUNT_OF_STATUS.get(parcel.status) if parcel.consignment_id else None
            if account:
                prepared[parcel.consignment_id] += 1
                self.add(
                    Lot,
                    consignment_id=parcel.consignment_id,
                    parcel_id=parcel.pk,
                    account=account,
                    quantity=1,
                )
        for consignment in self.rows[Consignment]:
            consignment.prepared = prepared[consignment.pk]


def _turn(model):
    """Records first, then what is about them, then what stands beside an event."""
    return 2 if model in {WishRecord, Handling} else int(issubclass(model, AboutOne))


def _fold(record, events):
    workflow = record.workflow
    caches = ledger.Caches(status=workflow.initial)
    for index, event in enumerate(events):
        caches = ledger.advance(workflow, caches, event, index)
    for name, value in ledger.columns(record, caches).items():
        setattr(record, name, value)
