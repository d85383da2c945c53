"""Words taken out of a record everywhere: two people, a reason, a mark in their place, the digest kept (principle 4)."""

import re

import pytest

from cases.actions import Refused, holds
from cases.actions.removing import redaction
from cases.actions.removing.steps import REDACTED
from cases.models import Person, Redaction, Removal, Statement, StoredCopy
from tests import factories as make
from tests.privacy.test_erasure import everywhere

WORDS = "Свідок Ганна"


@pytest.fixture
def person(office):
    person = make.PersonFactory(office=office, name="Petrenko Ivan")
    source = make.SourceFactory(office=office, copy=f"so says {WORDS}".encode(), media_type="text/plain")
    said = make.StatementFactory(source=source, text=f"as {WORDS} told", quote=WORDS)
    make.ClaimFactory(about=person, statement=said, aspect="manner", words=f"by {WORDS.upper()}")
    make.EventFactory(
        about=person,
        type="noted",
        note=f"heard from {WORDS.replace(' ', chr(10))}, who asked",
        statement=said,
    )
    follow = make.FollowUpFactory(person=person, parcel=None, office=office, text=f"Call {WORDS}")
    type(follow).objects.filter(pk=follow.pk).update(text="Call back")
    return person


def ask(person, by, **facts):
    return redaction.ask(
        record=person, words=facts.pop("words", WORDS), reason="She is in danger", by=by, **facts
    )


def test_the_words_are_gone_and_a_mark_stands_in_their_place(person, caseworker, coordinator):
    assert len(everywhere("Ганна")) >= 4
    done = redaction.decide(redaction=ask(person, caseworker), allowed=True, by=coordinator)
    assert everywhere("Ганна") == []
    assert person.events.get().note == f"heard from {REDACTED}, who asked"
    assert person.claims.get().words == f"by {REDACTED}"
    said = Statement.objects.get()
    assert (said.text, said.quote) == (f"as {REDACTED} told", REDACTED)
    assert not Statement.objects.saying("Ганна").exists()
    assert (
        done.places
        == Removal.objects.filter(redaction=done).exclude(table__startswith="cases_redaction").count()
    )
    assert StoredCopy.objects.get().content  # it was not asked for


def test_the_copies_go_as_a_whole_where_that_is_asked_for(person, caseworker, coordinator):
    before = StoredCopy.objects.get().sha256
    redaction.decide(redaction=ask(person, caseworker, with_copies=True), allowed=True, by=coordinator)
    copy = StoredCopy.objects.get()
    assert (bytes(copy.content), copy.sha256, copy.taken_out) == (b"", before, True)


def test_a_name_is_taken_out_of_what_is_searched_as_well(office, person, caseworker, coordinator):
    redaction.decide(redaction=ask(person, caseworker, words="Petrenko"), allowed=True, by=coordinator)
    assert everywhere("petrenko") == []
    person.refresh_from_db()
    assert person.name == f"{REDACTED} Ivan"


def test_who_asked_does_not_decide(client_for, person, coordinator):
    asked = ask(person, coordinator)
    with pytest.raises(Refused, match="somebody else decides"):
        redaction.decide(redaction=asked, allowed=True, by=coordinator)
    client = client_for(coordinator)
    assert "answer" not in client.get(asked.get_absolute_url()).content.decode().split("<form")[-1]
    assert client.post(asked.get_absolute_url(), {"answer": "yes"}).status_code == 422


@pytest.mark.parametrize(("words", "sentence"), [
    ("ab", "at least three letters"), ("redacted", "the mark itself"),
])  # fmt: skip
def test_what_cannot_be_taken_out_is_refused(person, caseworker, words, sentence):
    with pytest.raises(Refused, match=sentence):
        ask(person, caseworker, words=words)


@pytest.mark.parametrize(
    "words", ["a.c (d)*", "x[1]+y?", "100%", "back\\slash", "it's", '"quoted"', "{a}|b^$"]
)
def test_signs_are_taken_as_they_stand(office, caseworker, coordinator, words):
    person = make.PersonFactory(office=office)
    make.EventFactory(about=person, type="noted", note=f"before {words} after")
    redaction.decide(redaction=ask(person, caseworker, words=words), allowed=True, by=coordinator)
    assert person.events.get().note == f"before {REDACTED} after"


def test_a_refusal_changes_nothing_and_the_words_are_forgotten(person, caseworker, coordinator):
    redaction.decide(redaction=ask(person, caseworker), allowed=False, by=coordinator, reason="It is no name")
    assert "Ганна" in person.events.get().note
    assert Redaction.objects.get().words == ""


def test_it_is_asked_and_decided_on_pages(client_for, person, caseworker, coordinator):
    client = client_for(caseworker)
    typed = {"words": WORDS, "reason": "She is in danger"}
    answer = client.post(f"/record/{person.reference}/redact/", typed)
    assert answer.status_code == 302
    second = client_for(coordinator)
    page = second.get(answer["Location"]).content.decode()
    assert WORDS in page
    assert "She is in danger" in page
    assert second.post(answer["Location"], {"answer": "yes"}).status_code == 302
    page = second.get(person.get_absolute_url()).content.decode()
    assert "Words were taken out" in page
    assert "asked by: caseworker, allowed by: coordinator" in page
    assert "Ганна" not in page


def test_a_record_of_another_office_is_not_found(client_for, user_in, caseworker):
    theirs = make.RedactionFactory()
    client = client_for(caseworker)
    assert client.get(theirs.get_absolute_url()).status_code == 404
    assert client.get(f"/record/{theirs.reference}/redact/").status_code == 404


# --- What is kept from whoever asks ---------------------------------------------------------------------


def asked_page(client, person, words):
    """The page of a redaction of these words, as its asker sees it, without what differs in any case."""
    typed = {"words": words, "reason": "She is in danger"}
    answer = client.post(f"/record/{person.reference}/redact/", typed)
    assert answer.status_code == 302, answer.content.decode()
    shown = client.get(answer["Location"]).content.decode()
    return re.sub(r"(?s)<time.*?</time>|[\w-]{20,}", "", shown.replace(words, "")).replace(
        answer["Location"], ""
    )


@pytest.mark.parametrize("role", ["caseworker", "coordinator"])
def test_nobody_tries_out_what_stands_in_what_is_kept_from_them(client_for, office, user_in, role):
    person, other = make.PersonFactory(office=office), user_in("coordinator")
    holds.hold(person=person, reason="Abcdef of the hold", by=other)
    joined = make.PersonFactory(office=office)
    make.DeathReportFactory(
        notice=make.DeathNoticeFactory(person=joined, owner=other), text="Abcdef of the death"
    )
    make.EventFactory(about=person, type="noted", note="Abcdef for the strict", confidentiality="strict")
    client = client_for(user_in(role))
    for record in (person, joined):
        shown = asked_page(client, record, "Abcdef of the")
        assert shown.replace("Abcdef of the", "") == asked_page(client, record, "Nothing of it")
        for kind in ("death", "hold", "events: 1"):
            assert kind not in shown.split("<dl")[-1].split("</dl>")[0]


def test_words_of_people_behind_the_glass_are_not_counted(client_for, user_in, person):
    Person.objects.filter(pk=person.pk).update(owner=user_in("caseworker"))
    client = client_for(user_in("caseworker"))
    assert asked_page(client, person, "Ганна") == asked_page(client, person, "Ольга")


def test_what_everybody_sees_is_counted(client_for, person):
    assert "events: 1 · claims: 1 · statements: 1" in asked_page(client_for("coordinator"), person, "Ганна")


def test_what_is_taken_out_of_hidden_rows_is_told_nobody(
    client_for, office, user_in, caseworker, coordinator
):
    person = make.PersonFactory(office=office)
    hidden = holds.hold(person=person, reason="Abcdef of the hold", by=user_in("coordinator"))
    done = redaction.decide(redaction=ask(person, caseworker, words="Abcdef"), allowed=True, by=coordinator)
    hidden.refresh_from_db()
    assert hidden.reason == f"{REDACTED} of the hold"
    for who in (caseworker, coordinator):
        assert "Rows changed" not in client_for(who).get(done.get_absolute_url()).content.decode()
    assert "cases_personhold" not in client_for("auditor").get("/admin/cases/removal/").content.decode()
