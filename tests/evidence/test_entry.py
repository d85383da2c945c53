"""Recording in one pass who said what in which source, with its claims: all of it or nothing."""

import pytest

from cases.models import Claim, Source, Statement
from tests.evidence.entries import KEY, claims, entry, page_of
from tests.factories import GroupFactory, ParcelFactory

URL = "/statements/add/"


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


@pytest.fixture
def group(office):
    return GroupFactory(office=office, name="Six from the region")


def test_source_statement_and_claims_are_recorded_in_one_pass(client, office, group):
    answer = client.post(
        URL,
        entry(
            claims(
                {"about": group.reference, "aspect": "size", "number": "6", "population": "people"},
                {"about": group.reference, "aspect": "date", "date": "late November"},
            ),
            **{"source-published": "13 December 2025"},
        ),
        follow=True,
    )
    statement = Statement.objects.get()
    assert answer.redirect_chain[-1][0] == statement.get_absolute_url()
    assert f"Recorded: {statement.reference}, with 2 claims." in page_of(answer)
    assert (statement.source.office, statement.source.title) == (office, "A report")
    assert [claim.value_text for claim in statement.claims.order_by("sequence")] == ["6", "late November"]
    group.refresh_from_db()
    assert group.size_low == 6


def test_a_year_is_proposed_from_the_source_and_marked_inferred(client, group):
    told = {"about": group.reference, "aspect": "date", "date": "наприкінці листопада"}
    client.post(URL, entry(claims(told), said="11 грудня", **{"source-published": "13 Dec 2025"}))
    claim = Claim.objects.get()
    assert (claim.date.basis, claim.date.earliest.isoformat()) == ("inferred", "2025-11-21")
    assert claim.statement.said.earliest.isoformat() == "2025-12-11"


def test_the_year_that_is_proposed_can_be_refused(client, group):
    told = {"about": group.reference, "aspect": "date", "date": "late November", "date_yearless": "on"}
    data = entry(claims(told), said="11 December", said_yearless="on", **{"source-published": "13 Dec 2025"})
    client.post(URL, data)
    claim = Claim.objects.get()
    assert (claim.date.basis, claim.date.earliest, claim.date.words) == ("unknown", None, "late November")
    assert claim.statement.said.edtf == "XXXX-12-11"


def test_a_refused_year_stays_refused_when_the_form_comes_back(client):
    page = page_of(client.post(URL, entry(said="11 December", said_yearless="on", text="")))
    assert 'name="said_yearless" data-yearless checked' in page


def test_the_year_that_would_be_inferred_is_told_without_scripts(client, group):
    told = claims({"about": group.reference, "aspect": "date", "date": "late November"})
    data = entry(told, said="11 грудня", **{"source-published": "13 December 2025"})
    for data_sent in (data | {"show": "claims-0"}, data | {"text": ""}):
        page = page_of(client.post(URL, data_sent))
        assert "Read as 11 Dec 2025 · year inferred" in page
        assert "Read as 21 to 30 Nov 2025 · year inferred" in page


def test_a_form_sent_twice_records_once(client, group):
    data = entry(claims({"about": group.reference, "aspect": "size", "number": "6", "population": "people"}))
    first, second = client.post(URL, data), client.post(URL, data, follow=True)
    assert second.redirect_chain[-1][0] == first.url
    assert "This form was sent before" in page_of(second)
    assert (Source.objects.count(), Statement.objects.count(), Claim.objects.count()) == (1, 1, 1)


def test_what_was_recorded_a_moment_ago_is_asked_about(client):
    client.post(URL, entry())
    answer = client.post(URL, entry(form_key=KEY.replace("6", "7")))
    assert answer.status_code == 422
    assert f"saved as {Statement.objects.get().reference}" in page_of(answer)
    assert Statement.objects.count() == 1


def test_one_bad_claim_of_two_saves_nothing_and_keeps_everything(client, group):
    told = claims(
        {"about": group.reference, "aspect": "size", "number": "6", "population": "people"},
        {"about": group.reference, "aspect": "size", "number": "about 20", "population": "people"},
    )
    answer = client.post(URL, entry(told, text="Мої слова"))
    page = page_of(answer)
    assert answer.status_code == 422
    assert "Write the digits only, such as 20; for “about 20”" in page
    assert "<title>Error:" in page
    assert '<a href="#id_claims-1-number">Claim 2, Number: Write the digits only' in page
    for typed in ("Мої слова", "A report", 'value="6"', 'value="about 20"', group.reference):
        assert typed in page
    assert not Source.objects.exists()
    assert not Statement.objects.exists()


def test_all_claims_that_the_rules_refuse_are_told_at_once(client, office, group):
    parcel = ParcelFactory(office=office)
    told = claims(
        {"about": parcel.reference, "aspect": "size", "number": "6", "population": "people"},
        {"about": group.reference, "aspect": "outcome", "outcome": "delivered"},
    )
    page = page_of(client.post(URL, entry(told)))
    assert f"“how many belong to the group” cannot be said of {parcel.reference}" in page
    assert f"“outcome of a delivery” cannot be said of {group.reference}" in page
    assert not Source.objects.exists()


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_who_only_reads_is_neither_offered_the_form_nor_let_in(client_for, office, role):
    client = client_for(role)
    assert client.get(URL).status_code == 403
    assert client.post(URL, entry()).status_code == 403
    assert not Statement.objects.exists()


def test_a_viewer_finds_no_link_to_it_on_a_record(client_for, group):
    link = f"{URL}?about={group.reference}"
    assert link not in page_of(client_for("viewer").get(group.get_absolute_url()))
    assert link in page_of(client_for("caseworker").get(group.get_absolute_url()))


# --- The statement ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": "я" * 50_000}, "at most 20,000 characters, and these are 50000"),
        ({"quote": "q" * 301}, "at most 300 characters, and this has 301"),
        ({"speaker": "Nobody of this name"}, "Nothing is found by"),
        ({"said": "31 February 2025"}, "Said on"),
        ({"source": "No such source"}, "No source on record is found by"),
    ],
)
def test_what_cannot_be_recorded_gets_its_sentence_and_is_kept(client, changes, sentence):
    answer = client.post(URL, entry(**changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert next(iter(changes.values())) in page
    assert not Statement.objects.exists()


@pytest.mark.parametrize("typed", ["я" * 100_000, "\0", "\u202e", "%s{}<b>"])
@pytest.mark.parametrize(
    "name", ["source", "speaker", "claims-0-about", "claims-0-party", "source-url", "said"]
)
def test_nothing_that_is_typed_breaks_the_page(client, name, typed):
    data = entry(claims({"about": "GRP-0000", "aspect": "position", "position": "considering"}))
    for turn in ({}, {"show": "claims-0"}):
        assert client.post(URL, data | {name: typed} | turn).status_code in {200, 302, 422}


def test_a_hidden_character_beside_a_source_that_is_not_found_breaks_nothing(client):
    answer = client.post(URL, entry(source="No such source", **{"source-title": "A\0 title"}))
    assert answer.status_code == 422


def test_long_words_in_any_script_are_recorded(client):
    words = "Слова \u202e\0 and كلمات " * 800
    client.post(URL, entry(text=words))
    text = Statement.objects.get().text
    assert "كلمات" in text
    assert "\0" not in text


def test_words_spoken_after_the_publication_are_asked_about(client):
    data = entry(said="14 December 2025", **{"source-published": "13 December 2025"})
    page = page_of(client.post(URL, data))
    assert "The speaker is said to have spoken after the source was published" in page
    assert 'name="keep_dates"' in page
    client.post(URL, data | {"keep_dates": "on"})
    assert Statement.objects.get().said.edtf == "2025-12-14"


def test_a_derived_statement_cites_its_parts(client):
    client.post(URL, entry(text="The first"))
    part = Statement.objects.get()
    data = entry(modality="derived", form_key=KEY.replace("6", "7"))
    assert "choose its parts" in page_of(client.post(URL, data))
    client.post(URL, data | {"parts": part.reference})
    assert Statement.objects.get(modality="derived").parts.get() == part
