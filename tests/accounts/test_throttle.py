"""Guessing is slow from each network, and does not keep the owner out (R12); nothing tells whether an account exists (R13)."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, get_hashers
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from tests.accounts.members import PASSWORD, give_app, give_code, give_password, member, signed_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
THERE, HERE, NOT = {"REMOTE_ADDR": "203.0.113.7"}, {"REMOTE_ADDR": "198.51.100.4"}, "wrong wrong wrong wrong"


class Counting(MD5PasswordHasher):
    """Counts how often a password is worked on, which is what takes time."""

    worked = 0

    def encode(self, password, salt):
        Counting.worked += 1
        return super().encode(password, salt)


@pytest.fixture
def hashes():
    """How many passwords were worked on by a call."""
    with override_settings(PASSWORD_HASHERS=[f"{__name__}.Counting"]):
        get_hashers.cache_clear()

        def hashes(call):
            Counting.worked = 0
            call()
            return Counting.worked

        yield hashes
    get_hashers.cache_clear()


@pytest.fixture
def olena(hashes, office):
    return member(username="olena", office=office)


def test_of_120_wrong_tries_ten_are_looked_at_and_the_owner_enters_elsewhere(olena, hashes):
    def tries():
        for number in range(120):
            spoofed = {"HTTP_X_FORWARDED_FOR": f"192.0.2.{number}", "HTTP_X_REAL_IP": f"192.0.2.{number}"}
            give_password(olena, NOT, client=attacker, **THERE, **spoofed)

    attacker = Client()
    assert hashes(tries) <= 10
    _client, answer = give_password(olena, **THERE)
    assert "Too many tries went wrong" in answer.content.decode() or answer.status_code == 429
    client, _answer = give_password(olena, **HERE)
    assert "_auth_user_id" in client.session


def test_one_network_bears_only_so_many_tries_of_all_accounts_together(office, hashes):
    people = [UserFactory(office=office) for _number in range(70)]
    tried = hashes(lambda: [give_password(each, NOT, **THERE) for each in people])
    assert tried <= 60


def test_behind_a_proxy_only_the_address_that_it_wrote_counts(olena, hashes, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def tries():
        for number in range(30):
            header = f"192.0.2.{number}, 203.0.113.7"
            give_password(olena, NOT, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=header)

    assert hashes(tries) <= 10
    client, _answer = give_password(olena, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.4")
    assert "_auth_user_id" in client.session


def test_an_address_of_six_counts_by_its_network(olena, hashes):
    tried = hashes(
        lambda: [give_password(olena, NOT, REMOTE_ADDR=f"2001:db8:0:1::{n:x}") for n in range(1, 20)]
    )
    assert tried <= 10


def test_many_networks_together_are_slow_too_but_not_the_one_the_owner_signs_in_from(olena, hashes):
    signed_in(olena, give_app(olena), **HERE)
    tried = hashes(
        lambda: [give_password(olena, NOT, REMOTE_ADDR=f"203.0.113.{number}") for number in range(120)]
    )
    assert tried <= 100
    _client, answer = give_password(olena, **HERE)
    assert answer.url == "/accounts/login/code/"


def test_codes_cannot_be_guessed_either(olena):
    give_app(olena)
    client, _answer = give_password(olena, **THERE)
    answers = [give_code(client, f"{number:06d}").content.decode() for number in range(12)]
    assert "Too many tries went wrong" in answers[-1]


def told(answer):
    """What an answer says to whoever reads it, without what differs by chance."""
    return (
        answer.status_code,
        answer.get("Location"),
        answer.content.decode().count("The username or the password"),
    )


@pytest.mark.parametrize("closed", [False, True])
def test_a_wrong_password_and_a_name_that_nobody_has_are_the_same_answer_and_the_same_work(
    olena, hashes, closed
):
    olena.is_active = not closed
    olena.save()
    nobody = UserFactory.build(username="nobody")
    answers, work, asked = [], [], []
    for who in (olena, nobody):
        with CaptureQueriesContext(connection) as queries:
            work.append(hashes(lambda who=who: answers.append(give_password(who, NOT)[1])))
        asked.append(len(queries))
    assert told(answers[0]) == told(answers[1])
    assert work == [1, 1]
    assert asked[0] == asked[1]


def test_a_reset_is_the_same_answer_and_as_much_mail_whether_the_address_is_known(office):
    UserFactory(office=office, email="olena@example.org")
    sent = []
    for address in ("olena@example.org", "nobody@example.org"):
        answer = Client().post("/accounts/password/reset/", {"email": address})
        sent.append((answer.status_code, answer.url, len(mail.outbox)))
        mail.outbox.clear()
    assert sent[0] == sent[1] == (302, "/accounts/password/reset/done/", 1)


def test_a_link_of_a_mail_sets_a_password_once_and_ends_all_sessions(office):
    user = member(office=office, email="olena@example.org")
    client = signed_in(user, give_app(user))
    Client().post("/accounts/password/reset/", {"email": user.email})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    assert user.username not in mail.outbox[0].subject
    reader, new = Client(), "quiet rivers under bridges"
    page = reader.get(link, follow=True)
    done = reader.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    assert done.status_code == 302
    assert client.get("/account/").status_code == 302
    assert "counts no more" in Client().get(link, follow=True).content.decode()
    _client, answer = give_password(user, new)
    assert answer.url == "/accounts/login/code/", "the second factor stays"
    assert new != PASSWORD
