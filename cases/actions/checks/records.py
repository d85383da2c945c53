"""Records against their events, and against the threads about them."""

from collections import Counter, defaultdict

from django.db.models import Count

from cases.actions import evidence, ledger, tracing
from cases.actions.checks import account, appeals, identity, standing
from cases.actions.checks.difference import Difference, compare
from cases.lib.lots import DoesNotBalance
from cases.lib.workflows import NotAllowed
from cases.models import (
    Aspect,
    Consignment,
    Event,
    EventError,
    Group,
    Parcel,
    Person,
    RepatriationCase,
    Thread,
    TracingRequest,
)


def of_records(rows):
    """Records of one kind whose caches are not what their events, claims and questions give."""
    model = type(rows[0])
    if model is RepatriationCase:
        yield from standing.of_cases(rows)
    replays = list(_replays(rows))
    yield from _columns(replays)
    yield from _contested(rows)
    yield from appeals.of_records(rows)
    if model is Group:
        yield from _sizes(rows)
    elif model is Person:
        yield from identity.of_people(rows)
    elif model is Consignment:
        yield from account.of_consignments(replays)
    elif model is Parcel:
        yield from account.of_parcels(rows)
    elif model is TracingRequest:
        yield from _found(rows)


def _columns(replays):
    for row, caches in replays:
        if isinstance(caches, Exception):
            yield Difference(row, "status", row.status, str(caches))
        else:
            yield from compare(row, ledger.columns(row, caches), vars(row))


def _replays(rows):
    """Each record with the caches that its events lead to, or with the refusal where they do not follow."""
    kind = rows[0].kind
    corrections = EventError.objects.filter(correction__isnull=False, **{f"event__{kind}__in": rows})
    corrected = set(corrections.values_list(f"event__{kind}", flat=True))
    live = defaultdict(list)
    for event in (
        Event.objects.filter(**{f"{kind}__in": rows})
        .live()
        .select_related("wish_record")
        .in_order_of_recording()
    ):
        live[getattr(event, f"{kind}_id")].append(event)
    for row in rows:
        try:
            yield (
                row,
                ledger.replayed(row) if row.pk in corrected else ledger.folded(row.workflow, live[row.pk]),
            )
        except (NotAllowed, DoesNotBalance) as refusal:
            yield row, refusal


def _contested(rows):
    counts = _open_threads(rows[0].kind, [row.pk for row in rows])
    parts = {}
    if isinstance(rows[0], RepatriationCase):
        for part in ("person", "group", "evacuation"):
            parts[part] = _open_threads(part, {getattr(row, f"{part}_id") for row in rows} - {None})
    for row in rows:
        number = counts[row.pk] + sum(found[getattr(row, f"{part}_id")] for part, found in parts.items())
        yield from compare(row, {"contested": number}, vars(row))


def _open_threads(kind, ids):
    threads = Thread.objects.open().filter(**{f"{kind}__in": ids}).order_by()
    return Counter(dict(threads.values_list(kind).annotate(number=Count("pk"))))


def _sizes(rows):
    counted = set(Thread.objects.filter(group__in=rows, aspect=Aspect.SIZE).values_list("group", flat=True))
    for row in rows:
        low, high = evidence.size_range(row) if row.pk in counted else (None, None)
        yield from compare(row, {"size_low": low, "size_high": high}, vars(row))


def _found(rows):
    said = tracing.found_of(rows)
    for row in rows:
        yield from compare(row, {"person_id": said.get(row.pk)}, vars(row))
