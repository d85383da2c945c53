"""What came with an event is declared wrong with it, or corrected with it: all of it or nothing."""

import pytest

from cases.actions.events import DeclarationRefused, declare_wrong, record_event
from cases.lib.dates import parse
from cases.models import Event, EventError, FollowUp
from tests import factories as make
from tests.actions.proof import assert_replays, fresh

OWN = {"evidence": "own_observation"}


@pytest.fixture
def operation(db):
    return make.RepatriationEventFactory()


@pytest.fixture
def cases(operation):
    return [make.RepatriationCaseFactory(office=operation.office) for _number in range(2)]


@pytest.fixture
def completed(operation, cases):
    """The operation is completed, and brought two cases home."""
    whole = record_event(about=operation, type="completed", by=None, occurred=parse("3 March 2025"), **OWN)
    for case in cases:
        for type, other in (("requested", {}), ("returned", {"occurred": whole.occurred, "within": whole})):
            record_event(about=case, type=type, by=None, **OWN, **other)
    return whole


def declare(event, correction=None):
    kind = "incorrect_data" if correction is not None else "did_not_occur"
    return declare_wrong(event=event, kind=kind, reason="Typed wrongly.", by=None, correction=correction)


def test_what_did_not_occur_takes_all_that_it_brought_about(completed, operation, cases):
    declare(completed)
    assert [fresh(case).status for case in cases] == ["requested", "requested"]
    assert fresh(operation).status == "planned"
    assert EventError.objects.count() == 3
    for record in (operation, *cases):
        assert_replays(fresh(record))


def test_the_return_of_one_is_undone_alone(completed, operation, cases):
    declare(Event.objects.about(cases[0]).get(type="returned"))
    assert [fresh(case).status for case in cases] == ["requested", "returned"]
    assert fresh(operation).status == "completed"


def test_a_corrected_day_is_the_day_of_all(completed, operation, cases):
    error = declare(completed, {"occurred": parse("4 March 2025")})
    for record in (operation, *cases):
        assert fresh(record).occurred == parse("4 March 2025")
        assert_replays(fresh(record))
    assert {event.within for event in Event.objects.live().filter(type="returned")} == {error.correction}


def test_a_corrected_note_keeps_them_together(completed, cases):
    right = declare(completed, {"note": "At noon."}).correction
    declare(right)
    assert [fresh(case).status for case in cases] == ["requested", "requested"]


def test_nothing_is_undone_where_one_of_them_went_on(completed, operation, cases):
    record_event(about=cases[1], type="closed", by=None, note="At home.", **OWN)
    with pytest.raises(DeclarationRefused, match="no longer follows"):
        declare(completed)
    assert [fresh(case).status for case in cases] == ["returned", "closed"]
    assert fresh(operation).status == "completed"
    assert not EventError.objects.exists()


def test_what_an_event_asked_for_is_done_with_it(completed, cases):
    event = Event.objects.about(cases[0]).get(type="returned")
    task = make.FollowUpFactory(parcel=None, repatriation_case=cases[0], office=cases[0].office)
    FollowUp.objects.filter(pk=task.pk).update(event=event)
    declare(completed)
    assert fresh(task).outcome == "The event was declared wrong."
