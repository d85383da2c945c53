"""The account of a consignment always sums (D18): the database asks at the end of each transaction."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases.models import Consignment, Lot
from tests import factories as make


def end_transaction():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def in_one_transaction(deed, lot):
    with transaction.atomic():
        deed(lot)
        end_transaction()


def prepared(consignment, number):
    Consignment.objects.filter(pk=consignment.pk).update(prepared=number)


@pytest.fixture
def lot(db):
    lot = make.LotFactory(quantity=10)
    end_transaction()
    return lot


def test_parcels_move_between_places_within_one_transaction(lot):
    with transaction.atomic():
        Lot.objects.filter(pk=lot.pk).update(quantity=4)
        Lot.objects.create(consignment=lot.consignment, account="handed_over", quantity=6)
        end_transaction()
    assert lot.consignment.account() == {"with_us": 4, "handed_over": 6}


def take_one(lot):
    Lot.objects.filter(pk=lot.pk).update(quantity=9)


def remove_it(lot):
    lot.delete()


def add_another(lot):
    Lot.objects.create(consignment=lot.consignment, account="lost", quantity=1)


def give_it_away(lot):
    other = make.ConsignmentFactory(prepared=lot.quantity)
    Lot.objects.filter(pk=lot.pk).update(consignment=other)


def claim_more(lot):
    prepared(lot.consignment, 11)


@pytest.mark.parametrize("deed", [take_one, remove_it, add_another, give_it_away, claim_more])
def test_a_transaction_after_which_the_lots_do_not_sum_is_refused(lot, deed):
    with pytest.raises(IntegrityError, match=r"D18"):
        in_one_transaction(deed, lot)


def test_it_is_refused_at_the_commit_if_not_before(committed_db):
    lot = make.LotFactory(quantity=10)
    with pytest.raises(IntegrityError, match=r"sum to 9, not to 10 \(D18\)"):
        take_one(lot)
    lot.refresh_from_db()
    assert lot.quantity == 10


def test_a_parcel_is_put_into_another_consignment_before_it_is_in_an_account(db):
    parcel, other = make.ParcelFactory(consignment=make.ConsignmentFactory()), make.ConsignmentFactory()
    parcel.consignment = other
    parcel.save()
    parcel.refresh_from_db()
    assert parcel.consignment == other


@pytest.mark.parametrize("target", [None, "other"])
def test_a_parcel_in_an_account_stays_there(db, target):
    parcel = make.ParcelFactory(consignment=make.ConsignmentFactory())
    make.EventFactory(about=parcel, type="added")
    parcel.consignment = make.ConsignmentFactory() if target else None
    with pytest.raises(DatabaseError, match="stays there"), transaction.atomic():
        parcel.save()
