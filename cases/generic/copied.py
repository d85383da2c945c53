"""A large list copied out of the database: what stands there as it is, what is said of it each distinct value once.

The database only reads. How a state is called, a date is shown and what a spreadsheet takes for a formula (R27) are said by the
same functions as for one row: a line in which every cell is beyond doubt goes on as it came, all others go through them.
"""

import re
from itertools import islice

from django.core.exceptions import EmptyResultSet
from django.db import connection

BETWEEN = b"\x02"
_COPY = "COPY ({}) TO STDOUT (DELIMITER E'\\x02', NULL '')"
#: A cell as COPY writes it: a backslash stands before what would end it and before a letter that means a control.
_CELL, _ESCAPED = re.compile(r"\x02((?:[^\\\x02]|\\.)*)", re.DOTALL), re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
#: In the transaction of the worker: its lines come in their order while they are found, as one process does it. Several processes
#: would find all of them and sort them before the first one comes.
_SOON = "SELECT set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true)"
AT_ONCE = 64  # lines that are worked on together
REMEMBERED = 50_000  # distinct values of one column
LONG = 30_000  # bytes of a line; a cell of XLSX holds as many letters
#: Bytes that make one look closer: controls, what COPY, CSV or XML has a meaning for, and the first bytes of odd blanks and signs.
_ODD = bytes({*range(32), 127, *b'\\"&<>=+@', 0xC2, 0xE1, 0xE2, 0xE3, 0xEF} - {0x02, 0x0A})
#: Where a cell begins or ends with a blank, a hyphen or an apostrophe, these two stand once those three are one sign and line ends field ends.
_EDGES, _BEGINS, _ENDS = bytes.maketrans(b"' \n", b"--\x02"), b"\x02-", b"-\x02"
#: What is not beyond doubt: a cell that begins with anything but a letter, a digit or nothing, and what a file has a meaning for.
_DOUBT = re.compile(
    rb"[\x00\x01\x03-\x09\x0b-\x1f\x7f\\\"&<>]|\xe2\x80[\xa8\xa9]|\xc2\x85|\xef\xbf[\xbe\xbf]|_x|\x02[^0-9A-Za-z\x02\n\xc3-\xdf]| [\x02\n]"
)  # fmt: skip


def odd(text):
    """May there be anything in these lines that has to be looked at? A quick look at all of them, never wrongly False."""
    left = text.translate(_EDGES, _ODD)
    if len(left) != len(text) or _BEGINS in left or _ENDS in left:
        return True
    return b"_" in left and b"_x" in left  # one sign is looked for much sooner than two


def doubtful(line):
    """Must the cells of this line be looked at one by one? True for every line in which one of them needs it."""
    return len(line) > LONG or bool(odd(line) and _DOUBT.search(line))


def fields_of(line):
    """The values of a line, as they stand in the database."""
    cells = _CELL.findall("\x02" + line)
    return [
        _ESCAPED.sub(lambda one: _MEANT.get(one[1], one[1]), cell) if "\\" in cell else cell for cell in cells
    ]


class Memory(dict):
    """Copied values -> their cell in the file, put into words when they are met first."""

    def __init__(self, say):
        super().__init__()
        self.say = say

    def __missing__(self, copied):
        cell = self.say(copied)
        if len(self) < REMEMBERED:
            self[copied] = cell
        return cell


def batches(rows, cells):
    """The lines as they are copied, some at a time: number of the record, then what each cell reads."""
    reads = [expression for cell in cells for expression in cell.reads()]
    try:
        sql, params = rows.values_list("pk", *reads).query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(_SOON)
        with cursor.cursor.copy(_COPY.format(sql), params) as copied:
            while batch := list(islice(copied, AT_ONCE)):
                yield batch


class Copy:
    """One list on its way into a file of a form, which says how a cell and a line look in it."""

    def __init__(self, cells, form, *, held=(), placeholder=()):
        self.cells, self.form, self.placeholder = cells, form, placeholder
        self.held = {str(pk).encode() for pk in held}
        self.width = 1
        self.columns = []
        for cell in cells:
            wide = len(cell.reads())
            self.columns.append((cell, range(self.width, self.width + wide), Memory(self._worded(cell))))
            self.width += wide

    def _worded(self, cell):
        def say(copied):
            texts = [copied] if isinstance(copied, bytes) else copied
            return self.form.value(cell.say(*(text.decode() for text in texts)))

        return say

    def blocks(self, rows, told=None):
        """The lines of the file, some at a time; `told` is called with each number of them."""
        for batch in batches(rows, self.cells):
            yield self.lines(batch)
            if told:
                told(len(batch))

    def lines(self, batch):
        text = b"".join(batch)
        if not (self.held or odd(text) or len(text) > LONG):
            return self._as_they_came(text)
        done, plain = [], []
        for each in batch:
            line = bytes(each)
            if doubtful(line) or line.partition(BETWEEN)[0] in self.held:
                done += [self._as_they_came(b"".join(plain)), self._one_by_one(line)]
                plain = []
            else:
                plain.append(line)
        return b"".join([*done, self._as_they_came(b"".join(plain))])

    def _as_they_came(self, text):
        """Lines beyond doubt, column by column."""
        if not text:
            return b""
        flat, width = text[:-1].replace(b"\n", BETWEEN).split(BETWEEN), self.width
        columns = []
        for cell, places, memory in self.columns:
            first = flat[places[0] :: width]
            if not cell.worded:
                columns.append((self.form.numbers if cell.numeric else self.form.texts)(first))
            elif len(places) == 1:
                columns.append([memory[copied] for copied in first])
            else:
                apart = (flat[place::width] for place in places)
                columns.append([memory[copied] for copied in zip(*apart, strict=True)])
        return self.form.rows(columns)

    def _one_by_one(self, line):
        """A line whose cells go through the functions that know what they may hold; of what is held, its reference alone (D38)."""
        fields = fields_of(line.decode()[:-1])
        if fields[0].encode() in self.held:
            return self.form.line([self.form.value(value) for value in (fields[1], *self.placeholder)])
        return self.form.line([self.form.value(_value(cell, [fields[at] for at in places]))
                               for cell, places, _memory in self.columns])  # fmt: skip


def _value(cell, copied):
    if cell.worded:
        return cell.say(*copied)
    return (int(copied[0]) if copied[0] else None) if cell.numeric else copied[0]
