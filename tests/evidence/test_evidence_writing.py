"""Recording sources, statements and claims."""

import pytest
from django.urls import reverse

from cases.lib.dates import parse
from cases.models import Claim, Source
from tests import factories
from tests.factories import ClaimFactory, GroupFactory, SourceFactory, StatementFactory

KEY = "6d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


@pytest.fixture
def statement(office):
    source = SourceFactory(office=office, published=parse("13 Dec 2025"), language="uk")
    return StatementFactory(source=source, text="Six people wait", quote="Шестеро чекають", language="uk")


def source_data(**changes):
    publisher = factories.ActorFactory(name="News of the day", kind="media")
    base = {"title": "A report", "publisher": publisher.name, "type": "article", "reliability": "unknown",
            "confidentiality": "ordinary", "form_key": KEY}  # fmt: skip
    return base | changes


def test_a_source_is_recorded_once(client, office):
    data = source_data(url="https://news.example/a", published="13 December 2025")
    assert client.post("/sources/add/", data).url == client.post("/sources/add/", data).url
    source = Source.objects.get()
    assert (source.office, source.published.words) == (office, "13 December 2025")


def test_a_known_address_leads_to_its_source(client, office):
    known = SourceFactory(office=office, url="https://news.example/a")
    answer = client.post("/sources/add/", source_data(url=known.url), follow=True)
    assert answer.redirect_chain[-1][0] == known.get_absolute_url()
    assert "recorded before" in answer.content.decode()


def test_what_was_typed_stays_when_a_source_is_refused(client):
    answer = client.post("/sources/add/", source_data(publisher="Nobody of this name", title="My title"))
    assert answer.status_code == 422
    assert "My title" in answer.content.decode()
    assert "Nothing is found by" in answer.content.decode()


def test_the_page_of_a_source_lists_what_was_said_in_it(client, statement):
    relay = SourceFactory(office=statement.office, title="Copied it", relayed_from=statement.source)
    page = client.get(statement.source.get_absolute_url()).content.decode()
    for words in ("Six people wait", "Copied it", "13 Dec 2025"):
        assert words in page
    assert statement.source.title in client.get(relay.get_absolute_url()).content.decode()


def test_the_page_of_a_statement_shows_its_words_claims_and_events(client, statement):
    group = GroupFactory(office=statement.office, name="Six from the region")
    ClaimFactory(about=group, statement=statement, number=6)
    factories.EventFactory(about=group, type="reported", statement=statement, evidence="", note="")
    page = client.get(statement.get_absolute_url()).content.decode()
    for words in (
        "Six people wait",
        '<blockquote lang="uk"><q>Шестеро чекають</q>',
        "Six from the region",
        "Reported",
        "stands",
    ):
        assert words in page


def test_claims_about_records_one_may_not_see_are_not_shown(client_for, statement):
    secret = GroupFactory(office=statement.office, name="A hidden group", confidentiality="strict")
    ClaimFactory(about=secret, statement=statement)
    assert "A hidden group" not in client_for("viewer").get(statement.get_absolute_url()).content.decode()
    assert "A hidden group" in client_for("coordinator").get(statement.get_absolute_url()).content.decode()


# --- Claims -----------------------------------------------------------------------------------------------


def claim_data(about, **changes):
    return {"about": about.reference, "precision": "exact", "form_key": KEY} | changes


def test_a_claim_is_recorded_once_about_a_record(client, statement):
    group = GroupFactory(office=statement.office)
    url = reverse("claim_add", args=[statement.reference])
    data = claim_data(group, aspect="size", number="6", population="people")
    for _twice in range(2):
        assert client.post(url, data).url == statement.get_absolute_url()
    claim = Claim.objects.get()
    assert (claim.about, claim.number, claim.statement) == (group, 6, statement)
    group.refresh_from_db()
    assert group.size_low == 6


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"aspect": ""}, "Choose what the claim says"),
        ({"aspect": "size", "population": "people"}, "Fill this in"),
        ({"aspect": "size", "number": "6"}, "Say who or what is counted."),
        ({"aspect": "size", "number": "about 20", "population": "people"}, "Write the digits only"),
        ({"aspect": "size", "number": "-6", "population": "people"}, "Nothing is counted below 0"),
        ({"aspect": "manner"}, "Fill this in"),
        ({"aspect": "manner", "words": "w" * 301}, "at most 300 characters"),
        ({"aspect": "date", "date": "some day"}, "is not understood in a date"),
        ({"aspect": "place", "place": "Nowhere at all"}, "Nothing is found by"),
        ({"aspect": "outcome", "outcome": "delivered"}, "Of this record one can say: how many belong"),
    ],
)
def test_a_claim_holds_the_value_that_its_aspect_asks_for(client, statement, facts, sentence):
    group = GroupFactory(office=statement.office)
    answer = client.post(reverse("claim_add", args=[statement.reference]), claim_data(group, **facts))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert all(value in answer.content.decode() for value in facts.values())
    assert not Claim.objects.exists()


def test_what_the_aspect_does_not_ask_for_is_not_recorded(client, statement):
    group = GroupFactory(office=statement.office)
    facts = {"aspect": "date", "date": "Nov 2025", "number": "about 6", "population": "people", "own": "on"}
    client.post(reverse("claim_add", args=[statement.reference]), claim_data(group, **facts))
    claim = Claim.objects.get()
    assert (claim.date.words, claim.number, claim.population) == ("Nov 2025", None, "")


@pytest.mark.parametrize("typed", ["2000", "2,000", "2 000", "2\u00a0000"])
def test_a_number_is_read_with_its_thousands_set_apart(client, statement, typed):
    group = GroupFactory(office=statement.office)
    facts = {"aspect": "size", "number": typed, "population": "people", "precision": "about"}
    client.post(reverse("claim_add", args=[statement.reference]), claim_data(group, **facts))
    assert Claim.objects.get().value_text == "about 2,000"


def test_none_of_them_is_a_number_too(client, statement):
    group = GroupFactory(office=statement.office)
    facts = {"aspect": "count_remaining", "number": "0", "population": "residents"}
    client.post(reverse("claim_add", args=[statement.reference]), claim_data(group, **facts))
    assert Claim.objects.get().number == 0


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"aspect": "date", "date": "14 Dec 2025"}, "said to have happened after the source was published"),
        ({"aspect": "place", "place": "Here", "as_of": "14 Dec 2025"}, "stated as of a day after"),
    ],
)
def test_what_lies_after_the_publication_is_asked_about_and_can_be_meant(client, statement, facts, sentence):
    factories.PlaceFactory(name="Here")
    group = GroupFactory(office=statement.office)
    url, data = reverse("claim_add", args=[statement.reference]), claim_data(group, **facts)
    assert sentence in client.post(url, data).content.decode()
    assert client.post(url, data | {"keep_dates": "on"}).status_code == 302
    assert Claim.objects.count() == 1


def test_what_is_planned_may_lie_ahead(client, statement):
    visit = factories.VisitFactory(office=statement.office)
    facts = {"aspect": "date_planned", "date": "18 January"}
    client.post(reverse("claim_add", args=[statement.reference]), claim_data(visit, **facts))
    assert Claim.objects.get().date.earliest.isoformat() == "2026-01-18"


def test_the_page_of_a_claim_shows_only_what_is_asked_for(client, statement):
    group = GroupFactory(office=statement.office)
    url = reverse("claim_add", args=[statement.reference])
    answer = client.post(url, claim_data(group, aspect="date", date="late November", show="None"))
    asked = [box.field.name for box in answer.context["form"].boxes if box.shown]
    assert (answer.status_code, asked) == (200, ["date", "as_of", "words"])
    assert 'value="late November"' in answer.content.decode()
    form = client.get(url, {"about": group.reference}).context["form"]
    assert form["about"].value() == f"{group} · {group.reference}"


def test_the_reading_of_a_date_knows_the_date_of_the_statement(client, statement):
    page = client.get(reverse("claim_add", args=[statement.reference])).content.decode()
    assert 'data-date-reading="/reading/?source-published=2025-12-13"' in page


def test_a_claim_needs_a_record_that_exists_here(client, statement):
    answer = client.post(
        reverse("claim_add", args=[statement.reference]),
        claim_data(GroupFactory(), aspect="size", number="6"),
    )
    assert "Nothing is found by" in answer.content.decode()


def test_a_viewer_takes_no_claim_from_a_statement(client_for, statement):
    url = reverse("claim_add", args=[statement.reference])
    viewer = client_for("viewer")
    assert viewer.get(url).status_code == viewer.post(url, {}).status_code == 403
    assert url not in viewer.get(statement.get_absolute_url()).content.decode()
