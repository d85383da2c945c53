"""One event for many parcels asks once who is held, and names each parcel that has to wait."""

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import holds
from cases.actions.many import record_for_many
from tests import factories as make


def put_in(parcels, by):
    return record_for_many(
        records=parcels, type="added", by=by, form_key=uuid4(), basis=lambda: {"evidence": "own_observation"}
    )


def parcels(office, number):
    consignment = make.ConsignmentFactory(office=office)
    return [
        make.ParcelFactory(
            office=office, consignment=consignment, addressee=make.PersonFactory(office=office)
        )
        for _number in range(number)
    ]


def test_it_costs_as_many_statements_for_many_as_for_few(office, caseworker):
    counts = []
    for number in (2, 20):
        records = parcels(office, number)
        with CaptureQueriesContext(connection) as queries:
            recorded, refused = put_in(records, caseworker)
        assert (len(recorded), refused) == (number, [])
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_parcel_of_somebody_who_is_held_waits_and_is_named(office, caseworker):
    free, held = parcels(office, 2)
    holds.hold(person=held.addressee, reason="Asked for by the family.", by=caseworker)
    recorded, refused = put_in([free, held], caseworker)
    assert [record for record, _event in recorded] == [free]
    assert [record for record, _why in refused] == [held]
