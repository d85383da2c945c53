"""Recording sources, statements and claims, and judging what claims disagree about."""

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from cases.lib.dates import parse
from cases.models import Assessment, Claim, Source, Statement
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


def test_a_statement_takes_its_year_from_its_source(client, statement):
    speaker = factories.ActorFactory(name="The commissioner")
    data = {"source": statement.source.reference, "speaker": speaker.name, "said": "11 December",
        "modality": "asserted",
            "text": "They may go home", "confidentiality": "ordinary", "form_key": KEY}  # fmt: skip
    client.post("/statements/add/", data)
    made = Statement.objects.get(text="They may go home")
    assert (made.said.basis, made.said.earliest.isoformat()) == ("inferred", "2025-12-11")


def test_a_derived_statement_cites_its_parts(client, statement):
    data = {"source": statement.source.reference, "speaker": statement.speaker.name, "modality": "derived",
            "text": "Twenty-five more", "confidentiality": "ordinary", "form_key": KEY}  # fmt: skip
    answer = client.post("/statements/add/", data)
    assert "choose its parts" in answer.content.decode()
    client.post("/statements/add/", data | {"parts": statement.reference})
    assert Statement.objects.get(modality="derived").parts.get() == statement


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
        ({"aspect": "size", "population": "people"}, "Fill this in"),
        ({"aspect": "size", "number": "6"}, "Say who or what is counted."),
        ({"aspect": "date", "number": "6", "date": "Nov 2025"}, "Leave this empty"),
        ({"aspect": "manner"}, "Fill this in"),
        ({"aspect": "position", "position": "considering"}, "Say whose position it is"),
    ],
)
def test_a_claim_holds_the_value_that_its_aspect_asks_for(client, statement, facts, sentence):
    group = GroupFactory(office=statement.office)
    answer = client.post(reverse("claim_add", args=[statement.reference]), claim_data(group, **facts))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Claim.objects.exists()


def test_a_claim_needs_a_record_that_exists_here(client, statement):
    answer = client.post(
        reverse("claim_add", args=[statement.reference]),
        claim_data(GroupFactory(), aspect="size", number="6"),
    )
    assert "There is no record with this reference" in answer.content.decode()


# --- Judging ----------------------------------------------------------------------------------------------


@pytest.fixture
def contested(office):
    """A group of which one says six and another says seven."""
    group = GroupFactory(office=office)
    return [ClaimFactory(about=group, number=number) for number in (6, 7)]


def url_of(claim):
    return reverse("assess", args=[claim.pk])


def judge(claim, kind="preferred", reason="The list of names has as many."):
    return {"kind": kind, "claim": str(claim.pk), "reason": reason, "form_key": KEY}


def test_all_claims_of_the_question_stand_side_by_side(client, contested):
    page = client.get(url_of(contested[0])).content.decode()
    assert page.count('<article class="claim">') == 2
    for claim in contested:
        assert claim.statement.reference in page


def test_a_preferred_claim_settles_it_and_the_other_stays(client, contested):
    for _twice in range(2):
        answer = client.post(url_of(contested[0]), judge(contested[1]), follow=True)
    assert "preferred: 7" in " ".join(strip_tags(answer.content.decode()).split())
    assert Assessment.objects.count() == 1
    thread = contested[0].thread
    thread.refresh_from_db()
    assert (thread.open, thread.disagrees, thread.preferred) == (False, True, contested[1])


def test_it_can_be_opened_again(client, contested):
    client.post(url_of(contested[0]), judge(contested[1]))
    assert "cleared" in dict(client.get(url_of(contested[0])).context["form"].fields["kind"].choices)
    client.post(
        url_of(contested[0]), judge(contested[1], "cleared", "A second list came.") | {"form_key": ""}
    )
    contested[0].thread.refresh_from_db()
    assert contested[0].thread.open


def test_a_claim_recorded_by_mistake_is_withdrawn_and_still_on_record(client, contested):
    client.post(url_of(contested[0]), judge(contested[1], "withdrawn", "Read the wrong line."))
    group = contested[0].about
    group.refresh_from_db()
    assert (group.contested, group.size_high) == (0, 6)
    assert Claim.objects.count() == 2
    page = client.get(contested[1].statement.get_absolute_url()).content.decode()
    assert "withdrawn: Read the wrong line." in page
    assert client.get(url_of(contested[1])).status_code == 404


def test_a_judgement_needs_a_reason(client, contested):
    answer = client.post(url_of(contested[0]), judge(contested[1], reason=" "))
    assert answer.status_code == 422
    assert not Assessment.objects.exists()


def test_who_may_not_change_records_may_not_judge(client_for, contested):
    assert client_for("viewer").post(url_of(contested[0]), judge(contested[0])).status_code == 403


def test_a_claim_of_another_office_is_not_found(client):
    assert client.get(url_of(ClaimFactory())).status_code == 404
