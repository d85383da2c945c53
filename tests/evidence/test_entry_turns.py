"""The form of a statement shown again without being judged: other fields, more claims, and nothing lost."""

import pytest
from django.urls import reverse

from cases.models import Statement
from tests.evidence.entries import claims, entry, page_of
from tests.factories import GroupFactory, RepatriationCaseFactory

URL = "/statements/add/"


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


@pytest.fixture
def group(office):
    return GroupFactory(office=office, name="Six from the region")


@pytest.fixture
def case(office, parties):
    return RepatriationCaseFactory(
        office=office, holding_party=parties[0], receiving_party=parties[1], title="A return"
    )


def test_at_first_only_record_and_aspect_are_asked_and_then_what_the_aspect_needs(client, group):
    def asked(answer):
        return [box.field.name for box in answer.context["form"].claims[0].boxes if box.shown]

    assert asked(client.get(URL)) == []
    told = claims({"about": group.reference, "aspect": "size"})
    answer = client.post(URL, entry(told, text="", show="claims-0"))
    assert answer.status_code == 200
    assert "Write what was said" not in page_of(answer)
    assert asked(answer) == ["number", "precision", "population", "party", "as_of", "words"]
    assert "A report" in page_of(answer)


def test_of_a_known_record_only_what_can_be_said_is_offered(client, group):
    told = claims({"about": "Six from", "aspect": ""})
    form = client.post(URL, entry(told, show="claims-0")).context["form"]
    offered = [value for value, _label in form.claims[0].fields["aspect"].widget.choices if value]
    assert offered == [
        "size",
        "count_cumulative",
        "count_remaining",
        "count_planned",
        "date",
        "place",
        "manner",
    ]


def test_a_claim_is_added_and_removed_without_losing_the_others(client, group):
    told = claims({"about": group.reference, "aspect": "size", "number": "6"})
    more = client.post(URL, entry(told, add="1")).context["form"]
    assert [claim["about"].value() for claim in more.claims] == [group.reference, group.reference]
    told = claims(
        {"about": group.reference, "aspect": "size", "number": "6"}, {"about": "Other", "aspect": ""}
    )
    fewer = client.post(URL, entry(told, remove="0")).context["form"]
    assert [claim["about"].value() for claim in fewer.claims] == ["Other"]


def test_an_empty_row_is_no_claim(client):
    client.post(URL, entry(claims({"about": "", "aspect": ""})))
    assert Statement.objects.get().claims.count() == 0


def test_more_than_twenty_claims_are_refused_with_a_sentence(client, group):
    told = claims(*[{"about": group.reference, "aspect": "manner", "words": "by bus"}] * 21)
    assert "up to 20 claims" in page_of(client.post(URL, entry(told)))
    told = claims(*[{"about": group.reference, "aspect": "manner", "words": "by bus"}] * 20)
    assert len(client.post(URL, entry(told, add="1")).context["form"].claims) == 20


@pytest.mark.parametrize("numbers", [["x"], ["-1"], ["9999999"], ["0", "0"], ["²"]])
def test_made_up_rows_do_no_harm(client, numbers):
    assert client.post(URL, entry() | {"claim": numbers}).status_code in {302, 422}


def test_a_record_page_fills_in_what_the_claim_is_about(client, group):
    form = client.get(URL, {"about": group.reference, "aspect": "size"}).context["form"]
    assert form.claims[0]["about"].value() == f"Six from the region · {group.reference}"
    assert "number" in form.claims[0].asks_for


def test_records_that_one_may_not_see_are_not_found(client, office):
    hidden = GroupFactory(office=office, name="A hidden group", confidentiality="strict")
    elsewhere = GroupFactory(name="A hidden group")
    for record in (hidden, elsewhere):
        told = {"about": record.reference, "aspect": "size", "number": "6", "population": "people"}
        assert "Nothing is found by" in page_of(client.post(URL, entry(claims(told))))
    assert client.get("/lookup/record/", {"q": "A hidden"}).json()["results"] == []


def test_a_record_of_any_kind_is_suggested_by_name_and_by_reference(client, group, case):
    found = client.get("/lookup/record/", {"q": "six from"}).json()["results"]
    assert [row["value"] for row in found] == [f"Six from the region · {group.reference}"]
    found = client.get("/lookup/record/", {"q": case.reference.lower()}).json()["results"]
    assert [row["label"] for row in found] == ["A return"]


def test_the_reading_tells_the_year_that_would_be_inferred(client):
    asked = {"q": "11 грудня", "source-published": "13 December 2025"}
    answer = client.get(reverse("reading"), asked)
    assert (answer["X-Year"], answer.content.decode()) == ("inferred", "Read as 11 Dec 2025 · year inferred")
    answer = client.get(reverse("reading"), asked | {"yearless": "on"})
    assert answer["X-Year"] == "unknown"
