"""People are found by any spelling of their names, and each hit says why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import naming
from cases.finding.people import Search, find_people
from cases.lib.dates import parse
from cases.models import Confidentiality, Person, PersonName, PersonTokens
from tests.factories import OfficeFactory, PersonFactory, PersonNameFactory, PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(office):
    """A handful whose names are near each other."""
    names = (
        "Шевченко Тарас Григорович", "Шевчук Тарас", "Бондаренко Сергій Олексійович", "Коваль Іван", "Коваленко Іван",
        "Ковальчук Іван", "Мельник Микола", "Мельник Наталія", "Ткаченко Олександр", "Гриценко Юрій",
    )  # fmt: skip
    return {name.split()[0]: PersonFactory(office=office, name=name) for name in names}


def first(user, text, **options):
    hits = find_people(user, text, **options)
    return hits[0].person.name.split()[0] if hits else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Шевченко Тарас", "Шевченко"), ("тарас шевченко", "Шевченко"), ("Shevchenko Taras", "Шевченко"),
        ("Ševčenko", "Шевченко"), ("Schewtschenko Taras", "Шевченко"), ("Сергей Бондаренко", "Бондаренко"),
        ("Bondarenko Sergey Alekseevich", "Бондаренко"), ("Бондаренко С.", "Бондаренко"), ("Bondarenko S O", "Бондаренко"),
        ("Мельник Николай", "Мельник"), ("Melnyk Nicholas", "Мельник"), ("Alexander Tkachenko", "Ткаченко"),
        ("Шевче", "Шевченко"), ("Hryts Yur", "Гриценко"), ("Грыценко Юрий", "Гриценко"),
        ("Шевчекно Тарас", "Шевченко"), ("Ткачнко Олексндр", "Ткаченко"), ("Tkachneko Olexandr", "Ткаченко"),
        ("Бондаренко Сергій Петрович", "Бондаренко"), ("Ґриценко", "Гриценко"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(people, caseworker, text, name):
    assert first(caseworker, text) == name


TWELVE = (
    "Щербаківський Олексій", "Щербаковский Алексей", "Shcherbakivskyi Oleksii", "Shcherbakovskiy Aleksey",
    "Ščerbakivs'kyj Oleksij", "Shcherbakivs’kyy Oleksiy", "Scherbakovsky Alexey", "Oleksiy Shcherbakivsky",
    "Алексей Щербаковский", "Shcherbakovskii Aleksei", "Щербаківський О.", "Ŝerbakovskij Aleksej",
)  # fmt: skip


@pytest.mark.parametrize("spelling", TWELVE)
def test_any_of_twelve_spellings_of_a_name_finds_the_same_person_first(people, office, caseworker, spelling):
    PersonFactory(office=office, name="Щербак Олексій")
    PersonFactory(office=office, name="Щербаківський Іван")
    meant = PersonFactory(office=office, name="Щербаківський Олексій")
    assert find_people(caseworker, spelling)[0].person == meant


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Шевченко Тарас", "same_letters"), ("Shevchenko Taras", "same_after_romanisation"),
        ("Мельник Николай", "given_name_equivalent"), ("Шивченко Тарас", "vowels_differ"),
        ("Тарас Шевченко", "order_swapped"), ("Шевченко Т", "initial_only"), ("Шевче Тарас", "begins_so"),
        ("Шевченко Тарас Іванович", "patronymic_differs"), ("Шевченко Тарас Григорович Xyzabcd", "word_not_found"),
    ],
)  # fmt: skip
def test_each_hit_says_why(people, caseworker, text, reason):
    assert reason in find_people(caseworker, text)[0].reasons


def test_the_score_does_not_depend_on_what_else_is_found(people, office, caseworker):
    alone = find_people(caseworker, "Melnik Nikolay")[0]
    PersonFactory(office=office, name="Melnik Nikolay")
    again = next(hit for hit in find_people(caseworker, "Melnik Nikolay") if hit.person == alone.person)
    assert (again.score, again.reasons) == (alone.score, alone.reasons)


@pytest.mark.parametrize("other", ["Коваленко", "Ковальчук"])
def test_another_surname_of_the_same_stem_is_not_likely(people, caseworker, other):
    scores = {hit.person.name.split()[0]: hit.score for hit in find_people(caseworker, "Іван Коваль")}
    assert scores["Коваль"] == 1
    assert scores.get(other, 0) < 0.8


def test_only_the_same_letters_are_found_when_nothing_else_is_asked_for(people, caseworker):
    assert [hit.person for hit in find_people(caseworker, "Тарас Шевченко", exact=True)] == [
        people["Шевченко"]
    ]
    assert find_people(caseworker, "Taras Shevchenko", exact=True) == []


def test_all_names_of_a_person_find_it_and_the_one_that_did_is_said(people, caseworker):
    PersonNameFactory(person=people["Коваль"], full="Smith John")
    hit = find_people(caseworker, "John Smith")[0]
    assert (hit.person, hit.name) == (people["Коваль"], "Smith John")


def test_of_those_of_one_name_the_year_of_birth_tells(office, caseworker):
    older, younger = (
        PersonFactory(office=office, name="Мельник Іван", born=parse(year)) for year in ("1961", "1987")
    )
    assert [hit.person for hit in find_people(caseworker, "Мельник Іван 1987")] == [younger, older]
    hits = find_people(caseworker, "Melnyk Ivan", born=1961)
    assert [hit.person for hit in hits] == [older, younger]
    assert "same_year" in hits[0].reasons
    assert "other_year" in hits[1].reasons


def test_of_those_of_one_name_the_place_tells(office, caseworker):
    place = PlaceFactory()
    PersonFactory(office=office, name="Мельник Іван")
    here = PersonFactory(office=office, name="Мельник Іван", last_residence=place)
    assert find_people(caseworker, "Мельник Іван", place=place)[0].person == here


def test_while_no_name_is_known_the_words_of_the_label_find(office, caseworker):
    person = PersonFactory(office=office, name="", label="unnamed, third of the six from Sumy")
    hit = find_people(caseworker, "third six Sumy")[0]
    assert (hit.person, hit.reasons) == (person, ("label",))


# --- Who may see whom -------------------------------------------------------------------------------------


def test_nobody_of_another_office_and_nobody_above_ones_level_is_found(people, viewer, coordinator, office):
    PersonFactory(office=OfficeFactory(), name="Мельник Микола")
    hidden = PersonFactory(office=office, name="Мельник Николай", confidentiality=Confidentiality.STRICT)
    assert hidden not in {hit.person for hit in find_people(viewer, "Мельник Николай")}
    assert hidden in {hit.person for hit in find_people(coordinator, "Мельник Николай")}
    assert find_people(viewer, "Мельник Николай")[0].person.office_id == office.pk


def test_somebody_hidden_changes_nothing_in_what_is_found(people, viewer, office):
    before = [(hit.person, hit.score, hit.reasons) for hit in find_people(viewer, "Шевченков Тарас")]
    PersonFactory(office=office, name="Шевченков Тарас", confidentiality=Confidentiality.STRICT)
    assert [(hit.person, hit.score, hit.reasons) for hit in find_people(viewer, "Шевченков Тарас")] == before


def test_somebody_hidden_who_fits_better_does_not_end_the_search(office, viewer):
    near = PersonFactory(office=office, name="Шевченко Тарас")
    PersonFactory(office=office, name="Шевчемко Тарас", confidentiality=Confidentiality.STRICT)
    assert [hit.person for hit in find_people(viewer, "Шевчемко Тарас")] == [near]


def test_a_replaced_placeholder_is_not_found(people, caseworker, office):
    Person.objects.filter(pk=people["Коваль"].pk).update(superseded_by=people["Коваленко"])
    assert people["Коваль"] not in {hit.person for hit in find_people(caseworker, "Коваль Іван")}


def test_the_administrator_finds_nobody(people, administrator):
    assert find_people(administrator, "Шевченко") == []


def test_the_auditor_finds_people_of_all_offices(people, auditor):
    other = PersonFactory(office=OfficeFactory(), name="Шевченко Тарас")
    assert {hit.person for hit in find_people(auditor, "Шевченко Тарас")} == {people["Шевченко"], other}


# --- Whatever is typed ------------------------------------------------------------------------------------

HOSTILE = (
    "", " ", "ш", "%", "_%_", "'", '"', "\\", "'; DROP TABLE cases_person; --", "😀😀", "שלום עולם", "محمد", "Ш" * 500,
    "аб " * 200, "Шevченко", "\u202eокнечвеШ", "-", "—", "1987", "12345678901234567890", "а́" * 50, "{}", "NULL",
    "ва ав вв аа", "\U0010ffff", "x\u0000y",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_answered(people, caseworker, text):
    assert isinstance(find_people(caseworker, text), list)
    assert isinstance(Search(caseworker, text).ids, list)


def test_letters_of_two_scripts_in_one_word_are_read_as_one(people, caseworker):
    assert first(caseworker, "Шeвчeнкo") == "Шевченко"  # with Latin e and o


# --- However many there are -------------------------------------------------------------------------------

STEMS = (
    "бон",
    "кра",
    "мель",
    "гри",
    "тка",
    "лис",
    "сав",
    "хом",
    "дуб",
    "кор",
    "вер",
    "зал",
    "пил",
    "руд",
    "сте",
    "фед",
)
ENDS = ("енко", "ук", "ський", "ов", "ко", "ин", "ик", "ець", "ів", "ак")
GIVEN = ("Іван", "Олена", "Петро", "Марія", "Сергій", "Ольга", "Юрій", "Ганна", "Тарас", "Ніна")


@pytest.fixture
def many(office):
    """Twenty thousand people with some twenty-five thousand words, statistics included."""
    rows = [
        Person(
            office=office, status="x", reference=f"PER-M{n:05}",
            name=f"{STEMS[n % 16]}{STEMS[n // 16 % 16]}{STEMS[n // 256 % 16]}{ENDS[n // 7 % 10]} {GIVEN[n // 3 % 10]}".title(),
        )
        for n in range(20_000)
    ]  # fmt: skip
    people = Person.objects.bulk_create(rows, batch_size=5000)
    PersonName.objects.bulk_create(PersonName(person=person, full=f"{person} х") for person in people[::5])
    naming.index_names(people)
    with connection.cursor() as cursor:
        for table in ("cases_person", "cases_personname", "cases_nametoken", "cases_persontokens"):
            cursor.execute(f"ANALYZE {table}")
    return people


PLAN = "SELECT set_config('enable_seqscan', 'on'"  # after each look into the dictionary


def test_a_search_reads_no_table_and_asks_a_constant_number_of_queries(many, viewer, coordinator, auditor):
    """Also for a common name alone, for slips, and for beginnings."""
    asked = {
        many[7].name: 4, "Ivan": 6, "Сергій": 4, "Bonkramelenko Ivan": 9, "Грытка": 9, "бон": 9, "Бонкрамельнко Йван": 9,
        "xyz qwe": 9,
    }  # fmt: skip
    for user, more in ((coordinator, 0), (auditor, 0), (viewer, 12)):
        for text, most in asked.items():
            before = scans()
            with CaptureQueriesContext(connection) as queries:
                assert find_people(user, text) or text == "xyz qwe"
            assert scans() == before, (user.role, text)
            asked_for = [query for query in queries if not query["sql"].startswith(PLAN)]
            assert len(asked_for) <= most + more, [query["sql"][-160:] for query in queries]
    assert PersonTokens.objects.count() == len(many)


def scans():
    """How often a table of people or words was read from one end to the other, in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, seq_scan FROM pg_stat_xact_user_tables "
            "WHERE relname IN ('cases_person', 'cases_personname', 'cases_nametoken', 'cases_persontokens')"
        )
        return dict(cursor.fetchall())
