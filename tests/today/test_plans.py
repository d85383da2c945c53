"""What a tile costs does not grow with the office: each count is answered by an index, however much is in hand."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection

from cases.lib.dates import parse
from cases.models import Parcel, RepatriationCase, Visit
from cases.models.base import next_numbers
from cases.today.parcels import counts
from cases.today.tiles import tiles
from tests.factories import GroupFactory
from tests.test_lists import explain

TODAY = date(2025, 12, 11)
MANY = 2000


@pytest.fixture
def in_hand(office, parties, stop_clock):
    """Very many records of which nothing needs a hand, and statistics that know it."""
    stop_clock(TODAY)
    group = GroupFactory(office=office)
    recent = (TODAY - timedelta(days=1)).toordinal() * 4_000_000
    ahead, past = parse("20 January 2026"), parse("1 January 2020")
    RepatriationCase.objects.bulk_create(
        RepatriationCase(
            reference=f"CAS-P{n}", office=office, title="A case", group=group, holding_party=parties[0],
            receiving_party=parties[1], status="opened", last_event_sort=recent, opened_on=date(2025, 1, 1),
            planned=ahead if n % 20 == 0 else None,
        ) for n in next_numbers(MANY)
    )  # fmt: skip
    Parcel.objects.bulk_create(
        Parcel(
            reference=f"PCL-P{n}",
            office=office,
            status="delivered" if n % 3 else "dispatched",
            last_event_sort=recent,
        )
        for n in next_numbers(MANY)
    )
    Visit.objects.bulk_create(
        Visit(
            reference=f"VIS-P{n}",
            office=office,
            title="A visit",
            type="delegate",
            status="proposed",
            occurred=past,
        )
        for n in next_numbers(MANY)
    )
    with connection.cursor() as cursor:
        for model in (RepatriationCase, Parcel, Visit):
            cursor.execute(f"ANALYZE {model._meta.db_table}")


def nodes(plan):
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def test_no_tile_reads_a_table(in_hand, user_in, django_assert_num_queries):
    coordinator = user_in("coordinator")
    for user in (coordinator, user_in("caseworker")):
        for tile in tiles(user, TODAY):
            held_to_its_index(tile)
    with django_assert_num_queries(1):
        found = counts(coordinator)
    assert found["delivered"] + found["dispatched"] == MANY


def held_to_its_index(tile):
    plan = explain(tile["listing"].filterset.qs.order_by()[:1001], "ANALYZE, BUFFERS, FORMAT JSON")[0]["Plan"]
    table = tile["listing"].model._meta.db_table
    for node in nodes(plan):
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] == table:
            assert node["Actual Rows"] + node.get("Rows Removed by Filter", 0) < 100, (
                tile["label"],
                json.dumps(plan)[:2000],
            )
    read = sum(plan[f"Shared {how} Blocks"] for how in ("Hit", "Read"))
    assert read <= 60, (tile["label"], read)
