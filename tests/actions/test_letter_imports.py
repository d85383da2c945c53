"""A list of letters: what it would do is said first, nobody is guessed, it is recorded whole, and undone whole."""

import pytest

from cases.actions.imports import asking, checking, work
from cases.lib import letter_cells
from cases.lib.table_heads import BadValue
from cases.models import Correspondence, ImportBatch
from tests import factories
from tests.actions.test_imports import applied, counts, problems, undone, worked

pytestmark = pytest.mark.django_db

LIST = (
    "№;Вид;Напрямок;Полонений;Родина;Дата листа;Отримано;Поштовий номер\n"
    "1;лист;від полоненого;Іван Петренко;Родина, Суми;березень 2025;27.01.2026;RR123456785UA\n"
    "2;листівка;до полоненого;Петренко Іван;Родина, Суми;;26.01.2026;\n"
)


@pytest.fixture
def given(caseworker):
    """Give a list of letters, let the background check it, and say what it found."""

    def given(content, by=caseworker):
        batch = asking.begin(
            file_name="letters.csv", content=content.encode(), by=by, type=ImportBatch.Kind.CORRESPONDENCE
        )
        return worked(batch)

    return given


@pytest.fixture
def petrenko(office):
    return factories.PersonFactory(office=office, name="Петренко Іван")


def letters():
    return list(Correspondence.objects.order_by("external_number"))


WAYS = (
    ("Posted", "Route", "Enclosed in parcel", "Kind", "Direction", "Prisoner"),
    ("Дата відправлення", "Маршрут", "Посилка", "Вид", "Напрямок", "Полонений"),
    ("Дата отправления", "Через", "Посылка", "Вид", "Направление", "Пленный"),
)


@pytest.mark.parametrize("heads", WAYS)
@pytest.mark.parametrize("by", ["reference", "s10"])
def test_posting_day_route_and_parcel_are_read(given, petrenko, caseworker, heads, by):
    parcel = factories.ParcelFactory(office=petrenko.office, s10="RR473124829UA")
    code = {"reference": parcel.reference.lower(), "s10": "rr 473 124 829 ua"}[by]
    listed = (
        f"{';'.join(heads)}\nЛистопад 2025;through the ICRC;{code};letter;to the prisoner;Петренко Іван\n"
    )
    applied(given(listed), caseworker)
    (letter,) = letters()
    assert (letter.posted.edtf, letter.route, letter.parcel) == ("2025-11", "through the ICRC", parcel)
    assert letter.posted_latest.isoformat() == "2025-11-30"
    assert counts(given(listed)) == (0, 0, 1, 0, 0)


def test_two_days_of_posting_are_two_letters(given, petrenko):
    rows = "".join(
        f"{day};letter;to the prisoner;Петренко Іван\n" for day in ("1.2.2026", "2.2.2026", "2026-02-01")
    )
    batch = given(f"Posted;Kind;Direction;Prisoner\n{rows}")
    assert counts(batch) == (2, 0, 0, 0, 1)
    assert "Row 2" in problems(batch)[0][3]


def test_a_day_a_parcel_and_a_route_that_cannot_be_read_are_named(given, petrenko, office):
    strict = factories.ParcelFactory(office=office, confidentiality="strict", s10="RR473124829UA")
    other = factories.ParcelFactory(s10="CP123456785UA")
    codes = [
        strict.reference,
        strict.s10,
        other.reference,
        other.s10,
        "RR473124828UA",
        petrenko.reference,
        "PCL-0",
    ]
    rows = "".join(f"{code};;;letter;to the prisoner;Петренко Іван\n" for code in codes)
    batch = given(
        f"Parcel;Posted;Route;Kind;Direction;Prisoner\n{rows};sometime;{'x' * 201};letter;to the prisoner;Петренко Іван\n"
    )
    assert counts(batch) == (0, 0, 0, 0, 8)
    said = problems(batch)
    assert [(row, column) for row, column, *_rest in said] == [
        *[(number, "parcel") for number in range(2, 9)], (9, "posted"), (9, "route"),
    ]  # fmt: skip
    assert {why for row, _column, _value, why in said if row < 6} == {said[0][3]}, "hidden is not there"
    assert all("%" not in why for *_others, why in said)


def test_a_letter_that_was_put_into_a_parcel_is_taken_out_by_undo(given, petrenko, caseworker):
    parcel = factories.ParcelFactory(office=petrenko.office)
    letter = factories.CorrespondenceFactory(office=petrenko.office, person=petrenko)
    batch = applied(
        given(f"Reference,Parcel,Posted\n{letter.reference},{parcel.reference},5 May 2025\n"), caseworker
    )
    letter.refresh_from_db()
    assert (letter.parcel, letter.posted.edtf) == (parcel, "2025-05-05")
    undone(batch, caseworker)
    letter.refresh_from_db()
    assert (letter.parcel, letter.posted) == (None, None)


def test_a_slip_is_answered_with_letters_that_one_may_see(given, petrenko, caseworker, coordinator):
    hidden = factories.CorrespondenceFactory(office=petrenko.office, confidentiality="strict")
    wrong = hidden.reference[:-1] + ("0" if hidden.reference[-1] != "0" else "1")
    for by, hint in ((caseworker, ""), (coordinator, hidden.reference)):
        row = given(f"Reference;Posted\n{wrong};5 May 2025\n", by=by).rows.get()
        assert row.problems[0]["hint"] == hint


def test_a_check_writes_no_letter(given, petrenko):
    assert counts(given(LIST)) == (2, 0, 0, 0, 0)
    assert letters() == []


def test_a_list_is_recorded_as_precisely_as_it_says_and_no_more(given, petrenko, caseworker):
    batch = applied(given(LIST), caseworker)
    assert (batch.state, batch.consignment) == ("applied", None)
    one, two = letters()
    assert (one.type, one.direction, one.person, one.correspondent) == (
        "letter",
        "from_person",
        petrenko,
        "Родина, Суми",
    )
    assert (one.written.edtf, one.written.words, one.received.edtf) == (
        "2025-03",
        "березень 2025",
        "2026-01-27",
    )
    assert (one.s10, two.s10, two.type, two.direction, two.written) == (
        "RR123456785UA",
        "",
        "card",
        "to_person",
        None,
    )
    assert one.reference.startswith("COR-")
    assert one.written_sort > 0 == two.written_sort, "lists sort by what stands beside the date"
    assert one.history.get().pgh_context.metadata["import_batch"] == batch.reference


def test_the_same_list_again_changes_nothing(given, petrenko, caseworker):
    applied(given(LIST), caseworker)
    assert counts(given(LIST)) == (0, 0, 2, 0, 0)
    unnumbered = "\n".join(line.partition(";")[2].rpartition(";")[0] for line in LIST.splitlines())
    applied(given(unnumbered.replace("2025", "2024").replace("26.01", "25.01")), caseworker)
    assert counts(given(unnumbered.replace("2025", "2024").replace("26.01", "25.01"))) == (0, 0, 2, 0, 0)


def test_the_number_1_of_another_list_is_another_letter(given, petrenko, caseworker):
    applied(given(LIST), caseworker)
    other = "No,Kind,Direction,Prisoner,Written\n1,letter,from the prisoner,Петренко Іван,April 2025\n"
    assert counts(given(other)) == (1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    "rows",
    [
        "Kind,Direction,Sender,Addressee\nletter,from the prisoner,Петренко Іван,His mother\n",
        "Кому;Від кого;Напрямок;Вид\nHis mother;Іван Петренко;від полоненого;лист\n",
        "Отправитель;Направление;Получатель;Вид\nПетренко Іван;от пленного;His mother;письмо\n",
        "Вид;Напрямок;Кому;Відправник\nлист;до полоненого;Іван Петренко;His mother\n",
    ],
)
def test_sender_and_addressee_are_who_the_direction_says(given, petrenko, caseworker, rows):
    applied(given(rows), caseworker)
    (letter,) = letters()
    assert (letter.person, letter.correspondent) == (petrenko, "His mother")


def test_each_error_names_row_column_value_and_what_to_do(given, office, petrenko):
    factories.PersonFactory(office=office, name="Коваль Олег")
    factories.PersonFactory(office=office, name="Коваль Олег")
    batch = given(
        "Kind,Direction,Person held,Written,S10,Reference,Quantity\n"
        "letter,from the prisoner,Nobody Known,,,,\n"
        "letter,from the prisoner,Коваль Олег,,,,\n"
        "telegram,sideways,Петренко Іван,the 99th of May,RR123456784UA,PCL-4K7QX,many\n"
        "letter,,Петренко Іван,,,,\n"
        ",from the prisoner,,2025,,,\n"
        "letter,to the prisoner,Петренко Іван,2025-01-02,,,\n"
        "letter,to the prisoner,Петренко Іван,2.1.2025,,,\n"
    )
    assert counts(batch) == (1, 0, 0, 0, 6)
    said = problems(batch)
    assert [(row, column) for row, column, _value, _why in said] == [
        (2, "person"), (3, "person"),
        *[(4, column) for column in ("type", "direction", "written", "s10", "reference", "quantity")],
        (5, "direction"), (6, "type"), (6, "person"), (8, "person"),
    ]  # fmt: skip
    assert not [why for *_others, why in said if "%" in why]
    assert "Several people" in said[1][3]
    assert said[1][3].count("PER-") == 2
    assert Correspondence.objects.count() == 0


def test_a_reference_changes_what_its_row_says_and_undo_puts_it_back(given, petrenko, caseworker):
    letter = factories.CorrespondenceFactory(
        office=petrenko.office, person=petrenko, correspondent="A sister"
    )
    was = letter.received
    batch = given(f"Reference,Received,Family side\n{letter.reference},5 May 2025,\n")
    assert counts(batch) == (0, 1, 0, 0, 0)
    applied(batch, caseworker)
    letter.refresh_from_db()
    assert (letter.received.edtf, letter.received_latest.day, letter.correspondent) == (
        "2025-05-05",
        5,
        "A sister",
    )
    assert undone(batch, caseworker).state == "undone"
    letter.refresh_from_db()
    assert (letter.received, letter.received_sort) == (was, was.sort_key if was else 0)


@pytest.mark.parametrize("at_once", [1000, 1], ids=["together", "far from each other"])
def test_two_rows_that_mean_one_letter_by_different_numbers_are_told(
    given, petrenko, caseworker, monkeypatch, at_once
):
    monkeypatch.setattr(checking, "AT_ONCE", at_once)
    letter = factories.CorrespondenceFactory(office=petrenko.office, person=petrenko, s10="RR123456785UA")
    batch = given(f"Reference;S10;Posted\n;RR123456785UA;5 May 2025\n{letter.reference};;6 May 2025\n")
    assert counts(batch) == (0, 1, 0, 0, 1)
    ((row, column, _value, why),) = problems(batch)
    assert (row, column) == (3, "reference")
    assert why.startswith("Row 2 of this file says the same")
    applied(batch, caseworker, only_good=True)
    letter.refresh_from_db()
    assert letter.posted.edtf == "2025-05-05"
    assert undone(batch, caseworker).state == "undone"


def test_undo_takes_away_what_the_list_made_until_something_happens_to_it(given, petrenko, caseworker):
    batch = undone(applied(given(LIST), caseworker), caseworker)
    assert (batch.state, letters()) == ("undone", [])
    again = applied(given(LIST), caseworker)
    factories.CorrespondenceFactory(office=petrenko.office, reply_to=letters()[0])
    again = undone(again, caseworker)
    assert (again.state, again.why) == ("applied", "used")
    assert len(letters()) == 3


def test_what_was_typed_meanwhile_is_not_recorded_twice(given, petrenko, caseworker):
    batch = given("Kind,Direction,Prisoner,Written\nletter,from the prisoner,Петренко Іван,2025-03-01\n")
    applied(
        given("Kind,Direction,Prisoner,Written\nletter,from the prisoner,Петренко Іван,1 March 2025\n"),
        caseworker,
    )
    batch = applied(batch, caseworker)
    assert (batch.state, batch.why) == ("to_check", "changed_meanwhile")
    work.work_off(report_to=lambda rows: None)
    batch.refresh_from_db()
    assert counts(batch) == (0, 0, 1, 0, 0)


def test_a_red_cross_message_is_restricted_and_a_letter_is_as_close_as_its_person(
    given, petrenko, office, coordinator
):
    factories.PersonFactory(office=office, name="Strict Person", confidentiality="strict")
    batch = given(
        "Kind,Direction,Prisoner\nRed Cross message,to the prisoner,Петренко Іван\nletter,to the prisoner,Strict Person\n",
        by=coordinator,
    )
    applied(batch, coordinator)
    assert {letter.type: letter.confidentiality for letter in letters()} == {
        "red_cross_message": "restricted", "letter": "strict"}  # fmt: skip


def test_nobody_learns_of_people_and_letters_that_they_may_not_see(given, office, petrenko):
    hidden = factories.PersonFactory(office=office, name="Strict Person", confidentiality="strict")
    letter = factories.CorrespondenceFactory(office=office, person=petrenko, confidentiality="strict")
    batch = given(
        "Kind,Direction,Prisoner,Reference\n"
        f"letter,to the prisoner,Strict Person,\nletter,to the prisoner,{hidden.reference},\n,,,{letter.reference}\n"
    )
    assert counts(batch) == (0, 0, 0, 0, 3)


def test_letters_are_not_put_into_a_consignment(given, petrenko, caseworker):
    batch = applied(given(LIST), caseworker)
    with pytest.raises(asking.NotAsked):
        asking.ask_put_in(batch=batch, by=caseworker)


def test_a_thousand_rows_ask_as_often_as_three(given, petrenko, django_assert_max_num_queries, caseworker):
    def rows(number):
        lines = "\n".join(f"{n},letter,from the prisoner,Петренко Іван" for n in range(number))
        return asking.begin(
            file_name="l.csv", content=f"No,Kind,Direction,Prisoner\n{lines}\n".encode(), by=caseworker,
            type=ImportBatch.Kind.CORRESPONDENCE,
        )  # fmt: skip

    for number in (3, 900):
        rows(number)
        with django_assert_max_num_queries(30):
            work.work_off(report_to=lambda rows: None)


@pytest.mark.parametrize("cell", ["0", "-1", "1.5", "١٢", "9999999", "12 letters", "²"])
def test_a_quantity_is_digits(cell):
    with pytest.raises(BadValue):
        letter_cells.quantity(cell)
