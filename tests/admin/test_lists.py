"""Lists of the workshop: searching, filtering, counting, and what is typed into the address."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.admin import lists, site
from cases.models import (
    Correspondence,
    Event,
    Parcel,
    Party,
    Person,
    Place,
    RepatriationCase,
    RepatriationEvent,
)
from tests import factories
from tests.admin.conftest import address, reader_of, records

pytestmark = pytest.mark.django_db

LISTS = [model for model in records() if site.get_model_admin(model).subject != "staff"]
BAD = [
    "?nothing=1", "?status__exact__foo=1", "?id__in=a", "?office__name=x", "?q=%00", "?id=%00", "?p=0",
    "?p=-1", "?p=x", "?p=99999999999999999999", "?o=99.-99.x", "?all=", "?e=1", "?_facets=1",
    "?_to_field=name", "?_popup=1", "?status=nonsense", "?contested=nonsense", "?synthetic__exact=nonsense",
    "?id=999999999999999999999999", "?id__exact=x", "?created_at__year=999999999999",
    "?created_at=nonsense", "?person=x", "?id__isnull=x", "?occurred_earliest__year=99999999999999999999",
    "?occurred_earliest__year=9999", "?said_earliest__year=9999",
    "?occurred_earliest__year=2025&occurred_earliest__month=13", "?concluded_earliest__year=9999",
    "?published_earliest__year=9999&published_earliest__month=12&published_earliest__day=31",
    "?q=" + "x" * 3000, "?q=%D0%90%22'%5C", "?q=#99999999999999999999", "?q=%F0%9F%92%A9", "?q=PCL-4K7QX",
    "?id=1&id=2", "?_changelist_filters=x", "?password__startswith=a", "?owner__password__startswith=a",
    "?%00=1", "?id__regex=(",
]  # fmt: skip


def found(client, model, query):
    answer = client.get(address(model, "changelist"), query)
    assert answer.status_code == 200
    return {row.pk for row in answer.context["cl"].result_list}


#: One of each sort of list gets all bad addresses; each other list the few that depend on its own columns.
FULL = (Person, Event, RepatriationEvent, Place)
FEW = [query for query in BAD if "nothing" in query or "q=" in query or "earliest" in query][:12]


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_no_address_breaks_a_list(model, row, coordinator, client_for):
    row(model)
    client = client_for(reader_of(model))
    for query in BAD if model in FULL else FEW:
        answer = client.get(address(model, "changelist") + query)
        assert answer.status_code in (200, 400), query


def test_a_filter_that_cannot_be_read_shows_no_rows(office, client_for):
    factories.PersonFactory(office=office, name="Canary")
    client = client_for("coordinator")
    for query in ("?nothing=1", "?id=x", "?e=1", "?owner__password__startswith=a"):
        answer = client.get(address(Person, "changelist") + query)
        assert answer.status_code == 400
        assert "nothing is shown" in answer.content.decode()
        assert "Canary" not in answer.content.decode()


@pytest.mark.parametrize("number", ["0", "x", "99999999999999999999", "1%00", "-1", "1/../2"])
def test_no_address_breaks_a_page(number, coordinator, client_for):
    client = client_for(coordinator)
    for model in FULL:
        for page in ("change", "history", "delete"):
            address_of_one = address(model, page, "NUMBER").replace("NUMBER", number)
            assert client.get(address_of_one).status_code in (400, 403, 404)


def test_a_person_is_found_by_name_in_any_script_and_by_reference(office, client_for):
    taras = factories.PersonFactory(office=office, name="Шевченко Тарас", latin_name="Shevchenko Taras")
    factories.PersonFactory(office=office, name="Ґудзь Ольга")
    client = client_for("coordinator")
    for words in ("шевч", "taras", "тарас шев", taras.reference, taras.reference.replace("-", " ").lower()):
        assert found(client, Person, {"q": words}) == {taras.pk}


def test_a_parcel_is_found_by_its_addressee_its_number_and_its_reference(office, client_for):
    anna = factories.PersonFactory(office=office, name="Anna")
    parcel = factories.ParcelFactory(office=office, addressee=anna, s10="RR123456785UA")
    factories.ParcelFactory(office=office)
    client = client_for("coordinator")
    for words in ("anna", "RR123456785UA", parcel.reference):
        assert found(client, Parcel, {"q": words}) == {parcel.pk}


def test_a_name_that_the_worker_may_not_see_finds_nothing(office, client_for):
    strict = factories.PersonFactory(office=office, name="Secret", confidentiality="strict")
    parcel = factories.ParcelFactory(office=office, addressee=strict)
    assert found(client_for("caseworker"), Parcel, {"q": "secret"}) == set()
    assert found(client_for("coordinator"), Parcel, {"q": "secret"}) == {parcel.pk}


def test_events_are_found_by_the_reference_of_their_record(office, client_for):
    event = factories.EventFactory(about__office=office)
    factories.EventFactory(about__office=office)
    client = client_for("coordinator")
    assert found(client, Event, {"q": event.parcel.reference}) == {event.pk}
    assert found(client, Event, {"parcel": event.parcel_id}) == {event.pk}
    assert found(client, Event, {"q": "no reference"}) == set()


def test_cases_are_filtered_by_status_and_disagreement(office, client_for):
    one, two = (factories.RepatriationCaseFactory(office=office) for _ in range(2))
    for number in (6, 7):
        factories.ClaimFactory(about=one.group, number=number)
    factories.EventFactory(about=two, type="withdrawn", note="x")
    client = client_for("coordinator")
    assert found(client, RepatriationCase, {"contested": "yes"}) == {one.pk}
    assert found(client, RepatriationCase, {"status": "withdrawn"}) == {two.pk}
    assert found(client, RepatriationCase, {"status": "open"}) == {one.pk}
    assert found(client, RepatriationCase, {"status": "nonsense"}) == set()


def test_events_are_filtered_by_kind_and_then_by_what_happened(office, client_for):
    packed = factories.EventFactory(about__office=office, type="packed")
    noted = factories.EventFactory(about__office=office)
    client = client_for("coordinator")
    assert found(client, Event, {"kind": "parcel"}) == {packed.pk, noted.pk}
    assert found(client, Event, {"kind": "parcel", "type": "packed"}) == {packed.pk}
    assert found(client, Event, {"type": "packed"}) == {packed.pk}
    assert found(client, Event, {"kind": "visit"}) == found(client, Event, {"kind": "nonsense"}) == set()


def test_a_status_that_a_table_does_not_know_finds_nothing(office, client_for):
    factories.PersonFactory(office=office)
    assert found(client_for("coordinator"), Person, {"status": "nonsense"}) == set()


def test_a_place_is_found_in_ukrainian_and_by_its_code(client_for):
    place = factories.PlaceFactory(name="Sumy region", name_uk="Сумська область", pcode="UA59")
    factories.PlaceFactory()
    client = client_for("coordinator")
    for words in ("sumy", "сумська", "UA59"):
        assert found(client, Place, {"q": words}) == {place.pk}


def test_the_count_is_exact_up_to_a_thousand_and_cheap_beyond(office, client_for, monkeypatch):
    monkeypatch.setattr(lists, "CAP", 5)
    for number in range(5):
        factories.PersonFactory(office=office, name=f"Person {number}")
    client = client_for("coordinator")
    assert "5 rows" in client.get(address(Person, "changelist")).content.decode()
    factories.PersonFactory(office=office)
    with CaptureQueriesContext(connection) as queries:
        html = client.get(address(Person, "changelist")).content.decode()
    assert "More than 5" in html
    counts = [
        query["sql"] for query in queries if "COUNT(*)" in query["sql"] and "cases_person" in query["sql"]
    ]
    assert counts
    assert all("LIMIT 6" in sql for sql in counts)


def test_filters_read_no_table(office, client_for):
    """A choice of a filter comes from the code; only the parties, a handful, are read."""
    client = client_for("coordinator")
    for model in (Person, Parcel, Correspondence, Event):
        with CaptureQueriesContext(connection) as queries:
            client.get(address(model, "changelist"))
        assert [
            q["sql"]
            for q in queries
            if "DISTINCT" in q["sql"] or f'FROM "{Party._meta.db_table}"' in q["sql"]
        ] == []


def test_people_stand_in_the_order_that_a_reader_expects(office, client_for):
    for name in ("Яценко", "Ґудзь", "Гнатюк", "Євтушенко", "Жук", "Ігнат"):
        factories.PersonFactory(office=office, name=name)
    rows = client_for("coordinator").get(address(Person, "changelist")).context["cl"].result_list
    assert [row.name for row in rows] == ["Гнатюк", "Ґудзь", "Євтушенко", "Жук", "Ігнат", "Яценко"]
