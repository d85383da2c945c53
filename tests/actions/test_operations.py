"""An operation is completed by its arrival list: cases, people, groups and evacuees go with it, or nothing does."""

from uuid import uuid4

import pytest

from cases.actions.events import EventRefused, declare_wrong, record_event
from cases.actions.operation_steps import OperationRefused, move
from cases.actions.operations import Arrival, complete
from cases.actions.travellers import Traveller, TravellersRefused, add_people, take_off
from cases.lib.dates import parse
from cases.models import Event, EventError, RepatriationPart
from tests import factories as make
from tests.actions.proof import assert_replays, fresh

OWN = {"evidence": "own_observation"}
THEIRS = {"evidence": "party_statement"}  # what others plan needs no wish (D20)
CAME, STAYED, DECLINED = Arrival("came"), Arrival("did_not_come"), Arrival("declined")
DAY = parse("3 March 2025")


@pytest.fixture
def operation(office, parties):
    return make.RepatriationEventFactory(office=office, from_party=parties[0], to_party=parties[1])


@pytest.fixture
def case_of(office, parties):
    """A case that leads home by the operation, requested; of a person, or of a group that is passed in."""

    def case_of(way=1, **facts):
        facts = (
            facts
            if "group" in facts
            else {"person": make.PersonFactory(office=office), "group": None} | facts
        )
        start, end = parties[::way]
        case = make.RepatriationCaseFactory(office=office, holding_party=start, receiving_party=end, **facts)
        make.WishRecordFactory(about=case)  # D20
        make.EventFactory(about=case, type="requested", note="")
        return case

    return case_of


@pytest.fixture
def six(office):
    """A group of six people, as stated."""
    group = make.GroupFactory(office=office)
    make.ClaimFactory(about=group, number=6)
    return group


def listed(operation, *cases, **facts):
    """The lines of the list for these cases, each of its person."""
    travellers = [Traveller(person=case.person, case=case, **facts) for case in cases]
    return add_people(operation=operation, travellers=travellers, by=None)


def counted(operation, group, count, case=None):
    (line,) = add_people(
        operation=operation, travellers=[Traveller(group=group, count=count, case=case)], by=None
    )
    return line


def plan(operation, due="1 March 2030", **more):
    return move(operation=operation, type="scheduled", due=parse(due), by=None, **THEIRS | more)


def arrived(operation, arrivals, **more):
    arrivals = {line.pk: said for line, said in arrivals.items()}
    return complete(operation=operation, arrivals=arrivals, by=None, **OWN | {"occurred": DAY} | more)


def types(record):
    rows = Event.objects.about(record).live().exclude(type="wish_recorded")
    return list(rows.order_by("sequence").values_list("type", flat=True))


def outcome(line):
    line = fresh(line)
    return line.outcome, line.came


# --- The list ---------------------------------------------------------------------------------------------


def test_a_person_is_on_the_list_once_whichever_record_names_them(operation, case_of, office):
    case = case_of()
    other = make.PersonFactory(office=office, joined_into=case.person)
    listed(operation, case)
    with pytest.raises(TravellersRefused, match="is on the list already"):
        add_people(operation=operation, travellers=[Traveller(person=other)], by=None)
    assert operation.parts.count() == 1


def test_an_exchange_takes_them_either_way_and_a_return_one(operation, case_of):
    along, against = case_of(), case_of(-1)
    with pytest.raises(TravellersRefused, match="the operation does not"):
        listed(operation, along, against)
    assert not operation.parts.exists()
    type(operation).objects.filter(pk=operation.pk).update(type="exchange")
    assert [line.direction for line in listed(operation, along, against)] == ["along", "against"]


def test_a_case_that_is_closed_is_opened_again_before_somebody_travels(operation, case_of):
    case = case_of()
    make.EventFactory(about=case, type="withdrawn")
    with pytest.raises(TravellersRefused, match="open it again first"):
        listed(operation, case)


def test_nobody_travels_in_an_operation_of_another_office(operation):
    with pytest.raises(TravellersRefused, match="another office"):
        add_people(operation=operation, travellers=[Traveller(person=make.PersonFactory())], by=None)


def test_who_is_taken_off_stays_in_the_history(operation, case_of):
    (line,) = listed(operation, case_of())
    assert operation.cases.count() == 1
    take_off(part=line, by=None)
    assert (operation.parts.count(), operation.cases.count()) == (0, 0)
    history = RepatriationPart.history.rel.related_model.objects.filter(pgh_obj_id=line.pk)
    assert {row.pgh_label for row in history} == {"insert", "delete"}


def test_the_list_of_a_completed_operation_stays(operation, case_of):
    (line,) = listed(operation, case_of())
    arrived(operation, {line: STAYED})
    with pytest.raises(TravellersRefused, match="What became of them is recorded"):
        take_off(part=line, by=None)
    with pytest.raises(TravellersRefused, match="is completed"):
        listed(operation, case_of())


# --- Planning ---------------------------------------------------------------------------------------------


def test_planning_an_operation_plans_its_cases(operation, case_of):
    cases = [case_of(), case_of()]
    listed(operation, *cases)
    event, left_out = plan(operation)
    for case in cases:
        assert (fresh(case).status, fresh(case).planned) == ("scheduled", parse("1 March 2030"))
        assert_replays(case)
    assert not left_out
    assert set(event.parts.values_list("repatriation_case", flat=True)) == {case.pk for case in cases}
    assert_replays(operation)


def test_an_operation_with_people_is_not_moved_by_itself(operation, case_of):
    listed(operation, case_of())
    with pytest.raises(EventRefused, match="by the buttons of its page"):
        record_event(about=operation, type="scheduled", due=parse("1 March 2030"), by=None, **OWN)
    assert fresh(operation).status == "planned"


def test_a_case_that_cannot_be_planned_is_named_and_nothing_is_done_until_it_is_left_out(operation, case_of):
    able, over = case_of(), case_of()
    listed(operation, able, over)
    make.EventFactory(about=over, type="withdrawn")
    with pytest.raises(OperationRefused) as refused:
        plan(operation)
    assert [(case.pk, why[:11]) for case, why in refused.value.exceptions] == [(over.pk, "“Return pla")]
    assert (fresh(operation).planned, fresh(able).status) == (None, "requested")
    _event, left_out = plan(operation, leave_out=True)
    assert [case.pk for case, _why in left_out] == [over.pk]
    assert (fresh(able).status, fresh(over).status) == ("scheduled", "withdrawn")


def test_our_own_planning_needs_the_wish_of_each(operation, case_of, office, parties):
    case = make.RepatriationCaseFactory(
        office=office, holding_party=parties[0], receiving_party=parties[1], group=None, person=make.PersonFactory(office=office)
    )  # fmt: skip
    make.EventFactory(about=case, type="requested", note="")
    listed(operation, case, case_of())
    with pytest.raises(OperationRefused) as refused:
        plan(operation, **OWN)
    ((named, why),) = refused.value.exceptions
    assert (named.pk, "no wish to return is recorded" in why) == (case.pk, True)
    assert fresh(operation).planned is None


def test_postponing_may_give_the_new_day(operation, case_of):
    case = case_of()
    listed(operation, case)
    plan(operation)
    move(operation=operation, type="postponed", due=parse("1 April 2030"), by=None, **OWN)
    assert (fresh(case).status, fresh(case).planned) == ("postponed", parse("1 April 2030"))
    assert fresh(operation).planned == parse("1 April 2030")
    move(operation=operation, type="postponed", by=None, **OWN)
    assert (fresh(case).planned, fresh(operation).planned) == (None, None)
    assert_replays(case)


def test_that_it_did_not_take_place_needs_a_reason(operation, case_of):
    case = case_of()
    listed(operation, case)
    plan(operation)
    with pytest.raises(EventRefused, match="Write why"):
        move(operation=operation, type="did_not_take_place", by=None, **OWN)
    move(operation=operation, type="did_not_take_place", by=None, note="No reason was given.", **OWN)
    event = Event.objects.about(case).get(type="did_not_take_place")
    assert (event.note, fresh(case).status, fresh(case).planned) == (
        "No reason was given.",
        "postponed",
        None,
    )


def test_what_another_operation_plans_stays_planned(operation, case_of, parties, office):
    other = make.RepatriationEventFactory(office=office, from_party=parties[0], to_party=parties[1])
    case = case_of()
    listed(operation, case)
    listed(other, case)
    plan(operation)
    plan(other, "1 May 2030")
    move(operation=operation, type="cancelled", note="Given up.", by=None, **OWN)
    assert fresh(case).planned == parse("1 May 2030")


# --- Completing -------------------------------------------------------------------------------------------


def test_who_came_is_home_who_did_not_waits_who_declined_has_declined(operation, case_of):
    came, stayed, declined = case_of(), case_of(), case_of()
    lines = listed(operation, came, stayed, declined)
    plan(operation)
    event = arrived(operation, dict(zip(lines, [CAME, STAYED, DECLINED], strict=True)))
    assert [fresh(case).status for case in (came, stayed, declined)] == ["returned", "postponed", "declined"]
    assert [outcome(line) for line in lines] == [("came", 1), ("did_not_come", 0), ("declined", 0)]
    assert fresh(operation).status == "completed"
    assert {
        part.within for part in Event.objects.filter(type__in=["returned", "did_not_take_place", "declined"])
    } == {event}
    for record in (operation, came, stayed, declined):
        assert_replays(record)


def test_the_evacuee_returns_with_the_case(operation, case_of, office):
    case = case_of()
    twin = make.PersonFactory(office=office, joined_into=case.person)
    rows = [make.EvacueeFactory(office=office, person=person) for person in (case.person, twin)]
    (line,) = listed(operation, case)
    arrived(operation, {line: CAME})
    home = Event.objects.about(case).get(type="returned")
    assert [fresh(row).status for row in rows] == ["returned", "returned"]
    assert {event.within for event in Event.objects.filter(evacuee__in=rows)} == {home}


def test_who_has_no_case_came_home_in_their_own_record(operation, office):
    person = make.PersonFactory(office=office)
    lines = add_people(operation=operation, travellers=[Traveller(person=person)], by=None)
    arrived(operation, {lines[0]: CAME})
    assert types(person) == ["came_home"]
    assert outcome(lines[0]) == ("came", 1)


def test_a_counted_part_leaves_the_case_open_until_all_are_home(operation, case_of, six, parties, office):
    case = case_of(group=six)
    line = counted(operation, six, 4, case)
    plan(operation)
    arrived(operation, {line: Arrival("came", 3)})
    assert (fresh(case).status, fresh(case).planned, types(six)) == ("postponed", None, ["some_returned"])
    assert outcome(line) == ("came", 3)
    second = make.RepatriationEventFactory(office=office, from_party=parties[0], to_party=parties[1])
    last = counted(second, six, 3, case)
    arrived(second, {last: Arrival("came", 3)})
    assert (fresh(case).status, types(case)[-2:]) == ("returned", ["some_returned", "returned"])
    assert_replays(case)


def test_people_of_a_group_case_come_one_by_one(operation, case_of, six, office):
    case, people = case_of(group=six), make.PersonFactory.create_batch(3, office=office)
    travellers = [Traveller(person=person, case=case) for person in people]
    lines = add_people(operation=operation, travellers=travellers, by=None)
    plan(operation)
    arrived(operation, dict(zip(lines, [CAME, STAYED, DECLINED], strict=True)))
    assert [types(person) for person in people] == [["came_home"], ["did_not_come"], ["declined_return"]]
    assert (fresh(case).status, types(case)[-1]) == ("postponed", "some_returned")


def test_a_group_of_whom_nobody_came_waits(operation, case_of, six):
    case = case_of(group=six)
    line = counted(operation, six, 4, case)
    plan(operation)
    arrived(operation, {line: Arrival("came", 0)})
    assert (fresh(case).status, types(case)[-1], types(six)) == (
        "postponed",
        "did_not_take_place",
        ["did_not_come"],
    )
    assert outcome(line) == ("did_not_come", 0)


def test_who_came_unlisted_gets_a_line_and_their_case_is_returned(operation, case_of, office):
    (line,) = listed(operation, case_of())
    case, nobody_expected = case_of(), make.PersonFactory(office=office)
    unlisted = [Traveller(person=case.person, case=case), Traveller(person=nobody_expected)]
    arrived(operation, {line: CAME}, unlisted=unlisted)
    assert fresh(case).status == "returned"
    assert types(nobody_expected) == ["came_home"]
    rows = operation.parts.filter(unlisted=True)
    assert {outcome(row) for row in rows} == {("came", 1)}
    counts = type(operation).objects.with_totals().get()
    assert (counts.expected, counts.came) == (1, 3)


def test_one_case_that_cannot_take_its_step_stops_everything_and_is_named(operation, case_of):
    able, over = case_of(), case_of()
    lines = listed(operation, able, over)
    make.EventFactory(about=over, type="withdrawn")
    before = Event.objects.count()
    with pytest.raises(OperationRefused) as refused:
        arrived(operation, dict.fromkeys(lines, CAME))
    assert [record.pk for record, _why in refused.value.exceptions] == [over.pk]
    assert Event.objects.count() == before
    assert (fresh(operation).status, fresh(able).status) == ("planned", "requested")


def test_everybody_is_marked_or_nothing_is_recorded(operation, case_of):
    first, second = listed(operation, case_of(), case_of())
    with pytest.raises(OperationRefused, match="Of 1 line of the list nothing is said"):
        arrived(operation, {first: CAME})
    assert outcome(second) == ("", None)


def test_the_same_form_twice_is_one_completion_and_a_second_one_is_told(operation, case_of):
    (line,) = listed(operation, case_of())
    key = uuid4()
    event = arrived(operation, {line: CAME}, form_key=key)
    assert arrived(operation, {line: CAME}, form_key=key) == event
    with pytest.raises(OperationRefused, match="completed already"):
        arrived(operation, {line: CAME}, form_key=uuid4())
    assert Event.objects.filter(type="returned").count() == 1


# --- Undoing ----------------------------------------------------------------------------------------------


def undo(event, **correction):
    kind = "incorrect_data" if correction else "did_not_occur"
    return declare_wrong(
        event=event, kind=kind, reason="Another person.", by=None, correction=correction or None
    )


def test_the_arrival_of_one_is_undone_and_said_anew(operation, case_of, office):
    one, other = case_of(), case_of()
    evacuee = make.EvacueeFactory(office=office, person=one.person)
    lines = listed(operation, one, other)
    plan(operation)
    event = arrived(operation, dict.fromkeys(lines, CAME))
    undo(fresh(lines[0]).arrival)
    assert (outcome(lines[0]), outcome(lines[1])) == (("", None), ("came", 1))
    assert (fresh(one).status, fresh(other).status, fresh(evacuee).status) == (
        "scheduled",
        "returned",
        "reported",
    )
    assert fresh(operation).status == "completed"
    assert arrived(operation, {lines[0]: STAYED}) == event
    assert (outcome(lines[0]), fresh(one).status) == (("did_not_come", 0), "postponed")
    assert fresh(one).last_event.occurred == DAY


def test_undoing_the_whole_undoes_everybody(operation, case_of, six, office):
    case, group_case = case_of(), case_of(group=six)
    (line,) = listed(operation, case)
    part = counted(operation, six, 6, group_case)
    plan(operation)
    event = arrived(operation, {line: CAME, part: Arrival("came", 6)})
    assert fresh(group_case).status == "returned"
    undo(event)
    assert [fresh(each).status for each in (operation, case, group_case)] == [
        "planned",
        "scheduled",
        "scheduled",
    ]
    assert (outcome(line), outcome(part)) == (("", None), ("", None))
    for record in (operation, case, group_case, six):
        assert_replays(record)
    assert not Event.objects.live().filter(within=event).exists()


def test_a_group_is_not_home_as_a_whole_once_one_of_them_is_not(operation, case_of, six):
    case = case_of(group=six)
    line = counted(operation, six, 6, case)
    arrived(operation, {line: Arrival("came", 6)})
    undo(fresh(line).arrival, count=5)
    assert (fresh(case).status, outcome(line)) == ("requested", ("came", 5))
    assert Event.objects.about(six).live().get().count == 5


def test_a_corrected_day_stays_with_those_who_came(operation, case_of):
    (line,) = listed(operation, case_of())
    undo(arrived(operation, {line: CAME}), occurred=parse("4 March 2025"))
    line = fresh(line)
    assert (outcome(line), line.arrival.occurred) == (("came", 1), parse("4 March 2025"))
    assert not hasattr(line.arrival, "error")
    assert EventError.objects.count() == 2


# --- What it costs ----------------------------------------------------------------------------------------


def test_the_number_of_statements_does_not_grow_with_the_people(
    parties, office, case_of, django_assert_max_num_queries
):
    def completing(number):
        operation = make.RepatriationEventFactory(office=office, from_party=parties[0], to_party=parties[1])
        cases = [case_of() for _number in range(number)]
        for case in cases:
            make.EvacueeFactory(office=office, person=case.person)
        lines = listed(operation, *cases)
        with django_assert_max_num_queries(60) as counted:
            arrived(operation, dict.fromkeys(lines, CAME))
        return len(counted)

    assert completing(20) == completing(2)
