"""The list of parcels: what can be asked of it, what it shows, what leaves the house."""

import pytest
from django.urls import reverse

from cases.lib.dates import parse
from tests import factories
from tests.factories import EventFactory, ParcelFactory

S10 = "RR123456785UA"


@pytest.fixture
def parcel(office):
    """Make a parcel in the office of the test."""
    return lambda **facts: ParcelFactory(office=office, **facts)


@pytest.fixture
def found(client_for):
    """Give the references that a filter of the list finds, as a set."""
    client = client_for("caseworker")

    def found(**query):
        response = client.get("/parcels/", query)
        assert not response.context["filter"].form.errors
        return {row.reference for row in response.context["rows"]}

    return found


def test_a_row_shows_the_addressee_the_contents_and_the_state(client_for, parcel, office):
    person = factories.PersonFactory(office=office, name="Ґалаґан Олег", latin_name="Galagan Oleh")
    parcel(addressee=person, contents=["books", "letters"], weight_grams=4500, s10=S10, synthetic=True)
    page = client_for("viewer").get("/parcels/").content.decode()
    for words in (
        "Ґалаґан Олег",
        "Galagan Oleh",
        "books, letters",
        "4,500 g",
        S10,
        "Registered",
        "synthetic",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ({"status": "registered"}, {}),
        ({"status": "open"}, {}),
        ({"contents": ["books", "sports"]}, {"contents": ["food", "books"]}),
        ({"lightest": "2000"}, {"weight_grams": 2000}),
        ({"heaviest": "900", "lightest": "800"}, {"weight_grams": 850}),
        ({"s10": "yes"}, {"s10": S10}),
        ({"q": "Sumy"}, {"sender": "A family in Sumy region"}),
        ({"q": S10[:8]}, {"s10": S10}),
        ({"contested": "no"}, {}),
    ],
)
def test_a_filter_finds_what_fits(parcel, found, query, facts):
    assert parcel(**facts).reference in found(**query)


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ({"status": "delivered"}, {}),
        ({"contents": ["medical"]}, {"contents": ["food"]}),
        ({"lightest": "2001"}, {"weight_grams": 2000}),
        ({"heaviest": "1999"}, {"weight_grams": 2000}),
        ({"lightest": "1"}, {"weight_grams": None}),
        ({"s10": "yes"}, {}),
        ({"s10": "no"}, {"s10": S10}),
        ({"q": "Kursk"}, {"sender": "A family in Sumy region"}),
        ({"contested": "yes"}, {}),
    ],
)
def test_a_filter_leaves_out_what_does_not_fit(parcel, found, query, facts):
    assert parcel(**facts).reference not in found(**query)


def test_records_are_looked_up_by_their_references(parcel, found, office):
    person = factories.PersonFactory(office=office)
    consignment = factories.ConsignmentFactory(office=office)
    one, _other = parcel(addressee=person, consignment=consignment), parcel()
    assert found(addressee=person.reference) == {one.reference}
    assert found(consignment=consignment.reference) == {one.reference}
    assert found(q=one.reference) == {one.reference}


def test_nothing_recorded_is_a_filter_too(parcel, found, office):
    group = factories.GroupFactory(office=office)
    bare = parcel()
    parcel(addressee=factories.PersonFactory(office=office))
    parcel(addressee_group=group)
    assert found(missing="addressee") == {bare.reference}
    assert len(found(missing=["contents", "weight_grams", "custodian", "owner", "consignment"])) == 3


def test_the_holder_is_who_the_last_event_names(parcel, found):
    here, elsewhere = factories.ActorFactory(), factories.ActorFactory()
    one = parcel()
    EventFactory(about=one, type="packed", note="", to_custodian=here)
    assert found(custodian=here.name) == {one.reference}
    assert found(custodian=elsewhere.name) == set()


def test_something_happened_within_a_time(parcel, found):
    one, other = parcel(), parcel()
    EventFactory(about=one, type="packed", note="", occurred=parse("late November 2025"))
    EventFactory(about=other, type="packed", note="", occurred=parse("3 December 2025"))
    window = {"event_from": "2025-11-28", "event_to": "2025-11-30"}
    assert found(**window) == {one.reference}
    assert found(**window, event_match="certainly") == set()
    assert found(event_from="2025-11-21", event_to="2025-11-30", event_match="certainly") == {one.reference}


def test_an_event_declared_wrong_did_not_happen(parcel, found):
    one = parcel()
    event = EventFactory(about=one, type="packed", note="", occurred=parse("3 December 2025"))
    factories.EventErrorFactory(event=event)
    assert found(event_from="2025-12-01") == set()


def test_filters_combine_and_are_said_in_words(client_for, parcel):
    parcel(contents=["food"], weight_grams=900)
    parcel(contents=["food"], weight_grams=9000)
    response = client_for("viewer").get("/parcels/", {"contents": ["food", "books"], "heaviest": "1000"})
    assert len(response.context["rows"]) == 1
    said = [str(token["text"]) for token in response.context["said"]["tokens"]]
    assert said == ["with food or books", "of 1000 g or less"]


def test_names_sort_where_a_reader_expects_them(client_for, office, parcel):
    for name in ("Дяченко", "Ґалаґан", "Гончар", "Іваненко"):
        parcel(addressee=factories.PersonFactory(office=office, name=name))
    rows = client_for("viewer").get("/parcels/", {"sort": "addressee"}).context["rows"]
    assert [row.addressee.name for row in rows] == ["Гончар", "Ґалаґан", "Дяченко", "Іваненко"]


def test_other_offices_keep_their_parcels(client_for, found):
    elsewhere = ParcelFactory()
    assert found() == set()
    assert client_for("caseworker").get(elsewhere.get_absolute_url()).status_code == 404
    assert client_for("caseworker").get(reverse("parcel_edit", args=[elsewhere.reference])).status_code == 404


def test_the_file_is_the_list_in_its_order(client_for, parcel):
    for grams in (300, 100, 200):
        parcel(weight_grams=grams, sender="=SUM(A1)")
    query = "?sort=weight&lightest=150"
    client = client_for("caseworker")
    rows = [row.reference for row in client.get(f"/parcels/{query}").context["rows"]]
    lines = b"".join(client.post(f"/parcels/export/{query}").streaming_content).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == rows
    assert "'=SUM(A1)" in lines[1]


def test_a_viewer_exports_nothing_and_a_bad_filter_neither(client_for, parcel):
    parcel()
    assert client_for("viewer").post("/parcels/export/").status_code == 403
    assert client_for("caseworker").post("/parcels/export/?weight=1").status_code == 400
