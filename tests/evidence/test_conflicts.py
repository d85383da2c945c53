"""The screen of conflicts: what is said differently of any record, oldest first, and only of records that one may see."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions import evidence
from cases.evidence.filters import ConflictFilter
from cases.lib.dates import parse
from cases.listing import PAGE
from cases.models import Thread
from tests import factories
from tests.factories import ClaimFactory, StatementFactory

URL = "/conflicts/"


@pytest.fixture
def conflict(office):
    """Make two claims that disagree about a record; the answer is the thread."""

    def conflict(about=None, first=6, second=7, **of_first):
        about = about or factories.GroupFactory(office=office)
        if about.kind == "group":
            values = ({"number": first}, {"number": second})
        else:
            values = tuple({"aspect": "date", "date": parse(words)} for words in ("3 Dec 2025", "5 Dec 2025"))
        claim = ClaimFactory(about=about, **values[0], **of_first)
        ClaimFactory(about=about, **values[1])
        return claim.thread

    return conflict


@pytest.fixture
def found(client_for):
    client = client_for("caseworker")

    def found(**query):
        response = client.get(URL, query)
        assert not response.context["filter"].form.errors
        return list(response.context["rows"])

    return found


def opened(thread, days_ago):
    Thread.objects.filter(pk=thread.pk).update(opened_at=timezone.now() - timedelta(days=days_ago))


def test_open_questions_stand_oldest_first_with_their_age(found, conflict):
    new, old = conflict(), conflict()
    opened(new, 2)
    opened(old, 40)
    assert found() == [old, new]
    assert [row.days for row in found()] == [40, 2]
    assert found(sort="-since") == [new, old]


def test_a_row_says_each_value_once_with_all_who_say_it(client_for, office, conflict):
    speaker = factories.ActorFactory(name="The commissioner")
    thread = conflict(statement__speaker=speaker)
    ClaimFactory(about=thread.about, number=6, statement__speaker__name="The agency")
    page = client_for("viewer").get(URL).content.decode()
    assert "<b>6</b>" in page
    assert "The commissioner, The agency" in page
    assert f"#conflict-{thread.pk}" in page


def test_claims_that_agree_are_no_conflict(found, office):
    group = factories.GroupFactory(office=office)
    for _time in range(2):
        ClaimFactory(about=group, number=6)
    assert found() == []


def test_a_preferred_claim_moves_a_question_to_the_settled_ones(found, conflict, caseworker):
    thread, other = conflict(), conflict()
    chosen = thread.claims.get(number=7)
    evidence.assess(claim=chosen, kind="preferred", reason="The list with names.", by=caseworker)
    assert found() == [other]
    (settled,) = found(standing="settled")
    assert settled == thread
    assert settled.preferred_value == "7"
    assert settled.days is None


def test_claims_of_a_withdrawn_source_are_neither_shown_nor_counted(found, conflict, caseworker):
    thread = conflict()
    third = ClaimFactory(about=thread.about, number=9)
    evidence.judge_source(source=third.statement.source, kind="withdrawn", reason="Forged.", by=caseworker)
    (row,) = found()
    assert [one["value"] for one in row.said] == ["6", "7"]


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "visit"}, {"aspect": "date"}, {"speaker": "The commissioner"}, {"said_by_party": "party"},
        {"source": "source"}, {"opened_from": "2026-01-01", "opened_to": "2026-01-31"},
        {"speaker": "The commissioner", "source": "source"},
    ],
)  # fmt: skip
def test_it_is_filtered(found, office, conflict, parties, query):
    speaker = factories.ActorFactory(name="The commissioner", party=parties[0])
    source = factories.SourceFactory(office=office)
    other = conflict()
    thread = conflict(
        factories.VisitFactory(office=office), statement=StatementFactory(source=source, speaker=speaker)
    )
    Thread.objects.filter(pk=thread.pk).update(opened_at="2026-01-15T12:00Z")
    opened(other, 0)
    given = {"party": str(parties[0].pk), "source": source.reference}
    assert found(**{key: given.get(value, value) for key, value in query.items()}) == [thread]


def test_the_number_of_a_tile_is_that_of_the_list(caseworker, conflict, office):
    conflict()
    conflict(factories.GroupFactory())
    tile = ConflictFilter({}, Thread.objects.visible_to(caseworker), user=caseworker)
    assert tile.qs.count() == 1


CANARIES = {
    "repatriation_case": lambda office, person: factories.RepatriationCaseFactory(
        office=office, person=person, group=None, title="Return of Canary"
    ),
    "evacuee": lambda office, person: factories.EvacueeFactory(office=office, person=person),
    "parcel": lambda office, person: factories.ParcelFactory(office=office, addressee=person),
    "correspondence": lambda office, person: factories.CorrespondenceFactory(office=office, person=person),
    "person": lambda office, person: person,
}


@pytest.mark.parametrize("kind", CANARIES)
def test_a_record_that_names_somebody_of_a_stricter_level_is_not_shown(client_for, office, conflict, kind):
    person = factories.PersonFactory(office=office, name="Canary", confidentiality="strict")
    conflict(CANARIES[kind](office, person))
    for role, seen in (("viewer", False), ("caseworker", False), ("coordinator", True), ("auditor", True)):
        response = client_for(role).get(URL)
        assert len(response.context["rows"]) == seen
        assert ("Canary" in response.content.decode()) == seen
    assert client_for("caseworker").get("/statements/", {"kind": kind}).status_code == 200


@pytest.mark.parametrize("kind", ["evacuee", "parcel"])
def test_events_of_such_a_record_are_not_listed_either(client_for, office, kind):
    person = factories.PersonFactory(office=office, name="Canary", confidentiality="strict")
    factories.EventFactory(about=CANARIES[kind](office, person))
    assert "Canary" not in client_for("caseworker").get("/events/").content.decode()
    assert "Canary" in client_for("coordinator").get("/events/").content.decode()


def test_what_a_stricter_source_says_is_not_shown(client_for, conflict, office):
    source = factories.SourceFactory(office=office, confidentiality="strict")
    thread = conflict()
    ClaimFactory(about=thread.about, number=987, statement=StatementFactory(source=source))
    assert "<b>987</b>" not in client_for("caseworker").get(URL).content.decode()
    assert "<b>987</b>" in client_for("coordinator").get(URL).content.decode()
    assert client_for("caseworker").get(URL, {"source": source.reference}).context["rows"] == []


def test_places_where_people_are_held_are_kept_from_a_viewer(client_for, office):
    person = factories.PersonFactory(office=office)
    for name in ("Camp canary", "Hospital canary"):
        ClaimFactory(about=person, aspect="place", place=factories.PlaceFactory(name=name))
    assert "canary" not in client_for("viewer").get(URL).content.decode()
    assert "Camp canary" in client_for("caseworker").get(URL).content.decode()


def test_restricted_places_of_a_group_are_kept_from_a_viewer(client_for, office):
    group = factories.GroupFactory(office=office)
    for name in ("Camp canary", "Hospital canary"):
        ClaimFactory(about=group, aspect="place", place=factories.PlaceFactory(name=name, restricted=True))
    assert "canary" not in client_for("viewer").get(URL).content.decode()
    assert "Camp canary" in client_for("caseworker").get(URL).content.decode()


def test_a_caseworker_may_settle_from_the_list_and_a_viewer_may_not(client_for, conflict):
    first = conflict().claims.get(number=6)
    assert f"/claim/{first.pk}/assess/" in client_for("caseworker").get(URL).content.decode()
    assert "/assess/" not in client_for("viewer").get(URL).content.decode()


def test_it_asks_the_same_queries_for_few_and_for_many_claims(client_for, conflict, office):
    client, counts = client_for("caseworker"), []
    client.get(URL)
    for more in (1, PAGE):
        for _number in range(more):
            conflict()
            conflict(factories.VisitFactory(office=office))
        with (
            connection.cursor() as cursor
        ):  # as the database does by itself; here each test is taken back, and its numbers stay
            cursor.execute(
                "ANALYZE cases_claim, cases_thread, cases_statement, cases_source, cases_group, cases_visit"
            )
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_export_says_who_said_what(client_for, conflict):
    thread = conflict(statement__speaker__name="The commissioner")
    response = client_for("caseworker").post(f"{URL}export/")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["Record"] == thread.about.reference
    assert row["What is said"].startswith("6: The commissioner; 7: ")
    assert row["Claims"] == "2"


def test_where_nothing_is_open_it_says_so_and_shows_the_way_to_the_settled_ones(client_for, office):
    page = client_for("viewer").get(URL).content.decode()
    assert "No open conflict" in page
    assert "?standing=settled" in page


def test_it_stands_among_the_lists_of_sources(client_for, office):
    response = client_for("viewer").get(URL)
    assert [tab["label"] for tab in response.context["tabs"]] == [
        "Sources",
        "Statements",
        "Conflicts",
        "Events",
    ]
    assert [room["label"] for room in response.context["nav"] if room["current"]] == ["Sources"]
