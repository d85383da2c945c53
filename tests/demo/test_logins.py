"""The accounts of the demo: one or two for each role, for training only."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from cases.demo import logins
from cases.management.commands.demo import LOGINS, PASSWORD
from cases.models import Office, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts(office):
    return logins.make(office)


@pytest.mark.usefixtures("accounts")
@pytest.mark.parametrize("username", [name for name, _ in LOGINS])
def test_each_account_signs_in_and_is_marked(username):
    assert Client().login(username=username, password=PASSWORD)
    user = User.objects.get(username=username)
    assert user.synthetic
    assert not user.is_superuser
    assert user.is_staff == (user.role != User.Role.VIEWER)


@pytest.mark.usefixtures("accounts")
def test_the_sign_in_page_gets_the_accounts_that_are_open():
    User.objects.filter(username="viewer").update(is_active=False)
    assert [login["username"] for login in logins.demo_logins()] == [name for name, _ in LOGINS[1:]]


def test_without_the_demo_no_account_is_told():
    assert logins.demo_logins() == []


def test_events_are_recorded_by_those_who_may(accounts):
    assert {user.role for user in accounts} == {User.Role.CASEWORKER, User.Role.COORDINATOR}
    assert accounts[-1].role == User.Role.COORDINATOR


def test_there_is_a_second_person_to_decide(accounts):
    """Nobody decides what they asked for themselves (TwoPersons)."""
    coordinators = User.objects.filter(role=User.Role.COORDINATOR, is_active=True)
    assert coordinators.count() == 2
    assert not coordinators.exclude(office=accounts[0].office).exists()


def test_a_served_office_gets_no_account_with_a_public_password(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="public password"):
        call_command("demo", people=0, parcels=0)
    assert not User.objects.exists()
    assert not Office.objects.exists()


def test_a_real_account_is_never_taken_over(office):
    UserFactory(username="auditor", synthetic=False)
    with pytest.raises(CommandError, match="auditor"):
        call_command("demo", people=0, parcels=0)
