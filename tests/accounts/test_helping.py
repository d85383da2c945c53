"""Helping a colleague back in: a new password by a link, a new second factor by two people; ending their sessions (R11, R17)."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from cases.actions import resetting
from cases.models import SecondFactorReset
from tests import factories
from tests.accounts.members import PASSWORD, code, give_app, give_code, give_password, member, signed_in
from tests.accounts.test_inviting import link_on, opened
from tests.accounts.test_second_factor import secret_on

pytestmark = pytest.mark.django_db
NEW = "quiet rivers under bridges"


@pytest.fixture
def olena(office):
    return member(username="olena", role="caseworker", office=office)


@pytest.fixture
def secret(olena):
    return give_app(olena)


def ask(client, user, **typed):
    return client.post(
        f"/staff/{user.pk}/second-factor-reset/", {"reason": "Called from home; I know her voice"} | typed
    )


def test_a_link_sets_a_new_password_that_nobody_else_knows(client_for, administrator, olena, secret):
    session, desk = signed_in(olena, secret), client_for(administrator)
    browser = opened(link_on(desk.post(f"/staff/{olena.pk}/password-link/")))
    assert "For the account olena" in browser.get("/accounts/set-up/").content.decode()
    assert browser.post("/accounts/set-up/", {"password1": NEW, "password2": NEW}).status_code == 302
    assert "_auth_user_id" not in browser.session, "the link does not sign in"
    assert session.get("/account/").status_code == 302
    assert give_password(olena, NEW)[1].url == "/accounts/login/code/", "the second factor stays"
    assert browser.post("/accounts/set-up/", {"password1": NEW, "password2": NEW}).status_code == 410


def test_no_administrator_alone_takes_over_an_account_without_a_second_factor(
    client_for, administrator, olena
):
    answer = client_for(administrator).post(f"/staff/{olena.pk}/password-link/", follow=True)
    assert "close it and invite them anew" in answer.content.decode()


def test_a_second_factor_is_reset_by_two_people_and_set_up_with_a_link(
    client_for, administrator, coordinator, olena, secret
):
    session, desk = signed_in(olena, secret), client_for(administrator)
    page = ask(desk, olena).url
    assert ask(desk, olena).url == page, "asked twice is one question"
    assert desk.post(page, {"answer": "allow"}).status_code == 422
    assert Authenticator.objects.filter(user=olena).exists(), "nothing changes until it is allowed"
    assert client_for(coordinator).post(page, {"answer": "allow"}).status_code == 302
    assert not Authenticator.objects.filter(user=olena).exists()
    assert session.get("/account/").status_code == 302
    thief, _answer = give_password(olena)
    answer = thief.get("/accounts/second-factor/")
    assert answer.status_code == 403, "a stolen password alone sets up nothing"
    assert "you need the link" in answer.content.decode()
    assert thief.post("/accounts/second-factor/", {"code": "000000"}).status_code == 403
    link = link_on(desk.post(f"{page}link/"))
    browser = opened(link)
    assert "Set up a new second factor" in browser.get("/accounts/set-up/").content.decode()
    give_password(olena, client=browser)
    new = secret_on(browser.get("/accounts/second-factor/"))
    assert browser.post("/accounts/second-factor/", {"code": code(new)}).status_code == 200
    assert browser.get("/follow-ups/").status_code == 200
    assert opened(link).get("/accounts/set-up/").status_code == 410
    assert "A new second factor is set up." in desk.get(page).content.decode()


def test_the_link_of_somebody_else_sets_up_nothing(
    client_for, administrator, coordinator, olena, secret, office
):
    other = member(office=office)
    give_app(other)
    links = []
    for user in (olena, other):
        page = ask(client_for(administrator), user).url
        client_for(coordinator).post(page, {"answer": "allow"})
        links.append(link_on(client_for(administrator).post(f"{page}link/")))
    browser = opened(links[1])
    give_password(olena, client=browser)
    assert browser.get("/accounts/second-factor/").status_code == 403


def test_nobody_resets_their_own(client_for, administrator, coordinator, office):
    assert ask(client_for(administrator), administrator).status_code == 422
    row = (
        resetting.ask_for_reset(user=coordinator, reason="x", by=administrator)
        if second(administrator)
        else None
    )
    page = client_for(coordinator).post(row.get_absolute_url(), {"answer": "allow"})
    assert page.status_code == 422
    assert "their own second factor" in page.content.decode()


def second(administrator):
    """Another administrator, who could be the second person."""
    return factories.UserFactory(role="administrator", office=None)


def test_without_a_second_person_it_is_said_who_is_missing(client_for, administrator, olena):
    answer = ask(client_for(administrator), olena)
    assert answer.status_code == 422
    assert "It takes a second person, and there is none" in answer.content.decode()


def test_a_refused_reset_changes_nothing(client_for, administrator, coordinator, olena, secret):
    page = ask(client_for(administrator), olena).url
    client_for(coordinator).post(page, {"answer": "refuse", "reason": "It was not her"})
    assert "Nothing has changed" in client_for(administrator).get(page).content.decode()
    client, _answer = give_password(olena)
    assert give_code(client, code(secret)).status_code == 302


@pytest.mark.parametrize("who", ["viewer", "caseworker", "coordinator", "auditor"])
def test_only_an_administrator_asks_makes_links_and_ends_sessions(client_for, who, olena, secret):
    client, session = client_for(who), signed_in(olena, secret)
    for url in ("second-factor-reset/", "password-link/", "sessions/end/", "sessions/1/end/"):
        assert client.post(f"/staff/{olena.pk}/{url}", {"reason": "x"}).status_code == 403
    assert session.get("/account/").status_code == 200
    assert not SecondFactorReset.objects.exists()


def test_an_administrator_signs_somebody_out_everywhere(client_for, administrator, olena, secret):
    sessions = [signed_in(olena, secret, ahead) for ahead in (-1, 0, 1)]
    desk = client_for(administrator)
    page = desk.get(f"/staff/{olena.pk}/").content.decode()
    assert page.count("127.0.0.1") == 3
    answer = desk.post(f"/staff/{olena.pk}/sessions/end/", follow=True)
    assert "3 sessions are ended." in answer.content.decode()
    assert {each.get("/account/").status_code for each in sessions} == {302}


def test_a_coordinator_sees_the_own_office_and_no_other(client_for, coordinator, olena):
    client, stranger = client_for(coordinator), factories.UserFactory()
    assert client.get(f"/staff/{olena.pk}/").status_code == 200
    assert client.get(f"/staff/{stranger.pk}/").status_code == 404
    page = client.get("/admin/cases/user/").content.decode()
    assert f"/cases/user/{olena.pk}/change/" in page
    assert f"/cases/user/{stranger.pk}/change/" not in page
    assert "/staff/invitations/add/" in page


def test_a_stranger_with_a_link_to_nothing_is_told_so(db):
    assert Client().get("/accounts/set-up/").status_code == 410
    assert PASSWORD != NEW
