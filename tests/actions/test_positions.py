"""Where each side stands in a case: its own words before those of others, and the clock of a change."""

from datetime import date

import pytest

from cases.actions.evidence import ClaimRefused, assess, record_claim
from cases.lib.dates import parse
from cases.models.repatriation import NOT_STALLED
from tests import factories as make
from tests.actions.proof import assert_replays, fresh


@pytest.fixture
def case(db):
    return make.RepatriationCaseFactory()


@pytest.fixture
def ministry(case):
    """Speaks for the receiving party."""
    return make.StateBodyFactory(party=case.receiving_party)


@pytest.fixture
def other_side(case):
    """Speaks for the holding party."""
    return make.StateBodyFactory(party=case.holding_party)


def says(speaker, case, position, day, party=None, modality="asserted", **more):
    """Record that somebody said what a party's position is (the receiving one, unless told)."""
    statement = make.StatementFactory(
        source__office=case.office, speaker=speaker, said=parse(day) if day else None, modality=modality
    )
    party = None if more.get("actor") else party or case.receiving_party
    claim = make.ClaimFactory(
        about=case, statement=statement, aspect="position", position=position, party=party, **more
    )
    assert_replays(case)
    return claim


def standing(case, role="receiving"):
    return case.positions.get(role=role)


def test_before_anybody_said_anything_nobody_has_a_position(case):
    rows = case.positions.order_by("rank")
    assert [(row.role, row.stance, row.own, row.asked) for row in rows] == [
        ("holding", "", False, None),
        ("receiving", "", False, None),
    ]
    assert case.stalled_since == NOT_STALLED
    assert case.days_stalled(date(2025, 12, 11)) is None


def test_what_the_other_side_says_is_not_the_partys_own_position(case, other_side):
    claim = says(other_side, case, "does_not_accept", "11 December 2025")
    row = standing(case)
    assert (row.stance, row.own, row.claim) == ("does_not_accept", False, claim)
    assert case.position_changed_on is None
    assert case in type(case).objects.without_own_position()


def test_a_partys_own_words_count_before_what_others_say_later(case, ministry, other_side):
    own = says(ministry, case, "considering", "1 December 2025")
    says(other_side, case, "does_not_accept", "11 December 2025")
    row = standing(case)
    assert (row.stance, row.own, row.claim) == ("considering", True, own)
    assert case not in type(case).objects.without_own_position()


def test_the_latest_own_words_count_whenever_they_are_recorded(case, ministry):
    latest = says(ministry, case, "agrees_no_date", "11 December 2025")
    says(ministry, case, "considering", "1 December 2025")
    assert standing(case).claim == latest


@pytest.mark.parametrize("modality", ["alleged", "rendered", "derived"])
def test_words_that_were_rendered_or_derived_are_nobodys_own(case, ministry, modality):
    statement = make.StatementFactory(
        speaker=ministry, modality=modality, parts=[make.StatementFactory()] if modality == "derived" else ()
    )
    claim = make.ClaimFactory(
        about=case, statement=statement, aspect="position", position="considering", party=ministry.party
    )
    assert not claim.own


@pytest.mark.parametrize("position", ["agrees_date", "does_not_accept"])
def test_an_own_position_is_refused_on_somebody_elses_word_whatever_it_is(case, other_side, position):
    statement = make.StatementFactory(speaker=other_side)
    with pytest.raises(ClaimRefused, match="does not speak for") as refused:
        record_claim(
            about=case, statement=statement, aspect="position", by=None, own=True, position=position,
            party=case.receiving_party,
        )  # fmt: skip
    assert refused.value.field == "own"
    assert not case.claims.exists()


def test_a_newspaper_of_the_same_state_does_not_speak_for_it(case):
    paper = make.ActorFactory(kind="media", party=case.receiving_party)
    assert not says(paper, case, "considering", "1 December 2025").own


def test_the_clock_runs_from_the_last_change_of_an_own_position(case, ministry):
    make.EventFactory(about=case, type="requested", occurred=parse("18 November 2025"))
    assert case.stalled_since == date(2025, 11, 18)
    says(ministry, case, "considering", "1 December 2025")
    assert (case.position_changed_on, case.stalled_since) == (date(2025, 12, 1), date(2025, 12, 1))


def test_repeating_a_position_changes_nothing(case, ministry):
    says(ministry, case, "considering", "1 December 2025")
    says(ministry, case, "considering", "9 December 2025")
    assert case.position_changed_on == date(2025, 12, 1)
    says(ministry, case, "does_not_accept", "11 December 2025")
    assert case.position_changed_on == date(2025, 12, 11)


def test_a_repetition_recorded_before_the_change_moves_nothing_but_the_day(case, ministry):
    says(ministry, case, "considering", "9 December 2025")
    says(ministry, case, "considering", "1 December 2025")
    assert case.position_changed_on == date(2025, 12, 1)


def test_the_two_sides_change_independently(case, ministry, other_side):
    says(ministry, case, "considering", "1 December 2025")
    says(other_side, case, "considering", "9 December 2025", party=case.holding_party)
    assert case.position_changed_on == date(2025, 12, 9)
    assert standing(case, "holding").own


def test_what_others_say_does_not_move_the_clock(case, ministry, other_side):
    says(ministry, case, "considering", "1 December 2025")
    says(other_side, case, "withdrawn", "9 December 2025")
    assert case.position_changed_on == date(2025, 12, 1)


def test_a_change_on_an_uncertain_day_is_at_least_so_long_ago(case, ministry):
    make.EventFactory(about=case, type="requested", occurred=parse("3 March 2025"))
    says(ministry, case, "considering", "late November 2025")
    assert (case.stalled_since, case.stalled_at_least) == (date(2025, 11, 30), True)
    assert case.days_stalled(date(2025, 12, 11)) == 11


def test_a_position_without_a_year_is_held_and_moves_no_clock(case, ministry):
    says(ministry, case, "considering", "December 11")
    assert (standing(case).own, case.position_changed_on) == (True, None)


def test_a_withdrawn_claim_gives_the_clock_back(case, ministry):
    says(ministry, case, "considering", "1 December 2025")
    later = says(ministry, case, "does_not_accept", "9 December 2025")
    assess(claim=later, kind="withdrawn", reason="Said of another case.", by=None)
    case.refresh_from_db()
    assert (standing(case).stance, case.position_changed_on) == ("considering", date(2025, 12, 1))
    assert_replays(case)


def test_a_case_that_is_on_its_way_or_closed_waits_for_nothing(case, ministry):
    says(ministry, case, "agrees_no_date", "1 December 2025")
    make.WishRecordFactory(about=case)
    for type in ("requested", "negotiated", "agreed", "departed"):
        make.EventFactory(about=case, type=type)
    assert (case.status, case.stalled_since) == ("in_transit", NOT_STALLED)
    says(ministry, case, "agrees_date", "2 December 2025")
    assert case.stalled_since == NOT_STALLED
    make.EventFactory(about=case, type="postponed")
    assert case.stalled_since == date(2025, 12, 2)
    make.EventFactory(about=case, type="withdrawn")
    assert case.stalled_since == NOT_STALLED


def test_stalled_cases_are_found_by_their_days(case):
    make.EventFactory(about=case, type="requested", occurred=parse("18 November 2025"))
    make.RepatriationCaseFactory()
    found = type(case).objects.stalled_for
    assert list(found(23, on=date(2025, 12, 11))) == [case]
    assert not found(24, on=date(2025, 12, 11)).exists()


def test_a_mediator_has_a_position_of_its_own(db):
    mediator = make.ActorFactory()
    case = make.RepatriationCaseFactory(mediators=[mediator])
    assert standing(case, "mediator").actor == mediator
    own = says(mediator, case, "intermediary", "1 December 2025", actor=mediator)
    row = standing(case, "mediator")
    assert (row.stance, row.own, row.claim) == ("intermediary", True, own)


def test_what_a_party_says_of_a_mediator_is_reported(db):
    mediator = make.ActorFactory()
    case = make.RepatriationCaseFactory(mediators=[mediator])
    says(make.StateBodyFactory(party=case.holding_party), case, "declines", "1 December 2025", actor=mediator)
    assert not standing(case, "mediator").own


def test_a_question_stands_at_the_party_until_it_is_answered(case, ministry):
    asked = make.EventFactory(about=case, type="asked", counterpart=ministry)
    assert standing(case).asked == asked
    assert standing(case, "holding").asked is None
    make.EventFactory(about=case, type="answered", counterpart=ministry)
    assert standing(case).asked is None
    again = make.EventFactory(about=case, type="asked", counterpart=ministry)
    assert standing(case).asked == again
    assert_replays(case)


def test_an_answer_of_one_body_does_not_answer_for_another(case, ministry):
    other = make.StateBodyFactory(party=case.receiving_party)
    asked = make.EventFactory(about=case, type="asked", counterpart=ministry)
    make.EventFactory(about=case, type="asked", counterpart=other)
    make.EventFactory(about=case, type="answered", counterpart=other)
    assert standing(case).asked == asked


def test_different_own_positions_of_one_day_are_contested(case, ministry):
    says(ministry, case, "considering", "1 December 2025")
    says(ministry, case, "does_not_accept", "1 December 2025")
    assert fresh(case).contested == 1


def test_different_own_positions_of_different_days_are_a_series(case, ministry):
    says(ministry, case, "considering", "1 December 2025")
    says(ministry, case, "does_not_accept", "9 December 2025")
    assert fresh(case).contested == 0
