"""Consignments: an account that sums, and what is claimed beside it."""

import pytest

from cases.actions.events import record_event
from cases.models import Aspect, Consignment, Parcel, Population
from tests import factories
from tests.factories import ClaimFactory, ConsignmentFactory, EventFactory, LotFactory, ParcelFactory

KEY = "4d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def consignment(office, parties):
    """A hundred planned, ninety prepared and handed over, eighty of them received."""
    made = ConsignmentFactory(
        office=office,
        title="Winter parcels",
        from_party=parties[0],
        to_party=parties[1],
        planned_quantity=100,
    )
    for type, count in (("prepared", 90), ("handed_over", 90), ("received", 80)):
        EventFactory(about=made, type=type, count=count, note="")
    return made


def said(consignment, aspect, number, **facts):
    statement = factories.StatementFactory(source__office=consignment.office)
    return ClaimFactory(
        about=consignment,
        statement=statement,
        aspect=aspect,
        number=number,
        population=Population.PARCELS,
        **facts,
    )


def account(response):
    return {str(row["label"]): row["number"] for row in response.context["account"]["rows"]}


def test_the_terms_of_the_account_sum_to_what_was_planned(client_for, consignment):
    response = client_for("viewer").get(consignment.get_absolute_url())
    books = response.context["account"]
    assert account(response) == {"Received, not yet distributed": 80, "Handed over, receipt not stated": 10}
    assert sum(row["number"] for row in books["rows"]) == books["prepared"] == 90
    assert books["prepared"] + books["short"] - books["over"] == books["planned"] == 100
    assert books["missing"] == 0
    page = response.content.decode()
    assert "sums" in page
    assert "counted in bulk" in page
    assert (
        "100 parcels: 80 received, not yet distributed, 10 handed over, receipt not stated, 10 not prepared"
        in page
    )


def test_planned_is_never_shown_as_done(client_for, office):
    planned = ConsignmentFactory(office=office, planned_quantity=2000)
    page = client_for("viewer").get(planned.get_absolute_url()).content.decode()
    assert "nothing is counted yet" in page
    assert "planned, not done" in page
    assert "2,000" in page


def test_labelled_parcels_are_counted_with_those_in_bulk(client_for, consignment):
    parcel = ParcelFactory(office=consignment.office, consignment=consignment)
    EventFactory(about=parcel, type="added", note="")
    response = client_for("viewer").get(consignment.get_absolute_url())
    assert account(response)["Held by us"] == 1
    assert "labelled one by one" in response.content.decode()
    assert parcel.reference in response.content.decode()


@pytest.mark.parametrize(
    ("aspect", "number", "precision", "words"),
    [
        (Aspect.COUNT_HANDED_OVER, 90, "exact", ""),
        (Aspect.COUNT_HANDED_OVER, 95, "exact", "5 more than our account"),
        (Aspect.COUNT_RECEIVED, 70, "exact", "10 fewer than our account"),
        (Aspect.COUNT_RECEIVED, 70, "at_least", ""),
        (Aspect.COUNT_RECEIVED, 80, "more_than", "1 more than our account"),
        (Aspect.COUNT_PLANNED, 100, "exact", ""),
        (Aspect.COUNT_PREPARED, 90, "about", ""),
        (Aspect.COUNT_DELIVERED, 3, "exact", "3 more than our account"),
    ],
)
def test_a_claim_beside_the_account_may_differ_from_it(
    client_for, consignment, aspect, number, precision, words
):
    said(consignment, aspect, number, precision=precision)
    steps = client_for("viewer").get(consignment.get_absolute_url()).context["steps"]
    values = [value for step in steps for column in step["columns"] for value in column["said"]]
    assert [str(value["differs"]) for value in values] == [words]


def verdict(client, consignment):
    found = client.get(consignment.get_absolute_url()).context["steps"][1]["verdict"]
    return str(found["text"]) if found else ""


def test_a_hand_over_and_its_receipt_are_two_claims_that_may_differ(client_for, consignment):
    client = client_for("viewer")
    assert verdict(client, consignment) == ""
    said(consignment, Aspect.COUNT_HANDED_OVER, 2000)
    assert verdict(client, consignment) == "receipt not stated"
    said(consignment, Aspect.COUNT_RECEIVED, 1985)
    assert verdict(client, consignment) == "15 to explain"


def test_both_sides_may_say_the_same(client_for, consignment):
    for aspect in (Aspect.COUNT_HANDED_OVER, Aspect.COUNT_RECEIVED):
        said(consignment, aspect, 2000)
    assert verdict(client_for("viewer"), consignment) == "both say the same"


def test_receipt_is_the_other_sides_word(client_for, consignment):
    said(consignment, Aspect.COUNT_HANDED_OVER, 90)
    steps = client_for("viewer").get(consignment.get_absolute_url()).context["steps"]
    handed_over, received = steps[1]["columns"]
    assert len(handed_over["said"]) == 1
    assert received["said"] == []


def test_the_same_number_said_twice_stands_once_with_both_speakers(client_for, consignment):
    said(consignment, Aspect.COUNT_HANDED_OVER, 90)
    said(consignment, Aspect.COUNT_HANDED_OVER, 90)
    steps = client_for("viewer").get(consignment.get_absolute_url()).context["steps"]
    (value,) = steps[1]["columns"][0]["said"]
    assert len(value["said"]) == 2


def test_the_list_shows_the_account_and_finds_what_waits_for_a_receipt(client_for, consignment, office):
    quiet = ConsignmentFactory(office=office)
    client = client_for("viewer")
    rows = {row.reference: row for row in client.get("/consignments/").context["rows"]}
    assert (rows[consignment.reference].waiting, rows[consignment.reference].arrived) == (10, 80)
    assert [r.reference for r in client.get("/consignments/?receipt=yes").context["rows"]] == [
        consignment.reference
    ]
    assert [r.reference for r in client.get("/consignments/?receipt=no").context["rows"]] == [quiet.reference]


def test_consignments_are_found_by_agreement_and_by_side(client_for, office, parties, consignment):
    agreement = factories.AgreementFactory(office=office)
    one = ConsignmentFactory(office=office, agreement=agreement, from_party=parties[1], to_party=parties[0])
    client = client_for("viewer")
    for query in (
        {"agreement": agreement.reference},
        {"from_party": parties[1].pk},
        {"missing": "planned_quantity"},
    ):
        assert [row.reference for row in client.get("/consignments/", query).context["rows"]] == [
            one.reference
        ]


def test_a_consignment_is_planned_between_two_parties(client_for, parties):
    data = {
        "title": "Letters",
        "from_party": parties[0].pk,
        "to_party": parties[0].pk,
        "confidentiality": "ordinary",
        "form_key": KEY,
    }
    client = client_for("caseworker")
    answer = client.post("/consignments/add/", data)
    assert "A consignment goes from one party to another." in answer.content.decode()
    assert client.post("/consignments/add/", data | {"to_party": parties[1].pk}).status_code == 302
    assert Consignment.objects.get().title == "Letters"


def test_an_undertaking_of_another_agreement_does_not_fit(client_for, office, parties):
    undertaking, other = (
        factories.UndertakingFactory(office=office),
        factories.AgreementFactory(office=office),
    )
    data = {
        "title": "Letters", "from_party": parties[0].pk, "to_party": parties[1].pk,
        "confidentiality": "ordinary",
        "agreement": other.reference, "undertaking": undertaking.reference, "form_key": KEY,
    }  # fmt: skip
    assert (
        "belongs to another agreement"
        in client_for("caseworker").post("/consignments/add/", data).content.decode()
    )


def test_the_sheet_of_a_consignment_names_no_hidden_parcel(client_for, office):
    made = ConsignmentFactory(office=office)
    hidden = ParcelFactory(office=office, consignment=made, confidentiality="strict")
    EventFactory(about=hidden, type="added", note="")
    here = f"{made.get_absolute_url()}manifest/"
    shown = [
        hidden.reference in client_for(role).post(here).content.decode()
        for role in ("caseworker", "coordinator")
    ]
    assert shown == [False, True]


def test_each_figure_leads_to_what_it_counts(client_for, office):
    """Parcels without labels are in no list of parcels: their figures lead to the events that count them."""
    consignment = LotFactory(quantity=20, about=ConsignmentFactory(office=office)).consignment
    happened = {"by": None, "evidence": "own_observation"}
    record_event(about=consignment, type="handed_over", **happened)
    record_event(about=Consignment.objects.get(pk=consignment.pk), type="damaged", count=7, **happened)
    record_event(about=Consignment.objects.get(pk=consignment.pk), type="delivered", count=6, **happened)
    client = client_for("caseworker")
    page = client.get(consignment.get_absolute_url()).content.decode()
    events = f"/events/?about={consignment.reference}&amp;type="
    assert f'<a href="{events}damaged">7</a> Damaged' in " ".join(page.split())
    assert f'<a href="{events}delivered">6</a> not stated by whom' in " ".join(page.split())
    parcel = ParcelFactory(office=office, consignment=consignment, addressee=None)
    for type in ("added", "handed_over", "damaged"):
        record_event(about=Parcel.objects.get(pk=parcel.pk), type=type, note="Told of this one.", **happened)
    page = " ".join(client.get(consignment.get_absolute_url()).content.decode().split())
    assert f'condition=damaged">8</a> Damaged (<a href="{events}damaged">events</a>)' in page
