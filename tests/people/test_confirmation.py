"""By whom custody is confirmed: derived from lists and visits, with a day and a speaker, and typed by nobody."""

from datetime import date

import pytest

from cases.actions import events, evidence
from cases.lib.dates import parse
from cases.models import Person
from tests.factories import (
    ActorFactory,
    CounterpartListFactory,
    PersonFactory,
    StateBodyFactory,
    VisitedFactory,
    VisitFactory,
)
from tests.people.received import answer, text

pytestmark = pytest.mark.django_db


def custody_of(client, person):
    rows = client.get("/people/").context["rows"]
    return next(row.custody for row in rows if row.pk == person.pk)


def names(client, **query):
    return [row.name for row in client.get("/people/", query).context["rows"]]


def test_a_list_of_the_holder_confirms_custody_with_its_day_and_speaker(client_for, received, serhii):
    client = client_for("caseworker")
    assert custody_of(client, serhii)["label"] == "unconfirmed"
    answer(client, received, 2, f"is:{serhii.reference}")
    found = custody_of(client, serhii)
    assert found["label"] == "confirmed by the holder"
    assert found["words"] == "list of Ministry of the North, as of 26 Feb 2026"
    assert names(client, custody="holder") == ["Бондаренко Сергій"]
    assert names(client, custody="unconfirmed") == []
    shown = text(client.post("/people/export/", {"reason": "a check"}))
    assert "confirmed by the holder" in shown


@pytest.mark.parametrize("facts", [{"says": "sought"}, {"sender": "another"}])
def test_who_is_looked_for_or_named_by_others_is_not_confirmed_by_the_holder(
    client_for, office, parties, serhii, facts, caseworker, ministry
):
    if "sender" in facts:
        facts = {"sender": StateBodyFactory(party=parties[1])}
    received = CounterpartListFactory(
        office=office,
        by=caseworker,
        written="Bondarenko Serhii",
        **{"sender": ministry, "holding_party": parties[0]} | facts,
    )
    client = client_for("caseworker")
    answer(client, received, 1, "else", person=serhii.reference)
    assert custody_of(client, serhii)["label"] == "unconfirmed"


def test_a_withdrawn_list_confirms_nothing(client_for, received, serhii, coordinator):
    client = client_for("caseworker")
    answer(client, received, 2, f"is:{serhii.reference}")
    evidence.judge_source(source=received.source, kind="withdrawn", reason="Forged", by=coordinator)
    assert custody_of(client, serhii)["label"] == "unconfirmed"


def test_a_list_that_the_reader_may_not_see_confirms_nothing_to_them(
    client_for, office, ministry, serhii, coordinator
):
    received = CounterpartListFactory(
        office=office,
        by=coordinator,
        sender=ministry,
        written="Bondarenko Serhii",
        confidentiality="restricted",
    )
    answer(client_for("coordinator"), received, 1, "else", person=serhii.reference)
    assert custody_of(client_for("coordinator"), serhii)["label"] == "confirmed by the holder"
    assert custody_of(client_for("viewer"), serhii)["label"] == "unconfirmed"
    assert names(client_for("viewer"), custody="holder") == []


def test_a_visit_that_took_place_says_more_than_a_list(client_for, received, office, serhii, caseworker):
    visit = VisitFactory(office=office, visitor=ActorFactory(name="Delegates"))
    listed = VisitedFactory(visit=visit, person=serhii, seen="listed")
    client = client_for("caseworker")
    answer(client, received, 2, f"is:{serhii.reference}")
    assert custody_of(client, serhii)["label"] == "confirmed by the holder"
    for step in ("granted", "held"):
        events.record_event(
            about=visit, type=step, by=caseworker, occurred=parse("3 March 2026"), evidence="own_observation"
        )
    assert (
        custody_of(client, serhii)["label"] == "confirmed by the holder"
    )  # asked for, not said whether seen
    type(listed).objects.filter(pk=listed.pk).update(seen="seen")
    assert custody_of(client, serhii)["label"] == "visited"
    assert custody_of(client, serhii)["words"] == "3 Mar 2026, by Delegates"
    assert names(client, custody="visited") == ["Бондаренко Сергій"]
    assert names(client, custody="holder") == []


def test_a_visit_that_the_reader_may_not_see_confirms_nothing_to_them(client_for, office, serhii, caseworker):
    visit = VisitFactory(office=office, confidentiality="strict")
    VisitedFactory(visit=visit, person=serhii)
    for step in ("granted", "held"):
        events.record_event(
            about=visit, type=step, by=caseworker, occurred=parse("3 March 2026"), evidence="own_observation"
        )
    said = [custody_of(client_for(role), serhii)["label"] for role in ("caseworker", "coordinator")]
    assert said == ["unconfirmed", "visited"]
    assert names(client_for("caseworker"), custody="visited") == []


def test_what_confirms_one_of_joined_records_confirms_the_person(client_for, received, office, serhii):
    twin = PersonFactory(office=office, name="Bondarenko Serhij")
    Person.objects.filter(pk=twin.pk).update(joined_into=serhii)
    answer(client_for("caseworker"), received, 2, "else", person=twin.reference)
    assert custody_of(client_for("caseworker"), serhii)["label"] == "confirmed by the holder"


def test_a_list_received_today_is_dated(client_for, office, ministry, serhii, caseworker):
    received = CounterpartListFactory(
        office=office,
        by=caseworker,
        sender=ministry,
        written="Bondarenko Serhii",
        received_on=date(2026, 3, 4),
    )
    answer(client_for("caseworker"), received, 1, "else", person=serhii.reference)
    assert (
        custody_of(client_for("caseworker"), serhii)["words"]
        == "list of Ministry of the North, received 4 Mar 2026"
    )
