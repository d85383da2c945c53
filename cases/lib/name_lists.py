"""A list of people as it was received, read into lines: pasted text or CSV, in English, Ukrainian or Russian.

A heading says which column is which, in any order; without one a line is a name, then the birth, then whatever else.
What cannot be read is kept in words, never dropped and never guessed.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from cases.lib import dates, text
from cases.lib.dates import UncertainDate

MOST_LINES: Final = 5000
LONGEST_NAME: Final = 300
LONGEST_WORDS: Final = 2000

NAME, FAMILY, GIVEN, PATRONYMIC, BORN, NUMBER, OTHER = (
    "name", "family", "given", "patronymic", "born", "number", "other",
)  # fmt: skip
_HEADINGS: Final = {
    NAME: (
        "name", "names", "full name", "person", "surname and name", "name and surname", "пiб", "прiзвище iмя по батьковi",
        "прiзвище та iмя", "прiзвище iмя", "прiзвище та iнiцiали", "фио", "фамилия имя отчество", "фамилия имя",
        "фамилия и имя", "особа", "лицо",
    ),
    FAMILY: ("surname", "family name", "family", "last name", "прiзвище", "фамилия"),
    GIVEN: ("given name", "given names", "given", "first name", "forename", "iмя", "имя"),
    PATRONYMIC: ("patronymic", "middle name", "по батьковi", "отчество"),
    BORN: (
        "born", "birth", "born on", "date of birth", "birth date", "dob", "year of birth", "birth year", "yob",
        "дата народження", "рiк народження", "народився", "народжений", "дн", "рн", "дата рождения", "год рождения",
        "родился", "др", "гр",
    ),
    NUMBER: ("no", "nr", "n", "number", "line", "№", "№ зп", "№ пп", "номер", "нп", "пп"),
}  # fmt: skip
_ROLE: Final = {heading: role for role, headings in _HEADINGS.items() for heading in headings}
_DELIMITERS: Final = "\t;|,"
_PARTS: Final = (FAMILY, GIVEN, PATRONYMIC)
_NUMBERED: Final = re.compile(r"^\s*(?:№\s*)?\d{1,5}\s*(?:[.)]\s*(?!\d)|,\s*)")
#: A number with nothing behind it: one of the list's own only where most lines have one.
_BARE_NUMBER: Final = re.compile(r"^\s*(?:№\s*)?\d{1,5}\s+(?=[^\W\d_])")
_BORN_AT_END: Final = re.compile(
    r"(?<![\s,(])(?:[\s,(]+[–—-]+[\s,(]*|[\s,(]+)((?:\d{1,2}[./-]\d{1,2}[./-])?(?:18|19|20)\d\d|(?:18|19|20)\d\d-\d\d-\d\d"
    r"|\d{1,2}[./-]\d{1,2}[./-]\d\d)(?:\s*\))?"
    r"(?:\s*(?:р\.?\s?н\.?|г\.?\s?р\.?|року народження|года рождения))?\s*$",
    re.IGNORECASE,
)
_YEAR_WORDS: Final = re.compile(
    r"(?<!\s)\s*(?:р\.?\s?н\.?|г\.?\s?р\.?|рр?\.?|гг?\.?|року народження|года рождения)\s*$", re.IGNORECASE
)
#: Letters of either alphabet that look alike in a heading, so that “імя” typed with a Latin i is found.
_ALIKE: Final = str.maketrans({"і": "i", "ї": "i", "ё": "е"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it was read: its heading (empty where there is none) and what it was taken for."""

    heading: str
    role: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it stands among the lines of the text, what stands there, and what was read of it."""

    number: int
    text: str
    name: str
    born: UncertainDate | None = None
    other: str = ""
    unread: bool = False  # something stands where the birth should, and is kept in `other`


@dataclass(frozen=True, slots=True)
class Read:
    """A list that was read: its columns, its lines, and the numbers of lines in which no name stands."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    nameless: tuple[int, ...]
    too_many: bool = False


def read(written: str, delimiter: str = "") -> Read:
    """The lines of a list, whose cells `delimiter` separates, or what most lines have. Reads at most MOST_LINES of them,
    and says when there are more."""
    rows = [row for row in _rows(written, delimiter) if any(cell.strip() for cell in row.cells)]
    columns = _heading(rows[0].cells) if rows else ()
    if columns:
        rows = rows[1:]
    else:
        rows = [
            _Row(row.number, row.text, _cells_of(*row.cells)) if len(row.cells) == 1 else row for row in rows
        ]
        columns = _usual(max((len(row.cells) for row in rows), default=1))
    lines, nameless = [], []
    numbered = sum(bool(_BARE_NUMBER.match(row.text)) for row in rows) * 2 > len(rows)
    for row in rows[:MOST_LINES]:
        line = _line(row, columns, numbered=numbered)
        if line.name:
            lines.append(line)
        else:
            nameless.append(row.number)
    return Read(columns, tuple(lines), tuple(nameless), len(rows) > MOST_LINES)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    text: str
    cells: tuple[str, ...]


def _rows(written: str, delimiter: str) -> Iterator[_Row]:
    """Each line with its cells; a cell in quotes may hold line ends, and is then one line of the list.

    A quote that nobody closes, or that is closed in the middle of a cell, holds nothing: then each line stands alone.
    """
    lines = text.clean(written, multiline=True).split("\n")
    delimiter = delimiter or _delimiter(lines)
    if not delimiter:
        for number, line in enumerate(lines, 1):
            yield _Row(number, line.strip(), _cells_of(line))
        return
    if _is_swallowed(lines, delimiter):
        for number, line in enumerate(lines, 1):
            yield _Row(number, line.strip(), _cells_alone(line, delimiter))
        return
    number = 0
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter)
    try:
        for cells in reader:
            begun, number = number + 1, reader.line_num
            whole = " ".join(lines[begun - 1 : number]).strip()
            yield _Row(begun, whole, tuple(cell.strip() for cell in cells))
    except csv.Error:  # a cell longer than any: the rest is read line by line
        for at, line in enumerate(lines[number:], number + 1):
            yield _Row(at, line.strip(), tuple(cell.strip() for cell in line.split(delimiter)))


def _is_swallowed(lines: Sequence[str], delimiter: str) -> bool:
    """Do quotes that are not balanced put several lines into one cell?"""
    written = "\n".join(lines)
    try:
        for _row in csv.reader(io.StringIO(written), delimiter=delimiter, strict=True):
            pass
    except csv.Error:
        pass
    else:
        return False
    try:
        return any(
            "\n" in cell for row in csv.reader(io.StringIO(written), delimiter=delimiter) for cell in row
        )
    except csv.Error:  # a cell longer than any
        return True


def _cells_alone(line: str, delimiter: str) -> tuple[str, ...]:
    """The cells of a line by itself: between quotes where they are balanced in it, else without them."""
    if line.count('"') % 2:
        reader = csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader([line], delimiter=delimiter)
    try:
        cells = next(reader, [])
    except csv.Error:  # a cell longer than any
        cells = line.split(delimiter)
    return tuple(cell.strip(' "') for cell in cells)


def _delimiter(lines: Sequence[str]) -> str:
    """What separates cells: what stands in most lines; a comma only where a heading or the births behind it say so."""
    some = [line for line in lines if line.strip()][:200]
    for mark in _DELIMITERS:
        having = [line for line in some if mark in line]
        if mark != ",":
            if len(having) * 2 > len(some):
                return mark
        elif having and (
            _heading(next(csv.reader([some[0]])))
            or (len({line.count(",") for line in some}) == 1 and _are_columns(some))
        ):
            return mark
    return ""


def _are_columns(lines: Sequence[str]) -> bool:
    """Is what stands behind the first comma of most lines, a number of theirs left aside, a birth or at least no given name?"""
    rows = [_cells_alone(_NUMBERED.sub("", line), ",") for line in lines]
    return sum(len(cells) > 1 and _is_no_name(cells[1]) for cells in rows) * 2 > len(rows)


def _is_no_name(cell: str) -> bool:
    """Is it a birth, or something with a number in it, such as "barrack 7"? A given name and its birth are a name."""
    if _birth(cell) is not None:
        return True
    return any(letter.isdigit() for letter in cell) and not _BORN_AT_END.search(cell)


def _cells_of(line: str) -> tuple[str, ...]:
    """A line without separators: a name, and a birth if one stands at its end."""
    line = _NUMBERED.sub("", line).strip()
    if found := _BORN_AT_END.search(line):
        return line[: found.start()].strip(" ,;"), found[1]
    return (line,)


def _plain(heading: str) -> str:
    letters = unicodedata.normalize("NFKC", heading).casefold().translate(_ALIKE)
    return " ".join("".join(c for c in letters if c.isalnum() or c in " №").split())


def _heading(cells: Sequence[str]) -> tuple[Column, ...]:
    """The columns that a first row names; nothing where it is no heading."""
    roles = [_ROLE.get(_plain(cell), OTHER) for cell in cells]
    if not {NAME, FAMILY} & {*roles}:
        return ()
    if FAMILY in roles and GIVEN not in roles:
        roles = [GIVEN if role == NAME else role for role in roles]  # “Surname; Name”
    seen: set[str] = set()
    columns = []
    for cell, role in zip(cells, roles, strict=True):
        columns.append(Column(cell.strip(), OTHER if role in seen else role))
        seen |= {role} - {OTHER}
    return tuple(columns)


def _usual(width: int) -> tuple[Column, ...]:
    return tuple(Column("", role) for role in (NAME, BORN, *[OTHER] * (width - 2))[:width])


def _line(row: _Row, columns: tuple[Column, ...], *, numbered: bool) -> Line:
    found: dict[str, str] = {}
    others: list[str] = []
    cells = row.cells
    if (
        len(cells) > 1
        and not any(column.heading for column in columns)
        and re.fullmatch(r"\d{1,5}[.)]?", cells[0])
    ):
        cells = cells[1:]  # a number of its own, in a list without a heading
    for place, cell in enumerate(cells):
        column = columns[place] if place < len(columns) else Column("", OTHER)
        if not cell:
            continue
        if column.role == OTHER:
            others.append(f"{column.heading}: {cell}" if column.heading else cell)
        else:
            found[column.role] = cell
    name = found.get(NAME, "") or " ".join(found[part] for part in _PARTS if part in found)
    name = _NUMBERED.sub("", text.clean(name))
    name = (_BARE_NUMBER.sub("", name) if numbered else name)[:LONGEST_NAME].strip()
    if not any(letter.isalpha() for letter in name):
        name = ""
    born = _birth(found[BORN]) if BORN in found else None
    if BORN in found and born is None:
        others.insert(0, found[BORN])
    return Line(
        number=row.number,
        text=row.text[:LONGEST_WORDS],
        name=name,
        born=born,
        other="; ".join(others)[:LONGEST_WORDS],
        unread=BORN in found and born is None,
    )


def _birth(words: str) -> UncertainDate | None:
    """The birth that the words say; None where they say none that we can read."""
    try:
        return dates.parse(_YEAR_WORDS.sub("", words[:200]))
    except dates.UnreadableDate:
        return None
