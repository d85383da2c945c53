"""The page on which one lands: who sees what of it, how it is put, and what it costs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.lib.dates import parse
from cases.models import SavedViewLook
from tests.factories import (
    ClaimFactory,
    EventFactory,
    FollowUpFactory,
    OfficeFactory,
    ParcelFactory,
    SavedViewFactory,
    StatementFactory,
    VisitFactory,
)


def test_signing_in_leads_to_today(client_for):
    page = client_for("caseworker").get("/")
    assert page.status_code == 200
    assert "Needs me today" in page.content.decode()
    assert page.context["nav"][0] == {"url": "/", "label": "Today", "current": True}


def test_the_administrator_goes_on_to_the_workshop(client_for):
    answer = client_for("administrator").get("/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("admin:index"))


def test_a_stranger_signs_in_first(client):
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_who_only_reads_gets_numbers_and_nothing_to_do(role, client_for, office):
    page = client_for(role).get("/")
    text = page.content.decode()
    assert len(page.context["tiles"]) == 6
    assert "Record an event" not in text
    assert "My follow-ups" not in text
    assert "yours" not in text


def test_the_tiles_stand_in_the_order_of_the_morning(client_for):
    labels = [str(tile["label"]) for tile in client_for("caseworker").get("/").context["tiles"]]
    assert labels == [
        "Overdue replies", "Nothing checked or heard for 30 days", "Planned dates passed", "New conflicts",
        "Parcels without an event for 14 days", "Visits this week",
    ]  # fmt: skip


def test_an_empty_tile_stays_and_says_none(client_for):
    tiles = client_for("caseworker").get("/").context["tiles"]
    assert {(tile["count_text"], tile["beside"], tile["tone"]) for tile in tiles} == {("0", "none", "")}


def test_my_follow_ups_stand_the_longest_due_first(client_for, caseworker, office):
    for days in (5, -3, 40):
        FollowUpFactory(
            parcel__office=office,
            owner=caseworker,
            text=f"In {days}",
            due_on=timezone.localdate() + timedelta(days=days),
        )
    FollowUpFactory(parcel__office=office, text="Of nobody")
    page = client_for(caseworker).get("/")
    assert [row.text for row in page.context["follow_ups"]] == ["In -3", "In 5", "In 40"]
    assert "3 days late" in page.content.decode()


def test_the_last_statements_say_who_and_lead_to_their_record(client_for, office, caseworker):
    claim = ClaimFactory(about__office=office, statement__text="Six people wait")
    page = client_for(caseworker).get("/")
    assert [row.text for row in page.context["statements"]] == ["Six people wait"]
    assert claim.about.reference in page.content.decode()


def test_a_statement_of_another_office_is_not_told(client_for, office):
    ClaimFactory(about__office=OfficeFactory(), statement__text="Elsewhere")
    assert client_for("coordinator").get("/").context["statements"] == []


def test_a_restricted_source_is_not_told_to_a_viewer(client_for, office):
    StatementFactory(source__office=office, source__confidentiality="restricted", text="For a few")
    assert client_for("viewer").get("/").context["statements"] == []


def test_parcels_by_state_link_to_lists_of_as_many(client_for, office, parties):
    client = client_for("caseworker")
    for status, number in (("registered", 3), ("packed", 2)):
        for _parcel in range(number):
            parcel = ParcelFactory(office=office)
            if status == "packed":
                EventFactory(about=parcel, type="packed", note="")
    ParcelFactory()  # of another office
    chart = client.get("/").context["parcels"]
    assert chart["whole"] == 5
    for part in chart["parts"]:
        assert len(client.get(part["url"]).context["rows"]) == part["number"]
    assert round(sum(part["width"] for part in chart["parts"])) == 100


def test_the_visits_of_the_week_are_those_of_the_tile(client_for, office, stop_clock):
    stop_clock(date(2025, 12, 11))
    visit = VisitFactory(office=office, title="Camp 7")
    for type in ("requested", "granted"):
        EventFactory(about=visit, type=type, note="")
    EventFactory(about=visit, type="scheduled", due=parse("12 December 2025"), note="")
    VisitFactory(office=office, title="Of no day")
    page = client_for("caseworker").get("/")
    assert [row.title for row in page.context["visits"]] == ["Camp 7"]
    assert page.context["tiles"][-1]["beside"] == "next: 12 Dec 2025"


def fill(office, owner, number):
    for _row in range(number):
        ClaimFactory(about__office=office)
        FollowUpFactory(parcel__office=office, owner=owner)
        VisitFactory(office=office)


def test_the_page_asks_as_much_for_one_row_as_for_many(client_for, office, caseworker):
    client, counts = client_for(caseworker), []
    client.get("/")
    for more in (1, 15):
        fill(office, caseworker, more)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1], [query["sql"][:160] for query in queries]
    assert counts[0] <= 24


def test_each_pinned_view_costs_one_statement_and_no_more_than_eight_are_shown(
    client_for, office, caseworker
):
    client, counts = client_for(caseworker), []
    client.get("/")
    for more in (1, 7, 8):
        for view in SavedViewFactory.create_batch(more, office=office):
            SavedViewLook.objects.create(view=view, user=caseworker, pinned=True)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/")
        counts.append(len(queries))
    assert counts[1] - counts[0] == 7
    assert counts[2] == counts[1]
    assert len(page.context["views"]) == 8


def test_looking_writes_nothing(client_for, office, caseworker):
    SavedViewLook.objects.create(view=SavedViewFactory(office=office), user=caseworker, pinned=True)
    client = client_for(caseworker)
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    assert not [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
