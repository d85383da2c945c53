"""What the morning asks of the cases: who is stuck, on whose word, of whom nobody heard, whose date went by."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.lib import dates
from cases.models import Aspect, RepatriationCase, Stance
from tests.factories import (
    ClaimFactory,
    EventFactory,
    RepatriationCaseFactory,
    StateBodyFactory,
    StatementFactory,
)

TODAY = date(2025, 12, 11)


@pytest.fixture(autouse=True)
def today(stop_clock):
    stop_clock(TODAY)


@pytest.fixture
def case(office, parties):
    return RepatriationCaseFactory(
        office=office,
        title="Six",
        holding_party=parties[0],
        receiving_party=parties[1],
        opened_on=date(2025, 1, 1),
    )


def titles(client, query):
    return {row.title for row in client.get(f"/cases/?{query}").context["rows"]}


def says(case, speaker_party, about_party, stance=Stance.DOES_NOT_ACCEPT):
    speaker = StateBodyFactory(party=speaker_party)
    said = StatementFactory(source__office=case.office, speaker=speaker, said=dates.parse("1 Nov 2025"))
    ClaimFactory(about=case, aspect=Aspect.POSITION, party=about_party, position=stance, statement=said)


@pytest.mark.parametrize(("speaker", "found"), [(0, "other"), (1, "own")])
def test_a_refusal_is_found_by_whose_word_it_is(client_for, case, parties, speaker, found):
    says(case, parties[speaker], parties[1])
    for word in ("own", "other"):
        asked = titles(client_for("caseworker"), f"position=does_not_accept&word={word}")
        assert asked == ({"Six"} if word == found else set())


def test_position_and_word_are_of_the_same_party(client_for, case, parties):
    """One party refuses in its own words; of the other it is only said that it considers."""
    says(case, parties[0], parties[0])
    says(case, parties[0], parties[1], Stance.CONSIDERING)
    client = client_for("caseworker")
    assert titles(client, "position=does_not_accept&word=other") == set()
    assert titles(client, "word=other") == titles(client, "position=considering&word=other") == {"Six"}


def test_what_another_says_later_does_not_take_back_that_a_refusal_was_said(client_for, case, parties):
    says(case, parties[0], parties[1])
    says(case, parties[0], parties[1], Stance.NO_CLEAR_DATE)
    client = client_for("caseworker")
    assert titles(client, "position=does_not_accept&word=other") == {"Six"}
    assert titles(client, "position=does_not_accept") == set()  # what stands now is the later one
    says(case, parties[1], parties[1], Stance.CONSIDERING)
    assert titles(client, "position=does_not_accept&word=other") == set()


@pytest.mark.parametrize(("column", "days", "quiet"), [
    ("last_checked_on", 29, False), ("last_checked_on", 30, True), ("position_changed_on", 29, False),
    ("position_changed_on", 30, True), ("opened_on", 29, False), ("opened_on", 30, True),
])  # fmt: skip
def test_a_case_is_quiet_when_nothing_was_checked_or_heard(client_for, case, column, days, quiet):
    RepatriationCase.objects.filter(pk=case.pk).update(**{column: TODAY - timedelta(days=days)})
    assert titles(client_for("caseworker"), "quiet=30") == ({"Six"} if quiet else set())


@pytest.mark.parametrize(("words", "quiet"), [
    ("11 November 2025", True), ("12 November 2025", False), ("2025", True), ("late November 2025", False),
])  # fmt: skip
def test_an_event_breaks_the_silence_from_its_earliest_day(client_for, case, words, quiet):
    EventFactory(about=case, occurred=dates.parse(words))
    assert titles(client_for("caseworker"), "quiet=30") == ({"Six"} if quiet else set())


def test_a_closed_case_is_never_quiet(client_for, case):
    RepatriationCase.objects.filter(pk=case.pk).update(status="closed")
    assert titles(client_for("caseworker"), "quiet=30") == set()


@pytest.mark.parametrize(("due", "plan"), [
    ("10 December 2025", "passed"), ("11 December 2025", "ahead"), ("December 2025", "ahead"),
    ("after 1 December 2025", "ahead"), (None, "none"),
])  # fmt: skip
def test_a_plan_is_passed_ahead_or_none(client_for, case, due, plan):
    for type in ("requested", "negotiating", "agreed") if due else ():
        if type in case.workflow.steps and case.status in case.workflow.steps[type].leads:
            EventFactory(about=case, type=type, note="")
    if due:
        EventFactory(about=case, type="scheduled", due=dates.parse(due), note="", evidence="testimony")
    for choice in ("passed", "ahead", "none"):
        assert titles(client_for("caseworker"), f"plan={choice}") == ({"Six"} if choice == plan else set())


def test_starting_points_add_to_the_address_and_take_themselves_out_again(client_for, case):
    client = client_for("caseworker")
    start = {str(one["label"]): one for one in client.get("/cases/?contested=no&page=1").context["starts"]}
    stalled = start["Stalled 20 days or more"]
    assert (stalled["url"], stalled["chosen"]) == ("?contested=no&stalled=20", False)
    both = client.get(f"/cases/{stalled['url']}").context["starts"][0]
    assert (both["url"], both["chosen"]) == ("?contested=no", True)
    assert start["Refusal only said by another"]["url"] == "?contested=no&position=does_not_accept&word=other"


def test_each_starting_point_is_a_filter_that_the_list_has(client_for, case):
    client = client_for("caseworker")
    for start in client.get("/cases/").context["starts"]:
        page = client.get(f"/cases/{start['url']}")
        assert not page.context["filter"].form.errors
        assert page.context["said"]["tokens"]


def test_mine_is_whoever_asks(client_for, case, caseworker, coordinator):
    RepatriationCase.objects.filter(pk=case.pk).update(owner=caseworker)
    assert titles(client_for(caseworker), "owner=mine") == {"Six"}
    assert titles(client_for(coordinator), "owner=mine") == set()
    assert timezone.localdate() == TODAY
