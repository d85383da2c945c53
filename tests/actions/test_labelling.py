"""Parcels counted in bulk get labels, are carried by their consignment, and are counted once (D18)."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import Refused
from cases.actions.events import declare_wrong, record_event
from cases.actions.labelling import label
from cases.actions.together import record_with_parcels
from cases.lib.dates import parse
from cases.models import Event, Parcel
from tests import factories as make
from tests.actions.at_once import at_once
from tests.actions.proof import assert_replays, fresh

OWN = {"evidence": "own_observation"}


@pytest.fixture
def consignment(db):
    return make.LotFactory(quantity=40).consignment


def labels(consignment, number, place="with_us", **facts):
    return label(consignment=consignment, place=place, number=number, by=None, **OWN | facts)


def happens(about, type, **facts):
    return record_event(about=about, type=type, by=None, **OWN | facts)


def carries(consignment, type, **facts):
    return record_with_parcels(about=fresh(consignment), type=type, by=None, **OWN | facts)


def statements(deed):
    with CaptureQueriesContext(connection) as queries:
        deed()
    return len(queries)


def test_labelled_parcels_leave_the_bulk_count_and_nothing_is_counted_twice(consignment):
    _event, parcels = labels(consignment, 3)
    assert fresh(consignment).prepared == 40
    assert consignment.lots.get(parcel=None).quantity == 37
    assert {parcel.lot.account for parcel in Parcel.objects.all()} == {"with_us"}
    assert {fresh(parcel).status for parcel in parcels} == {"in_consignment"}
    for record in (consignment, *parcels):
        assert_replays(record)


def test_a_parcel_is_labelled_in_the_place_in_which_it_was_counted(consignment):
    happens(consignment, "handed_over", count=30)
    _event, (parcel,) = labels(consignment, 1, "handed_over")
    assert fresh(parcel).status == "handed_over"
    assert fresh(consignment).account() == {"with_us": 10, "handed_over": 30}


def test_a_parcel_that_was_registered_already_is_adopted(consignment):
    parcel = make.ParcelFactory(office=consignment.office)
    label(consignment=consignment, place="with_us", parcels=[parcel], by=None, **OWN)
    assert fresh(parcel).consignment == consignment
    assert fresh(consignment).account() == {"with_us": 40}


def test_more_labels_than_parcels_are_refused(consignment):
    with pytest.raises(Refused, match="41 parcels cannot be labelled: 40 are counted in bulk there"):
        labels(consignment, 41)


def test_a_parcel_of_another_consignment_is_refused(consignment):
    other = make.ParcelFactory(consignment=make.ConsignmentFactory(), office=consignment.office)
    with pytest.raises(Refused, match="belongs to another consignment"):
        label(consignment=consignment, place="with_us", parcels=[other], by=None, **OWN)


def test_labels_declared_wrong_go_back_into_the_bulk_count(consignment):
    event, parcels = labels(consignment, 3)
    declare_wrong(event=event, kind="did_not_occur", reason="Another consignment.", by=None)
    assert fresh(consignment).account() == {"with_us": 40}
    assert consignment.lots.exclude(parcel=None).count() == 0
    for record in (consignment, *parcels):
        assert_replays(record)


def test_one_label_declared_wrong_is_one_parcel_back_in_the_bulk_count(consignment):
    _event, (parcel, _other) = labels(consignment, 2)
    declare_wrong(event=parcel.events.get(), kind="did_not_occur", reason="Label torn.", by=None)
    assert consignment.lots.get(parcel=None).quantity == 39
    assert fresh(consignment).prepared == 40
    assert_replays(consignment)


def test_a_corrected_day_of_labelling_moves_no_parcel(consignment):
    event, parcels = labels(consignment, 2, occurred=parse("3 March 2025"))
    declare_wrong(event=event, kind="incorrect_data", reason="Typed wrongly.", by=None,
                  correction={"occurred": parse("4 March 2025")})  # fmt: skip
    assert fresh(consignment).account() == {"with_us": 40}
    assert consignment.lots.get(parcel=None).quantity == 38
    assert fresh(parcels[0]).last_event.occurred == parse("4 March 2025")


def test_labels_of_parcels_that_moved_on_are_not_taken_back(consignment):
    event, (parcel,) = labels(consignment, 1)
    happens(parcel, "dispatched")
    with pytest.raises(Refused, match="no longer follows"):
        declare_wrong(event=event, kind="did_not_occur", reason="Another consignment.", by=None)
    assert fresh(consignment).account() == {"with_us": 40}


def test_labelling_is_not_recorded_without_labels(consignment):
    with pytest.raises(Refused, match="page of its own"):
        happens(consignment, "labelled", count=3)


def test_the_same_form_twice_labels_once(consignment):
    key = uuid4()
    first = labels(consignment, 2, form_key=key)
    assert labels(consignment, 2, form_key=key) == first
    assert Parcel.objects.count() == 2


def test_a_consignment_carries_its_labelled_parcels(consignment):
    _event, parcels = labels(consignment, 3)
    happens(parcels[0], "lost")
    event = carries(consignment, "handed_over", count=20)
    assert fresh(consignment).account() == {"with_us": 17, "handed_over": 22, "lost": 1}
    assert {part.parcel for part in event.parts.all()} == set(parcels[1:])
    for record in (consignment, *parcels):
        assert_replays(record)


def test_what_it_carried_goes_with_its_event_when_that_is_declared_wrong(consignment):
    _event, parcels = labels(consignment, 3)
    event = carries(consignment, "handed_over")
    declare_wrong(event=event, kind="did_not_occur", reason="It stood at the border.", by=None)
    assert fresh(consignment).account() == {"with_us": 40}
    assert {fresh(parcel).status for parcel in parcels} == {"in_consignment"}


def test_parcels_do_not_go_along_when_a_consignment_is_closed(consignment):
    with pytest.raises(Refused, match="record this on the parcels themselves"):
        carries(consignment, "closed")


def test_an_event_of_many_parcels_is_so_many_statements_however_many_parcels(consignment):
    few, many = (make.LotFactory(quantity=100).consignment for _ in range(2))
    labelling = [statements(lambda: labels(few, 3)), statements(lambda: labels(many, 60))]
    carrying = [statements(lambda one=one: carries(one, "handed_over")) for one in (few, many)]
    assert labelling[0] == labelling[1]
    assert carrying[0] == carrying[1]
    assert Event.objects.about(Parcel.objects.filter(consignment=many).first()).count() == 2
    assert_replays(many)


def test_labelling_and_events_of_the_same_parcels_at_once(committed_db):
    consignment = make.LotFactory(quantity=20).consignment
    mine = make.ParcelFactory.create_batch(4, office=consignment.office, consignment=consignment)
    answers = at_once(
        lambda: label(consignment=consignment, place="with_us", parcels=mine, by=None, **OWN),
        *[lambda parcel=parcel: happens(parcel, "packed") for parcel in mine],
        lambda: labels(consignment, 5),
    )
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(answer, Refused) for answer in refused)  # packed after its label: never a deadlock
    assert fresh(consignment).account() == {"with_us": 20}
    assert_replays(consignment)
