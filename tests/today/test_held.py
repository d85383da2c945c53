"""What one holds is on one's own Today, and on nobody else's: in the same words whatever holds (decision 0025)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.actions import death, holds
from tests.factories import PersonFactory
from tests.people.test_holds import KINDS, place


def section(client):
    page = client.get("/").content.decode()
    return page.split('id="held-title"')[1].split("</section>")[0] if 'id="held-title"' in page else ""


@pytest.fixture
def person(office):
    return PersonFactory(office=office, name="Орлова Наталья")


@pytest.mark.parametrize("kind", KINDS)
def test_its_owner_finds_what_they_hold_with_its_age(client_for, person, caseworker, kind):
    row = place(kind, person, caseworker)
    type(row).objects.filter(pk=row.pk).update(recorded_at=timezone.now() - timedelta(days=12))
    shown = section(client_for(caseworker))
    assert person.name in shown
    assert "for 12 days" in shown
    assert "eath" not in shown


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ["caseworker", "coordinator", "viewer", "auditor"])
def test_nobody_else_finds_it(client_for, user_in, person, caseworker, kind, role):
    place(kind, person, caseworker)
    assert section(client_for(user_in(role))) == ""


def test_whoever_it_is_handed_to_finds_it_and_who_gave_it_no_more(client_for, person, caseworker, user_in):
    other = user_in("caseworker")
    death.hand_over(notice=place("death", person, caseworker), to=other, by=caseworker)
    assert person.name in section(client_for(other))
    assert section(client_for(caseworker)) == ""


def test_what_is_ended_or_withdrawn_is_gone(client_for, office, person, caseworker):
    holds.end(hold=place("hold", person, caseworker), by=caseworker)
    death.withdraw(
        notice=place("death", PersonFactory(office=office), caseworker), reason="No", by=caseworker
    )
    assert section(client_for(caseworker)) == ""


def test_a_hold_on_somebody_hidden_meanwhile_is_not_told(client_for, person, caseworker):
    place("hold", person, caseworker)
    person.confidentiality = "strict"
    person.save()
    assert section(client_for(caseworker)) == ""
