"""Letters, cards and messages: the list, the page, the form."""

from datetime import date

import pytest
from django.urls import reverse

from cases.lib.dates import parse
from cases.models import Correspondence
from tests import factories
from tests.factories import CorrespondenceFactory, DocumentFactory, EventFactory

KEY = "3d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def letter(office):
    return lambda **facts: CorrespondenceFactory(office=office, **facts)


@pytest.fixture
def found(client_for):
    client = client_for("caseworker")

    def found(**query):
        response = client.get("/mail/", query)
        assert not response.context["filter"].form.errors
        return {row.reference for row in response.context["rows"]}

    return found


@pytest.mark.parametrize(
    ("query", "fits", "other"),
    [
        ({"type": "card"}, {"type": "card"}, {"type": "letter"}),
        ({"direction": "from_person"}, {"direction": "from_person"}, {}),
        ({"language": "UK"}, {"language": "uk"}, {"language": "ru"}),
        ({"q": "Kharkiv"}, {"correspondent": "Mother, Kharkiv"}, {"correspondent": "Father"}),
        (
            {"written_from": "2025-11-01", "written_to": "2025-11-30"},
            {"written": "Nov 2025"},
            {"written": "Dec 2025"},
        ),
        ({"received_from": "2025-11-01"}, {"received": "5 Dec 2025"}, {}),
        ({"missing": "language"}, {}, {"language": "uk"}),
        ({"missing": "written"}, {}, {"written": "Nov 2025"}),
    ],
)
def test_a_filter_finds_what_fits_and_nothing_else(letter, found, query, fits, other):
    one, _other = (letter(**{k: parse(v) if k in {"written", "received"} else v for k, v in facts.items()})
                   for facts in (fits, other))  # fmt: skip
    assert found(**query) == {one.reference}


def test_mail_is_found_by_person_parcel_and_consignment(letter, found, office):
    person, parcel = factories.PersonFactory(office=office), factories.ParcelFactory(office=office)
    consignment = factories.ConsignmentFactory(office=office)
    one, _other = letter(person=person, parcel=parcel, consignment=consignment), letter()
    assert found(person=person.reference) == {one.reference}
    assert found(parcel=parcel.reference) == {one.reference}
    assert found(consignment=consignment.reference) == {one.reference}


def held(letter, due):
    return EventFactory(about=letter, type="held", note="Being read.", due=parse(due))


def test_what_is_held_past_its_review_date_is_found(letter, found, client_for, stop_clock):
    stop_clock(date(2026, 2, 1))
    late, waiting, free = letter(), letter(), letter()
    held(late, "20 January 2026")
    held(waiting, "20 February 2026")
    assert found(held="past") == {late.reference}
    assert found(held="ahead") == {waiting.reference}
    assert free.reference in found()
    page = client_for("viewer").get(late.get_absolute_url()).content.decode()
    assert "review date passed" in page


def test_a_second_hold_counts_instead_of_the_first(letter, found, stop_clock):
    stop_clock(date(2026, 2, 1))
    one = letter()
    held(one, "20 January 2026")
    EventFactory(about=one, type="released", note="")
    assert found(held="past") == set()
    held(one, "20 February 2026")
    assert found(held="past") == set()


def test_the_page_shows_both_sides_and_what_is_enclosed_where(letter, client_for, office):
    person = factories.PersonFactory(office=office, name="Коваль Ірина")
    parcel = factories.ParcelFactory(office=office)
    one = letter(
        person=person, correspondent="Her sister", parcel=parcel, written=parse("late November 2025")
    )
    page = client_for("viewer").get(one.get_absolute_url()).content.decode()
    for words in (
        "Коваль Ірина",
        "Her sister",
        parcel.reference,
        "late Nov 2025",
        "Letter to the person held",
    ):
        assert words in page


def data(**changes):
    base = {"type": "letter", "direction": "to_person", "confidentiality": "ordinary", "form_key": KEY}
    return base | changes


def test_mail_is_registered_with_the_words_for_its_dates(client_for, office):
    person = factories.PersonFactory(office=office)
    client_for("caseworker").post("/mail/add/", data(person=person.reference, written="late November"))
    one = Correspondence.objects.get()
    assert (one.person, one.written.words, one.written.earliest) == (person, "late November", None)


def test_a_date_that_cannot_be_read_stays_as_typed(client_for):
    answer = client_for("caseworker").post("/mail/add/", data(written="some day", correspondent="Aunt Olha"))
    assert answer.status_code == 422
    assert "some day" in answer.content.decode()
    assert "Aunt Olha" in answer.content.decode()


def test_red_cross_messages_are_restricted(client_for):
    client = client_for("caseworker")
    answer = client.post("/mail/add/", data(type="red_cross_message"))
    assert "Correspondence with the Red Cross is restricted" in answer.content.decode()
    client.post("/mail/add/", data(type="red_cross_message", confidentiality="restricted"))
    one = Correspondence.objects.get()
    assert client_for("viewer").get(one.get_absolute_url()).status_code == 404


def test_a_stale_form_is_refused(client_for, letter):
    one = letter()
    Correspondence.objects.filter(pk=one.pk).update(correspondent="Faster")
    url = reverse("correspondence_edit", args=[one.reference])
    answer = client_for("caseworker").post(url, data(version=one.version, correspondent="Slower"))
    assert answer.status_code == 422
    assert "Slower" in answer.content.decode()


def test_a_scan_of_mail_is_restricted_whoever_may_see_the_mail(office):
    letter = CorrespondenceFactory(office=office)
    scan = DocumentFactory(correspondence=letter, parcel=None, office=office)
    scan.refresh_from_db()
    assert (letter.confidentiality, scan.confidentiality) == ("ordinary", "restricted")
    Correspondence.objects.filter(pk=letter.pk).update(confidentiality="strict")
    scan.refresh_from_db()
    assert scan.confidentiality == "strict"
    Correspondence.objects.filter(pk=letter.pk).update(confidentiality="ordinary")
    scan.refresh_from_db()
    assert scan.confidentiality == "restricted"
