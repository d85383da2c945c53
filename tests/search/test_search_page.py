"""One box for everything, on every page."""

import pytest
from django.urls import reverse

from cases.actions import identity
from cases.lib import codes
from cases.models import AuditEntry, Confidentiality, Person, PersonIdentifier
from tests.factories import (
    AgreementFactory,
    ConsignmentFactory,
    CorrespondenceFactory,
    GroupFactory,
    OfficeFactory,
    ParcelFactory,
    PersonFactory,
    PersonIdentifierFactory,
    PlaceFactory,
    RepatriationCaseFactory,
    SourceFactory,
    StatementFactory,
    VisitFactory,
)
from tests.search.test_finding_people import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client_for):
    def search(text, role="viewer", **more):
        return client_for(role).get(reverse("search"), {"q": text, **more})

    return search


@pytest.fixture
def taras(office):
    return PersonFactory(office=office, name="Шевченко Тарас", latin_name="Shevchenko Taras")


def test_every_page_has_the_box(client_for):
    page = client_for("viewer").get(reverse("people")).content.decode()
    assert f'action="{reverse("search")}"' in page


def test_somebody_is_found_in_another_script_and_the_page_says_why(taras, search):
    page = search("Schewtschenko Taras").content.decode()
    assert taras.get_absolute_url() in page
    assert "same after romanisation" in page


def test_the_list_of_people_finds_the_same(taras, office, search, client_for):
    PersonFactory(office=office, name="Мельник Іван")
    url = search("Shevchenko").context["people_url"]
    assert [person.pk for person in client_for("viewer").get(url).context["rows"]] == [taras.pk]


def test_only_the_same_letters_on_demand(taras, search):
    assert search("Шевченко", exact=1).context["hits"]
    page = search("Schewtschenko", exact=1)
    assert not page.context["hits"]
    assert "Look for other spellings as well" in page.content.decode()


# --- By numbers -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "factory", [PersonFactory, ParcelFactory, RepatriationCaseFactory, SourceFactory, VisitFactory]
)
def test_a_reference_finds_its_record_however_it_is_typed(office, search, factory):
    record = factory(office=office)
    for typed in (record.reference, record.reference.lower().replace("-", " ")):
        assert search(typed).context["numbered"].records == [record]


def test_a_mistyped_check_character_offers_the_nearest_record(taras, search):
    for slip in range(1, 32):
        wrong = taras.reference[:-1] + codes.ALPHABET[(codes.ALPHABET.index(taras.reference[-1]) + slip) % 32]
        answer = search(wrong)
        assert taras in answer.context["numbered"].records, wrong
    assert "This is not a valid code" in answer.content.decode()


def test_a_valid_code_that_nothing_visible_has_says_so(search, office):
    hidden = PersonFactory(office=office, confidentiality=Confidentiality.STRICT)
    page = search(hidden.reference).content.decode()
    assert "is a valid code, and no record that you may see has it" in page
    assert hidden.get_absolute_url() not in page


@pytest.mark.parametrize("typed", ["Кузнецов 1987", "Conrad 1987", "Eve Smith 1987", "Perov 01.01.1987"])
def test_a_name_with_a_year_of_birth_is_never_called_a_wrong_code(search, office, typed):
    PersonFactory(office=office, name=typed.rpartition(" ")[0])
    answer = search(typed)
    assert answer.context["numbered"].said == ""
    assert answer.context["hits"]


@pytest.mark.parametrize("typed", ["PER-0Z14X", "per 0z14x", "PER0Z14X"])
def test_a_wrong_code_that_is_written_as_one_is_said_to_be_wrong(search, typed):
    assert "one character is wrong" in search(typed).content.decode()


@pytest.mark.parametrize("typed", ["AB 123456", "AB123456", "ab123456"])
def test_the_number_of_a_paper_finds_its_person(taras, search, typed):
    PersonIdentifierFactory(person=taras, value="AB123456")
    assert search(typed).context["numbered"].records == [taras]


WRITTEN = [
    ("45 12 345678", "4512 345678"), ("45 12 345678", "4512345678"), ("ав123456", "АВ 123 456"), ("AВ 123456", "ab-123456"),
]  # fmt: skip


@pytest.mark.parametrize(("stored", "typed"), WRITTEN)
def test_a_number_is_found_in_whatever_letters_and_groups_it_is_written(taras, office, search, typed, stored):
    PersonIdentifierFactory(person=taras, value=stored)
    soldier = PersonFactory(office=office, service_number=stored)
    PersonIdentifierFactory(person=PersonFactory(office=office), value="45 12 345679")
    assert search(typed).context["numbered"].records == [taras, soldier]
    assert PersonIdentifier.objects.written(typed).get().value == stored


def test_a_number_finds_a_human_being_once_and_no_replaced_placeholder(
    office, taras, search, caseworker, coordinator
):
    second = PersonFactory(office=office, name="Тарас Шевченко")
    for person in (second, taras, PersonFactory(office=office, superseded_by=taras)):
        PersonIdentifierFactory(person=person, value="AB123456")
    link = identity.pair(taras, second)
    for by in (caseworker, coordinator):
        identity.judge(link=link, verdict="same", reason="One passport.", by=by)
    assert search("AB 123456").context["numbered"].records == [taras]


def test_a_service_number_finds_its_person(office, search):
    person = PersonFactory(office=office, service_number="T-123456")
    assert search("T-123456").context["numbered"].records == [person]


def test_a_postal_item_number_finds_its_parcel(office, search):
    parcel = ParcelFactory(office=office, s10="RR123456785UA")
    assert search("RR 123 456 785 UA").context["numbered"].records == [parcel]
    assert "not valid" in search("RR123456784UA").content.decode()


def test_a_postal_item_number_finds_its_letter_too(office, search):
    letter = CorrespondenceFactory(office=office, s10="RR123456785UA")
    CorrespondenceFactory(office=office, s10="RR473124829UA", confidentiality="strict")
    CorrespondenceFactory(s10="CP123456785UA")
    assert search("rr123456785ua").context["numbered"].records == [letter]
    assert not search("RR473124829UA").context["numbered"].records
    assert not search("CP123456785UA").context["numbered"].records


# --- By words ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("factory", "column"),
    [
        (RepatriationCaseFactory, "title"), (GroupFactory, "name"), (ConsignmentFactory, "title"),
        (AgreementFactory, "title"), (VisitFactory, "title"), (SourceFactory, "title"),
    ],
)  # fmt: skip
def test_words_of_a_title_find_their_record(office, search, factory, column):
    record = factory(office=office, **{column: "Residents of Zelenivka"})
    factory(office=office, **{column: "Something else"})
    answer = search("zelenivka")
    (section,) = (one for one in answer.context["sections"] if one.kind == record.kind)
    assert [row["text"] for row in section.rows] == [str(record)]
    assert section.number == "1"
    assert client_rows(answer, section) == [record.pk]


def client_rows(answer, section):
    """What the list to which a section leads shows."""
    return [row.pk for row in answer.client.get(section.url).context["rows"]]


def test_words_that_were_said_are_found_in_another_form(office, search):
    statement = StatementFactory(source__office=office, text="Six residents wait to go home")
    (section,) = (one for one in search("resident waiting").context["sections"] if one.kind == "statement")
    assert [row["url"] for row in section.rows] == [statement.get_absolute_url()]


def test_a_place_is_found_by_its_name_in_any_language(search):
    PlaceFactory(name="Sumy", name_uk="Суми")
    assert "Суми" in search("Суми").content.decode() or "Sumy" in search("Суми").content.decode()


def test_nothing_of_another_office_is_found(search):
    RepatriationCaseFactory(office=OfficeFactory(), title="Residents of Zelenivka")
    assert search("Zelenivka").context["sections"] == []


def test_a_case_that_names_somebody_stricter_is_not_found(office, search, coordinator):
    hidden = PersonFactory(office=office, confidentiality=Confidentiality.STRICT)
    RepatriationCaseFactory(office=office, title="Return of Zelenko", person=hidden, group=None)
    assert search("Zelenko").context["sections"] == []
    assert search("Zelenko", "coordinator").context["sections"]


# --- Whatever is typed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_answered_in_words(search, taras, text):
    assert search(text).status_code == 200


def test_nothing_typed_shows_how_one_searches(search):
    assert "A name in any script" in search("").content.decode()


def test_one_letter_is_too_little(search):
    assert "Type at least two letters" in search("ш").content.decode()


def test_what_is_too_long_is_cut_and_that_is_said(search):
    assert "the first 200 characters were looked for" in search("ш" * 500).content.decode()


def test_nothing_found_is_not_nothing_happened(search):
    page = search("Zzyzzx").content.decode()
    assert "Nothing on record is found by this" in page
    assert "does not mean that nothing happened" in page


# --- Who searches, and how much it takes ------------------------------------------------------------------


def test_who_searched_for_what_is_logged(search, taras, viewer):
    search("Shevchenko")
    search("")
    (entry,) = AuditEntry.objects.filter(deed=AuditEntry.Deed.SEARCH)
    assert (entry.actor, entry.facts) == (viewer, {"query": "q=Shevchenko"})


def test_the_administrator_may_not_search(search):
    assert search("x", "administrator").status_code == 403


def test_a_page_asks_the_same_queries_for_one_hit_and_for_many(
    office, client_for, django_assert_max_num_queries
):
    client = client_for("coordinator")
    for number in range(12):
        PersonFactory(office=office, name=f"Шевченко Тарас{'а' * (number % 2)}")
        RepatriationCaseFactory(office=office, title=f"Return of Шевченко {number}")
        GroupFactory(office=office, name=f"With Шевченко {number}")
    client.get(reverse("search"), {"q": "Шевченко"})
    with django_assert_max_num_queries(16):
        client.get(reverse("search"), {"q": "Шевченко Тарас"})
    with django_assert_max_num_queries(16):
        answer = client.get(reverse("search"), {"q": "Шевченко"})
    assert [len(section.rows) for section in answer.context["sections"]] == [5, 5]


def test_the_words_of_a_placeholder_lead_to_it(office, search):
    person = PersonFactory(office=office, name="", label="unnamed, third of six")
    assert [hit["person"] for hit in search("unnamed third").context["hits"]] == [
        Person.objects.get(pk=person.pk)
    ]


@pytest.mark.parametrize("typed", ["АВ123456", "ab 123456", "ав-123456"])
def test_the_number_of_a_passport_is_found_in_whatever_letters_it_is_typed(client_for, office, typed):
    person = PersonFactory(office=office, name="Коваль Олена")
    PersonIdentifierFactory(person=person, scheme="passport", value="АВ123456")
    assert person.reference in client_for("caseworker").get("/search/", {"q": typed}).content.decode()
