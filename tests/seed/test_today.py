"""Today on 11 December 2025, by what was published: the six wait on another's word."""

from datetime import date

import pytest

from cases.models import Office
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]
STUCK = "/cases/?stalled=20&position=does_not_accept&word=other"


@pytest.fixture
def client(client_for, stop_clock):
    stop_clock(date(2025, 12, 11))
    return client_for(factories.UserFactory(office=Office.objects.get()))


def test_the_six_have_waited_at_least_23_days(client):
    (row,) = [row for row in client.get(STUCK).context["rows"] if row.title.startswith("Six")]
    assert (row.days, row.stalled_at_least) == (23, True)


def test_every_tile_equals_its_list(client):
    for tile in client.get("/").context["tiles"]:
        assert len(client.get(tile["url"]).context["rows"]) == tile["number"]


def test_the_last_statements_are_those_of_the_record(client):
    page = client.get("/")
    assert len(page.context["statements"]) == 10
    assert any(row.record for row in page.context["statements"])
