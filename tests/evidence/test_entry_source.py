"""The source of a statement that is recorded in one pass: on record already, or described here."""

import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.lib.dates import parse
from cases.models import Actor, Source, SourceAssessment, Statement, StoredCopy
from tests.evidence.entries import entry, page_of
from tests.factories import (
    OfficeFactory,
    SourceFactory,
)

URL = "/statements/add/"


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def test_a_known_address_is_recognised_and_what_else_was_typed_is_left_aside(client, office):
    known = SourceFactory(office=office, url="https://news.example/a", title="The first title")
    data = entry(**{"source-url": known.url, "source-title": "Another title"})
    shown = page_of(client.post(URL, data | {"show": "claims-0"}))
    assert "The first title" in shown
    assert "what is typed about a new one is left aside" in shown
    answer = client.post(URL, data, follow=True)
    assert "what was typed about a new one is left aside" in page_of(answer)
    assert Statement.objects.get().source == known
    assert Source.objects.count() == 1


def test_a_source_on_record_is_named(client, office):
    known = SourceFactory(office=office, title="The first title", published=parse("13 Dec 2025"))
    page = page_of(client.get(URL, {"source": known.reference}))
    assert "The first title" in page
    assert "is used as it is" in page
    client.post(URL, entry(source=f"{known} · {known.reference}", said="11 December"))
    statement = Statement.objects.get()
    assert (statement.source, statement.said.basis) == (known, "inferred")


def test_an_address_of_another_office_is_not_recognised(client):
    elsewhere = SourceFactory(office=OfficeFactory(), url="https://news.example/a")
    client.post(URL, entry(**{"source-url": elsewhere.url}))
    assert Statement.objects.get().source != elsewhere


def test_an_address_on_a_level_above_is_refused_with_a_sentence(client, office):
    SourceFactory(office=office, url="https://news.example/a", confidentiality="strict", title="Hidden title")
    page = page_of(client.post(URL, entry(**{"source-url": "https://news.example/a"})))
    assert "ask a coordinator" in page
    assert "Hidden title" not in page


def test_the_site_is_the_publisher_where_none_is_named(client):
    client.post(URL, entry(**{"source-url": "https://news.example/a", "source-publisher": ""}))
    assert Source.objects.get().publisher == Actor.objects.get(name="news.example", kind="media")


def test_a_letter_without_an_address_needs_its_writer(client):
    page = page_of(client.post(URL, entry(**{"source-publisher": ""})))
    assert "Say who published, wrote or called." in page


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("htp:/x", "This is no address of a page"),
        ("https://news.example/a b", "This is no address of a page"),
        ("javascript:alert(1)", "This is no address of a page"),
        ("https://news.example/" + "a" * 2000, "An address has at most 1,000 characters"),
    ],
)
def test_an_address_that_is_none_gets_its_sentence_and_is_kept(client, address, sentence):
    page = page_of(client.post(URL, entry(**{"source-url": address})))
    assert sentence in page
    assert address in page
    assert not Source.objects.exists()


def test_a_rating_needs_its_reason_and_keeps_it(client):
    rated = {"source-reliability": "reliable"}
    assert "Write why, or leave the reliability unknown." in page_of(client.post(URL, entry(**rated)))
    client.post(URL, entry(**rated, **{"source-reliability_reason": "The ministry’s own page."}))
    assert SourceAssessment.objects.get().reason == "The ministry’s own page."


def upload(content, name="page.html"):
    return {"source-copy": SimpleUploadedFile(name, content, content_type="application/x-any")}


def test_a_copy_is_stored_with_its_digest(client):
    content = b"%PDF-1.7 and so on"
    client.post(URL, entry() | upload(content, "report.txt"))
    copy = StoredCopy.objects.get()
    assert (bytes(copy.content), copy.media_type) == (content, "application/pdf")
    assert copy.sha256 == copy.source.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (b"MZ\x00\x01 a program", "By its content this is no PDF"),
        (b"%PDF-" + b"0" * StoredCopy.LARGEST, "larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_copy_of_a_page_is_refused(client, content, sentence):
    assert sentence in page_of(client.post(URL, entry() | upload(content)))
    assert not Source.objects.exists()


def test_a_digest_that_is_not_the_file_s_is_refused(client):
    page = page_of(client.post(URL, entry(**{"source-sha256": "0" * 64}) | upload(b"Plain words.")))
    assert "The file has another digest" in page


def test_one_is_told_to_choose_the_file_again(client):
    page = page_of(client.post(URL, entry(text="") | upload(b"Plain words.")))
    assert "Choose the stored copy again" in page
