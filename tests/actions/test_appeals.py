"""What we asked of a counterpart waits for its answer as long as the ledger knows none."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions import appeals, events, followups
from cases.actions.checks import differences, repair
from cases.lib.dates import parse
from cases.models import FollowUp
from tests import factories as make
from tests.actions.proof import fresh

OWN = {"evidence": "own_observation"}


@pytest.fixture
def case(db, caseworker, office):
    return make.RepatriationCaseFactory(office=office, owner=caseworker)


@pytest.fixture
def ministry(case):
    return make.StateBodyFactory(party=case.holding_party, name="The ministry")


@pytest.fixture
def red_cross():
    return make.ActorFactory(name="Red Cross")


@pytest.fixture
def record(case, caseworker):
    """Record an event of the case; `day` and `due` in words."""

    def record(type, whom, day="1 March 2026", due=None, **facts):
        due = parse(due) if due else None
        return events.record_event(
            about=case, type=type, counterpart=whom, occurred=parse(day), due=due, by=caseworker, **OWN, **facts
        )  # fmt: skip

    return record


def wrong(event, correction=None):
    kind = "incorrect_data" if correction is not None else "did_not_occur"
    return events.declare_wrong(
        event=event, kind=kind, reason="Typed wrongly.", by=None, correction=correction
    )


def waiting(case):
    return list(FollowUp.objects.about(case).open().order_by("pk"))


def test_a_question_of_the_last_day_that_can_be_written_waits_until_then(case, ministry, record):
    record("asked", ministry, day="31 December 9999")
    (row,) = waiting(case)
    assert str(row.due_on) == "9999-12-31"


def test_a_question_waits_for_its_answer_until_the_day_that_was_given(case, ministry, record, caseworker):
    question = record("asked", ministry, due="15 March 2026")
    (row,) = waiting(case)
    assert (row.event, row.origin, str(row.due_on)) == (question, "answer_due", "2026-03-15")
    assert row.text == "Answer due from The ministry"
    assert row.owner == caseworker


@pytest.mark.parametrize(("day", "due"), [("1 March 2026", "2026-03-31"), ("March 2026", "2026-04-30")])
def test_where_no_day_was_given_it_waits_thirty_days_from_the_asking(case, ministry, record, day, due):
    record("asked", ministry, day=day)
    assert str(waiting(case)[0].due_on) == due


def test_without_any_day_it_waits_thirty_days_from_the_recording(case, ministry, caseworker):
    asked = events.record_event(about=case, type="asked", counterpart=ministry, by=caseworker, **OWN)
    assert (waiting(case)[0].due_on - asked.recorded_at.date()).days == 30


def test_the_answer_names_its_question_and_ends_the_waiting(case, ministry, red_cross, record, caseworker):
    asked, other = record("asked", ministry), record("asked", red_cross)
    answer = record("answered", ministry, day="3 March 2026")
    assert answer.answers == asked
    assert [row.event for row in waiting(case)] == [other]
    done = FollowUp.objects.get(event=asked)
    assert (done.outcome, done.done_by, done.done_at) == (
        "Answered 3 Mar 2026.",
        caseworker,
        answer.recorded_at,
    )


def test_somebody_else_may_answer_for_whom_was_asked(case, ministry, red_cross, record):
    asked = record("asked", ministry)
    record("answered", red_cross)
    assert [row.event for row in waiting(case)] == [asked]
    record("answered", red_cross, answers=asked)
    assert waiting(case) == []
    assert not fresh(case).positions.filter(asked__isnull=False).exists()


def test_asking_again_reminds_and_keeps_the_age_of_the_question(case, ministry, record):
    asked = record("asked", ministry, day="1 March 2026", due="10 March 2026")
    reminder = record("asked", ministry, day="12 March 2026", due="20 March 2026")
    (row,) = waiting(case)
    assert (row.event, str(row.due_on)) == (asked, "2026-03-20")
    (question,) = appeals.open_questions(case)
    assert (question.event, question.reminders) == (asked, [reminder])
    assert case.positions.get(role="holding").asked == asked


def test_an_answer_to_the_reminder_answers_the_question(case, ministry, record):
    asked, reminder = record("asked", ministry), record("asked", ministry)
    assert record("answered", ministry, answers=reminder).answers == asked
    assert waiting(case) == []


def test_an_answer_declared_wrong_opens_the_question_again(case, ministry, record):
    asked = record("asked", ministry)
    wrong(record("answered", ministry))
    (row,) = waiting(case)
    assert (row.event, row.outcome, row.done_by) == (asked, "", None)


def test_a_question_declared_wrong_is_waited_for_no_longer(case, ministry, record):
    asked = record("asked", ministry)
    wrong(asked)
    assert waiting(case) == []
    assert "declared wrong" in FollowUp.objects.get(event=asked).outcome


def test_a_reminder_of_a_question_that_was_never_asked_is_the_question(case, ministry, record):
    asked, reminder = record("asked", ministry), record("asked", ministry, due="20 March 2026")
    wrong(asked)
    (row,) = waiting(case)
    assert (row.event, str(row.due_on)) == (reminder, "2026-03-20")


def test_a_corrected_question_keeps_the_day_and_the_owner_that_people_gave_it(
    case, ministry, record, coordinator
):
    asked = record("asked", ministry)
    FollowUp.objects.filter(event=asked).update(owner=coordinator, due_on="2026-05-01")
    right = wrong(asked, {"occurred": parse("2 March 2026")}).correction
    (row,) = waiting(case)
    assert (row.event, row.owner, str(row.due_on)) == (right, coordinator, "2026-05-01")
    assert record("answered", ministry).answers == right


def test_a_corrected_day_of_asking_moves_a_day_that_nobody_gave(case, ministry, record):
    wrong(record("asked", ministry), {"occurred": parse("5 March 2026")})
    assert str(waiting(case)[0].due_on) == "2026-04-04"


def test_a_corrected_answer_says_its_right_day(case, ministry, record):
    asked = record("asked", ministry)
    wrong(record("answered", ministry), {"occurred": parse("9 March 2026")})
    assert FollowUp.objects.get(event=asked).outcome == "Answered 9 Mar 2026."
    assert FollowUp.objects.about(case).count() == 1


def test_only_the_answer_ends_the_waiting(case, ministry, record, caseworker):
    record("asked", ministry)
    (row,) = waiting(case)
    with pytest.raises(followups.FollowUpRefused, match="waits for an answer"):
        followups.finish(follow_up=row, outcome="They never answer.", by=caseworker)


def test_the_check_finds_what_waits_for_nothing_and_repairs_it(case, ministry, record):
    asked = record("asked", ministry)
    FollowUp.objects.filter(event=asked).delete()
    (difference,) = differences()
    assert "answers due" in str(difference)
    repair(difference)
    assert list(differences()) == []
    assert [row.event for row in waiting(case)] == [asked]


def test_the_check_finds_a_follow_up_that_names_somebody_else(case, ministry, red_cross, record):
    asked = record("asked", ministry)
    FollowUp.objects.filter(event=asked).update(counterpart=red_cross)
    (difference,) = differences()
    assert "whom we asked" in str(difference)
    repair(difference)
    assert list(differences()) == []
    assert [row.counterpart for row in waiting(case)] == [ministry]


def test_what_does_not_stand_as_a_question_names_nobody(case, ministry, record):
    first, second = record("asked", ministry), record("asked", ministry)
    wrong(first)
    names = dict(FollowUp.objects.about(case).values_list("event", "counterpart"))
    assert names == {first.pk: None, second.pk: ministry.pk}


def plain_open(slots):
    """By the plainest rule: for each question the counterpart, whether open; an answer takes what it names, or its own."""
    found = []
    for place, slot in enumerate(slots):
        if slot is None:
            continue
        type, whom, named = slot
        own = [one for one in found if one["open"] and one["whom"] == whom]
        if type == "answered":
            for one in [one for one in found if one["open"] and named in one["places"]] or own:
                one["open"] = False
        elif own:
            own[0]["places"].append(place)
        else:
            found.append({"whom": whom, "open": True, "places": [place]})
    return [one["places"][0] for one in found if one["open"]]


STEP = st.tuples(
    st.sampled_from(["asked", "asked", "answered", "wrong", "corrected"]),
    st.integers(0, 1),
    st.integers(0, 9),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, max_size=12), names=st.booleans())
def test_what_waits_is_what_is_open_whatever_is_recorded_and_taken_back(case, steps, names):
    """Two counterparts, questions, answers that name one or none, errors and corrections, in any order."""
    with transaction.atomic():
        whom = [make.ActorFactory(), make.ActorFactory()]
        recorded, slots = [], []
        for type, number, place in steps:
            if type in {"asked", "answered"}:
                open_places = plain_open(slots)
                named = recorded[open_places[place % len(open_places)]] if names and open_places else None
                facts = {"answers": named} if type == "answered" else {}
                event = events.record_event(
                    about=case, type=type, counterpart=whom[number], by=None, **OWN, **facts
                )
                answers = recorded.index(event.answers) if event.answers else None
                recorded, slots = [*recorded, event], [*slots, (type, number, answers)]
            elif living := [index for index, slot in enumerate(slots) if slot]:
                index = living[place % len(living)]
                error = wrong(recorded[index], {"note": "As it was."} if type == "corrected" else None)
                recorded[index] = error.correction or recorded[index]
                slots[index] = slots[index] if error.correction else None
            expected = {recorded[index] for index in plain_open(slots)}
            assert {row.event for row in waiting(case)} == expected
            assert {one.event for one in appeals.open_questions(case)} == expected
        assert list(map(str, differences())) == []
        transaction.set_rollback(True)
