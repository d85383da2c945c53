"""What was undertaken, direction beside direction: what slipped, and on whose word it is done."""

import html
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from cases.lib.dates import parse
from cases.models import Undertaking
from tests import factories
from tests.factories import AgreementFactory, ConsignmentFactory, UndertakingFactory, VisitFactory


@pytest.fixture(autouse=True)
def today(stop_clock):
    stop_clock(date(2026, 1, 20))


@pytest.fixture
def agreement(office, parties):
    """Both sides undertook two thousand parcels by the beginning of December; one of them lists as well."""
    made = AgreementFactory(office=office, title="Parcels both ways")
    facts = {"agreement": made, "office": office, "due": parse("by December 2025")}
    for party in parties:
        UndertakingFactory(party=party, text="Parcels each way", quantity=2000, population="parcels", **facts)
    UndertakingFactory(party=parties[0], text="Lists of names", agreement=made, office=office)
    return made


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def words(response):
    return " ".join(html.unescape(strip_tags(response.content.decode())).split())


def rows(client, agreement):
    return {row["text"]: row["cells"] for row in client.get(agreement.get_absolute_url()).context["rows"]}


def test_two_directions_stand_in_one_row_and_are_not_added(client, agreement, parties):
    cells = rows(client, agreement)["Parcels each way"]
    assert [cell["party"] for cell in cells] == list(parties)
    assert [cell["undertakings"][0].quantity for cell in cells] == [2000, 2000]
    page = client.get(agreement.get_absolute_url()).content.decode()
    assert page.count("<b>2,000</b> parcels") == 2
    assert "4,000" not in page


def test_a_direction_that_is_not_recorded_is_offered_as_nothing_stated(
    client, client_for, agreement, parties
):
    cell = rows(client, agreement)["Lists of names"][1]
    assert cell["undertakings"] == []
    form = client.get(cell["other_url"]).context["form"]
    assert (form.initial["party"], form.initial["text"]) == (parties[1], "Lists of names")
    data = {"party": parties[1].pk, "text": "Lists of names", "confidentiality": "ordinary"}
    client.post(cell["other_url"], data)
    made = rows(client, agreement)["Lists of names"][1]["undertakings"]
    assert [each.statement for each in made] == [None]
    assert "nothing stated about this side" in words(client.get(agreement.get_absolute_url()))
    assert rows(client_for("viewer"), AgreementFactory(office=agreement.office)) == {}


def test_a_direction_that_one_may_not_see_is_not_offered_again(client, client_for, agreement, parties):
    hidden = UndertakingFactory(
        party=parties[1], text="Lists of names", agreement=agreement, office=agreement.office, confidentiality="strict"
    )  # fmt: skip
    cell = rows(client, agreement)["Lists of names"][1]
    assert (cell["undertakings"], cell["other_url"]) == ([], "")
    assert hidden.reference not in words(client.get(agreement.get_absolute_url()))
    assert rows(client_for("viewer"), agreement)["Parcels each way"][0]["other_url"] == ""


@pytest.mark.parametrize("query", ["other=x&party=XB", "other=\0&party=\0", "party=Z", f"other={'x' * 300}"])
def test_no_address_breaks_the_form(client, agreement, query):
    assert client.get(f"{reverse('undertaking_add', args=[agreement.reference])}?{query}").status_code == 200


def test_a_due_date_that_passed_or_was_moved_is_kept(client, agreement):
    first, _second = agreement.undertakings.filter(text="Parcels each way").order_by("pk")
    factories.EventFactory(about=first, type="scheduled", due=parse("15 January 2026"), note="")
    factories.EventFactory(about=first, type="scheduled", due=parse("1 March 2026"), note="")
    one, other = (cell["undertakings"][0] for cell in rows(client, agreement)["Parcels each way"])
    assert one.slipped == [
        "due by Dec 2025, moved to 15 Jan 2026", "due 15 Jan 2026, moved to 1 Mar 2026",
    ]  # fmt: skip
    assert other.slipped == ["by Dec 2025 passed, nothing stated"]
    assert "By Dec 2025 passed, nothing stated" in words(client.get(agreement.get_absolute_url()))


def test_a_due_date_changed_on_the_record_is_kept_as_well(client, agreement):
    undertaking = agreement.undertakings.first()
    undertaking.due = parse("February 2026")
    undertaking.save()
    assert rows(client, agreement)["Parcels each way"][0]["undertakings"][0].slipped == [
        "due by Dec 2025, moved to Feb 2026"
    ]


def test_what_is_fulfilled_has_not_slipped(client, agreement):
    undertaking = agreement.undertakings.first()
    factories.EventFactory(about=undertaking, type="fulfilled", note="")
    shown = rows(client, agreement)["Parcels each way"][0]["undertakings"][0]
    assert shown.slipped == []
    assert [item["event"].type for item in shown.told] == ["fulfilled"]


def test_who_says_that_it_is_done_is_said_with_it(client, agreement, parties, office):
    undertaking = agreement.undertakings.first()
    consignment = ConsignmentFactory(office=office, agreement=agreement, undertaking=undertaking)
    speakers = [*(factories.StateBodyFactory(party=party) for party in parties), factories.ActorFactory()]
    for about, speaker, aspect in (
        (undertaking, speakers[0], "count_handed_over"), (consignment, speakers[1], "count_received"),
        (undertaking, speakers[2], "count_prepared"), (undertaking, speakers[0], "count_planned"),
    ):  # fmt: skip
        statement = factories.StatementFactory(source__office=office, speaker=speaker)
        factories.ClaimFactory(
            about=about, statement=statement, aspect=aspect, number=1985, population="parcels"
        )
    shown = rows(client, agreement)["Parcels each way"][0]["undertakings"][0]
    assert shown.slipped == ["by Dec 2025 passed, not recorded as fulfilled"]
    said = shown.said
    assert [(item["whose"], item["record"]) for item in said] == [
        ("in own words", None), ("said by the other side", consignment), ("said by another", None),
    ]  # fmt: skip


def test_visits_and_consignments_under_it_are_listed(client, agreement, office):
    visit = VisitFactory(office=office, agreement=agreement, title="Visit under it")
    page = client.get(agreement.get_absolute_url())
    assert visit.reference in words(page)
    assert f'href="/visits/?agreement={agreement.reference}"' in page.content.decode()


def test_the_page_asks_the_same_queries_for_few_and_for_many(client, agreement, parties, office):
    counts = []
    for more in (1, 12):
        for number in range(more):
            made = UndertakingFactory(
                agreement=agreement, office=office, party=parties[number % 2], text=f"Thing {more} {number}"
            )
            ConsignmentFactory(office=office, agreement=agreement, undertaking=made)
        with CaptureQueriesContext(connection) as queries:
            client.get(agreement.get_absolute_url())
        counts.append(len(queries))
    assert Undertaking.objects.count() == 16
    assert counts[0] == counts[1]


def test_a_suggestion_names_the_agreement_only_to_those_who_see_it(client_for, office):
    """R02: the undertaking is everybody's, the agreement that it stands in the coordinators' alone."""
    made = factories.AgreementFactory(office=office, title="Kestrel accord", confidentiality="strict")
    factories.UndertakingFactory(agreement=made, office=office, text="Ten parcels a month")
    found = [
        client_for(role).get("/lookup/undertaking/?q=ten").json()["results"]
        for role in ("viewer", "coordinator")
    ]
    assert [[each["detail"] for each in some] for some in found] == [[""], ["Kestrel accord"]]
