"""A large list copied out of the database: what stands there as it is, what is said of it each distinct value once.

The database only reads. How a state is called, a date is shown and what a spreadsheet takes for a formula (R27) are said by the
same functions as for one row: a line in which every cell is beyond doubt goes on as it came, all others go through them.
"""

import csv
import io
import re

from django.core.exceptions import EmptyResultSet
from django.db import connection

BETWEEN, QUOTE, NOTHING = b"\x02", b"\x01", b"\x04"
_COPY = "COPY ({}) TO STDOUT (FORMAT csv, DELIMITER E'\\x02', QUOTE E'\\x01', ESCAPE E'\\x01', NULL E'\\x04')"
BLOCK = 512  # lines that are passed on together
REMEMBERED = 50_000  # distinct values of one column
#: Bytes that make one look closer: controls, what CSV or XML has a meaning for, and the first bytes of odd blanks and signs.
_ODD = bytes({*range(32), 127, *b'"&<>=+@', 0xC2, 0xE1, 0xE2, 0xE3, 0xEF} - {0x02, 0x1E, 0x1F})
#: What is not beyond doubt: a cell that begins with anything but a letter, a digit or nothing, and what a file has a meaning for.
_DOUBT = re.compile(
    rb"[\x00\x01\x03-\x1d\x7f\"&<>]|\xe2\x80[\xa8\xa9]|\xc2\x85|\xef\xbf[\xbe\xbf]|_x|\x02[^0-9A-Za-z\x02\x1e\x1f\xc3-\xdf]| \x02| $"
)  # fmt: skip


def doubtful(line):
    """Must the cells of this line be looked at one by one? True for every line in which one of them needs it."""
    if len(line) > 30_000:
        return True
    odd = len(line.translate(None, _ODD)) != len(line)
    odd = (
        odd
        or b"\x02-" in line
        or b" \x02" in line
        or b"\x02 " in line
        or b"\x02'" in line
        or b"_x" in line
        or line.endswith(b" ")
    )
    return bool(odd and _DOUBT.search(line))


class Memory(dict):
    """Copied value -> its cell in the file, put into words when it is met first."""

    def __init__(self, say):
        super().__init__()
        self.say = say

    def __missing__(self, copied):
        cell = self.say(copied.decode())
        if len(self) < REMEMBERED:
            self[copied] = cell
        return cell


def lines(rows, cells):
    """The lines as they are copied: number of the record, then what each cell reads. Memory does not grow with them."""
    try:
        sql, params = rows.values_list("pk", *(cell.sql() for cell in cells)).query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor, cursor.cursor.copy(_COPY.format(sql), params) as copied:
        for line in copied:
            yield bytes(line)[:-1].replace(NOTHING, b"")


def blocks(rows, cells, form, *, held=(), placeholder=(), told=None):
    """The file's lines in blocks. `form` says how a cell and a line look in it; `told` is called with each number of lines."""
    held = {str(pk).encode() for pk in held}
    memory = [(place, Memory(lambda copied, cell=cell: form.value(cell.of(copied))))
              for place, cell in enumerate(cells, 1) if cell.worded]  # fmt: skip
    line_of, block = form.line_of(cells), []
    for line in lines(rows, cells):
        if doubtful(line):
            fields = next(
                csv.reader(
                    io.StringIO(line.decode(), newline=""), delimiter="\x02", quotechar="\x01", strict=True
                )
            )
            block.append(_careful(fields, cells, form, held, placeholder))
        else:
            fields = line.split(BETWEEN)
            if fields[0] in held:
                block.append(_placeholder(fields, form, placeholder))
            else:
                for place, said in memory:
                    fields[place] = said[fields[place]]
                block.append(line_of(fields))
        if len(block) == BLOCK:
            yield b"".join(block)
            told and told(BLOCK)
            block = []
    yield b"".join(block)
    told and told(len(block))


def _careful(fields, cells, form, held, placeholder):
    """A line whose cells go one by one through the functions that know what they may hold."""
    if fields[0].encode() in held:
        return _placeholder([field.encode() for field in fields], form, placeholder)
    values = []
    for cell, copied in zip(cells, fields[1:], strict=True):
        if cell.worded:
            values.append(cell.of(copied))
        else:
            values.append((int(copied) if copied else None) if cell.numeric else copied)
    return form.line([form.value(value) for value in values])


def _placeholder(fields, form, placeholder):
    """Which record it is, in place of what is known of it (D38)."""
    return form.line([form.value(value) for value in (fields[1].decode(), *placeholder)])
