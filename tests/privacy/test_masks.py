"""What the registry calls life-critical is kept from roles without the right, on the page of its record (R03, R41)."""

import pytest

from cases.lib.dates import parse
from cases.lib.registry import Sensitivity, registry
from tests import factories as make

CANARY = "canary in the mine"

#: Each life-critical column: makes a row with a canary in it and returns the record on whose page it is shown.
MADE = {}


def holds(*columns):
    def enter(function):
        for column in columns:
            MADE[column] = function
        return function

    return enter


def a_place():
    return make.PlaceFactory(name=CANARY)


@holds("event.place")
def an_event(office, column):
    person = make.PersonFactory(office=office)
    make.EventFactory(about=person, type="transferred", place=a_place())
    return person


@holds("familycall.contact")
def a_call(office, column):
    person = make.PersonFactory(office=office)
    make.FamilyCallFactory(about=person, contact=CANARY)
    return f"/people/{person.reference}/family/"


@holds("person.contact", "person.address")
def a_person(office, column):
    return make.PersonFactory(office=office, **{column: CANARY})


@holds("custodyperiod.place")
def a_period(office, column):
    person = make.PersonFactory(office=office)
    make.CustodyPeriodFactory(person=person, place=a_place())
    return person


@holds("deathnotice.place", "deathnotice.grave")
def a_notice(office, column):
    person = make.PersonFactory(office=office)
    value = a_place() if column == "place" else CANARY
    make.DeathNoticeFactory(
        person=person,
        **{column: value},
        informed_at="2026-01-01T00:00Z",
        informed_whom="her",
        informed_how="so",
    )
    return person


@holds("childcarditem.value")
def a_card(office, column):
    person = make.PersonFactory(office=office, born=parse("2016"))
    make.ChildCardItemFactory(person=person, value=CANARY)
    return f"/people/{person.reference}/card/"


@holds("tracingrequest.enquirer_contact", "tracingrequest.last_seen_place")
def a_request(office, column):
    value = a_place() if column == "last_seen_place" else CANARY
    return make.TracingRequestFactory(office=office, **{column: value})


@holds("visit.place")
def a_visit(office, column):
    return make.VisitFactory(office=office, place=a_place())


@holds("evacuee.place")
def an_evacuee(office, column):
    return make.EvacueeFactory(place=a_place(), office=office)


@holds("repatriationcase.place_now")
def a_case(office, column):
    return make.RepatriationCaseFactory(
        office=office, group=None, person=make.PersonFactory(office=office), place_now=a_place()
    )


CRITICAL = [
    f"{name}.{column}"
    for name, table in registry().tables.items()
    for column in table.of(Sensitivity.LIFE_CRITICAL)
]


def test_each_life_critical_column_is_tried_here():
    assert set(CRITICAL) == set(MADE)


@pytest.mark.parametrize("column", CRITICAL)
def test_only_who_may_sees_it(office, client_for, column):
    made = MADE[column](office, column.partition(".")[2])
    address = made if isinstance(made, str) else made.get_absolute_url()
    assert CANARY in client_for("coordinator").get(address).content.decode()
    for role in ("viewer", "auditor"):
        client = client_for(role)
        client.post(
            f"/record/{address.split('/')[2]}/open/", {"reason": "A complaint"}
        )  # the auditor says why
        assert CANARY not in client.get(address).content.decode(), role
