"""Security keys beside the app (WebAuthn): set up, used at the door, removed; in Chromium with a key made of software."""

import json
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.messages import get_messages
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestedCredentialData
from playwright.sync_api import expect

from cases.accounts.answers import NO_ANSWER
from cases.accounts.keys import MOST, Add
from tests.accounts.members import PASSWORD, code, give_app, give_password, member, signed_in
from tests.accounts.test_browser import is_sound

CLIENT_DATA = "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiWVEiLCJvcmlnaW4iOiJodHRwczovL3Rlc3RzZXJ2ZXIifQ"


def written(facts):
    """What a browser writes of the facts for a key."""
    return websafe_encode(json.dumps(facts).encode())


def like_known(**response):
    """What looks like an answer of a key, and is of none that is known; with these parts of the response."""
    known = {"clientDataJSON": CLIENT_DATA, "authenticatorData": "A" * 50, "signature": "YQ"}
    return json.dumps({"id": "YQ", "rawId": "YQ", "type": "public-key", "response": known | response})


def asked(**facts):
    """The form's answer whose inner facts, about what the key was asked, are these."""
    known = {"type": "webauthn.get", "challenge": "YQ", "origin": "https://testserver"}
    return like_known(attestationObject="oA", clientDataJSON=written(known | facts))


def attested(answer):
    """The same for a key that is set up, with this attestation in bytes."""
    return like_known(attestationObject=websafe_encode(answer))


KNOWN_FORM = like_known()
#: Of authenticator data: whose address it is for, flags (somebody is there; and more follows) and a count.
NOBODY = b"\0" * 32
FOLLOWS, COUNT = bytes([0x81]), b"\0" * 4
#: A number of so many bytes would be made where bytes are expected.
MUCH, TOO_MUCH = 4_000_000_000, 10**30
NO_ANSWERS = [
    "", "{", "[]", "null", "1", '"x"', "{}", '{"id": 1}', '{"id": "a", "rawId": "a", "type": "public-key", "response": {}}',
    '{"id": "a", "rawId": "a", "type": "public-key", "response": {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "", "signature": ""}}',
    '{"id": "é", "rawId": "é", "response": {"clientDataJSON": "\\u0000", "attestationObject": []}}',
    "[" * 2_000, "[" * 100_000, "1" * 5_000, json.dumps({"response": "x" * 30_000}), like_known(signature="\ud800"),
    *(like_known(**{part: TOO_MUCH}) for part in ("signature", "authenticatorData", "attestationObject", "clientDataJSON", "userHandle")),
    like_known(userHandle=MUCH),
    json.dumps(json.loads(KNOWN_FORM) | {"id": TOO_MUCH, "rawId": TOO_MUCH}),
    asked(challenge=MUCH), asked(challenge=TOO_MUCH), asked(origin=TOO_MUCH), asked(origin=["https://testserver"]),
    like_known(clientDataJSON=written([1])), like_known(clientDataJSON=websafe_encode(b"[" * 10_000)),
    attested(b"\x19"), attested(b"\x81" * 10_000), attested(cbor.encode({"fmt": "none", "attStmt": {}, "authData": MUCH})),
    attested(cbor.encode([1])), attested(b"\xa1\x80\x01"),
    like_known(authenticatorData=websafe_encode(NOBODY + FOLLOWS + COUNT + b"\x19")),
    like_known(authenticatorData=websafe_encode(NOBODY + FOLLOWS + COUNT + b"\x81" * 10_000)),
]  # fmt: skip
PUBLIC = ES256({1: 2, 3: -7, -1: 1, -2: b"x" * 32, -3: b"y" * 32})
KEY = AttestedCredentialData.create(b"\0" * 16, b"a", PUBLIC)


def registered(challenge, flags=0x41, holds=KEY):
    """What a key answers when it is set up: somebody is there, and it holds this."""
    told = {"type": "webauthn.create", "challenge": challenge, "origin": "https://testserver"}
    data = sha256(b"testserver") + bytes([flags]) + COUNT + holds
    attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
    response = {"clientDataJSON": written(told), "attestationObject": websafe_encode(attestation)}
    return {"id": "YQ", "rawId": "YQ", "type": "public-key", "response": response}


no_answers = pytest.mark.parametrize("answer", NO_ANSWERS, ids=range(len(NO_ANSWERS)))
ADD = "/accounts/second-factor/keys/add/"


@pytest.fixture
def olena(office):
    return member(username="olena", role="coordinator", office=office)


@pytest.fixture
def secret(olena):
    return give_app(olena)


@pytest.fixture
def client(olena, secret):
    """Signed in with both factors, and asked for the password once more."""
    client = signed_in(olena, secret)
    client.post("/accounts/confirm/", {"password": PASSWORD})
    return client


def key_of(user, name="In the safe"):
    data = {"name": name, "credential": registered("YQ")}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


def test_who_has_no_app_sets_that_up_first(client_for, olena):
    assert client_for(olena).get(ADD).url == "/accounts/second-factor/"


def test_the_page_names_what_the_browser_shall_ask_of_the_key(client):
    page = client.get(ADD)
    asked = page.context["js_data"]["creation_options"]["publicKey"]
    assert (asked["rp"]["id"], asked["rp"]["name"]) == ("testserver", "Homeward")
    assert asked["user"]["name"] == "olena"


@no_answers
def test_what_is_no_answer_of_a_key_is_refused_and_the_name_stays(client, answer):
    client.get(ADD)
    page = client.post(ADD, {"name": "Blue one", "credential": answer})
    assert page.status_code == 200
    assert str(NO_ANSWER) in page.content.decode()
    assert 'value="Blue one"' in page.content.decode()
    assert Authenticator.objects.filter(type="webauthn").count() == 0


@no_answers
def test_what_is_no_answer_of_a_key_opens_no_door(olena, answer):
    give_app(olena)
    key_of(olena)
    client, _answer = give_password(olena)
    client.get("/accounts/login/code/")
    page = client.post("/accounts/login/code/", {"credential": answer})
    assert page.status_code == 200
    assert str(NO_ANSWER) in page.content.decode()
    assert client.get("/people/").status_code == 302


def set_up(client, answered=registered):
    """Answer the page that sets up a key as a browser does, with the right challenge."""
    creation = client.get(ADD).context["js_data"]["creation_options"]["publicKey"]
    answer = json.dumps(answered(creation["challenge"]))
    return client.post(ADD, {"name": "Blue one", "credential": answer})


def test_an_answer_that_holds_a_key_is_kept_and_one_that_holds_none_is_refused(client, olena):
    page = set_up(client, lambda challenge: registered(challenge, flags=0x01, holds=b""))
    assert str(NO_ANSWER) in page.content.decode()
    assert set_up(client).url == "/account/"
    assert [made.wrap().name for made in Authenticator.objects.filter(type="webauthn")] == ["Blue one"]


def test_tries_with_keys_are_counted_like_tries_with_codes(olena, secret):
    client, _answer = give_password(olena)
    for _ in range(12):
        client.post("/accounts/login/code/", {"credential": KNOWN_FORM})
    assert client.post("/accounts/login/code/", {"code": code(secret)}).status_code != 302


def test_more_keys_than_a_ring_holds_are_refused(client, olena):
    for number in range(MOST):
        key_of(olena, f"Key {number}")
    page = client.get(ADD, follow=True)
    assert "You have 10 keys" in page.content.decode()


def test_a_key_that_another_window_added_meanwhile_counts(client, olena):
    for number in range(MOST - 1):
        key_of(olena, f"Key {number}")
    adding = Add()
    adding.setup(client.get(ADD).wsgi_request)
    key_of(olena, "From another window")
    adding.form_valid(SimpleNamespace(cleaned_data={"name": "One more", "credential": registered("YQ")}))
    assert Authenticator.objects.filter(user=olena, type="webauthn").count() == MOST
    assert "You have 10 keys" in str([*get_messages(adding.request)][-1])


def test_ones_own_key_is_removed_after_a_question_and_other_sessions_end(client, olena, secret):
    key, other = key_of(olena), signed_in(olena, secret, ahead=1)
    assert "In the safe" in client.get("/account/").content.decode()
    asked = client.get(f"/accounts/second-factor/keys/{key.pk}/remove/").content.decode()
    assert "“<bdi>In the safe</bdi>” will open nothing more" in asked
    page = client.post(f"/accounts/second-factor/keys/{key.pk}/remove/", follow=True)
    assert "The key opens nothing more." in page.content.decode()
    assert not Authenticator.objects.filter(pk=key.pk).exists()
    assert other.get("/people/").status_code == 302


@pytest.mark.parametrize("url", [ADD, "/accounts/second-factor/keys/1/remove/"])
def test_changing_keys_asks_who_it_is_first(olena, url):
    client = signed_in(olena, give_app(olena))
    assert client.post(url).url.startswith("/accounts/confirm/")


def test_somebody_elses_key_does_not_exist(client, office):
    key = key_of(member(office=office))
    assert client.post(f"/accounts/second-factor/keys/{key.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_an_app_is_not_removed_like_a_key(client, olena):
    app = Authenticator.objects.get(user=olena, type="totp")
    assert client.post(f"/accounts/second-factor/keys/{app.pk}/remove/").status_code == 404


@pytest.mark.browser
@pytest.mark.usefixtures("committed_db")
def test_a_key_is_set_up_and_opens_the_door_without_a_code(page, server, office):
    user = member(username="olena", role="coordinator", office=office)
    secret = give_app(user)
    chrome = page.context.new_cdp_session(page)
    chrome.send("WebAuthn.enable")
    made = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False}
    chrome.send("WebAuthn.addVirtualAuthenticator", {"options": made | {"automaticPresenceSimulation": True}})

    def sign_in_with_password():
        page.goto("/accounts/login/")
        page.get_by_label("Username").fill("olena")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/accounts/login/code/")

    sign_in_with_password()
    expect(page.get_by_role("button", name="Use a security key")).to_have_count(0)
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Sign in").click()
    page.goto("/account/")
    page.get_by_role("link", name="Add a security key").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    is_sound(page)
    page.get_by_label("Name of the key").fill("Blue one")
    page.get_by_role("button", name="Touch the key").click()
    page.wait_for_url("**/account/")
    expect(page.get_by_text("Blue one").first).to_be_visible()
    is_sound(page)
    page.get_by_role("button", name="Sign out").click()

    sign_in_with_password()
    is_sound(page)
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto("/people/")
    expect(page.get_by_role("heading", name="People", exact=True).first).to_be_visible()


@pytest.mark.browser
@pytest.mark.usefixtures("committed_db")
def test_a_key_that_gives_no_answer_is_told_in_words(page, server, sign_in, office):
    user = member(username="olena", role="coordinator", office=office)
    give_app(user)
    sign_in(page, user).goto(ADD)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.evaluate("navigator.credentials.create = async () => { throw new Error('not touched in time') }; 0")
    page.get_by_role("button", name="Touch the key").click()
    page.get_by_role("alert").get_by_text("The key gave no answer").wait_for()
