"""How copied lines look as CSV and as XLSX: a cell, a line of cells, and a line that needs no second look."""

import io
import re
import tempfile
import zipfile
from contextlib import ExitStack
from datetime import date

from cases.generic import sheets

_QUOTED = re.compile(r'[,"\r\n]')
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
#: What XML cannot say, or what a spreadsheet would read as such (ECMA-376, ST_Xstring).
_UNSAYABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_DAY_ZERO = date(1899, 12, 30)


class Csv:
    """Comma-separated values in UTF-8, as `sheets.csv_lines` writes them."""

    def __init__(self, heads):
        self.heads = heads

    def file(self, blocks):
        return sheets.filed(self._pieces(blocks))

    def _pieces(self, blocks):
        yield from (line.encode() for line in sheets.csv_lines(self.heads, ()))
        yield from blocks

    def value(self, value):
        text = str(value) if isinstance(value, int) else sheets.text_of(value)
        return ('"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text).encode()

    def line(self, cells):
        return b",".join(cells) + b"\n"

    def numbers(self, column):
        return column

    def texts(self, column):
        if b"," not in b"".join(column):
            return column
        return [b'"%b"' % text if b"," in text else text for text in column]

    def rows(self, columns):
        return b"\n".join([*map(b",".join, zip(*columns, strict=True)), b""])


class Xlsx:
    """A workbook with one sheet, whose frame is XlsxWriter's and whose rows are ours."""

    def __init__(self, heads):
        self.frame = io.BytesIO()
        made, sheet, days = sheets.book(self.frame, heads)
        sheet.write_datetime(1, 0, date(2025, 12, 11), days)
        made.close()
        with zipfile.ZipFile(self.frame) as pattern:
            text = pattern.read("xl/worksheets/sheet1.xml").decode()
        begin, _mark, rest = text.partition('<row r="2"')
        sample, self.end = rest.split("</row>", 1)
        self.begin = re.sub(r'<dimension ref="[^"]*"/>', "", begin)
        self.day = re.search(r'<c r="A2" s="(\d+)"', sample)[1]

    def file(self, blocks):
        """An open file. The sheet is written as its rows come."""
        with ExitStack() as open_file:
            file = open_file.enter_context(tempfile.TemporaryFile())
            self._write(file, blocks)
            file.seek(0)
            open_file.pop_all()  # it is whole: whoever asked closes it
        return file

    def _write(self, file, blocks):
        with (
            zipfile.ZipFile(self.frame) as pattern,
            zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
        ):
            for name in pattern.namelist():
                if name != "xl/worksheets/sheet1.xml":
                    made.writestr(name, pattern.read(name))
            with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
                sheet.write(self.begin.encode())
                for block in blocks:
                    sheet.write(block)
                sheet.write(self.end.encode())

    def value(self, value):
        if (number := sheets.number_of(value)) is not None:
            return b"<c><v>%d</v></c>" % number
        if day := sheets.day_of(value):
            return f'<c s="{self.day}"><v>{(day - _DAY_ZERO).days}</v></c>'.encode()
        text = sheets.cell_of(value)
        if not text:
            return b"<c/>"
        text = _UNSAYABLE.sub(lambda one: f"_x{ord(one[0]):04X}_", text).translate(_ESCAPED)
        return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'.encode("utf-8", "replace")

    def line(self, cells):
        return b"<row>%b</row>" % b"".join(cells)

    def numbers(self, column):
        return [b"<c><v>%b</v></c>" % number if number else b"<c/>" for number in column]

    def texts(self, column):
        return [b'<c t="inlineStr"><is><t>%b</t></is></c>' % text if text else b"<c/>" for text in column]

    def rows(self, columns):
        return b"<row>%b</row>" % b"</row><row>".join(map(b"".join, zip(*columns, strict=True)))


FORMS = {"csv": Csv, "xlsx": Xlsx}
