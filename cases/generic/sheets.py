"""Rows as a file that a spreadsheet opens: CSV line by line, XLSX with typed cells; neither carries a formula (R27).

A value is given as it is. Whole numbers and days that are certain become numbers and days in XLSX; an uncertain date
stays in its words, because a cell that holds a day would invent one (domain.md, principle 3).
"""

import csv
import tempfile
from contextlib import ExitStack
from datetime import date

import xlsxwriter
from django.http import StreamingHttpResponse

from cases.lib.dates import UncertainDate, YearBasis, show
from cases.lib.text import formula_safe

#: What one cell of XLSX may hold.
LONGEST_CELL = 32_767
LARGE = 4 * 1024 * 1024  # bytes; a larger file is made on disk, without a name
FIRST_DAY = date(1900, 3, 1)  # spreadsheets count earlier days in two ways
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def attachment(pieces, name, form, size):
    """An answer that a browser keeps as a file."""
    answer = StreamingHttpResponse(pieces, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Length"] = size
    return answer


def text_of(value):
    """The value as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    return formula_safe(show(value) if isinstance(value, UncertainDate) else str(value))


def cell_of(value):
    """The same, as long as a cell of XLSX may be."""
    text = text_of(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"


def number_of(value):
    """The number, where the value is one that a spreadsheet keeps exactly."""
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15
    return value if whole else None


def day_of(value):
    """The day, where the value is exactly one and its year was stated."""
    if isinstance(value, UncertainDate):
        value = value.certain_on if value.basis == YearBasis.STATED and "?" not in value.edtf else None
    return value if type(value) is date and value >= FIRST_DAY else None


def csv_lines(heads, rows):
    """The lines of a CSV in UTF-8, each made when it is asked for."""
    writer = csv.writer(_Echo(), lineterminator="\n")
    yield "\N{BYTE ORDER MARK}" + writer.writerow([str(head) for head in heads])
    for row in rows:
        yield writer.writerow([value if isinstance(value, int) else text_of(value) for value in row])


def csv_file(heads, rows):
    """An open file with the lines as CSV."""
    return filed(line.encode() for line in csv_lines(heads, rows))


def filed(pieces):
    """An open file of pieces of bytes; on disk where it grows large."""
    with ExitStack() as open_file:
        file = open_file.enter_context(tempfile.SpooledTemporaryFile(LARGE))
        for piece in pieces:
            file.write(piece)
        file.seek(0)
        open_file.pop_all()  # it is whole: whoever asked closes it
    return file


def book(file, heads, **options):
    """A new workbook in an open file with a first row that stays in view: (book, sheet, format of days)."""
    made = xlsxwriter.Workbook(file, {"constant_memory": True, **options})
    sheet = made.add_worksheet()
    bold, days = made.add_format({"bold": True}), made.add_format({"num_format": "yyyy-mm-dd"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(len(heads) - 1, 0), 18)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, str(head), bold)
    return made, sheet, days


def xlsx_file(heads, rows):
    """An open file with the rows as XLSX. Each row is written out and forgotten: memory does not grow with them."""
    with ExitStack() as open_file:
        file = open_file.enter_context(tempfile.TemporaryFile())
        made, sheet, days = book(file, heads)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write(sheet, number, column, value, days)
        made.close()
        file.seek(0)
        open_file.pop_all()  # it is whole: whoever asked closes it
    return file


def _write(sheet, row, column, value, days):
    if (number := number_of(value)) is not None:
        sheet.write_number(row, column, number)
    elif day := day_of(value):
        sheet.write_datetime(row, column, day, days)
    elif text := cell_of(value):
        sheet.write_string(row, column, text)


#: Form of a file -> what makes it of heads and rows.
FILES = {"csv": csv_file, "xlsx": xlsx_file}


class _Echo:
    def write(self, line):
        return line
