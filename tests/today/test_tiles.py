"""A tile is its list: the same number in 200 random offices, for every role, on the screen and in the file."""

import csv
import io
import random

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import resolve

from cases.actions import saved_views
from cases.generic.saved import Opened
from cases.listing import CAP
from cases.models import Parcel, SavedView
from cases.models.office import User
from cases.today.tiles import TILES, tiles
from tests.today import datasets

DATASETS = 200
ON_SCREEN = 40  # every so manyth dataset is also read from the pages and the files
ROLES = ("viewer", "caseworker", "coordinator")


@pytest.fixture
def today(stop_clock):
    stop_clock(datasets.TODAY)
    return datasets.TODAY


def levels(user):
    return user.confidentiality_levels or ("ordinary", "restricted", "strict")


def rows_at(url, user):
    """How many rows the view at an address has for somebody: all of them, not one page."""
    path, _mark, query = url.partition("?")
    request = RequestFactory().get(path, QueryDict(query).dict())
    request.user = user
    view = resolve(path).func.view_class()
    view.setup(request)
    return view.filterset.qs.count()


def rows_in_file(client, url):
    path, _mark, query = url.partition("?")
    answer = client.post(f"{path}export/?{query}", {"reason": "The morning"})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return len(list(csv.DictReader(io.StringIO(text))))


def test_every_tile_equals_its_list_in_200_random_offices(office, parties, user_in, client_for, today):
    users = [user_in(role) for role in ROLES]
    world, met = datasets.world(office, parties), set()
    for number in range(DATASETS):
        dice, user = random.Random(number), users[number % len(users)]
        with transaction.atomic():
            expected = datasets.build(dice, world)
            for tile in tiles(user, today):
                label = str(tile["label"])
                wanted = expected.expected(label, office, levels(user))
                assert (tile["number"], rows_at(tile["url"], user)) == (wanted, wanted), (number, label)
                met |= {label} if wanted else set()
                if number % ON_SCREEN == 0:
                    client = client_for(user)
                    assert len(client.get(tile["url"]).context["rows"]) == wanted
                    if user.role != User.Role.VIEWER:
                        assert rows_in_file(client, tile["url"]) == wanted
            transaction.set_rollback(True)
    assert len(met) == len(TILES), "some tile was never anything but empty"


QUERIES = [
    ("repatriation_cases", "status=open&quiet=30&sort=-last"), ("repatriation_cases", "plan=passed"),
    ("parcels", "idle=14"), ("visits", "when_from=2025-12-08"), ("conflicts", "new=7"), ("follow_ups", "late=yes"),
]  # fmt: skip


def test_every_saved_view_equals_its_list_for_each_who_sees_it(office, parties, user_in, today):
    users = [user_in(role) for role in ROLES]
    world = datasets.world(office, parties)
    views = [
        saved_views.save_view(name=query, list=name, query=query, shared=True, pinned=True, by=users[2])
        for name, query in QUERIES
    ]
    filled = 0
    for number in range(30):
        with transaction.atomic():
            datasets.build(random.Random(number), world)
            for user in users:
                for view in (
                    SavedView.objects.visible_to(user)
                    .with_looks_of(user)
                    .filter(pk__in=[v.pk for v in views])
                ):
                    found = Opened(view, user)
                    assert found.problem == ""
                    assert len(found.ids) == rows_at(view.get_absolute_url(), user)
                    filled += bool(found.ids)
            transaction.set_rollback(True)
    assert filled > 100


def test_beyond_the_cap_a_tile_says_so_as_its_list_does(office, caseworker, client_for, today):
    Parcel.objects.bulk_create(
        Parcel(office=office, reference=f"PCL-T{i:05}", status="dispatched", last_event_sort=1)
        for i in range(CAP + 5)
    )
    page = client_for(caseworker).get("/")
    tile = next(tile for tile in page.context["tiles"] if "idle" in tile["url"])
    assert tile["count_text"] == "more than 1,000"
    assert client_for(caseworker).get(tile["url"]).context["said"]["count_text"] == "more than 1,000"
