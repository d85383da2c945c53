"""Long passwords of any kind, none that somebody here would guess (R09, R10)."""

import gzip
from itertools import islice
from pathlib import Path

import pytest
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cases.accounts.passwords import common_passwords
from cases.demo.logins import PASSWORD as PUBLIC
from cases.lib import passwords
from cases.models import Office, User
from tests.accounts.members import give_app, give_password, member, signed_in

ANY = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=15, max_size=128
)  # every character but what no text can hold


def refusal(password, user=None):
    try:
        password_validation.validate_password(password, user)
    except ValidationError as refused:
        return refused.messages
    return []


@given(ANY)
@example("ы" * 7 + "qwmzkd0x")
@example("correct horse battery staple")
@example("         a b c d1e9 f7  ")
def test_whatever_is_long_and_follows_no_pattern_is_taken(password):
    assume(not passwords.is_guessable(password, common_passwords()))
    assert refusal(password) == []


@given(st.text(alphabet="bdfhjlnprtvxz", min_size=15, max_size=128))
def test_there_is_no_rule_of_composition(password):
    """One kind of letter is enough, if they follow no pattern."""
    assume(len(set(password)) > 8)
    assume(passwords._unit(password) == password)
    assume(passwords._without_runs(password) >= passwords.LEAST_OWN)
    assert refusal(password) == []


@given(ANY, st.data())
def test_nothing_is_cut_off(password, data):
    """A password that differs anywhere, also in its last character, does not open."""
    user = User()
    user.set_password(password)
    assert user.check_password(password)
    place = data.draw(st.integers(0, len(password) - 1))
    other = password[:place] + ("x" if password[place] != "x" else "y") + password[place + 1 :]
    assume(passwords.stable(other) != passwords.stable(password))
    assert not user.check_password(other)


def test_the_same_characters_of_another_keyboard_are_the_same_password():
    user = User()
    user.set_password("мій їжачок біжить додому")
    assert user.check_password("мій їжачок біжить додому".replace("й", "й").replace("ї", "ї"))


@given(st.text(max_size=14))
def test_fourteen_characters_are_too_few(password):
    assert any("at least 15 characters" in sentence for sentence in refusal(password))


def test_128_characters_are_taken_and_a_book_is_not():
    assert refusal("Zq7 wK4x " * 14 + "ab") == [] or refusal("x7!Kd" + "мо9р" * 31) is not None
    assert any("at most 1000" in sentence for sentence in refusal("word7 мова9 " * 100))


def common(number):
    path = password_validation.CommonPasswordValidator().DEFAULT_PASSWORD_LIST_PATH
    with gzip.open(Path(path), "rt", encoding="utf-8") as lines:
        return [line.strip() for line in islice(lines, number)]


def longer(word):
    """The ways in which a short word is commonly made long enough."""
    times = -(-15 // len(word))
    yield word * times
    yield (word * (times + 1))[: max(16, len(word))]
    if word.isalpha():
        yield word.capitalize() + "1234567890!"[: max(3, 15 - len(word))] + "!" * max(0, 12 - len(word))


def test_the_3000_most_common_are_refused_also_when_drawn_out():
    taken = [
        password for word in common(3000) for password in (word, *longer(word)) if refusal(password) == []
    ]
    assert taken == []


@pytest.mark.parametrize(
    "password",
    [
        PUBLIC, "Only-For-Training-2026", "HomewardHomeward1", "homeward-coordinator-2026", "ICRC tracing parcels!",
        "військовополонений 2026", "РЕПАТРИАЦИЯ!!!!!!!!", "aaaaaaaaaaaaaaaaaaaa", "abcdefghijklmnopqrst",
        "98765432109876543210", "                    ", "password password password", "!!!!!!!!!!!!!!!!!!!!",
    ],
)  # fmt: skip
def test_what_anybody_here_would_try_is_refused(password):
    assert refusal(password)


def test_ones_own_name_and_office_are_no_password():
    office = Office(name="Chernihiv Ombudsman")
    user = User(
        username="o.marchuk",
        first_name="Oleksandra",
        last_name="Marchuk",
        email="sasha@example.org",
        office=office,
    )
    for password in ("Oleksandra Marchuk 1984", "marchuk-chernihiv-1", "o.marchuk sasha 12"):
        assert refusal(password, user)
    assert refusal("Oleksandra feeds nine geese", user) == []


@pytest.mark.django_db
def test_the_form_says_why_and_changes_nothing(office):
    user = member(office=office, last_name="Marchuk")
    client = signed_in(user, give_app(user))
    typed = {
        "oldpassword": "seven brown kettles sing",
        "password1": "marchuk-homeward-1",
        "password2": "marchuk-homeward-1",
    }
    page = client.post("/accounts/password/change/", typed).content.decode()
    assert "Somebody would guess this" in page
    assert give_password(user)[1].status_code == 302
