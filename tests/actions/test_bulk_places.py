"""From which place of the account parcels counted in bulk are taken, and what moves none of them (D18)."""

import pytest

from cases.actions.events import EventRefused, record_event
from cases.actions.together import record_with_parcels
from tests import factories as make
from tests.actions.proof import assert_replays, fresh

OWN = {"evidence": "own_observation"}


@pytest.fixture
def consignment(db):
    """Two thousand handed over, 1,985 received."""
    consignment = make.LotFactory(quantity=2000).consignment
    happens(consignment, "handed_over")
    happens(consignment, "received", count=1985)
    return consignment


def happens(about, type, **facts):
    return record_event(about=fresh(about), type=type, by=None, **OWN | facts)


def account(consignment):
    assert_replays(consignment)
    return {place: number for place, number in fresh(consignment).account().items() if number}


def test_what_nobody_could_account_for_is_what_is_lost(consignment):
    happens(consignment, "unaccounted", count=15)
    happens(consignment, "lost", count=10)
    assert account(consignment) == {"received": 1985, "unknown": 5, "lost": 10}


def test_where_more_are_lost_than_are_unaccounted_for_others_are_meant(consignment):
    happens(consignment, "unaccounted", count=5)
    happens(consignment, "lost", count=8)
    assert account(consignment) == {"received": 1985, "handed_over": 2, "unknown": 5, "lost": 8}


def test_what_was_refused_is_what_comes_back(consignment):
    happens(consignment, "refused", count=5)
    happens(consignment, "returned", count=5)
    assert account(consignment) == {"received": 1980, "handed_over": 15, "returned": 5}


@pytest.mark.parametrize("type", ["received", "handed_over"])
def test_the_same_told_again_without_a_number_explains_no_parcel(consignment, type):
    before = account(consignment)
    if type == "handed_over":
        consignment = make.LotFactory(quantity=100).consignment
        happens(consignment, "handed_over", count=60)
        before = account(consignment)
    happens(consignment, type)
    assert account(consignment) == before


@pytest.mark.parametrize("facts", [{}, {"count": 10}])
def test_what_is_planned_moves_no_parcel(db, facts):
    consignment = make.LotFactory(quantity=10).consignment
    planned = make.StatementFactory(source__office=consignment.office, modality="planned")
    with pytest.raises(EventRefused, match="what is planned is not done") as refused:
        record_event(about=consignment, type="handed_over", by=None, statement=planned, **facts)
    assert refused.value.field == "who_says_so"
    assert account(consignment) == {"with_us": 10}


def labelled(consignment, *types):
    parcel = make.ParcelFactory(consignment=consignment, office=consignment.office)
    for type in ("added", "handed_over", *types):
        happens(parcel, type, note="Told of this one.")
    return parcel


def test_what_was_told_of_one_parcel_alone_is_not_taken_back_by_the_consignment(db):
    consignment = make.LotFactory(quantity=10).consignment
    plain, redirected = labelled(consignment), labelled(consignment, "redirected")
    disputed = labelled(consignment, "delivered", "delivery_disputed")
    happens(consignment, "handed_over")
    for type, count in (("received", 10), ("delivered", 10)):
        record_with_parcels(about=fresh(consignment), type=type, by=None, count=count, **OWN)
    found = [fresh(parcel).status for parcel in (plain, redirected, disputed)]
    assert found == ["delivered", "redirected", "delivery_disputed"]


def test_parcels_to_be_explained_are_not_delivered_with_those_received(db):
    consignment = make.LotFactory(quantity=10).consignment
    received, missing = labelled(consignment, "received"), labelled(consignment)
    happens(consignment, "handed_over")
    record_with_parcels(about=fresh(consignment), type="delivered", by=None, count=1, **OWN)
    assert [fresh(parcel).status for parcel in (received, missing)] == ["delivered", "handed_over"]
