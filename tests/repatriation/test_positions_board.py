"""The position board of a case: own words, what others say, and silence, which ages and is never a refusal."""

import html
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from cases.lib.dates import parse
from cases.models import Aspect, RepatriationCase, Stance
from tests.factories import (
    ActorFactory,
    ClaimFactory,
    EventFactory,
    RepatriationCaseFactory,
    SourceFactory,
    StateBodyFactory,
    StatementFactory,
)


@pytest.fixture
def case(office, parties, stop_clock):
    stop_clock(date(2025, 12, 31))
    return RepatriationCaseFactory(
        office=office, holding_party=parties[0], receiving_party=parties[1], opened_on=date(2025, 12, 11)
    )


@pytest.fixture
def northern(parties):
    return StateBodyFactory(party=parties[0], name="Commissioner of Northland")


@pytest.fixture
def southern(parties):
    return StateBodyFactory(party=parties[1], name="Commissioner of Southland")


@pytest.fixture
def columns(client_for, case):
    """The board as a role sees it, by the name of the column."""

    def columns(role="viewer"):
        board = client_for(role).get(case.get_absolute_url()).context["board"]
        return {column["name"]: column for column in board}

    return columns


def say(case, speaker, party, stance, day="11 Dec 2025", **facts):
    statement = StatementFactory(source__office=case.office, speaker=speaker, said=parse(day), **facts)
    return ClaimFactory(about=case, aspect=Aspect.POSITION, party=party, position=stance, statement=statement)


def told(column):
    return [(item["text"], item["mark"]) for item in column["history"]]


def test_silence_ages_since_the_request(case, columns):
    EventFactory(about=case, type="requested", occurred=parse("8 Dec 2025"), note="")
    sentence = (
        "No own statement is recorded in 23 days since the request. Silence is not recorded as a refusal."
    )
    assert {column["sentence"] for column in columns().values()} == {sentence}


def test_silence_ages_at_least_where_the_day_of_the_request_is_only_known_to_be_no_later(case, columns):
    EventFactory(about=case, type="requested", occurred=parse("by 8 December 2025"), note="")
    assert "in at least 23 days since the request" in columns()["Southland"]["sentence"]


def test_silence_ages_since_the_case_was_opened_where_nothing_was_requested(case, columns, stop_clock):
    assert "in 20 days since the case was opened" in columns()["Southland"]["sentence"]
    stop_clock(date(2025, 12, 12))
    assert "in 1 day since the case was opened" in columns()["Southland"]["sentence"]


def test_all_that_the_other_side_says_stands_beside_the_silence(case, columns, northern, parties):
    say(case, northern, parties[1], Stance.DOES_NOT_ACCEPT)
    say(case, northern, parties[1], Stance.NO_CLEAR_DATE, "16 Dec 2025")
    column = columns()["Southland"]
    assert (column["words"], column["mark"]) == ("no own statement recorded", "none")
    assert told(column) == [
        ("said by Commissioner of Northland: no clear date", "told"),
        ("said by Commissioner of Northland: not accepting", "no-o"),
    ]
    assert [item["date"].words for item in column["history"]] == ["16 Dec 2025", "11 Dec 2025"]


def test_own_words_come_first_and_what_others_say_later_stays_beside_them(
    case, columns, northern, southern, parties
):
    say(case, southern, parties[1], Stance.AGREES_NO_DATE, "10 Dec 2025", text="We take them back.")
    say(case, northern, parties[1], Stance.DOES_NOT_ACCEPT, "16 Dec 2025")
    column = columns()["Southland"]
    assert (column["words"], column["mark"]) == ("agrees, no date", "yes")
    assert (column["sentence"], column["since"]) == (
        "We take them back.",
        "In its own words since 10 Dec 2025",
    )
    assert told(column) == [("said by Commissioner of Northland: not accepting", "no-o")]


def test_a_position_that_is_repeated_is_held_since_it_was_first_stated(case, columns, southern, parties):
    for stance, day in (
        (Stance.CONSIDERING, "1 Dec 2025"),
        (Stance.AGREES_NO_DATE, "5 Dec 2025"),
        (Stance.AGREES_NO_DATE, "9 Dec 2025"),
    ):
        say(case, southern, parties[1], stance, day)
    column = columns()["Southland"]
    assert column["since"] == "In its own words since 5 Dec 2025"
    assert ("own words: considering", "said") in told(column)


def test_outlets_of_one_statement_are_one_line(case, columns, northern, parties):
    first = say(case, northern, parties[1], Stance.DOES_NOT_ACCEPT)
    relay = SourceFactory(office=case.office, relayed_from=first.statement.source)
    again = StatementFactory(source=relay, speaker=northern, said=parse("11 Dec 2025"), modality="rendered")
    ClaimFactory(
        about=case, aspect=Aspect.POSITION, party=parties[1], position=Stance.DOES_NOT_ACCEPT, statement=again
    )
    (line,) = columns()["Southland"]["history"]
    assert line["outlets"] == "2 outlets, one origin"


def test_a_mediator_has_a_column_and_its_silence_ages_since_it_was_asked(case, columns):
    mediator = ActorFactory(name="Committee of the test")
    case.mediators.add(mediator)
    EventFactory(about=case, type="asked", counterpart=mediator, occurred=parse("12 Dec 2025"), note="")
    column = columns()["Committee of the test"]
    assert column["words"] == "asked 12 Dec 2025, no reply recorded"
    assert column["sentence"] == "No own statement is recorded in 19 days since it was asked."


def test_a_mediator_that_nobody_asked_is_not_said_to_be_silent(case, columns, client_for):
    mediator = ActorFactory(name="Committee of the test")
    form = {
        "title": case.title, "group": case.group.reference, "holding_party": case.holding_party_id,
        "receiving_party": case.receiving_party_id, "opened_on": "2025-12-11",
        "confidentiality": "ordinary", "version": case.version, "mediators": mediator.name,
    }  # fmt: skip
    client_for("caseworker").post(f"{case.get_absolute_url()}edit/", form)
    column = columns()["Committee of the test"]
    assert column["words"] == "not asked"
    assert column["sentence"].startswith("It has not been asked")


def test_a_withdrawn_claim_is_nobodys_position_any_more(case, columns, northern, parties):
    from cases.actions import evidence

    claim = say(case, northern, parties[1], Stance.DOES_NOT_ACCEPT)
    evidence.assess(claim=claim, kind="withdrawn", reason="Another group.", by=None)
    assert told(columns()["Southland"]) == []


def test_both_sides_are_shown_alike(case, columns, northern, southern, parties):
    say(case, northern, parties[1], Stance.DOES_NOT_ACCEPT)
    say(case, southern, parties[0], Stance.DOES_NOT_ACCEPT)
    north, south = columns()["Northland"], columns()["Southland"]
    same = {"words", "mark", "tone", "sentence", "src"}
    assert {key: north[key] for key in same} == {key: south[key] for key in same}
    assert told(north) == [("said by Commissioner of Southland: not accepting", "no-o")]


def test_the_words_of_a_statement_that_one_may_not_see_are_kept(client_for, case, southern, parties):
    say(
        case,
        southern,
        parties[1],
        Stance.AGREES_NO_DATE,
        text="Told in confidence.",
        confidentiality="strict",
    )
    page = client_for("viewer").get(case.get_absolute_url()).content.decode()
    assert "Told in confidence." not in page
    assert "The statement is not shown to your role." in page


@pytest.mark.parametrize("restricted", ["confidentiality", "source__confidentiality"])
@pytest.mark.parametrize("whose", ["its own", "of the other side"])
def test_a_position_that_one_may_not_read_shows_on_no_page_filter_or_file(
    client_for, case, northern, southern, parties, restricted, whose
):
    """Neither page nor list nor export says it, and the filter by position does not find it."""
    speaker = southern if whose == "its own" else northern
    say(case, speaker, parties[1], Stance.AGREES_CONDITIONS, **{restricted: "strict"})
    canary = "agrees with conditions"
    for role, reads in (("viewer", False), ("caseworker", False), ("coordinator", True)):
        client = client_for(role)
        page = html.unescape(strip_tags(client.get(case.get_absolute_url()).content.decode()))
        table = client.get("/cases/").content.decode().partition("<tbody")[2]
        found = client.get("/cases/?position=agrees_conditions").content.decode().partition("<tbody")[2]
        shown = {canary in page, canary in table, case.reference in found}
        assert shown == {reads}, role
        assert ("restricted: not shown to you" in table) is not reads
        if role != "viewer":
            sent = client.post("/cases/export/", {"reason": "For the meeting."})
            assert (canary in b"".join(sent.streaming_content).decode()) is reads


def test_the_page_says_when_the_case_was_last_checked(client_for, case):
    def read():
        page = client_for("viewer").get(case.get_absolute_url()).content.decode()
        return " ".join(html.unescape(strip_tags(page)).split())

    assert "Last checked for news: never" in read()
    RepatriationCase.objects.filter(pk=case.pk).update(last_checked_on=date(2025, 12, 20))
    assert "Last checked for news: 20 Dec 2025" in read()


def test_the_board_asks_as_many_questions_for_many_words(client_for, case, northern, parties):
    client = client_for("caseworker")

    def load():
        with CaptureQueriesContext(connection) as captured:
            client.get(case.get_absolute_url())
        return len(captured)

    say(case, northern, parties[1], Stance.DOES_NOT_ACCEPT)
    few = load()
    for day in range(12, 28):
        say(case, northern, parties[1], Stance.NO_CLEAR_DATE, f"{day} Dec 2025")
    assert load() == few
