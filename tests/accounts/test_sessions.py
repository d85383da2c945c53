"""How long a session lives, and who ends it (R05, R15, R16, R17)."""

import time

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.shown.devices import device
from tests.accounts.members import PASSWORD, give_app, member, signed_in

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600


@pytest.fixture
def olena(office):
    return member(username="olena", role="caseworker", office=office)


@pytest.fixture
def client(olena):
    return signed_in(olena, give_app(olena))


@pytest.fixture
def later(monkeypatch):
    """Let so many seconds go by since the beginning of the test."""
    begun, clock = time.time(), time.time

    def later(seconds):
        monkeypatch.setattr(time, "time", lambda: begun + seconds + (clock() - begun))

    return later


def is_in(client, **headers):
    return client.get("/follow-ups/", **headers).status_code == 200


def test_half_an_hour_without_activity_ends_it(client, later):
    later(30 * MINUTE - 5)
    assert is_in(client)
    later(60 * MINUTE + 1)
    answer = client.get("/follow-ups/")
    assert answer.url == "/accounts/login/?next=/follow-ups/"
    assert "You were signed out" in client.get(answer.url).content.decode()
    later(0)
    assert not is_in(client), "the session on the server is gone"


def test_a_page_that_asks_by_itself_does_not_keep_it_alive(client, later):
    for minute in (10, 20, 29):
        later(minute * MINUTE)
        assert is_in(client, headers={"x-poll": "1"})
    later(30 * MINUTE + 1)
    assert not is_in(client)


def test_twelve_hours_end_it_whatever_one_does(client, later):
    for third in range(1, 36):
        later(third * 20 * MINUTE)
        assert is_in(client)
    later(12 * HOUR + 1)
    assert not is_in(client)


def test_a_clock_that_was_set_back_ends_it(client, later):
    later(-HOUR)
    assert not is_in(client)


def test_a_part_of_a_page_sends_the_whole_page_to_the_door(client, later):
    later(31 * MINUTE)
    answer = client.get("/follow-ups/", headers={"hx-request": "true"})
    assert answer["HX-Redirect"] == "/accounts/login/?next=/follow-ups/"


def test_signing_out_ends_it_on_the_server_and_clears_the_browser(client):
    stolen = Client()
    stolen.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert client.get("/accounts/logout/").status_code == 200
    assert is_in(stolen), "a GET asks first"
    answer = client.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert stolen.get("/follow-ups/").status_code == 302


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "administrator"}])
def test_a_closed_account_or_another_role_counts_with_the_next_request(client, olena, change):
    assert is_in(client)
    type(olena).objects.filter(pk=olena.pk).update(**change)
    assert not is_in(client)


def test_one_sees_where_one_is_signed_in_and_ends_it(olena, client, office):
    secret = give_app_again(olena)
    elsewhere = signed_in(olena, secret, HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    signed_in(other := member(office=office), give_app(other))
    page = client.get("/account/").content.decode()
    assert "Firefox on Windows" in page
    assert page.count("<tr>") == 3, "the head, this one and the other one"
    row = UserSession.objects.get(user=olena, user_agent__contains="Windows")
    client.post(f"/account/sessions/{row.pk}/end/")
    assert not is_in(elsewhere)
    assert is_in(client)


def give_app_again(user):
    user.authenticator_set.all().delete()
    return give_app(user)


def test_nobody_ends_a_session_of_somebody_else_or_the_one_that_asks(client, olena, office):
    other = member(office=office)
    theirs = signed_in(other, give_app(other))
    for row in UserSession.objects.all():
        assert client.post(f"/account/sessions/{row.pk}/end/").status_code == 404
    assert is_in(theirs)
    assert is_in(client)


def test_all_others_end_at_once(olena, client):
    secret = give_app_again(olena)
    others = [signed_in(olena, secret, ahead) for ahead in (-1, 0, 1)]
    page = client.post("/account/sessions/end/", follow=True)
    assert "3 other sessions are ended." in page.content.decode()
    assert not any(is_in(each) for each in others)
    assert is_in(client)


def test_a_new_password_asks_for_the_present_one_and_ends_the_other_sessions(olena, client):
    elsewhere = signed_in(olena, give_app_again(olena))
    new = "quiet rivers under bridges"
    typed = {"oldpassword": "not it", "password1": new, "password2": new}
    assert (
        "This is not your present password."
        in client.post("/accounts/password/change/", typed).content.decode()
    )
    assert is_in(elsewhere)
    assert client.post("/accounts/password/change/", typed | {"oldpassword": PASSWORD}).url == "/account/"
    assert is_in(client)
    assert not is_in(elsewhere)
    assert Session.objects.count() == UserSession.objects.count() == 1


def test_the_page_asks_as_much_with_many_sessions(olena, client):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get("/account/")
        return len(queries)

    few = asked()
    secret = give_app_again(olena)
    for ahead in (-1, 0, 1):
        signed_in(olena, secret, ahead)
    assert asked() == few > 0


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Android 15; Mobile) Gecko/140.0 Firefox/140.0", "Firefox on Android"),
        ("curl/8", "a browser that says nothing of itself"),
    ],
)  # fmt: skip
def test_a_device_is_told_in_words(said, words):
    assert device(said) == words
