"""Two people work on one operation at once: one succeeds, the other is told."""

from uuid import uuid4

import pytest

from cases.actions.events import declare_wrong
from cases.actions.operation_steps import OperationRefused
from cases.actions.operations import Arrival, complete
from cases.actions.travellers import Traveller, add_people
from cases.models import Event, RepatriationPart
from tests import factories as make
from tests.actions.at_once import at_once
from tests.actions.proof import assert_replays, fresh

OWN = {"evidence": "own_observation"}


@pytest.fixture
def operation(committed_db):
    return make.RepatriationEventFactory()


@pytest.fixture
def cases(operation):
    return [
        make.RepatriationCaseFactory(
            office=operation.office, holding_party=operation.from_party, receiving_party=operation.to_party,
            group=None, person=make.PersonFactory(office=operation.office),
        ) for _number in range(4)
    ]  # fmt: skip


@pytest.fixture
def lines(operation, cases):
    for case in cases:
        make.EventFactory(about=case, type="requested", note="")
        make.EvacueeFactory(office=operation.office, person=case.person)
    return add_people(
        operation=operation, travellers=[Traveller(person=c.person, case=c) for c in cases], by=None
    )


def completing(operation, lines):
    came = {line.pk: Arrival("came") for line in lines}
    return lambda: complete(operation=operation, arrivals=came, by=None, form_key=uuid4(), **OWN)


def test_of_two_who_complete_it_one_succeeds_and_the_other_is_told(operation, cases, lines):
    answers = at_once(completing(operation, lines), completing(operation, lines))
    assert sorted(type(answer).__name__ for answer in answers) == ["Event", "OperationRefused"]
    told = next(answer for answer in answers if isinstance(answer, OperationRefused))
    assert "completed already" in str(told)
    assert Event.objects.filter(type="completed").count() == 1
    assert Event.objects.filter(type="returned", repatriation_case__isnull=False).count() == len(cases)
    for record in (operation, *cases):
        assert_replays(record)


def test_who_is_put_on_the_list_meanwhile_is_not_left_out(operation, cases, lines):
    late = Traveller(person=make.PersonFactory(office=operation.office))
    answers = at_once(
        completing(operation, lines), lambda: add_people(operation=operation, travellers=[late], by=None)
    )
    done = isinstance(answers[0], Event)
    assert done != isinstance(answers[1], list)
    assert (fresh(operation).status == "completed") == done
    assert RepatriationPart.objects.open().count() == (0 if done else len(lines) + 1)


def test_undoing_the_whole_and_one_of_them_at_once(operation, cases, lines):
    whole = completing(operation, lines)()
    one = RepatriationPart.objects.get(pk=lines[0].pk).arrival
    wrong = {"kind": "did_not_occur", "reason": "A mistake.", "by": None}
    at_once(lambda: declare_wrong(event=whole, **wrong), lambda: declare_wrong(event=one, **wrong))
    assert [fresh(case).status for case in cases] == ["requested"] * len(cases)
    for record in (operation, *cases):
        assert_replays(record)
