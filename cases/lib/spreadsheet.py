"""Rows of a hostile table, read in a process of its own: ``python -m cases.lib.spreadsheet < file`` (safety.md, R28).

The file comes on standard input. Each row goes out as one line of JSON, a list of texts; the last line says how it ended:
``{"end": rows}`` or ``{"refused": why, ...}``. Whatever kills this process (memory, time, a fault of the reader) leaves the
last line out, and the parent knows. CSV in UTF-8, UTF-16 or Windows-1251, with commas, semicolons or tabs; XLSX.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final

import python_calamine

MEGABYTE: Final = 1 << 20
MEMORY: Final = 512 * MEGABYTE
SECONDS: Final = 60
ROWS: Final = 200_000
COLUMNS: Final = 200
CELL: Final = 32_000
_INFLATED: Final = 200 * MEGABYTE
_RATIO: Final = 100
_ENTRIES: Final = 200
_DELIMITERS: Final = (";", "\t", "|", ",")
_NESTED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")


class Refused(Exception):
    """A file that is not read; `why` is a word for the parent, `facts` what its sentence names."""

    def __init__(self, why: str, **facts: object) -> None:
        super().__init__(why)
        self.why, self.facts = why, facts


def limit(memory: int = MEMORY, seconds: int = SECONDS) -> None:
    """Let this process have no more than its share."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def rows(content: bytes) -> Iterator[list[str]]:
    """The rows of a file, each as texts without empty cells at its end. Raises Refused."""
    if not content.strip():
        raise Refused("empty")
    if content.startswith(b"PK\x03\x04"):
        found = _of_xlsx(content)
    elif content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("old_excel")
    elif content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<")):
        raise Refused("no_table")
    else:
        found = _of_csv(content)
    return _held_to_limits(found)


def _held_to_limits(found: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, row in enumerate(found, 1):
        if number > ROWS + 1:  # and one for the heads
            raise Refused("rows", most=ROWS)
        while row and not row[-1].strip():
            row.pop()
        if len(row) > COLUMNS:
            raise Refused("columns", number=len(row), most=COLUMNS)
        if long := next((cell for cell in row if len(cell) > CELL), ""):
            raise Refused("cell", row=number, number=len(long), most=CELL)
        yield row


# --- CSV --------------------------------------------------------------------------------------------------


def _of_csv(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    csv.field_size_limit(CELL)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    number = 0
    while True:
        number += 1
        try:
            row = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused("csv", row=number) from error
        yield row


def _decoded(content: bytes) -> str:
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    name = next((name for mark, name in marks.items() if content.startswith(mark)), "utf-8")
    if name != "utf-16" and (at := content.find(b"\0")) >= 0:
        raise Refused("nul", row=content.count(b"\n", 0, at) + 1)
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        if name != "utf-8":
            raise Refused("encoding") from error
        try:
            text = content.decode("cp1251")
        except UnicodeDecodeError:
            raise Refused("encoding") from error
    if (at := text.find("\0")) >= 0:
        raise Refused("nul", row=text.count("\n", 0, at) + 1)
    return text


def _delimiter(text: str) -> str:
    """What parts the cells: it stands equally often in most of the first lines, outside quotation marks.

    A comma comes last, because it also stands within sentences and numbers.
    """
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:100_000].splitlines()[:50]]
    return max(
        _DELIMITERS,
        key=lambda mark: max(Counter(filter(None, (x.count(mark) for x in lines))).values(), default=0),
    )


# --- XLSX -------------------------------------------------------------------------------------------------


def _of_xlsx(content: bytes) -> Iterator[list[str]]:
    _refuse_bomb(content)
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        sheets = (book.get_sheet_by_index(place) for place in range(len(book.sheet_names)))
        sheet = next((one for one in sheets if one.total_height), None)
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise Refused("broken") from error
    if sheet is None:
        raise Refused("empty")
    if sheet.total_height > ROWS + 1:
        raise Refused("rows", most=ROWS)
    if sheet.total_width > COLUMNS:
        raise Refused("columns", number=sheet.total_width, most=COLUMNS)
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [_text(value) for value in row]
        if any("\0" in cell for cell in cells):
            raise Refused("nul", row=number)
        yield cells


def _refuse_bomb(content: bytes) -> None:
    """Inflate everything with a counter, whatever the directory says, before any reader sees it."""
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > _ENTRIES:
                raise Refused("bomb")
            names = {entry.filename for entry in archive.infolist()}
            for entry in archive.infolist():
                with archive.open(entry) as part:
                    first = True
                    while piece := part.read(MEGABYTE):
                        total += len(piece)
                        if total > _INFLATED or total > max(_RATIO * len(content), MEGABYTE):
                            raise Refused("bomb")
                        if first and piece.startswith(_NESTED):
                            raise Refused("bomb")
                        if (
                            first
                            and entry.filename.endswith((".xml", ".rels"))
                            and b"<!DOCTYPE" in piece[:4096]
                        ):
                            raise Refused("bomb")
                        first = False
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Refused("broken") from error
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused("no_table")


def _text(value: object) -> str:
    """A cell as a person would write it."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def main() -> None:
    limit()
    out, number = sys.stdout, 0
    try:
        for row in rows(sys.stdin.buffer.read()):
            out.write(json.dumps(row) + "\n")
            number += 1
        last: dict[str, object] = {"end": number}
    except Refused as refused:
        last = {"refused": refused.why, **refused.facts}
    out.write(json.dumps(last) + "\n")


if __name__ == "__main__":
    main()
