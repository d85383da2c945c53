"""A second factor before any data; each code counts once; the secret is shown once and to its owner alone (R06, R11, R14)."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.access.routes import routes
from tests.accounts.members import (
    PASSWORD,
    code,
    give_app,
    give_code,
    give_password,
    member,
    recovery_codes,
    signed_in,
)  # fmt: skip
from tests.test_consistency import OPEN, filled

pytestmark = pytest.mark.django_db
#: What the password alone opens.
FIRST_STEP = {"mfa_activate_totp", "account_reauthenticate", "account_logout", "mfa_authenticate"}


@pytest.fixture
def olena(office):
    return member(username="olena", role="coordinator", office=office)


def secret_on(page):
    return re.search(r'translate="no">([A-Z2-7]{32})<', page.content.decode())[1]


def session_key(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_password_alone_opens_no_page(olena, method):
    client, _answer = give_password(olena)
    client.raise_request_exception = False
    let_in = []
    for route in routes():
        if route.name in OPEN | FIRST_STEP or route.name == "admin:login":
            continue
        answer = getattr(client, method)(filled(route.pattern))
        if answer.status_code != 404 and answer.get("Location") != reverse("mfa_activate_totp"):
            let_in.append((route.name, answer.status_code, answer.get("Location")))
    assert let_in == []


def test_the_workshops_door_leads_to_the_same_second_factor_and_not_in_a_circle(olena):
    client, _answer = give_password(olena)
    answer = client.get("/admin/login/?next=/admin/", follow=True)
    assert [place for place, _status in answer.redirect_chain] == ["/admin/", "/accounts/second-factor/"]


def test_whoever_has_an_app_is_nobody_until_the_code_is_typed(olena):
    give_app(olena)
    client, answer = give_password(olena)
    assert answer.url == "/accounts/login/code/"
    assert "_auth_user_id" not in client.session
    assert client.get("/people/").url == "/accounts/login/?next=/people/"


def test_a_session_of_before_the_app_was_set_up_elsewhere_goes_back_to_the_door(olena):
    client, _answer = give_password(olena)
    give_app(olena)
    assert client.get("/people/").url == "/accounts/login/?next=/people/"
    assert "_auth_user_id" not in client.session


def test_a_code_opens_the_door_once(olena):
    secret = give_app(olena)
    typed = code(secret)
    client, _answer = give_password(olena)
    assert give_code(client, typed).url == "/"
    again, _answer = give_password(olena)
    answer = give_code(again, typed)
    assert "This code is not right, or it was used already." in answer.content.decode()
    assert again.get("/people/").status_code == 302


def test_a_code_of_a_step_before_the_one_that_was_used_is_refused(olena):
    secret = give_app(olena)
    signed_in(olena, secret, ahead=1)
    client, _answer = give_password(olena)
    assert give_code(client, code(secret)).status_code == 200


def test_the_first_code_of_a_new_app_does_not_open_the_door_afterwards(olena):
    client, _answer = give_password(olena)
    secret = secret_on(client.get("/accounts/second-factor/"))
    typed = code(secret)
    page = client.post("/accounts/second-factor/", {"code": typed}).content.decode()
    assert len(re.findall(r"<li>\d{8}</li>", page)) == 10
    assert client.get("/people/").status_code == 200
    other, _answer = give_password(olena)
    assert give_code(other, typed).status_code == 200
    assert give_code(other, code(secret, 1)).status_code == 302


def test_each_recovery_code_opens_the_door_once(olena):
    give_app(olena)
    first, second = recovery_codes(olena)[:2]
    client, _answer = give_password(olena)
    assert give_code(client, first).status_code == 302
    client, _answer = give_password(olena)
    assert give_code(client, first).status_code == 200
    assert give_code(client, second).status_code == 302


def test_the_secret_is_new_for_each_person_and_page_and_is_kept_encrypted(olena, office):
    client, _answer = give_password(olena)
    other, _answer = give_password(member(office=office))
    shown = [secret_on(each.get("/accounts/second-factor/")) for each in (client, other, client)]
    assert len(set(shown)) == 3
    client.post("/accounts/second-factor/", {"code": code(shown[-1])})
    stored = Authenticator.objects.get(user=olena, type="totp").data["secret"]
    assert shown[-1] not in stored
    assert shown[-1] not in client.get("/account/").content.decode()


def test_the_codes_are_not_shown_again(olena):
    client = signed_in(olena, give_app(olena))
    client.post("/accounts/confirm/", {"password": PASSWORD})
    pages = [client.get(url).content.decode() for url in ("/account/", "/accounts/recovery-codes/")]
    assert not any(each in page for each in recovery_codes(olena) for page in pages)


@pytest.mark.parametrize("url", ["/accounts/second-factor/", "/accounts/recovery-codes/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_changing_the_second_factor_asks_who_it_is_first(olena, url, method):
    client = signed_in(olena, give_app(olena))
    before = list(Authenticator.objects.values())
    answer = getattr(client, method)(url)
    assert answer.url.startswith("/accounts/confirm/")
    assert list(Authenticator.objects.values("pk", "type", "created_at")) == [
        {"pk": row["id"], "type": row["type"], "created_at": row["created_at"]} for row in before
    ]


def test_another_app_ends_the_other_sessions_and_the_old_codes(olena):
    secret = give_app(olena)
    elsewhere = signed_in(olena, secret)
    here = signed_in(olena, secret, ahead=1)
    old, key = recovery_codes(olena), session_key(here)
    here.post("/accounts/confirm/", {"password": PASSWORD})
    new = secret_on(here.get("/accounts/second-factor/"))
    here.post("/accounts/second-factor/", {"code": code(new)})
    assert here.get("/people/").status_code == 200
    assert session_key(here) != key
    assert elsewhere.get("/people/").status_code == 302
    assert not set(old) & set(recovery_codes(olena))


def test_signing_in_gives_a_new_session_and_the_old_one_is_dead(olena):
    secret, client = give_app(olena), Client()
    client.get("/accounts/login/")
    give_password(olena, client=client)
    before = session_key(client)
    give_code(client, code(secret))
    assert session_key(client) != before
    assert len(session_key(client)) >= 26  # 128 bits in an alphabet of 36
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = before
    assert stolen.get("/people/").status_code == 302


def test_a_secret_of_a_lost_key_opens_nothing(olena, settings):
    secret = give_app(olena)
    settings.SECRET_KEY = "another key, and the old one is not kept " * 2
    client, _answer = give_password(olena)
    assert give_code(client, code(secret)).status_code == 200


def test_a_key_that_was_changed_and_kept_as_a_fallback_still_reads_the_secret(olena, settings):
    secret = give_app(olena)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key, and the old one is kept " * 2
    client, _answer = give_password(olena)
    assert give_code(client, code(secret)).status_code == 302


def test_only_a_demonstration_asks_its_own_accounts_for_no_second_factor(office, settings):
    settings.DEMO = True
    made_up, real = member(office=office, synthetic=True), member(office=office)
    client, _answer = give_password(made_up)
    assert client.get("/people/").status_code == 200
    client_of_real, _answer = give_password(real)
    assert client_of_real.get("/people/").url == "/accounts/second-factor/"
    settings.DEMO = False
    assert client.get("/people/").url == "/accounts/login/?next=/people/"
    client, answer = give_password(made_up)
    assert answer.url == "/accounts/inactive/"
    assert "_auth_user_id" not in client.session
