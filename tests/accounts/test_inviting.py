"""Accounts are made by invitation: decided where two are needed, handed over by a link that works once, for three days (R18)."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cases.actions import Refused, inviting
from cases.models import Invitation, SetupLink, User
from tests import factories
from tests.accounts.members import code
from tests.accounts.test_second_factor import secret_on

pytestmark = pytest.mark.django_db
PASSWORD = "quiet rivers under bridges"
TYPED = {
    "username": "iryna",
    "first_name": "Iryna",
    "last_name": "Koval",
    "password1": PASSWORD,
    "password2": PASSWORD,
}


@pytest.fixture
def desk(client_for, coordinator):
    """A coordinator who invites; whether it is for a caseworker of their office."""
    return client_for(coordinator)


def invite(client, office=None, role="caseworker", **typed):
    data = {
        "whom": "Iryna Koval",
        "role": role,
        "office": office.pk if office else "",
        "reason": "Begins on Monday",
    }
    return client.post("/staff/invitations/add/", data | typed)


def link_on(answer):
    return re.search(r"http://testserver(/accounts/set-up/[\w-]+/)", answer.content.decode())[1]


def link_for(client, office, **typed):
    page = invite(client, office, **typed).url
    return link_on(client.post(f"{page}link/"))


def opened(link):
    """A browser that opened the link."""
    client = Client()
    assert client.get(link).url == "/accounts/set-up/", "the secret is not kept in the address"
    return client


def test_a_coordinator_invites_a_colleague_who_sets_up_everything_alone(desk, office):
    page = invite(desk, office).url
    assert "No link was made yet" in desk.get(page).content.decode()
    link = link_on(desk.post(f"{page}link/"))
    assert link not in desk.get(page).content.decode(), "shown once"
    assert not SetupLink.objects.filter(digest__in=[link, link.split("/")[-2]]).exists(), (
        "only a digest is stored"
    )
    browser = opened(link)
    assert "invited you as caseworker" in browser.get("/accounts/set-up/").content.decode()
    answer = browser.post("/accounts/set-up/", TYPED, follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/second-factor/"
    assert browser.get("/people/").url == "/accounts/second-factor/"
    browser.post("/accounts/second-factor/", {"code": code(secret_on(answer))})
    assert browser.get("/people/").status_code == 200
    user = User.objects.get(username="iryna")
    assert (user.role, user.office, user.is_superuser) == ("caseworker", office, False)
    assert "the account is Iryna Koval" in desk.get(page).content.decode()


def test_a_link_works_once(desk, office):
    link = link_for(desk, office)
    browser, late = opened(link), opened(link)
    assert browser.post("/accounts/set-up/", TYPED).status_code == 302
    for answer in (
        late.post("/accounts/set-up/", TYPED | {"username": "other"}),
        opened(link).get("/accounts/set-up/"),
    ):
        assert answer.status_code == 410
        assert "This link works no more" in answer.content.decode()
    assert User.objects.filter(username__in=["iryna", "other"]).count() == 1


def test_a_link_that_is_old_withdrawn_replaced_or_made_up_opens_the_same_page(desk, office):
    page = invite(desk, office).url
    first = link_on(desk.post(f"{page}link/"))
    second = link_on(desk.post(f"{page}link/"))
    said = [opened(link).get("/accounts/set-up/") for link in (first, "/accounts/set-up/made-up/")]
    assert opened(second).get("/accounts/set-up/").status_code == 200
    past = timezone.now() - timedelta(hours=73)
    SetupLink.objects.update(made_at=past, expires_at=past + timedelta(hours=72))
    said.append(opened(second).get("/accounts/set-up/"))
    third = link_on(desk.post(f"{page}link/"))
    desk.post(f"{page}withdraw/")
    said.append(opened(third).get("/accounts/set-up/"))
    assert [answer.status_code for answer in said] == [410] * 4
    assert (
        len({re.sub(r'value="\w+"|"x-csrftoken": "\w+"', "", answer.content.decode()) for answer in said})
        == 1
    )


def test_opening_a_link_writes_nothing(desk, office, django_assert_num_queries):
    link = link_for(desk, office)
    before = list(SetupLink.objects.values())
    opened(link).get("/accounts/set-up/")
    assert list(SetupLink.objects.values()) == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"username": "caseworker-here"}, "Somebody has this username already"),
        ({"username": "CASEWORKER-here"}, "Somebody has this username already"),
        ({"password2": "something else entirely"}, "The two passwords are not the same"),
        ({"password1": "iryna koval 2026!", "password2": "iryna koval 2026!"}, "Somebody would guess this"),
        ({"password1": "short", "password2": "short"}, "at least 15 characters"),
        ({"username": "a b\0"}, "username"),
        ({"username": ""}, "required"),
        ({"first_name": "Ї" * 100_000}, "at most 150"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_link_still_works(desk, office, typed, sentence):
    factories.UserFactory(username="caseworker-here")
    browser = opened(link_for(desk, office))
    answer = browser.post("/accounts/set-up/", TYPED | typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert browser.post("/accounts/set-up/", TYPED).status_code == 302


def test_one_form_is_one_invitation_however_often_it_is_sent(desk, office):
    key = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
    assert invite(desk, office, form_key=key).url == invite(desk, office, form_key=key).url
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_a_coordinator_invites_to_no_role_above_the_own_and_into_no_other_office(desk, office, role):
    assert invite(desk, office, role=role).status_code == 422
    other = factories.OfficeFactory()
    assert invite(desk, other).status_code == 422
    assert Invitation.objects.count() == 0


@pytest.mark.parametrize("who", ["viewer", "caseworker", "auditor"])
def test_others_invite_nobody(client_for, who, office):
    assert invite(client_for(who), office).status_code == 403


def test_an_administrator_alone_lets_nobody_in_to_see_cases(client_for, administrator, coordinator, office):
    """R06: an administrator who turned could else invite themselves."""
    desk = client_for(administrator)
    page = invite(desk, office, role="coordinator").url
    assert "waits for a second person" in desk.get(page).content.decode()
    answer = desk.post(f"{page}link/", follow=True)
    assert "No link can be made for it now" in answer.content.decode()
    assert desk.post(page, {"answer": "allow"}).status_code == 422, "who asked does not decide"
    second = client_for(coordinator)
    assert second.post(page, {"answer": "refuse"}).status_code == 422, "a refusal says why"
    assert second.post(page, {"answer": "allow"}).status_code == 302
    assert opened(link_on(desk.post(f"{page}link/"))).get("/accounts/set-up/").status_code == 200
    assert "Who invited makes the link" in second.post(f"{page}link/", follow=True).content.decode()


def test_the_first_administrator_needs_nobody_because_nobody_is_there(client_for, administrator, office):
    assert link_for(client_for(administrator), office, role="coordinator")


def test_a_refused_invitation_opens_nothing(client_for, administrator, coordinator, office):
    desk = client_for(administrator)
    page = invite(desk, office).url
    client_for(coordinator).post(page, {"answer": "refuse", "reason": "Nobody knows them"})
    assert "Refused." in desk.get(page).content.decode()
    assert "No link can be made" in desk.post(f"{page}link/", follow=True).content.decode()


def test_a_coordinator_of_another_office_sees_and_decides_nothing(
    client_for, administrator, coordinator, office
):
    row = inviting.invite(role="viewer", office=office, whom="X", reason="y", by=administrator)
    stranger = client_for(factories.UserFactory(role="coordinator"))
    for call in (stranger.get, stranger.post):
        assert call(row.get_absolute_url(), {"answer": "allow"}).status_code == 404
    assert row.get_absolute_url() in client_for(coordinator).get("/approvals/").content.decode()
    assert row.get_absolute_url() not in stranger.get("/approvals/").content.decode()


def test_it_goes_by_mail_where_there_is_mail_and_an_address(
    desk, office, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_HOST = "mail.example"
    page = invite(desk, office, email="iryna@example.org").url
    with django_capture_on_commit_callbacks(execute=True):
        link = link_on(desk.post(f"{page}link/"))
    assert link in mail.outbox[0].body
    assert "Iryna" not in mail.outbox[0].subject


# --- The first run ----------------------------------------------------------------------------------------


def test_a_fresh_installation_has_no_account_and_one_way_in(capsys):
    assert not User.objects.exists()
    call_command("first_administrator", address="http://testserver")
    first = capsys.readouterr().out.strip().removeprefix("http://testserver")
    call_command("first_administrator", address="http://testserver")
    second = capsys.readouterr().out.strip().removeprefix("http://testserver")
    assert opened(first).get("/accounts/set-up/").status_code == 410, "a new one ends the one before"
    browser = opened(second)
    assert browser.post("/accounts/set-up/", TYPED).status_code == 302
    assert User.objects.get().role == "administrator"
    assert browser.get("/admin/").url == "/accounts/second-factor/"
    with pytest.raises(CommandError, match="There is an administrator already"):
        call_command("first_administrator")


def test_two_links_of_a_first_run_make_one_administrator():
    one = inviting.first_link()
    User.objects.create(username="meanwhile", role="administrator", password="x")
    answer = opened(f"/accounts/set-up/{one}/").post("/accounts/set-up/", TYPED)
    assert answer.status_code == 410
    assert "There is an administrator already" in answer.content.decode()


def test_an_administrator_of_the_demonstration_does_not_count():
    factories.UserFactory(role="administrator", synthetic=True, password="x")
    assert inviting.first_link()


def test_an_accepted_invitation_is_not_withdrawn(desk, office, coordinator):
    opened(link_for(desk, office)).post("/accounts/set-up/", TYPED)
    with pytest.raises(Refused, match="close the account instead"):
        inviting.withdraw(invitation=Invitation.objects.get(), by=coordinator)
