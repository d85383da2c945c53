"""The tiles of today, all six, and parcels by state: in an office where nearly everything is in hand.

That is the hard case: what matches is rare, so that a count cannot stop early at its cap. Stock counts what one would write
without caches and without a cap: the latest event of each record is looked for among the events, claims are grouped.
"""

from datetime import timedelta
from itertools import count

from django.db import connection, transaction
from django.db.models import Count
from django.utils import timezone

from bench import contested
from bench import load as base
from bench.measure import Contest
from cases.lib.dates import parse
from cases.models import Actor, Event, FollowUp, Office, Parcel, RepatriationCase, Visit
from cases.today.parcels import by_state
from cases.today.tiles import tiles, week

FILLED = (Event, FollowUp, Parcel, RepatriationCase, Visit)
RARE = 500  # one in so many needs a hand


def load(claims):
    """The cases and claims of the other benches; three parcels for ten claims, a tenth as many visits and follow-ups."""
    base.load(claims)
    office, parcels = Office.objects.get(), 3 * claims // 10
    tables = [model._meta.db_table for model in FILLED]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("".join(f"ALTER TABLE {table} DISABLE TRIGGER USER;" for table in tables))
        with transaction.atomic():
            some_parcels(office, parcels)
            some_visits(office, parcels // 10)
            in_hand(cursor)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("".join(f"ALTER TABLE {table} ENABLE TRIGGER USER;" for table in tables))
        for table in tables:
            cursor.execute(f"{'ANALYZE' if connection.in_atomic_block else 'VACUUM ANALYZE'} {table}")


loaded = base.loaded


def ago(days):
    return parse((timezone.localdate() - timedelta(days=days)).isoformat())


def some_parcels(office, number):
    """One in ten on its way, with an event of yesterday; one in `RARE` of a year ago. One in ten is asked about."""
    first, event = base.reserve(Parcel, number), base.reserve(Event, number)
    yesterday, long_ago = ago(1), ago(365)
    base.copy(Parcel, ("id", "reference", "status", "last_event_id", "last_event_sort"), (
        (first + n, code, "dispatched" if n % 10 == 0 else "delivered", event + n,
         (long_ago if n % RARE == 0 else yesterday).sort_key)
        for n, code in enumerate(base.references("parcel", number))
    ), office_id=office.pk, contents="{}")  # fmt: skip
    occurred, recent = base.six(Event, "occurred", yesterday)
    _names, old = base.six(Event, "occurred", long_ago)
    base.copy(Event, ("id", "parcel_id", "type", *occurred), (
        (event + n, first + n, "asked", *(old if n % RARE == 0 else recent)) for n in range(number)
    ), evidence="own_observation", counterpart_id=Actor.objects.earliest("pk").pk, office_id=office.pk)  # fmt: skip
    asked = range(0, number, 10)
    today = timezone.localdate()
    numbers = count(base.reserve(FollowUp, len(asked)))
    base.copy(FollowUp, ("id", "reference", "parcel_id", "event_id", "due_on"), (
        (next(numbers), code, first + n, event + n, today + timedelta(days=-40 if n % RARE == 0 else 1 + n % 30))
        for n, code in zip(asked, base.references("follow_up", len(asked)), strict=True)
    ), text="Ask again", origin="answer_due", counterpart_id=Actor.objects.earliest("pk").pk, office_id=office.pk)  # fmt: skip


def some_visits(office, number):
    """All held in the last ten years, one in `RARE` planned for today."""
    first = base.reserve(Visit, number)
    names, none = base.six(Visit, "planned", None)
    _names, today = base.six(Visit, "planned", ago(0))
    occurred, _value = base.six(Visit, "occurred", None)
    base.copy(Visit, ("id", "reference", "title", *names, *occurred), (
        (first + n, code, f"Visit {n}", *(today if n % RARE == 0 else none),
         *base.six(Visit, "occurred", None if n % RARE == 0 else ago(10 + n % 3650))[1])
        for n, code in enumerate(base.references("visit", number))
    ), type="delegate", status="proposed", office_id=office.pk)  # fmt: skip


def in_hand(cursor):
    """Of nearly all cases something was heard yesterday; of one in twenty the date planned lies ahead, of a few it went by."""
    cursor.execute("UPDATE cases_repatriationcase SET last_event_sort = %s, position_changed_on = %s WHERE id %% %s <> 0",
                   [ago(1).sort_key, timezone.localdate() - timedelta(days=1), RARE])  # fmt: skip
    for each, day in ((20, ago(-30)), (RARE, ago(9))):
        columns = RepatriationCase._meta.get_field("planned").columns(day)
        sets = ", ".join(f"{name} = %s" for name in columns)
        cursor.execute(
            f"UPDATE cases_repatriationcase SET {sets} WHERE id %% %s = 0",  # noqa: S608 – names of columns
            [*columns.values(), each],
        )


def contests(loaded):
    on = timezone.localdate()
    return [
        Contest("all six tiles", lambda: tiles(loaded.coordinator, on), lambda: stock(loaded.coordinator, on)),
        Contest("the same for a caseworker", lambda: tiles(loaded.caseworker, on), lambda: stock(loaded.caseworker, on)),
        Contest("parcels by state", lambda: by_state(loaded.coordinator), lambda: grouped(loaded.coordinator)),
        Contest("the same for a caseworker", lambda: by_state(loaded.caseworker), lambda: grouped(loaded.caseworker)),
    ]  # fmt: skip


def stock(user, on):
    """Six counts, as one would write them."""
    days = [(date, on - timedelta(days=number)) for date, number in (("cases", 30), ("parcels", 14))]
    since = dict(days)
    span = week(on)
    visits = Visit.objects.visible_to(user)
    return [
        FollowUp.objects.visible_to(user).filter(origin="answer_due", due_on__lt=on, done_at=None).count(),
        RepatriationCase.objects.visible_to(user).open().exclude(events__occurred_latest__gt=since["cases"]).count(),
        RepatriationCase.objects.visible_to(user).filter(planned_latest__lt=on).count(),
        contested.contested_by_claims(user).count(),
        Parcel.objects.visible_to(user).open().exclude(events__occurred_latest__gt=since["parcels"]).count(),
        (visits.dated_within("planned", span["when_from"], span["when_to"])
         | visits.dated_within("occurred", span["when_from"], span["when_to"])).count(),
    ]  # fmt: skip


def grouped(user):
    return list(Parcel.objects.visible_to(user).order_by().values_list("status").annotate(number=Count("pk")))
