"""The list of follow-ups: what is to be done about any record, by when and by whom."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions import followups
from cases.models import FollowUp
from tests.factories import (
    EventFactory,
    FollowUpFactory,
    GroupFactory,
    ParcelFactory,
    RepatriationCaseFactory,
    UserFactory,
    VisitFactory,
)

URL = "/follow-ups/"
DAY = date(2026, 3, 10)


@pytest.fixture
def noon(stop_clock):
    return stop_clock(DAY)


@pytest.fixture
def to_do(office, caseworker):
    """Give a follow-up about a record, due some days from the day of the test."""

    def to_do(about=None, days=1, **facts):
        about = about or ParcelFactory(office=office)
        return followups.add_follow_up(
            about=about, text=facts.pop("text", "Call the family"), due_on=DAY + timedelta(days=days), by=caseworker,
            **facts,
        )  # fmt: skip

    return to_do


@pytest.fixture
def found(client_for, noon):
    client = client_for("caseworker")

    def found(**query):
        response = client.get(URL, query)
        assert not response.context["filter"].form.errors
        return list(response.context["rows"])

    return found


def test_it_opens_with_what_is_open_the_longest_due_first(found, to_do, caseworker):
    later, late, done = to_do(days=5), to_do(days=-2), to_do(days=-9)
    followups.finish(follow_up=done, outcome="Called; all is well.", by=caseworker)
    assert found() == [late, later]
    assert found(state="open") == [late, later]
    assert found(state="done") == [done]
    assert found(state="any") == [done, late, later]


def test_what_is_due_today_is_not_late(found, to_do, caseworker):
    late, today, done = to_do(days=-1), to_do(days=0), to_do(days=-9)
    followups.finish(follow_up=done, outcome="Done.", by=caseworker)
    assert found(late="yes") == [late]
    assert found(late="no") == [today]
    assert found(late="no", state="any") == [done, today]
    assert found(late="yes", state="done") == []


def test_an_alert_and_a_next_call_say_why_they_are_there(found, to_do, client_for, office, caseworker):
    case, task = RepatriationCaseFactory(office=office), to_do()
    event = EventFactory(about=case)
    alert = followups.alert(event, "D20", "Ask for the recorded wish", due_on=DAY, by=caseworker)
    call = followups.from_event(
        event, origin=FollowUp.Origin.NEXT_CALL, text="Call the sister", due_on=DAY, by=caseworker
    )
    assert found(origin="task") == [task]
    assert found(origin="alert") == [alert]
    assert found(origin="next_call") == [call]
    assert "alert, rule D20" in client_for("caseworker").get(URL).content.decode()


def test_mine_nobodys_and_a_colleagues(found, to_do, office, caseworker):
    colleague = UserFactory(office=office, last_name="Marchuk")
    mine, theirs, nobodys = to_do(owner=caseworker), to_do(owner=colleague), to_do()
    assert found(owner="mine") == [mine]
    assert found(owner="Marchuk") == [theirs]
    assert found(owner="nobody") == [nobodys]


def test_the_owner_of_another_office_is_not_found(client_for, office):
    UserFactory(last_name="Stranger")
    answer = client_for("caseworker").get(URL, {"owner": "Stranger"})
    assert "Nothing is found by" in answer.content.decode()
    assert answer.context["rows"] == []


def test_by_when_and_about_what(found, to_do, office):
    group, visit = GroupFactory(office=office), VisitFactory(office=office)
    soon, later = to_do(group, days=1), to_do(visit, days=20)
    assert found(due_from="2026-03-10", due_to="2026-03-12") == [soon]
    assert found(due_from="late March 2026") == [later]
    assert found(kind="visit") == [later]
    assert found(about=group.reference) == [soon]
    assert found(about="GRP-0000") == []


def test_latest_recorded_first(found, to_do):
    one, other = to_do(days=1), to_do(days=5)
    assert found(sort="-recorded") == [other, one]


def test_a_row_leads_to_its_record_and_says_how_late_it_is(client_for, noon, to_do, office):
    row = to_do(GroupFactory(office=office, name="The six"), days=-3, text="Ask for the list")
    page = client_for("caseworker").get(URL).content.decode()
    assert f'href="{row.about.get_absolute_url()}#follow-up-{row.pk}"' in page
    assert "3 days ago" in page
    assert "The six" in page
    assert "1</b> open follow-up" in page


def test_another_offices_and_a_hidden_records_are_not_there(found, to_do, office):
    FollowUpFactory()
    to_do(ParcelFactory(office=office, confidentiality="strict"))
    assert found() == []


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_who_only_reads_sees_that_something_is_due_and_no_words_of_colleagues(
    client_for, role, to_do, caseworker
):
    row = to_do(text="Call Olena on 555-0101", days=-30)
    followups.finish(follow_up=row, outcome="She moved to Secretville.", by=caseworker)
    page = client_for(role).get(URL, {"state": "any"}).content.decode()
    assert row.about.reference in page
    assert "not shown to you" in page
    assert "Olena" not in page
    assert "Secretville" not in page


def test_the_administrator_sees_none(client_for):
    assert client_for("administrator").get(URL).status_code == 403


def test_the_file_has_the_same_rows(client_for, to_do, noon):
    row = to_do(text="=1+1", days=-1)
    to_do(days=4)
    answer = client_for("caseworker").post(f"{URL}export/?late=yes")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert row.reference in lines[1]
    assert "'=1+1" in lines[1]


def test_records_of_all_kinds_take_the_same_queries_for_few_and_many(client_for, to_do, office):
    client, counts = client_for("coordinator"), []
    for number in (1, 8):
        for _each in range(number):
            for about in (
                GroupFactory(office=office),
                VisitFactory(office=office),
                RepatriationCaseFactory(office=office),
            ):
                to_do(about)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_clock_is_that_of_the_screen(to_do):
    row = to_do(days=-1)
    assert row.is_late(DAY)
    assert not row.is_late(DAY - timedelta(days=1))
    assert timezone.localdate() != DAY
