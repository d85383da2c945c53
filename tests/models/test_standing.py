"""Rows of lists say which record stands for the person whom they name, whatever is joined, taken back or repaired."""

import pytest

from cases.actions import checks, identity, people
from cases.models import Visit, Visited
from tests.factories import PersonFactory, VisitedFactory, VisitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(office):
    return identity.pair(PersonFactory(office=office), PersonFactory(office=office))


@pytest.fixture
def seen(link, caseworker):
    return VisitedFactory(person=link.second, visit=VisitFactory(office=link.second.office))


def judge(link, verdict, *who):
    for user in who:
        identity.judge(link=link, verdict=verdict, reason="The same photograph.", by=user)


def listed(client, state):
    page = client.get("/people/", {"custody": state})
    return {person.pk for person in page.context["rows"]}


def test_the_record_that_stands_for_whoever_was_seen_is_found_and_no_other(
    link, seen, client_for, caseworker, coordinator
):
    Visit.objects.update(status="held")
    client = client_for("coordinator")
    assert listed(client, "visited") == {link.second_id}
    judge(link, "same", caseworker, coordinator)
    assert listed(client, "visited") == {link.first_id}
    assert listed(client, "unconfirmed") == set()
    judge(link, "undone", coordinator)
    assert listed(client, "visited") == {link.second_id}
    assert listed(client, "unconfirmed") == {link.first_id}


def test_whoever_is_listed_after_the_join_is_found_as_who_stands(link, client_for, caseworker, coordinator):
    judge(link, "same", caseworker, coordinator)
    row = VisitedFactory(person=link.second)
    row.refresh_from_db()
    assert row.stands == link.first_id


def test_somebody_named_in_the_place_of_another_stands_in_the_rows_of_that_one(office, coordinator):
    unnamed = PersonFactory(office=office, name="", label="unnamed, 1 of 2")
    row = VisitedFactory(person=unnamed)
    person = people.name_placeholder(placeholder=unnamed, person=PersonFactory(office=office), by=coordinator)
    row.refresh_from_db()
    assert (row.person, row.stands) == (person, person.pk)


def test_the_check_of_the_ledger_finds_another_record_standing_and_mends_it(seen):
    assert list(checks.differences()) == []
    Visited.objects.filter(pk=seen.pk).update(stands=0)
    (difference,) = checks.differences()
    assert (difference.name, difference.stored, difference.replayed) == ("stands", 0, seen.person_id)
    assert seen.visit.reference in str(difference)
    checks.repair(difference)
    assert list(checks.differences()) == []
    seen.refresh_from_db()
    assert (seen.stands, seen.version) == (seen.person_id, 1)
