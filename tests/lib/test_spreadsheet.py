"""A hostile file is read in limits or refused with a word; the child that reads it never brings its parent down."""

import io
import resource
import time
import zipfile
from contextlib import suppress

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.actions.imports import reading, sentences
from cases.lib import spreadsheet
from cases.lib.parcel_cells import COLUMNS
from cases.lib.spreadsheet import Refused, rows
from cases.lib.table_heads import BadValue, NoHeads, find


def refused(content):
    with pytest.raises(Refused) as why:
        list(rows(content))
    assert str(sentences.FILE[why.value.why]) % why.value.facts
    return why.value.why


def archive(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def book(*rows):
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = made.add_worksheet()
    for number, row in rows:
        sheet.write_row(number, 0, row)
    made.close()
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"), (b" \r\n\r\n", "empty"), (b"\xd0\xcf\x11\xe0rest", "old_excel"), (b"%PDF-1.7", "no_table"),
        (b"<html><table>", "no_table"), (b"a;b\n1;\0\n", "nul"), (b"a;b\n1;\x98\n", "encoding"),
        (b"\xff\xfea", "encoding"), (b"PK\x03\x04broken", "broken"), (b"a;b\n1;\"" + b"x" * 40_000, "csv"),
        (";".join(["a"] * 300).encode(), "columns"), (b"a;b\n" * 200_002, "rows"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_a_sentence(content, why):
    assert refused(content) == why


def test_bombs_are_refused_before_a_reader_sees_them():
    types = {"[Content_Types].xml": "<x/>"}
    assert refused(archive(xl__a=b"0" * 30_000_000)) == "bomb"
    assert refused(archive(**types, xl__a=b"PK\x03\x04" + b"nested")) == "bomb"
    assert refused(archive(**types, **{"xl__workbook.xml": '<!DOCTYPE l [<!ENTITY a "aa">]><l/>'})) == "bomb"
    assert refused(archive(**{f"xl__{n}": b"" for n in range(300)})) == "bomb"
    assert refused(archive(notes=b"no spreadsheet")) == "no_table"


def test_a_far_cell_is_a_file_of_too_many_rows():
    assert refused(book((0, ["a"]), (1_000_000, ["b"]))) == "rows"


@pytest.mark.parametrize("spelt", [b"a_x0000_b", b"a\0b"], ids=["escaped", "raw"])
def test_a_nul_in_a_workbook_is_refused_with_its_row_as_in_a_csv(spelt):
    content = retyped(book((2, ["No"]), (5, ["nowhere"])), b"nowhere", spelt)
    with pytest.raises(Refused) as why:
        list(rows(content))
    assert (why.value.why, why.value.facts) == ("nul", {"row": 6})
    with pytest.raises(Refused) as why:
        list(rows(b"\n\nNo\n\n\na\0b\n"))
    assert (why.value.why, why.value.facts) == ("nul", {"row": 6})


def retyped(content, word, other):
    """A workbook in whose parts one word stands for another, as no program would write it."""
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        parts = {name: made.read(name).replace(word, other) for name in made.namelist()}
    return archive(**parts)


def test_rows_keep_the_numbers_that_a_spreadsheet_gives_them():
    found = list(rows(book((2, ["No", "Weight"]), (5, [1, 4.5]))))
    assert [number for number, row in enumerate(found, 1) if row] == [3, 6]
    assert found[5] == ["1", "4.5"]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a;b\n1,5;x, y, z\n2,5;x\n", ["1,5", "x, y, z"]),
        ('a,b\n"1;5",2\n', ["1;5", "2"]),
        ("title\n\na\tb\n", []),
        ('a;b\n"two\nlines";2\n', ["two\nlines", "2"]),
    ],
)
def test_the_delimiter_is_what_parts_the_lines_alike(text, cells):
    assert list(rows(text.encode()))[1] == cells


def test_the_child_has_its_limits_and_the_parent_says_so():
    began = time.monotonic()
    with pytest.raises(reading.Unreadable) as why:
        list(reading.rows(b"a;b\n" * 1_000_000, seconds=0))
    assert why.value.why == "too_much"
    assert time.monotonic() - began < 20
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != spreadsheet.MEMORY, "the limits are the child's alone"


def test_the_parent_reads_what_the_child_read():
    assert list(reading.rows("№;Вага\n1;2\n".encode("cp1251"))) == [["№", "Вага"], ["1", "2"]]
    with pytest.raises(reading.Unreadable) as why:
        list(reading.rows(b"a;\0"))
    assert (why.value.why, why.value.facts) == ("nul", {"row": 1})


@settings(max_examples=200)
@given(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_no_content_does_more_than_be_read_or_refused(content):
    with suppress(Refused):
        assert all(isinstance(cell, str) for row in rows(content) for cell in row)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)
@given(cell=st.text(max_size=60))
def test_no_cell_does_more_than_be_read_or_refused(column, cell):
    with suppress(BadValue):
        column.read(cell)


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("weight", "4,5 кг", 4500), ("weight", "4500", 4500), ("weight", "900 г", 900), ("weight", "1 200 g", 1200),
        ("weight_grams", "4500.0", 4500), ("weight_grams", "4,5 kg", 4500), ("weight_kilograms", "4.5", 4500),
        ("weight_kilograms", "900 г", 900), ("contents", "Їжа, одяг та книги", ["food", "clothing", "books"]),
        ("s10", "rr 123 456 785 ua", "RR123456785UA"), ("sender", "'=1+1", "=1+1"), ("sender", "О'Коннор", "О'Коннор"),
    ],
)  # fmt: skip
def test_cells_are_read_as_people_write_them(name, cell, value):
    assert next(column for column in COLUMNS if column.name == name).read(cell) == value


@pytest.mark.parametrize("cell", ["5", "4,5", "99"])
def test_a_number_that_can_be_grams_or_kilograms_is_asked_about(cell):
    weight = next(column for column in COLUMNS if column.name == "weight")
    with pytest.raises(BadValue) as bad:
        weight.read(cell)
    assert bad.value.why == "weight_unit"


def test_no_head_means_two_columns():
    heads = [head for column in COLUMNS for head in (column.name, *column.heads)]
    assert len({head.casefold() for head in heads}) == len(heads)
    for head in heads:
        number, found, others = find(
            [[head, "sender" if head not in ("sender", *COLUMNS[3].heads) else "no"]], COLUMNS
        )
        assert (number, len(found), others) == (0, 2, [])


def test_two_columns_that_say_the_same_are_refused():
    with pytest.raises(NoHeads) as error:
        find([["No", "Weight", "Вага, кг"]], COLUMNS)
    assert error.value.twice == "Вага, кг"
