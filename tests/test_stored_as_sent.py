"""What is sent is what is stored, shown in the form again and sent back unchanged (R26).

Only what `lib.text.clean` says is taken off: spaces at the ends, NUL and other controls, direction controls without a partner;
and letters are composed (NFC), line ends one.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from cases.lib import text
from cases.models import FollowUp
from tests.factories import FollowUpFactory, GroupFactory, ParcelFactory
from tests.typed import forms_of

#: Texts that something on the way might change, each of which is stored as it is.
KEPT = [
    "Сергій Бондаренко, «Охматдит»", "П’ятихатки", "Объект №5", "Їжакевич", "е\u0301 ё й ї ґ", "ﷺ", "שלום עולם", "مرحبا (بكم)",
    "Ω≈ç√∫˜µ≤≥÷", "👩‍👩‍👧‍👦 🇺🇳", "Ｆｕｌｌ　ｗｉｄｔｈ", "ffi ﬃ", "x\u00a0y", "a\u200bb", "a\u200db", "two  spaces", "tab\there", "line\nline\n\nline",
    "<b>bold</b>", "&amp; &lt;", "{{ 7*7 }} {% now %}", "%s %(a)s %%", "\\n \\x41 \\", "'; DROP TABLE cases_event; --", "=1+1", "@SUM(A1)",
    "../../etc/passwd", "null", "None", "0", "-0", "1e309", "true", "NaN", "”“‘’'\"`", "http://a/%00?b=c&d#e", "a+b c%20d", "—–-−", "1/2 ½", "Ⅳ", "İıſK",
]  # fmt: skip
ANY = some.text(min_size=1, max_size=300).filter(lambda words: text.clean(words, multiline=True))


@pytest.fixture
def send(client_for, office):
    """Send words in a form; give the record."""
    client, group = client_for("caseworker"), GroupFactory(office=office)

    def send(words):
        FollowUp.objects.all().delete()
        sent = {"about": group.reference, "text": words, "due_on": "2099-01-31"}
        assert client.post("/follow-ups/add/", sent).status_code == 302, words
        return FollowUp.objects.get()

    return send


@pytest.mark.parametrize("words", KEPT, ids=range(len(KEPT)))
def test_these_words_are_stored_as_they_were_sent(send, words):
    assert send(words).text == text.unicodedata.normalize("NFC", words)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(words=ANY)
def test_whatever_is_sent_is_stored_clean_and_no_less(send, words):
    assert send(words).text == text.clean(words, multiline=True)


@pytest.mark.parametrize("words", KEPT, ids=range(len(KEPT)))
def test_a_form_shows_the_stored_words_and_sends_them_back_unchanged(client_for, office, words):
    row = FollowUpFactory(
        parcel=ParcelFactory(office=office), text=text.clean(words, multiline=True), due_on="2099-01-31"
    )
    client, here = client_for("caseworker"), f"/follow-ups/{row.reference}/edit/"
    page = client.get(here).content.decode()
    form = next(form for form in forms_of(page) if "text" in form.controls)
    answer = client.post(here, form.data)
    assert answer.status_code == 302
    before, row.text = row.text, ""
    row.refresh_from_db()
    assert row.text == before
