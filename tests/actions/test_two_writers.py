"""Two people write at once: whoever comes second is judged after the first, and no cache is left behind."""

from uuid import uuid4

import pytest

from cases.actions.events import EventRefused, declare_wrong, record_event
from cases.actions.evidence import assess, contested_number, judge_source, record_claim, size_range
from cases.actions.positions import refresh
from cases.lib.dates import parse
from cases.models import Event, RepatriationCase, Thread
from tests import factories as make
from tests.actions.at_once import at_once, behind, while_open
from tests.actions.proof import assert_replays, assert_threads, fresh

OWN = {"evidence": "own_observation"}
ORDERS = pytest.mark.parametrize("order", [1, -1], ids=["first", "last"])


def recording(about, type, **facts):
    return lambda: record_event(about=about, type=type, by=None, **OWN | facts)


def claiming(about, statement, **value):
    return lambda: record_claim(about=about, statement=statement, by=None, **value)


def size(group, number, statement):
    return claiming(group, statement, aspect="size", number=number, population="people")


@pytest.fixture
def group(committed_db):
    return make.GroupFactory()


@pytest.fixture
def statement(group):
    return make.StatementFactory(source__office=group.office)


@ORDERS
def test_both_orders_of_two_events_that_follow_from_each_other(committed_db, order):
    parcel = make.ParcelFactory()
    make.EventFactory(about=parcel, type="packed")
    first, second = while_open(*[recording(parcel, type) for type in ("dispatched", "handed_over")][::order])
    assert isinstance(first, Event)
    if order == 1:
        assert isinstance(second, Event)
    else:
        assert isinstance(second, EventRefused)
        assert "“Dispatched” is not possible now" in str(second)
    assert fresh(parcel).status == "handed_over"
    assert_replays(parcel)


def test_of_two_events_that_exclude_each_other_one_is_refused(committed_db):
    parcel = make.ParcelFactory(consignment=make.ConsignmentFactory())
    answers = at_once(recording(parcel, "packed"), recording(parcel, "cancelled", note="Asked for back."),
                      recording(parcel, "added"))  # fmt: skip
    assert_replays(parcel)
    assert Event.objects.about(parcel).count() == sum(isinstance(answer, Event) for answer in answers)


def test_a_form_that_is_sent_many_times_at_once_is_one_event(committed_db):
    parcel, key = make.ParcelFactory(), uuid4()
    answers = at_once(*[recording(parcel, "packed", form_key=key)] * 6)
    assert len(set(answers)) == 1
    assert Event.objects.about(parcel).count() == 1


def test_parcels_are_not_handed_over_twice(committed_db):
    consignment = make.LotFactory(quantity=10).consignment
    answers = at_once(*[recording(consignment, "handed_over", count=6)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["Event", "EventRefused"]
    assert fresh(consignment).account() == {"with_us": 4, "handed_over": 6}
    assert_replays(consignment)


def test_labelled_parcels_and_a_bulk_count_enter_one_account_together(committed_db):
    consignment = make.ConsignmentFactory()
    parcels = make.ParcelFactory.create_batch(3, consignment=consignment)
    at_once(*[recording(parcel, "added") for parcel in parcels], recording(consignment, "prepared", count=10))
    assert fresh(consignment).prepared == 13
    assert_replays(consignment)


@ORDERS
def test_an_event_is_declared_wrong_while_the_next_is_recorded(committed_db, order):
    parcel = make.ParcelFactory()
    packed = make.EventFactory(about=parcel, type="packed")
    wrong = lambda: declare_wrong(event=packed, kind="did_not_occur", reason="Typed wrongly.", by=None)  # noqa: E731
    _first, second = while_open(*[wrong, recording(parcel, "dispatched")][::order])
    assert isinstance(second, Exception)
    assert_replays(parcel)


@ORDERS
def test_two_claims_that_disagree_are_found_by_whoever_comes_second(group, statement, order):
    while_open(*[size(group, number, statement) for number in (6, 7)][::order])
    assert fresh(group).contested == 1
    assert (fresh(group).size_low, fresh(group).size_high) == (6, 7)
    assert_threads(group)


def test_many_claims_of_one_thread_at_once(group, statement):
    answers = at_once(*[size(group, number, statement) for number in (6, 6, 7, 8)])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert Thread.objects.get().live == 4
    assert fresh(group).contested == 1
    assert_threads(group)


@ORDERS
def test_claims_about_a_case_and_about_its_group_are_both_counted(group, statement, order):
    case = make.RepatriationCaseFactory(group=group, office=group.office)
    size(group, 6, statement)()
    claiming(case, statement, aspect="date", date=parse("3 March 2025"))()
    while_open(*[
        size(group, 7, statement), claiming(case, statement, aspect="date", date=parse("4 March 2025"))
    ][::order])  # fmt: skip
    assert fresh(case).contested == 2
    assert_threads(case)


@ORDERS
def test_a_preference_and_a_new_claim(group, statement, order):
    size(group, 6, statement)()
    seven = size(group, 7, statement)()
    prefer = lambda: assess(claim=seven, kind="preferred", reason="A list.", by=None)  # noqa: E731
    while_open(*[prefer, size(group, 8, statement)][::order])
    assert fresh(group).contested == 0
    assert (fresh(group).size_low, fresh(group).size_high) == (7, 7)
    assert_threads(group)


@ORDERS
@pytest.mark.parametrize("kind", ["group", "evacuation"])
def test_a_case_is_linked_while_a_claim_is_recorded_about_what_it_is_linked_to(group, statement, kind, order):
    case = make.RepatriationCaseFactory(office=group.office)
    target = group if kind == "group" else make.EvacuationFactory(office=group.office)
    claiming(target, statement, aspect="date", date=parse("3 March 2025"))()
    disagree = claiming(target, statement, aspect="date", date=parse("4 March 2025"))
    link = lambda: RepatriationCase.objects.filter(pk=case.pk).update(**{kind: target})  # noqa: E731
    answers = while_open(*[disagree, link][::order])
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert fresh(case).contested == 1
    assert_replays(case)


@ORDERS
def test_a_position_and_a_question_in_one_case(group, statement, order):
    case = make.RepatriationCaseFactory(group=group, office=group.office)
    ministry = make.StateBodyFactory(party=case.holding_party)
    said = make.StatementFactory(source=statement.source, speaker=ministry, said=parse("1 December 2025"))
    while_open(*[
        claiming(case, said, aspect="position", position="considering", party=case.holding_party),
        recording(case, "asked", counterpart=ministry),
    ][::order])  # fmt: skip
    standing = case.positions.get(role="holding")
    assert (standing.stance, standing.own, standing.asked.type) == ("considering", True, "asked")
    assert_replays(case)
    refresh(case)
    assert_replays(case)


def withdrawing(source):
    return lambda: judge_source(source=source, kind="withdrawn", reason="Taken from the list.", by=None)


def assert_nothing_is_stale(*records):
    for record in records:
        assert_threads(record)
        assert fresh(record).contested == contested_number(fresh(record))
        if record.kind == "group":
            assert (fresh(record).size_low, fresh(record).size_high) == size_range(record)


def assert_all_done(answers):
    assert not [answer for answer in answers if isinstance(answer, Exception)]


@ORDERS
def test_a_claim_and_the_withdrawal_of_its_source(group, statement, order):
    other = make.StatementFactory(source__office=group.office)
    size(group, 7, other)()
    answers = while_open(*[size(group, 6, statement), withdrawing(statement.source)][::order])
    assert_all_done(answers)
    assert fresh(group).contested == 0
    assert Thread.objects.get().live == 1
    assert_nothing_is_stale(group)


@ORDERS
def test_a_claim_and_the_withdrawal_of_the_source_that_it_contradicts(group, statement, order):
    size(group, 6, statement)()
    other = make.StatementFactory(source__office=group.office)
    assert_all_done(while_open(*[size(group, 7, other), withdrawing(statement.source)][::order]))
    assert (fresh(group).contested, fresh(group).size_low, fresh(group).size_high) == (0, 7, 7)
    assert_nothing_is_stale(group)


@ORDERS
def test_a_preference_and_the_withdrawal_of_the_preferred_ones_source(group, statement, order):
    six = size(group, 6, statement)()
    other = make.StatementFactory(source__office=group.office)
    size(group, 7, other)(), size(group, 8, other)()
    prefer = lambda: assess(claim=six, kind="preferred", reason="A list.", by=None)  # noqa: E731
    assert_all_done(while_open(*[prefer, withdrawing(statement.source)][::order]))
    assert (fresh(group).contested, Thread.objects.get().preferred_id) == (1, None)
    assert_nothing_is_stale(group)


@ORDERS
def test_two_who_prefer_different_claims(group, statement, order):
    claims = [size(group, number, statement)() for number in (6, 7)]
    prefer = [lambda claim=claim: assess(claim=claim, kind="preferred", reason="A list.", by=None)
              for claim in claims]  # fmt: skip
    assert_all_done(while_open(*prefer[::order]))
    assert Thread.objects.get().preferred_id == claims[::order][1].pk
    assert_nothing_is_stale(group)


def test_both_sources_of_a_conflict_are_withdrawn_at_once(group, statement):
    other = make.StatementFactory(source__office=group.office)
    size(group, 6, statement)(), size(group, 7, other)()
    assert_all_done(at_once(withdrawing(statement.source), withdrawing(other.source)))
    assert (fresh(group).contested, fresh(group).size_low, Thread.objects.get().live) == (0, None, 0)
    assert_nothing_is_stale(group)


def test_a_source_is_withdrawn_once(statement):
    answers = at_once(*[withdrawing(statement.source)] * 3)
    assert sorted(type(answer).__name__ for answer in answers) == [
        "ClaimRefused", "ClaimRefused", "SourceAssessment"
    ]  # fmt: skip


@pytest.mark.parametrize("held", ["evacuation", "repatriation_case"])
def test_whoever_withdraws_a_source_and_whoever_claims_do_not_wait_in_a_circle(group, statement, held):
    """The source speaks of a group and of what is held; the claim is about an evacuation that they share cases with."""
    evacuation = make.EvacuationFactory(office=group.office)
    cases = [
        make.RepatriationCaseFactory(evacuation=evacuation, office=group.office, **more)
        for more in ({}, {"group": group})
    ]
    other = make.StatementFactory(source__office=group.office)
    for record in (group, evacuation if held == "evacuation" else cases[0]):
        for said in (statement, other):
            claiming(record, said, aspect="place", place=make.PlaceFactory())()
    say = claiming(evacuation, other, aspect="place", place=make.PlaceFactory())
    assert_all_done(
        behind(evacuation if held == "evacuation" else cases[0], say, withdrawing(statement.source))
    )
    assert_nothing_is_stale(group, evacuation, *cases)


def test_many_claims_and_withdrawals_about_what_hangs_together(group):
    """Claims about two records that share their cases, and sources that speak of both: nobody waits in a circle."""
    evacuation = make.EvacuationFactory(office=group.office)
    linked = {"evacuation": evacuation, "office": group.office}
    cases = [make.RepatriationCaseFactory(**linked), make.RepatriationCaseFactory(group=group, **linked)]
    said = [make.StatementFactory(source__office=group.office) for _ in range(4)]
    about = [group, evacuation, *cases]
    place = make.PlaceFactory.create_batch(4)
    for number, statement in enumerate(said):
        for record in about:
            claiming(record, statement, aspect="place", place=place[number])()
    assert_all_done(at_once(
        *[withdrawing(statement.source) for statement in said[:2]],
        *[claiming(record, said[3], aspect="place", place=place[0]) for record in about],
    ))  # fmt: skip
    assert_nothing_is_stale(*about)
