"""A file that is copied out of the database says cell by cell what the rows say in Python (R27, D38)."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from cases.generic import sheets
from cases.generic.copied import doubtful, fields_of
from cases.generic.copied_forms import Csv, Xlsx
from cases.generic.known import export_at
from cases.generic.leaving import Leaving, is_copied
from cases.lib.dates import parse
from cases.lib.text import formula_safe
from cases.models import Correspondence, Parcel, User
from tests import factories
from tests.test_exports import LEAVING
from tests.test_lists import make


def copied(name, user, form="csv"):
    leaving = Leaving(export_at(reverse(name), user))
    with leaving.make(form).file as file:
        if form == "csv":
            return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))
        return load_workbook(file).get_sheet_by_index(0).to_python()


def row_by_row(name, user, form="csv"):
    """The same by the rows, each cell by its function: the truth."""
    listing = export_at(reverse(name), user)
    columns = listing.export_columns
    leaving = Leaving(listing)
    values = leaving._values()
    with sheets.FILES[form]([str(label) for label, _cell in columns], values) as file:
        if form == "csv":
            return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))
        return load_workbook(file).get_sheet_by_index(0).to_python()


def cells_of(name, user):
    return [cell for _label, cell in export_at(reverse(name), user).export_columns]


def is_copied_list(name):
    return is_copied(cells_of(name, User(role="coordinator", is_active=True)))


COPIED = [name for name in LEAVING if is_copied_list(name)]


def test_the_large_lists_are_copied():
    mail = {"parcels", "correspondence_list", "consignments"}
    others = {"people", "evacuees", "evacuations", "visits", "repatriation_events", "counterpart_lists"}
    assert mail | others <= set(COPIED)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", COPIED)
def test_each_cell_is_what_its_row_says(name, form, coordinator, office):
    model = export_at(reverse(name), coordinator).model
    make(model, office, 5)
    assert len(copied(name, coordinator, form)) == 6
    assert copied(name, coordinator, form) == row_by_row(name, coordinator, form)


#: What people type, and what they should not: formulas, quotes, line ends, blanks of all kinds, signs of markup, controls.
WORDS = st.text(
    st.sampled_from("=+-@'\"<>&;,\t\n \u00a0\u2028\u200b\u2212\uff1d\uff0b\ufe63\u3000\u1680\ufeff\ufffe’«№_x0041_аБї1z\\\x01\x02\x04\x0b"),
    max_size=12,
)  # fmt: skip
DATES = st.sampled_from(
    [None, "2025-12-11", "late November 2025", "about 2025-12-11", "by 3 March 2025", "1850-01-01"]
)
LETTERS = st.lists(st.tuples(WORDS, WORDS, DATES, DATES, st.integers(1, 9999)), min_size=1, max_size=6)


@pytest.fixture
def letters(office):
    made = [factories.CorrespondenceFactory(office=office) for _number in range(6)]
    factories.EventFactory(about=made[0], type="checked")
    Correspondence.objects.filter(pk=made[1].pk).update(
        owner=factories.UserFactory(office=office, first_name="=A")
    )
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(LETTERS)
def test_whatever_was_typed_leaves_as_its_row_says(letters, coordinator, rows):
    for letter, (side, language, written, received, quantity) in zip(letters, rows, strict=False):
        letter.correspondent, letter.language, letter.quantity = side, language[:8], quantity
        letter.written, letter.received = (parse(day) if day else None for day in (written, received))
        letter.save()
    for form in ("csv", "xlsx"):
        assert copied("correspondence_list", coordinator, form) == row_by_row(
            "correspondence_list", coordinator, form
        )


@settings(max_examples=2000)
@given(st.text(max_size=30) | WORDS)
def test_a_line_is_beyond_doubt_only_where_every_cell_is_as_it_stands(text):
    text = "".join(
        letter for letter in text if letter not in "\x02\x04\n"
    )  # such a cell comes in quotes of the database
    line = f"1\x02PER-1\x02{text}\x02x\n".encode("utf-8", "replace")
    if not doubtful(line):
        assert formula_safe(text) == text
        assert not set(text) & set('"\r<>&')
        assert text.strip(" ") == text


def test_a_line_of_ordinary_words_is_beyond_doubt():
    assert not doubtful("1\x02PCL-4K7QX\x02Людина, Марія\x02O’Brien – № 5\x02\x02120\x02delivered\n".encode())
    for word in (
        "=1",
        " =1",
        "'=1",
        "-1",
        "−1",
        "＝1",
        "\x01a\n=1\x01",
        "<b>",
        "_x0041_",
        "\u00a0-1",
        " a",
        "a ",
    ):
        assert doubtful(f"1\x02PCL-4K7QX\x02{word}\x02x\n".encode()), word


def test_flags_and_names_of_people_are_said_as_on_their_rows(coordinator, office):
    person = factories.PersonFactory(
        office=office, name="Орлова, Марія", born=parse("late November 1950"), owner=coordinator
    )
    for kind, words in (("danger", "Ask “first”; <b>"), ("minor", "=Never alone")):
        factories.PersonFlagFactory(person=person, type=kind, instruction=words)
    factories.PersonFactory(office=office, name="", label="-A man from Sudzha")
    factories.EventFactory(about=person, type="seen")
    for form in ("csv", "xlsx"):
        assert copied("people", coordinator, form) == row_by_row("people", coordinator, form)
    rows = {
        row[1]: dict(zip(copied("people", coordinator)[0], row, strict=True))
        for row in copied("people", coordinator)
    }
    assert rows["Орлова, Марія"]["Flags"] == "danger: Ask “first”; <b>; minor: =Never alone"
    assert rows[""]["While no name is known"] == "'-A man from Sudzha"


def column(name, user, head):
    heads, *rows = copied(name, user)
    return {row[0]: row[heads.index(head)] for row in rows}


def test_where_somebody_stays_does_not_leave_with_whom_others_look_after(office, caseworker, coordinator):
    stays = factories.PlaceFactory(name="Tambov")
    theirs = factories.EvacueeFactory(
        office=office, place=stays, person=factories.PersonFactory(office=office, owner=coordinator)
    )
    mine = factories.EvacueeFactory(
        office=office, place=stays, person=factories.PersonFactory(office=office, owner=caseworker)
    )
    nowhere = factories.EvacueeFactory(
        office=office, place=None, person=factories.PersonFactory(office=office, owner=coordinator)
    )
    told = {mine.reference: "Tambov", nowhere.reference: ""}
    assert column("evacuees", caseworker, "Stays in") == told | {theirs.reference: "not shown to you"}
    assert column("evacuees", coordinator, "Stays in") == told | {theirs.reference: "Tambov"}
    assert copied("evacuees", caseworker) == row_by_row("evacuees", caseworker)


def test_a_consignment_is_named_to_who_may_see_it(office, caseworker, coordinator):
    strict = factories.ConsignmentFactory(office=office, confidentiality="strict")
    ours, elsewhere = factories.ConsignmentFactory(office=office), factories.ConsignmentFactory()
    inside = {
        one: factories.ParcelFactory(office=office, consignment=one) for one in (strict, ours, elsewhere)
    }
    told = {parcel.reference: one.reference for one, parcel in inside.items()} | {
        inside[elsewhere].reference: ""
    }
    assert column("parcels", coordinator, "Consignment") == told
    assert column("parcels", caseworker, "Consignment") == told | {inside[strict].reference: ""}


def test_what_is_held_leaves_as_its_reference_copied_as_well(coordinator, caseworker, office):
    person = factories.PersonFactory(office=office, name="=Somebody")
    held = factories.ParcelFactory(office=office, addressee=person, sender="Plain")
    other = factories.ParcelFactory(office=office, sender="Plain")
    factories.PersonHoldFactory(person=person, owner=caseworker)
    for form in ("csv", "xlsx"):
        rows = {row[0]: row for row in copied("parcels", coordinator, form)[1:]}
        assert rows[held.reference][1] == "held by the office"
        assert "Somebody" not in str(rows)
        assert rows[other.reference][5] == "Plain"


def test_many_rows_are_copied_in_one_query(coordinator, office, django_assert_max_num_queries):
    make(Parcel, office, 30)
    with django_assert_max_num_queries(3):
        copied("parcels", coordinator)


def test_the_lines_come_in_their_order_from_one_process(coordinator, office):
    """Several would find and sort all of them before the first one leaves; a plan so dear would be compiled first."""
    copied("parcels", coordinator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_parallel_workers_per_gather'), current_setting('jit')")
        assert cursor.fetchone() == ("0", "off")


def test_how_far_a_file_is_is_said_each_second(coordinator, office, monkeypatch):
    make(Parcel, office, 3)
    leaving = Leaving(export_at(reverse("parcels"), coordinator))
    said = []
    leaving.make("csv", said.append).file.close()
    assert not said
    monkeypatch.setattr("cases.generic.leaving.EVERY", 0)
    leaving.make("csv", said.append).file.close()
    assert said == [3]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=1))
def test_a_copied_line_is_read_as_it_stands_in_the_database(values):
    letters = {
        letter: f"\\{sign}"
        for sign, letter in {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}.items()
    }
    written = str.maketrans(letters | {"\\": "\\\\", "\x02": "\\\x02"})
    assert fields_of("\x02".join(value.translate(written) for value in values)) == values


@pytest.mark.parametrize("form", [Csv, Xlsx])
def test_an_empty_list_is_a_file_with_its_heads(form, coordinator, office):
    assert len(copied("parcels", coordinator, form.__name__.lower())) == 1


def test_a_workbook_of_ours_opens_in_openpyxl(coordinator, office):
    factories.CorrespondenceFactory(office=office, quantity=3, received=parse("2025-12-11"))
    with Leaving(export_at(reverse("correspondence_list"), coordinator)).make("xlsx").file as file:
        sheet = openpyxl.load_workbook(file).active
        head, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    found = dict(zip(head, row, strict=True))
    assert found["Quantity"] == 3
    assert found["Received by us"].date().isoformat() == "2025-12-11"
    assert sheet.freeze_panes == "A2"
    assert not any(cell.data_type == "f" for line in sheet.iter_rows() for cell in line)
