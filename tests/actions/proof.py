"""What the ledger leaves on records, held against its replay: what `manage.py check_ledger` asks."""

from django.db.models import F

from cases.actions import evidence, ledger, positions
from cases.lib import lots
from cases.models import Consignment, Lot, Parcel, Position, RepatriationCase, Thread

STANDING = ("role", "rank", "party_id", "actor_id", "stance", "own", "claim_id", "asked_id")


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def assert_replays(record):
    """The stored caches of a record are what its live events give from the beginning."""
    record = fresh(record)
    replayed = ledger.columns(record, ledger.replayed(record))
    stored = type(record).objects.values(*replayed).get(pk=record.pk)
    assert stored == replayed
    if isinstance(record, Consignment):
        assert_account(record)
    if isinstance(record, RepatriationCase):
        assert_positions(record)
    assert record.contested == evidence.contested_number(record)


def assert_account(consignment):
    bulk = ledger.replayed(consignment).bulk
    assert ledger.bulk_account(consignment) == bulk
    labelled = dict(consignment.lots.exclude(parcel=None).values_list("parcel_id", "account"))
    due = {
        parcel.pk: lots.ACCOUNT_OF_STATUS[parcel.status]
        for parcel in Parcel.objects.filter(consignment=consignment)
        if parcel.status in lots.ACCOUNT_OF_STATUS
    }
    assert labelled == due
    assert consignment.prepared == sum(bulk.values()) + len(due)
    assert not Lot.objects.filter(consignment=consignment, parcel__isnull=False).exclude(
        parcel__consignment=F("consignment")
    )


def assert_positions(case):
    stored = Position.objects.filter(case=case).order_by("rank")
    assert list(stored.values_list(*STANDING)) == [
        tuple(getattr(row, name) for name in STANDING) for row in positions.expected(case)
    ]
    changed = positions.changed_on(case)
    assert (case.position_changed_on, case.position_changed_at_least) == changed


def assert_threads(record):
    for thread in Thread.objects.about(record):
        state = evidence.thread_state(thread)
        assert {name: getattr(thread, name) for name in state} == state
        assert (thread.opened_at is not None) == thread.open
