"""The page of a source: what was taken from it, who quotes it, how far it is trusted, and that nothing of it goes."""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import evidence
from cases.models import Source, SourceAssessment
from tests import factories
from tests.factories import ClaimFactory, SourceFactory, StatementFactory

COPY = b"%PDF-1.7 <script>alert(1)</script>"


@pytest.fixture
def source(office):
    return SourceFactory(
        office=office,
        title="The notification",
        reliability="reliable",
        reliability_reason="It names its own.",
    )


@pytest.fixture
def contested(office, source):
    """A group of which the source says six, and another source seven."""
    group = factories.GroupFactory(office=office)
    claim = ClaimFactory(
        about=group, statement=StatementFactory(source=source, text="There are six"), number=6
    )
    ClaimFactory(about=group, number=7)
    return claim


def url(source, *parts):
    return "/".join([source.get_absolute_url().rstrip("/"), *parts]) + "/"


def judged(client, source, kind, **form):
    return client.post(url(source, "judge", kind), {"reason": "It was written by somebody else.", **form})


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_its_statements_with_their_claims_in_short(client_for, source, contested):
    page = read(client_for("viewer"), url(source))
    assert "There are six" in page
    assert "how many belong to the group: 6" in page


def test_of_many_claims_it_shows_the_first_and_how_many_more(client_for, office, source):
    statement = StatementFactory(source=source)
    for number in range(5):
        ClaimFactory(about=factories.GroupFactory(office=office), statement=statement, number=number)
    assert "2 more" in read(client_for("viewer"), url(source))


def test_a_place_where_somebody_is_held_is_kept_from_a_viewer(client_for, office, source):
    camp = factories.PlaceFactory(name="Camp canary")
    person = factories.PersonFactory(office=office)
    statement = StatementFactory(source=source)
    ClaimFactory(about=person, statement=statement, aspect="place", place=camp)
    for address in (url(source), statement.get_absolute_url()):
        assert "Camp canary" not in read(client_for("viewer"), address)
        assert "Camp canary" in read(client_for("caseworker"), address)


def test_a_restricted_place_of_a_group_is_kept_from_a_viewer(client_for, office, source):
    camp = factories.PlaceFactory(name="Camp canary", restricted=True)
    statement = StatementFactory(source=source)
    ClaimFactory(about=factories.GroupFactory(office=office), statement=statement, aspect="place", place=camp)
    for address in (url(source), statement.get_absolute_url()):
        assert "Camp canary" not in read(client_for("viewer"), address)
        assert "Camp canary" in read(client_for("caseworker"), address)


def test_a_place_of_somebody_whom_others_look_after_is_kept(client_for, user_in, office, source):
    owner = user_in("caseworker")
    person = factories.PersonFactory(office=office, owner=owner)
    camp = factories.PlaceFactory(name="Camp canary")
    ClaimFactory(about=person, statement=StatementFactory(source=source), aspect="place", place=camp)
    assert "Camp canary" not in read(client_for("caseworker"), url(source))
    assert "Camp canary" in read(client_for(owner), url(source))


def test_what_is_told_of_a_record_that_one_may_not_see_is_on_no_page_of_it(client_for, office, source):
    statement, strict = StatementFactory(source=source), {"office": office, "confidentiality": "strict"}
    ClaimFactory(about=factories.GroupFactory(**strict), statement=statement, number=98765)
    parcel = factories.ParcelFactory(**strict)
    factories.EventFactory(about=parcel, statement=statement, evidence="")
    for address, told in ((url(source), "98,765"), (statement.get_absolute_url(), parcel.reference)):
        assert told not in read(client_for("caseworker"), address)
        assert told in read(client_for("coordinator"), address)


def test_the_chain_goes_from_the_first_that_is_quoted_to_the_last_that_quotes(client_for, office):
    first, other = (
        SourceFactory(office=office, title="The first"),
        SourceFactory(office=office, title="Unrelated"),
    )
    here = SourceFactory(office=office, title="In the middle", relayed_from=first)
    SourceFactory(office=office, title="A sibling", relayed_from=first)
    relay = SourceFactory(office=office, title="Quotes the middle", relayed_from=here)
    SourceFactory(office=office, title="Quotes that", relayed_from=relay)
    chain = client_for("viewer").get(url(here)).context["chain"]
    assert names(chain) == ("The first", [("In the middle", [("Quotes the middle", [("Quotes that", [])])])])
    assert client_for("viewer").get(url(other)).context["chain"] is None


def names(node):
    return str(node["source"]), [names(relay) for relay in node["relays"]]


def test_a_source_of_the_chain_that_one_may_not_see_is_not_named(client_for, office):
    first = SourceFactory(office=office, title="Canary one", confidentiality="strict")
    here = SourceFactory(office=office, title="Here", relayed_from=first)
    SourceFactory(office=office, title="Canary two", relayed_from=here, confidentiality="strict")
    page = read(client_for("caseworker"), url(here))
    assert "Canary" not in page
    assert page.count("a source that is not shown to your role") == 1
    assert read(client_for("coordinator"), url(here)).count("Canary") == 2


def test_a_rating_needs_a_reason_and_stays_in_the_history(client_for, source):
    client = client_for("caseworker")
    assert judged(client, source, "rated", reliability="unreliable", reason=" ").status_code == 422
    assert judged(client, source, "rated", reliability="unreliable").status_code == 302
    page = read(client, url(source))
    assert "It was written by somebody else." in page
    assert "It names its own." in page
    source.refresh_from_db()
    assert source.reliability == "unreliable"


def test_withdrawing_asks_once_more_and_says_how_far_it_reaches(client_for, source, contested):
    page = read(client_for("caseworker"), url(source, "judge", "withdrawn"))
    assert "1 claim taken from it no longer counts." in page
    assert "1 question about 1 record" in page
    assert not Source.objects.get(pk=source.pk).withdrawn


def test_a_withdrawn_source_is_marked_everywhere_and_its_claims_count_no_more(client_for, source, contested):
    client = client_for("caseworker")
    assert judged(client, source, "withdrawn").status_code == 302
    for address in (url(source), contested.statement.get_absolute_url()):
        page = read(client, address)
        assert "This source was withdrawn." in page
        assert "It was written by somebody else." in page
    assert "its source was withdrawn" in read(client, contested.statement.get_absolute_url())
    assert "source withdrawn" in read(client, "/statements/?withdrawn=yes")
    assert list(client.get("/sources/?withdrawn=yes").context["rows"]) == [source]
    assert source not in client.get("/sources/?withdrawn=no").context["rows"]
    assert list(client.get("/statements/?withdrawn=yes").context["rows"]) == [contested.statement]
    contested.about.refresh_from_db()
    assert contested.about.contested == 0


def test_a_restored_source_counts_again_and_its_page_keeps_why_it_was_withdrawn(
    client_for, source, contested
):
    client = client_for("caseworker")
    judged(client, source, "withdrawn")
    judged(client, source, "restored", reason="It was genuine.")
    page = read(client, url(source))
    assert "This source was withdrawn." not in page
    assert "It was written by somebody else." in page
    contested.about.refresh_from_db()
    assert contested.about.contested == 1


def test_withdrawing_twice_gets_a_sentence_and_the_same_form_twice_is_one(client_for, source):
    client, key = client_for("caseworker"), "6f2f3a52-3f0a-4c8e-9f0e-0d8f6d2f3a52"
    for _time in range(2):
        assert judged(client, source, "withdrawn", form_key=key).status_code == 302
    assert source.assessments.filter(kind="withdrawn").count() == 1
    again = judged(client, source, "withdrawn")
    assert again.status_code == 422
    assert "reload the page" in again.content.decode()


@pytest.mark.parametrize("kind", SourceAssessment.Kind.values)
def test_a_viewer_judges_nothing_and_is_not_offered_it(client_for, source, kind):
    client = client_for("viewer")
    assert client.get(url(source, "judge", kind)).status_code == 403
    assert judged(client, source, kind, reliability="unknown").status_code == 403
    assert "/judge/" not in read(client, url(source))


def test_there_is_no_other_judgement_and_none_in_another_office(client_for, source):
    assert client_for("caseworker").get(url(source, "judge", "deleted")).status_code == 404
    assert client_for("caseworker").get(url(SourceFactory(), "judge", "withdrawn")).status_code == 404


@pytest.fixture
def kept(office):
    return SourceFactory(office=office, copy=COPY, media_type="application/pdf")


def test_the_stored_copy_is_described_without_being_read(client_for, kept):
    client = client_for("viewer")
    with CaptureQueriesContext(connection) as queries:
        page = read(client, url(kept))
    assert hashlib.sha256(COPY).hexdigest() in page
    assert "application/pdf" in page
    assert not any('"cases_storedcopy"."content",' in query["sql"] for query in queries)


def test_the_stored_copy_is_a_file_to_keep_and_never_shown_by_the_browser(client_for, kept):
    response = client_for("viewer").get(url(kept, "copy"))
    assert response.content == COPY
    assert response["Content-Disposition"] == f'attachment; filename="{kept.reference}.pdf"'
    assert response["Content-Security-Policy"] == "sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"


def test_a_copy_of_another_office_or_of_a_stricter_level_or_none_is_not_found(client_for, office, source):
    client = client_for("caseworker")
    theirs = SourceFactory(copy=COPY, media_type="application/pdf")
    strict = SourceFactory(office=office, copy=COPY, media_type="application/pdf", confidentiality="strict")
    for one in (theirs, strict, source):
        assert client.get(url(one, "copy")).status_code == 404


def test_its_page_says_what_cites_it_and_offers_to_withdraw_it(client_for, office, source, contested):
    SourceFactory(office=office, relayed_from=source)
    page = read(client_for("caseworker"), url(source))
    for words in ("never deleted", "1 statement", "1 claim", "1 source", "withdraw it"):
        assert words in page


def test_what_cites_it_is_counted_as_far_as_one_sees_it(client_for, office, source, contested):
    strict = factories.GroupFactory(office=office, confidentiality="strict")
    ClaimFactory(about=strict, statement=StatementFactory(source=source), number=8)
    parcel = factories.ParcelFactory(office=office, confidentiality="strict")
    factories.EventFactory(about=parcel, statement=StatementFactory(source=source), evidence="")
    seen = read(client_for("caseworker"), url(source))
    assert "1 claim" in seen
    assert not any(words in seen for words in ("2 claims", "1 event"))
    every = read(client_for("coordinator"), url(source))
    assert all(words in every for words in ("2 claims", "1 event"))


def test_what_may_not_be_seen_is_not_counted_among_what_cites_it(client_for, office, source):
    StatementFactory(source=source, confidentiality="strict")
    SourceFactory(office=office, relayed_from=source, confidentiality="strict")
    for role, cited in (("caseworker", []), ("coordinator", ["1 statement", "1 source"])):
        found = client_for(role).get(url(source)).context["cited"]
        assert [each["text"] for each in found] == cited


def test_what_cites_a_source_or_a_speaker_is_said_to_who_would_delete_it(client_for, source, contested):
    client, speaker = client_for("coordinator"), contested.statement.speaker
    for address in (f"/admin/cases/source/{source.pk}/delete/", f"/admin/cases/actor/{speaker.pk}/delete/"):
        for response in (client.get(address), client.post(address, {"post": "yes"})):
            assert response.status_code == 403
            page = response.content.decode()
            assert f"/admin/cases/statement/{contested.statement_id}/change/" in page
            assert "Statements (" in page
    silent = client.get(f"/admin/cases/actor/{factories.ActorFactory().pk}/delete/")
    assert "Nothing that you may see cites it." in silent.content.decode()


def test_a_page_asks_the_same_queries_for_few_statements_and_for_many(client_for, office, source):
    client, counts = client_for("caseworker"), []
    for more in (1, 8):
        for _number in range(more):
            statement = StatementFactory(source=source)
            ClaimFactory(about=factories.GroupFactory(office=office), statement=statement)
            SourceFactory(office=office, relayed_from=source)
        with CaptureQueriesContext(connection) as queries:
            client.get(url(source))
        counts.append(len(queries))
    assert counts[0] == counts[1], [query["sql"][:200] for query in queries]


def test_a_judgement_by_the_action_shows_on_the_page(client_for, source):
    evidence.judge_source(source=source, kind="withdrawn", reason="The letter was forged.", by=None)
    assert "The letter was forged." in read(client_for("viewer"), url(source))


@pytest.mark.parametrize("url", ["/sources/%00/", "/statements/%00/", "/record/%00/search/", "/cases/%00/"])
def test_an_address_with_a_nul_names_nothing(client_for, url):
    assert client_for("caseworker").get(url).status_code == 404
