"""Agreements: each side beside the other, never added up."""

import pytest
from django.urls import reverse

from cases.lib.dates import parse
from cases.models import Agreement, Population, Undertaking
from tests import factories
from tests.factories import AgreementFactory, UndertakingFactory

KEY = "5d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def agreement(office, parties):
    """Both sides undertook two thousand parcels; only one of them said when."""
    made = AgreementFactory(office=office, title="Parcels both ways", concluded=parse("1 Sep 2025"))
    parcels = {"agreement": made, "office": office, "quantity": 2000, "population": Population.PARCELS}
    UndertakingFactory(party=parties[0], due=parse("by early December"), **parcels)
    UndertakingFactory(party=parties[1], **parcels)
    return made


def test_each_party_has_its_side_and_nothing_is_added_up(client_for, agreement, parties):
    response = client_for("viewer").get(agreement.get_absolute_url())
    sides = response.context["sides"]
    assert [side["party"] for side in sides] == list(parties)
    page = response.content.decode()
    assert page.count("<b>2,000</b> parcels") == 2
    assert "4,000" not in page
    assert "by early December" in page


def test_a_side_that_undertook_nothing_is_shown_as_silent(client_for, office, parties):
    speaker = factories.StateBodyFactory(party=parties[1])
    made = AgreementFactory(office=office)
    made.made_by.add(speaker)
    UndertakingFactory(agreement=made, office=office, party=parties[0])
    page = client_for("viewer").get(made.get_absolute_url()).content.decode()
    assert "Nothing is recorded of what this side undertook." in page


def test_an_undertaking_names_its_statement_and_takes_events(client_for, agreement, office):
    undertaking = agreement.undertakings.first()
    factories.EventFactory(about=undertaking, type="fulfilled", note="")
    page = client_for("caseworker").get(agreement.get_absolute_url()).content.decode()
    assert "nothing stated about this side" in page
    assert "Fulfilled" in page
    assert reverse("record_event", args=[undertaking.reference]) in page


def test_claims_about_an_undertaking_stand_on_the_page_of_the_agreement(client_for, agreement):
    statement = factories.StatementFactory(source__office=agreement.office)
    factories.ClaimFactory(
        about=agreement.undertakings.first(),
        statement=statement,
        aspect="count_planned",
        number=2000,
        population="parcels",
    )
    assert statement.reference in client_for("viewer").get(agreement.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ({"q": "both ways"}, True),
        ({"q": "prisoners"}, False),
        ({"status": "announced"}, True),
        ({"status": "ended"}, False),
        ({"undertaking": "open"}, True),
        ({"undertaking": "fulfilled"}, False),
        (
            {"concluded_from": "2025-09-01", "concluded_to": "2025-09-30", "concluded_match": "certainly"},
            True,
        ),
        ({"concluded_from": "2025-10-01"}, False),
        ({"contested": "yes"}, False),
    ],
)
def test_the_list_is_filtered(client_for, agreement, query, fits):
    response = client_for("viewer").get("/agreements/", query)
    assert not response.context["filter"].form.errors
    assert bool(response.context["rows"]) == fits


def test_agreements_are_found_by_who_undertook_something(client_for, agreement, parties, office):
    AgreementFactory(office=office)
    rows = client_for("viewer").get("/agreements/", {"party": parties[0].pk}).context["rows"]
    assert [row.reference for row in rows] == [agreement.reference]


def test_an_undertaking_a_viewer_may_not_see_is_not_counted(client_for, agreement, parties):
    Undertaking.objects.filter(party=parties[1]).update(confidentiality="strict")
    page = client_for("viewer").get(agreement.get_absolute_url()).content.decode()
    assert page.count("<b>2,000</b> parcels") == 1


def test_an_undertaking_is_recorded_under_its_agreement(client_for, agreement, parties):
    url = reverse("undertaking_add", args=[agreement.reference])
    data = {
        "party": parties[0].pk,
        "text": "Lists of names",
        "quantity": "5",
        "confidentiality": "ordinary",
        "form_key": KEY,
    }
    client = client_for("caseworker")
    answer = client.post(url, data)
    assert "Say of whom or what" in answer.content.decode()
    assert "Lists of names" in answer.content.decode()
    data |= {"population": "people"}
    assert client.post(url, data).url == client.post(url, data).url
    made = Undertaking.objects.get(text="Lists of names")
    assert (made.agreement, made.quantity, made.office) == (agreement, 5, agreement.office)


def test_an_undertaking_is_changed_and_one_returns_to_its_agreement(client_for, agreement):
    undertaking = agreement.undertakings.first()
    url = reverse("undertaking_edit", args=[undertaking.reference])
    data = {
        "party": undertaking.party_id,
        "text": "Other words",
        "confidentiality": "ordinary",
        "version": undertaking.version,
    }
    assert (
        client_for("caseworker").post(url, data).url
        == f"{agreement.get_absolute_url()}#{undertaking.reference}"
    )


def test_an_agreement_is_recorded_with_those_who_made_it(client_for, office):
    one, other = factories.ActorFactory(), factories.ActorFactory()
    data = {
        "title": "On visits",
        "made_by": f"{one.name}\n{other.name}",
        "confidentiality": "ordinary",
        "form_key": KEY,
    }
    client_for("caseworker").post("/agreements/add/", data)
    assert set(Agreement.objects.get().made_by.all()) == {one, other}


def test_another_offices_agreement_is_not_found(client_for, agreement):
    elsewhere = AgreementFactory()
    client = client_for("coordinator")
    for name in ("agreement", "agreement_edit", "undertaking_add"):
        assert client.get(reverse(name, args=[elsewhere.reference])).status_code == 404
