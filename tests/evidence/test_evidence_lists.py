"""The lists of sources, statements and events across all records."""

import pytest

from cases.actions import evidence
from cases.lib.dates import parse
from tests import factories
from tests.factories import EventFactory, ParcelFactory, SourceFactory, StatementFactory


@pytest.fixture
def found(client_for):
    client = client_for("caseworker")

    def found(url, **query):
        response = client.get(url, query)
        assert not response.context["filter"].form.errors
        return list(response.context["rows"])

    return found


@pytest.mark.parametrize(
    ("query", "fits", "other"),
    [
        ({"type": "official"}, {"type": "official"}, {"type": "call"}),
        ({"reliability": "reliable"}, {"reliability": "reliable"}, {}),
        ({"language": "uk"}, {"language": "uk"}, {"language": "ru"}),
        ({"q": "example.org"}, {"url": "https://example.org/a"}, {}),
        ({"published_from": "2025-12-01"}, {"published": "13 Dec 2025"}, {"published": "Nov 2025"}),
        ({"dated": "no"}, {}, {"published": "Nov 2025"}),
    ],
)
def test_sources_are_filtered(found, office, query, fits, other):
    one, _other = (SourceFactory(office=office, **{k: parse(v) if k == "published" else v for k,
        v in facts.items()})
                   for facts in (fits, other))  # fmt: skip
    assert found("/sources/", **query) == [one]


def test_sources_that_quote_another_are_one_origin(found, office):
    agency = SourceFactory(office=office)
    relay = SourceFactory(office=office, relayed_from=agency)
    assert found("/sources/", relayed="yes") == [relay]
    assert found("/sources/", relays=agency.reference) == [relay]


def test_statements_are_filtered(found, office):
    source = SourceFactory(office=office)
    speaker = factories.ActorFactory(name="The commissioner")
    one = StatementFactory(
        source=source,
        speaker=speaker,
        text="The parcels are ready",
        said=parse("11 Dec 2025"),
        modality="planned",
    )
    StatementFactory(source__office=office)
    for query in (
        {"source": source.reference}, {"speaker": "The commissioner"}, {"modality": "planned"},
        {"q": "parcels"},
        {"said_from": "2025-12-11", "said_to": "2025-12-11", "said_match": "certainly"},
    ):  # fmt: skip
        assert found("/statements/", **query) == [one]


def test_statements_with_claims_and_without(found, office):
    claim = factories.ClaimFactory(about=factories.GroupFactory(office=office))
    silent = StatementFactory(source__office=office)
    assert found("/statements/", claims="yes") == [claim.statement]
    assert found("/statements/", claims="no") == [silent]


@pytest.fixture
def events(office):
    """A parcel that was packed and a letter that was checked, and one event that did not occur."""
    parcel, letter = ParcelFactory(office=office), factories.CorrespondenceFactory(office=office)
    packed = EventFactory(
        about=parcel, type="packed", note="In two boxes", occurred=parse("late November 2025")
    )
    checked = EventFactory(about=letter, type="checked", note="", evidence="photo")
    wrong = EventFactory(about=parcel, type="noted", note="Of another parcel")
    factories.EventErrorFactory(event=wrong)
    return packed, checked, wrong


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, {0, 1, 2}),
        ({"kind": "parcel"}, {0, 2}),
        ({"type": "checked"}, {1}),
        ({"q": "two boxes"}, {0}),
        ({"evidence": "photo"}, {1}),
        ({"evidence": "statement"}, set()),
        ({"wrong": "yes"}, {2}),
        ({"wrong": "no"}, {0, 1}),
        ({"occurred_from": "2025-11-25", "occurred_to": "2025-11-30"}, {0}),
        ({"occurred_from": "2025-11-25", "occurred_match": "certainly"}, set()),
        ({"kind": "parcel", "wrong": "no"}, {0}),
    ],
)
def test_events_are_filtered(found, events, query, numbers):
    assert set(found("/events/", **query)) == {events[number] for number in numbers}


def test_the_events_of_one_record(found, events):
    packed, checked, wrong = events
    assert set(found("/events/", about=packed.about.reference)) == {packed, wrong}
    assert found("/events/", q=checked.about.reference.lower()) == [checked]
    assert found("/events/", about="PCL-0000") == []


def test_the_events_of_one_statement_and_of_one_colleague(found, office, caseworker):
    statement = StatementFactory(source__office=office)
    event = EventFactory(about=ParcelFactory(office=office), statement=statement, evidence="", by=caseworker)
    EventFactory(about=ParcelFactory(office=office))
    assert found("/events/", statement=statement.reference) == [event]
    assert found("/events/", recorded_by=f"@{caseworker.username}") == [event]


def test_events_stand_in_the_order_of_recording(found, events):
    assert found("/events/") == list(reversed(events))
    assert found("/events/", sort="recorded") == list(events)


def test_an_event_declared_wrong_stays_struck_through(client_for, events):
    page = client_for("viewer").get("/events/").content.decode()
    assert "<s>Note for the file</s>" in page
    assert "declared wrong" in page


def test_events_of_records_that_one_may_not_see_are_not_listed(found, client_for):
    EventFactory(about=ParcelFactory())
    assert found("/events/") == []


def test_events_of_a_confidential_record_are_not_for_a_viewer(client_for, office):
    EventFactory(about=ParcelFactory(office=office, confidentiality="restricted"), note="Held by the guards")
    assert "Held by the guards" not in client_for("viewer").get("/events/").content.decode()


@pytest.mark.parametrize("name", ["sources", "statements", "events"])
def test_the_file_has_the_rows_of_the_list(client_for, events, office, name):
    StatementFactory(source__office=office, text="- not a formula")
    client = client_for("caseworker")
    shown = len(client.get(f"/{name}/").context["rows"])
    lines = b"".join(client.post(f"/{name}/export/").streaming_content).decode().splitlines()
    assert len(lines) == shown + 1
    assert client_for("viewer").post(f"/{name}/export/").status_code == 403


def test_many_kinds_of_record_cost_no_query_each(client_for, office, django_assert_max_num_queries):
    for factory in (ParcelFactory, factories.CorrespondenceFactory, factories.ConsignmentFactory,
        factories.AgreementFactory,
                    factories.UndertakingFactory, factories.PersonFactory, factories.GroupFactory,
                    factories.VisitFactory,
                    factories.EvacuationFactory, factories.EvacueeFactory, factories.RepatriationCaseFactory,
                    factories.RepatriationEventFactory):  # fmt: skip
        for _number in range(2):
            EventFactory(about=factory(office=office))
    client = client_for("viewer")
    with django_assert_max_num_queries(30):
        assert len(client.get("/events/").context["rows"]) == 24


@pytest.fixture
def contested(office, parties):
    """Two statements that disagree about a group, of a speaker of a party and of nobody's."""
    group = factories.GroupFactory(office=office)
    source = SourceFactory(office=office, published=parse("13 Dec 2025"), publisher__name="The agency")
    speaker = factories.ActorFactory(name="The commissioner", party=parties[0])
    statement = StatementFactory(source=source, speaker=speaker)
    claim = factories.ClaimFactory(about=group, statement=statement, number=6)
    other = factories.ClaimFactory(about=group, number=7)
    return claim, other


@pytest.mark.parametrize(
    "query",
    [
        {"publisher": "The agency"}, {"party": "party"}, {"published_from": "2025-12-13", "published_match": "certainly"},
        {"kind": "group", "speaker": "The commissioner"}, {"contested": "yes", "publisher": "The agency"},
    ],
)  # fmt: skip
def test_statements_are_filtered_by_who_published_them_whose_speaker_and_what_about(
    found, contested, parties, query
):
    rows = found(
        "/statements/",
        **{key: str(parties[0].pk) if value == "party" else value for key, value in query.items()},
    )
    assert rows == [contested[0].statement]


def test_statements_with_a_contested_claim_and_without(found, office, contested):
    quiet = factories.ClaimFactory(about=factories.GroupFactory(office=office)).statement
    both = {claim.statement for claim in contested}
    assert set(found("/statements/", contested="yes")) == both
    assert found("/statements/", contested="no") == [quiet]
    assert {row.contested_count for row in found("/statements/", contested="yes")} == {1}


@pytest.mark.parametrize("url", ["/groups/", "/cases/"])
def test_records_are_found_by_who_says_something_of_them(found, office, contested, parties, url):
    claim, other = contested
    case = factories.RepatriationCaseFactory(office=office, person=None, group=claim.about)
    factories.RepatriationCaseFactory(office=office)
    record = claim.about if url == "/groups/" else case
    for query in (
        {"source": claim.statement.source.reference}, {"speaker": "The commissioner"}, {"said_by_party": parties[0].pk},
        {"source": other.statement.source.reference},
    ):  # fmt: skip
        assert found(url, **query) == [record]
    assert found(url, speaker="The commissioner", source=other.statement.source.reference) == []


def test_a_claim_that_no_longer_counts_finds_no_record(found, contested, caseworker):
    claim, other = contested
    evidence.judge_source(source=claim.statement.source, kind="withdrawn", reason="Forged.", by=caseworker)
    evidence.assess(claim=other, kind="withdrawn", reason="Misread.", by=caseworker)
    assert found("/groups/", speaker="The commissioner") == []
    assert found("/groups/", source=other.statement.source.reference) == []


def test_who_says_does_not_tell_of_a_stricter_source(client_for, office):
    source = SourceFactory(office=office, confidentiality="strict")
    speaker = factories.ActorFactory(name="The commissioner")
    claim = factories.ClaimFactory(
        about=factories.GroupFactory(office=office),
        statement=StatementFactory(source=source, speaker=speaker),
    )
    query = {"speaker": "The commissioner"}
    assert client_for("caseworker").get("/groups/", query).context["rows"] == []
    assert list(client_for("coordinator").get("/groups/", query).context["rows"]) == [claim.about]


LISTS_WITH_CLAIMS = [
    "/people/", "/groups/", "/agreements/", "/consignments/", "/parcels/", "/mail/", "/visits/", "/evacuations/",
    "/evacuees/", "/cases/", "/repatriation/",
]  # fmt: skip


@pytest.mark.parametrize("url", LISTS_WITH_CLAIMS)
def test_every_list_of_records_with_claims_filters_by_who_says_and_says_so(client_for, office, parties, url):
    SourceFactory(office=office, title="The notification")
    factories.ActorFactory(name="The commissioner")
    query = {
        "source": "The notification",
        "speaker": "The commissioner",
        "said_by_party": parties[0].pk,
        "contested": "yes",
    }
    response = client_for("caseworker").get(url, query)
    assert not response.context["filter"].form.errors
    page = response.content.decode()
    assert "<legend>Who says</legend>" in page
    for words in (
        "with a claim in The notification",
        "with a claim of The commissioner",
        "contested: Yes",
        "Northland",
    ):
        assert words in page


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_where_somebody_was_seen_is_not_told_to_roles_that_see_no_places(client_for, office, role):
    place = factories.PlaceFactory(name="Canary yard", restricted=True)
    person = factories.PersonFactory(office=office)
    factories.EventFactory(about=person, type="seen", place=place, note="Canary note")
    assert "Canary" not in client_for(role).get("/events/").content.decode()
    assert "Canary yard" in client_for("caseworker").get("/events/").content.decode()
