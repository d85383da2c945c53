"""What stands in a source that one may not see, or in a restricted statement: no page, list, file or form says it."""

import pytest

from cases.actions import events
from cases.lib.dates import parse
from cases.models import Aspect, Statement
from tests.factories import (
    ActorFactory,
    AssessmentFactory,
    ClaimFactory,
    GroupFactory,
    SourceFactory,
    StatementFactory,
)

SECRET = "Canary"


@pytest.fixture
def group(office):
    return GroupFactory(office=office, name="The six")


@pytest.fixture(params=["a strict source", "a strict statement"])
def secret(request, office):
    """What was said where only a coordinator may look."""
    strict = {"confidentiality": "strict"}
    of_source, of_statement = (strict, {}) if request.param == "a strict source" else ({}, strict)
    title = SECRET if of_source else "A paper"
    source = SourceFactory(office=office, title=title, url="https://canary.example/1", **of_source)
    return StatementFactory(
        source=source, text=f"{SECRET} words", speaker=ActorFactory(name=f"{SECRET} speaker"), **of_statement
    )


@pytest.fixture
def public(office, secret):
    """A public source that quotes the other, and a figure in it that is derived from the secret statement."""
    quoting = SourceFactory(office=office, relayed_from=secret.source)
    return StatementFactory(source=quoting, modality="derived", parts=[secret])


@pytest.fixture
def told(group, secret, public, coordinator):
    """Claims and an event that rest on it, beside public ones."""
    counts = {"aspect": Aspect.COUNT_REMAINING, "population": "people", "as_of": parse("1 Jan 2026")}
    claim = ClaimFactory(about=group, statement=secret, number=98765, words=f"{SECRET} figure", **counts)
    ClaimFactory(about=group, statement=StatementFactory(source=public.source), number=13, **counts)
    events.record_event(about=group, type="noted", by=coordinator, statement=secret, note="A note.")
    return claim


@pytest.fixture
def shown(client_for, group, public, told):
    """All pages on which it could stand, as a role reads them; without the words that the address itself asks for."""

    def shown(role):
        pages = [
            group, public, public.source, "/statements/", "/sources/", "/events/", "/conflicts/", "/groups/",
            "/lookup/statement/?q=words", "/lookup/source/?q=canary.example",
        ]  # fmt: skip
        urls = [page if isinstance(page, str) else page.get_absolute_url() for page in pages]
        return "".join(client_for(role).get(url).content.decode() for url in urls)

    return shown


@pytest.mark.parametrize("role", ["viewer", "caseworker"])
def test_no_page_says_what_stands_where_one_may_not_look(shown, secret, role):
    page = shown(role)
    assert [word for word in (f"{SECRET} ", "98,765", secret.reference) if word in page] == []
    assert "a statement that is not shown to your role" in page
    assert "98,765" in shown("coordinator")


def test_no_file_says_it(client_for, told, secret):
    client = client_for("caseworker")
    sent = [client.post(f"/{name}/export/") for name in ("statements", "sources", "events", "conflicts")]
    text = b"".join(b"".join(each.streaming_content) for each in sent).decode()
    assert "not shown to you" in text
    assert [word for word in (f"{SECRET} ", "98,765", secret.reference) if word in text] == []


def test_a_statement_of_a_source_that_one_may_not_see_is_not_found(client_for, secret):
    assert client_for("caseworker").get(secret.get_absolute_url()).status_code == 404
    assert client_for("coordinator").get(secret.get_absolute_url()).status_code == 200


def test_no_event_is_found_by_words_of_a_statement_that_one_may_not_read(client_for, told, group):
    for role, found in (("caseworker", False), ("coordinator", True)):
        page = client_for(role).get("/events/?q=canary+words").content.decode()
        assert (group.reference in page) is found


def test_who_opens_the_question_again_is_not_told_judgements_of_claims_that_one_may_not_read(
    client_for, told, group
):
    AssessmentFactory(claim=told, kind="preferred", reason=f"{SECRET} reason")
    mine = group.claims.get(number=13)
    url, sent = f"/claim/{mine.pk}/assess/", {"kind": "cleared", "reason": "Why not.", "seen": "0"}
    answer = client_for("caseworker").post(url, sent)
    assert answer.status_code == 422
    assert SECRET not in answer.content.decode()
    assert f"{SECRET} reason" in client_for("coordinator").post(url, sent).content.decode()


def test_a_preference_that_one_may_not_read_is_not_ones_to_clear(client_for, told, group):
    AssessmentFactory(claim=told, kind="preferred")
    mine = group.claims.get(number=13)
    sent = {"kind": "cleared", "claim": str(mine.pk), "reason": "Why not.", "seen": "99"}
    assert client_for("caseworker").post(f"/claim/{mine.pk}/assess/", sent).status_code == 422
    told.thread.refresh_from_db()
    assert told.thread.preferred_id == told.pk


def test_nobody_cites_by_its_address_a_source_that_one_may_not_see(client_for, office, group):
    SourceFactory(office=office, url="https://canary.example/2", confidentiality="strict")
    typed = {
        "type": "noted",
        "who_says_so": "other",
        "source": "https://canary.example/2",
        "modality": "asserted",
    }
    answer = client_for("caseworker").post(f"/record/{group.reference}/event/", typed)
    assert "recorded on a level that you may not see" in answer.content.decode()
    assert not Statement.objects.exists()
