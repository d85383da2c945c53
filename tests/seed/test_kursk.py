"""Residents of Kursk region: counts of different kinds and populations, none of them mixed."""

import pytest

from cases.models import Claim, Event, RepatriationPart
from tests.seed import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

MARCH, OCTOBER = "repatriation_event.2025-03-28", "repatriation_event.2025-10-02"


def test_counts_of_single_returns_are_the_stated_ones():
    counts = {
        about: rows.numbers(f"repatriation_event.{about}", "count_event", population="residents")
        for about in ("2024-11", "2025-03-03", "2025-08-24", "2026-02-05")
    }
    assert counts == {"2024-11": [46], "2025-03-03": [33], "2025-08-24": [8], "2026-02-05": [3]}


def test_an_announced_return_stays_planned_and_its_25_is_a_plan():
    event = rows.record(MARCH)
    assert event.status == "planned"
    assert event.occurred is None
    assert rows.numbers(MARCH, "count_planned") == [25]
    asserted = Claim.objects.about(event).filter(aspect="count_event").exclude(statement__modality="derived")
    assert not asserted.exists()


@pytest.mark.parametrize(
    ("key", "about", "number", "parts"),
    [
        ("derived-25", MARCH, 25, {"icrc-104", "icrc-46", "icrc-33"}),
        ("derived-20", OCTOBER, 20, {"icrc-124", "icrc-104"}),
    ],
)
def test_what_two_figures_leave_is_derived_and_cites_them(key, about, number, parts):
    claim = rows.claim(key, about, "count_event", population="residents")
    assert claim.number == number
    assert claim.statement.is_derived
    assert set(claim.statement.parts.all()) == {rows.statement(part) for part in parts}
    counts = Claim.objects.filter(statement__in=claim.statement.parts.all(), aspect__startswith="count")
    *smaller, largest = sorted(counts.values_list("number", flat=True))
    assert largest - sum(smaller) == number


def test_every_derived_statement_cites_its_parts_and_nothing_else_does():
    for key in ("derived-25", "derived-20", "derived-six-by-18-november"):
        assert rows.statement(key).parts.exists()
        assert rows.statement(key).source.type == "own"


def test_cumulative_counts_are_a_series_and_populations_stay_apart():
    of_124 = rows.said("group.kursk", "count_cumulative", number=124)
    assert {claim.population for claim in of_124} == {"residents", "people"}
    as_of = [claim.as_of.words for claim in rows.said("group.kursk", "count_cumulative", as_of__gt="")]
    assert as_of == ["March 2025", "20 October 2025", "7 January 2026"]
    assert rows.record("group.kursk").contested == 0


def test_the_articles_give_124_without_a_day():
    for key in ("first-article-124", "second-article-124"):
        claim = rows.claim(key, "group.kursk", "count_cumulative", population="residents")
        assert (claim.number, claim.as_of) == (124, None)


def test_remaining_counts_of_different_days_are_a_series_and_no_conflict():
    assert rows.numbers("group.kursk", "count_remaining") == [72, 20, 23, 13, 13, 12, 12]
    assert {claim.population for claim in rows.said("group.kursk", "count_remaining")} == {"residents"}
    assert not rows.said("group.kursk", "count_remaining", thread__open=True).exists()


def test_2_october_is_contested_for_residents_and_agreed_for_civilians():
    assert rows.numbers(OCTOBER, "count_event", population="residents") == [10, 20, 20]
    assert rows.numbers(OCTOBER, "count_event", population="civilians") == [20, 20]
    assert rows.thread(OCTOBER, "count_event", population="residents").open
    assert not rows.thread(OCTOBER, "count_event", population="civilians").open
    assert rows.record(OCTOBER).contested == 1


def test_a_contested_number_is_not_entered_as_ours():
    event = Event.objects.about(rows.record(OCTOBER)).get(type="completed")
    assert event.count is None
    assert not RepatriationPart.objects.filter(event=rows.record(OCTOBER)).exists()


def test_the_return_of_26_september_did_not_take_place():
    event = rows.record("repatriation_event.2025-09-26")
    assert (event.status, event.occurred, event.planned) == ("did_not_take_place", None, None)
    assert not Claim.objects.about(event).filter(aspect="count_event").exists()


def test_the_8_came_within_an_exchange_whose_prisoners_are_another_population():
    exchange = rows.record("repatriation_event.2025-08-24")
    assert exchange.type == "exchange"
    prisoners = rows.said("repatriation_event.2025-08-24", "count_event", population="prisoners")
    assert {(claim.party.code, claim.number) for claim in prisoners} == {("RU", 146), ("UA", 146)}
    assert exchange.contested == 0


def test_each_count_says_who_is_counted():
    assert not Claim.objects.filter(number__isnull=False, population="").exists()
