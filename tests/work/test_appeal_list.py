"""The list of what we asked of whom: how long it waits, of what it was reminded, and what was answered."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.lib.dates import parse
from cases.models import FollowUp
from tests.factories import (
    ActorFactory,
    EventErrorFactory,
    EventFactory,
    FollowUpFactory,
    ParcelFactory,
    PersonFactory,
    RepatriationCaseFactory,
    StateBodyFactory,
    StatementFactory,
)

URL = "/appeals/"


@pytest.fixture
def noon(stop_clock):
    return stop_clock(date(2026, 3, 10))


@pytest.fixture
def ask(office):
    """Ask somebody about a record; give the follow-up that waits for the answer."""

    def ask(whom=None, about=None, day="1 March 2026", due=None):
        about = about or RepatriationCaseFactory(office=office)
        due = parse(due) if due else None
        event = EventFactory(
            about=about, type="asked", counterpart=whom or ActorFactory(), occurred=parse(day), due=due,
            note="Where are they?",
        )  # fmt: skip
        return FollowUp.objects.filter(event=event).first() or event

    return ask


@pytest.fixture
def found(client_for, noon):
    client = client_for("caseworker")

    def found(**query):
        response = client.get(URL, query)
        assert not response.context["filter"].form.errors
        return list(response.context["rows"])

    return found


def answer(row, **facts):
    return EventFactory(about=row.about, type="answered", counterpart=row.event.counterpart, **facts)


def test_it_opens_with_the_questions_that_wait(found, ask, office):
    later, late, answered = ask(), ask(due="5 March 2026"), ask()
    answer(answered)
    FollowUpFactory(parcel__office=office)
    assert found() == [late, later]
    assert found(state="answered") == [answered]
    assert set(found(state="any")) == {late, later, answered}
    assert found(late="yes") == [late]
    assert found(late="no") == [later]


def test_by_whom_we_asked_and_by_their_party(found, ask, parties):
    ministry = StateBodyFactory(party=parties[0], name="The ministry")
    row = ask(ministry)
    ask()
    assert found(counterpart="The ministry") == [row]
    assert found(party=str(parties[0].pk)) == [row]
    assert found(party=str(parties[1].pk)) == []


def test_by_record_kind_and_due_day(found, ask, office):
    parcel = ParcelFactory(office=office)
    row, other = ask(about=parcel, due="20 March 2026"), ask()
    assert found(kind="parcel") == [row]
    assert found(about=other.about.reference) == [other]
    assert found(due_to="2026-03-20") == [row]


def test_a_row_says_how_long_it_waits_and_of_what_it_was_reminded(found, ask, client_for):
    row = ask(day="1 March 2026")
    ask(row.event.counterpart, row.about, day="7 March 2026")
    ask(ActorFactory(), row.about, day="8 March 2026")
    shown = next(one for one in found() if one == row)
    assert shown.waiting == 9
    assert [str(one.occurred) for one in shown.reminders] == [str(parse("7 March 2026"))]


def test_a_day_that_nobody_gave_is_our_own_rule(found, ask):
    given, ours = ask(due="20 March 2026"), ask()
    assert {row.pk: row.own_rule for row in found()} == {given.pk: False, ours.pk: True}


def test_an_answer_leads_to_its_statement(client_for, ask, office):
    row = ask()
    statement = StatementFactory(source__office=office)
    answer(row, statement=statement, evidence="", occurred=parse("9 March 2026"))
    page = client_for("caseworker").get(URL, {"state": "answered"}).content.decode()
    assert f'href="/statements/{statement.reference}/#claims"' in page
    assert "9 Mar 2026" in page


def test_the_answer_to_a_corrected_question_is_found(client_for, ask):
    row = ask()
    answer(row)
    EventErrorFactory(event=row.event, kind="incorrect_data", correction={"note": "Other words."})
    (shown,) = client_for("caseworker").get(URL, {"state": "answered"}).context["rows"]
    assert shown.answer.type == "answered"


def test_a_question_declared_wrong_was_never_asked(found, ask):
    row = ask()
    EventErrorFactory(event=row.event)
    assert found(state="any") == []


def test_out_of_scope_is_not_there(found, ask, office):
    ask(about=RepatriationCaseFactory())
    ask(about=ParcelFactory(office=office, confidentiality="strict"))
    assert found() == []


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_who_only_reads_sees_no_words_and_not_whom_we_asked_about_a_person(client_for, role, ask, office):
    ask(ActorFactory(name="Neighbour Olena"), PersonFactory(office=office))
    page = client_for(role).get(URL).content.decode()
    assert "1</b> open question" in page
    assert "Where are they?" not in page
    assert "Neighbour Olena" not in page.split('id="results"')[1]


def test_the_file_has_the_same_rows(client_for, ask, noon):
    ask(StateBodyFactory(name="The ministry"), due="5 March 2026")
    ask()
    sent = client_for("caseworker").post(f"{URL}export/?late=yes")
    lines = b"".join(sent.streaming_content).decode().splitlines()
    assert len(lines) == 2
    assert "The ministry" in lines[1]


def test_answers_and_reminders_cost_no_query_each(client_for, ask):
    client, counts = client_for("coordinator"), []
    for number in (1, 6):
        for _each in range(number):
            row = ask()
            ask(row.event.counterpart, row.about, day="7 March 2026")
            answer(row)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, {"state": "any"})
        counts.append(len(queries))
    assert counts[0] == counts[1]
