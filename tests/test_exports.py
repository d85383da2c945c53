"""Lists as files: the same rows as CSV and as XLSX, typed, and nothing in them that a spreadsheet would run."""

import io
from datetime import date

import pytest
from django.urls import get_resolver, reverse
from hypothesis import given
from hypothesis import strategies as st
from pghistory.models import Context
from python_calamine import load_workbook

from cases.generic import sheets
from cases.lib.dates import parse
from tests import factories
from tests.test_lists import LISTS


def cells(response):
    """The cells of an XLSX answer, as a program that reads spreadsheets sees them."""
    assert response["Content-Type"] == sheets.TYPES["xlsx"]
    content = b"".join(response.streaming_content)
    for (
        close
    ) in response._resource_closers:  # as the answer does on a server, which ends the connection as well
        close()
    return load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def xlsx_of(heads, rows):
    with sheets.xlsx_file(heads, rows) as file:
        return load_workbook(file).get_sheet_by_index(0).to_python()


LEAVING = sorted(name for name in LISTS if f"{name}_export" in get_resolver().reverse_dict)


@pytest.mark.parametrize("name", LEAVING)
def test_every_list_leaves_as_xlsx_with_the_heads_of_its_csv(name, client_for, office):
    client = client_for("coordinator")
    csv = client.post(f"{reverse(name)}export/", {"reason": "A report"})
    xlsx = client.post(f"{reverse(name)}export/", {"reason": "A report", "format": "xlsx"})
    assert xlsx["Content-Disposition"].endswith('.xlsx"')
    heads = b"".join(csv.streaming_content).decode().removeprefix("\ufeff").splitlines()[0]
    assert ",".join(cells(xlsx)[0]) == heads.replace('"', "")


def test_numbers_and_certain_days_are_typed_and_uncertain_dates_stay_words(client_for, office):
    letter = factories.CorrespondenceFactory(
        office=office, quantity=3, written=parse("late November 2025"), received=parse("2025-12-11")
    )
    rows = cells(client_for("caseworker").post("/mail/export/", {"format": "xlsx"}))
    row = dict(zip(*rows, strict=True))
    assert row["Reference"] == letter.reference
    assert row["Quantity"] == 3.0
    assert row["Written"] == "late Nov 2025"
    assert row["Received by us"] == date(2025, 12, 11)


def test_a_year_that_was_inferred_makes_no_day():
    inferred = parse("December 11", published=date(2025, 12, 13))
    assert sheets.day_of(inferred) is None
    assert sheets.day_of(parse("about 2025-12-11")) is None
    assert sheets.day_of(parse("2025-12-11")) == date(2025, 12, 11)


def test_the_file_has_the_rows_of_the_list_in_its_order(client_for, office):
    for grams in (300, 100, 200):
        factories.ParcelFactory(office=office, weight_grams=grams, sender="=HYPERLINK(1)")
    client = client_for("caseworker")
    query = "?sort=weight&lightest=150"
    shown = [row.reference for row in client.get(f"/parcels/{query}").context["rows"]]
    rows = cells(client.post(f"/parcels/export/{query}", {"format": "xlsx"}))
    assert [row[0] for row in rows[1:]] == shown
    assert rows[1][rows[0].index("Sender")] == "'=HYPERLINK(1)"


def test_what_is_held_leaves_as_a_placeholder(client_for, office, caseworker):
    person = factories.PersonFactory(office=office, name="Somebody")
    factories.ParcelFactory(office=office, addressee=person)
    factories.DeathNoticeFactory(person=person, owner=caseworker)
    rows = cells(client_for(caseworker).post("/parcels/export/", {"format": "xlsx"}))
    assert rows[1][1] == "held by the office"
    assert "Somebody" not in str(rows)


def test_the_export_is_logged_with_its_form(client_for, office):
    cells(client_for("caseworker").post("/parcels/export/", {"format": "xlsx"}))
    assert Context.objects.filter(metadata__export="/parcels/export/", metadata__format="xlsx").exists()


@given(st.lists(st.lists(st.text(max_size=40), min_size=1, max_size=4), max_size=5))
def test_any_text_can_leave_and_none_begins_as_a_formula(rows):
    found = xlsx_of(["Head"], rows)
    assert found[0][0] == "Head"
    for cell in (str(cell) for row in found for cell in row):
        assert not cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"))


def test_a_cell_longer_than_a_spreadsheet_takes_is_cut_and_says_so():
    (cell,) = xlsx_of(["Note"], [["Ґ" * 40_000]])[1]
    assert len(cell) == sheets.LONGEST_CELL
    assert cell.endswith("…")
