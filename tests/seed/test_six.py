"""The six from Sumy region: what was said of them, by whom, and nothing that nobody said."""

from datetime import date

import pytest

from cases.lib import dates
from cases.models import Claim, Evacuee, Event, Person, Position, RepatriationCase
from tests.seed import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def test_six_people_stand_in_the_group_and_in_the_evacuation_and_none_is_named():
    group = rows.record("group.six")
    assert group.members.count() == 6
    assert not group.members.named().exists()
    assert Evacuee.objects.filter(evacuation=rows.record("evacuation.six")).count() == 6
    assert str(rows.record("person.six-1")) == "unnamed, 1 of the six from Sumy region"


def test_neither_state_has_a_position_of_its_own_on_their_case():
    case = rows.record("repatriation_case.six")
    assert case in RepatriationCase.objects.without_own_position()
    assert not Claim.objects.about(case).own().exists()


def test_what_the_other_commissioner_said_on_11_and_on_16_december_stands_side_by_side():
    said = rows.said("repatriation_case.six", "position", statement__modality="alleged")
    assert [
        (claim.position, dates.show(claim.as_of), claim.statement.speaker.party.code) for claim in said
    ] == [
        ("does_not_accept", "11 Dec 2025", "RU"),
        ("no_clear_date", "16 Dec 2025", "RU"),
    ]
    assert {claim.party.code for claim in said} == {"UA"}


def test_the_latest_of_it_is_shown_as_said_by_another_and_of_the_holding_state_nothing():
    holding, receiving = Position.objects.filter(case=rows.record("repatriation_case.six")).order_by("rank")
    assert (holding.party.code, holding.stance, holding.claim) == ("RU", "", None)
    assert (receiving.party.code, receiving.stance, receiving.own) == ("UA", "no_clear_date", False)


def test_the_case_reads_stalled_for_at_least_23_days_on_11_december_2025():
    case = rows.record("repatriation_case.six")
    assert case.days_stalled(date(2025, 12, 11)) == 23
    assert (case.stalled_since, case.stalled_at_least) == (date(2025, 11, 18), True)
    assert case in RepatriationCase.objects.stalled_for(20, on=date(2025, 12, 11))


def test_the_request_is_derived_and_says_on_what_it_depends():
    (event,) = Event.objects.about(rows.record("repatriation_case.six"))
    assert event.type == "requested"
    assert event.statement.is_derived
    assert "if the several citizens" in event.statement.text.lower()
    assert dates.show(event.occurred) == "by 18 Nov 2025"


def test_the_several_citizens_of_18_november_are_not_said_to_be_the_six():
    assert not rows.statement("several-notified").claims.exists()
    assert rows.statement("several-notified") in rows.statement("derived-six-by-18-november").parts.all()


def test_the_day_of_the_evacuation_is_contested_and_so_is_the_case():
    thread = rows.thread("evacuation.six", "date")
    assert thread.open
    assert [claim.date.words for claim in rows.said("evacuation.six", "date")] == [
        "late November",
        "late November",
        "by 18 November 2025",
    ]
    assert rows.record("evacuation.six") in type(rows.record("evacuation.six")).objects.contested()
    assert rows.record("repatriation_case.six") in RepatriationCase.objects.contested()
    assert rows.record("evacuation.six").occurred is None


def test_late_november_has_its_year_from_the_dated_article_alone():
    first = rows.claim("first-article-six", "evacuation.six", "date").date
    second = rows.claim("second-article-six", "evacuation.six", "date").date
    assert (first.edtf, first.basis) == ("[2025?-11-21..2025?-11-30]", "inferred")
    assert (second.earliest, second.latest, second.basis) == (None, None, "unknown")
    assert dates.show(second) == "late Nov (year not given)"


def test_that_kyiv_has_not_commented_is_the_second_articles_own_sentence():
    claim = rows.claim("second-article-no-comment", "repatriation_case.six", "manner", party="UA")
    assert claim.statement.speaker == claim.statement.source.publisher
    assert claim.statement.speaker.party is None
    assert claim.statement.source == rows.source("second-article")


def test_nobody_has_a_recorded_wish_because_a_claim_about_manner_is_none():
    assert {evacuee.wish for evacuee in Evacuee.objects.order_by("pk")} == {"unknown"}
    assert {case.wish for case in RepatriationCase.objects.order_by("pk")} == {"unknown"}
    assert "at their request" in rows.said("evacuation.six", "manner").first().words


def test_the_people_of_hrabovske_are_never_the_six():
    assert rows.record("group.hrabovske") != rows.record("group.six")
    assert not rows.record("group.hrabovske").members.exists()
    assert Person.objects.count() == 6
