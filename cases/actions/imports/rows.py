"""One row of a file on its way: what its cells say, what is wrong with them, and what is kept of it."""

from dataclasses import dataclass, field
from functools import lru_cache

from cases.actions.writing import take
from cases.lib.dates import UncertainDate, from_edtf
from cases.lib.table_heads import BadValue
from cases.models import ImportRow
from cases.models.fields import UncertainDateField

REMEMBERED = 10_000  # distinct cells


@dataclass
class Read:
    """One row on its way: what it says by column, and what is wrong with it."""

    number: int
    cells: dict
    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    columns: dict = field(default_factory=dict)  # where a value stood, if not in a column of its name

    def wrong(self, name, why, hint="", *, value=None):
        shown = self.cells.get(name, ("", ""))[1] if value is None else value
        self.problems.append({"column": name, "value": shown[:200], "why": why, "hint": str(hint)})


@dataclass(slots=True)
class Staged:
    """What is kept of a row as an `ImportRow`, whose columns these are; a model instance takes ten times as long to make."""

    number: int
    outcome: str = ImportRow.Outcome.SKIPPED
    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    record: int | None = None
    seen: int | None = None
    before: dict = field(default_factory=dict)
    beside: dict = field(default_factory=dict)
    said: dict = field(default_factory=dict)
    candidates: list = field(default_factory=list)
    key: str = ""
    decided_by_id: int | None = None


class Reader:
    """Reads the rows of one file; a text that a column has again is read once."""

    def __init__(self):
        self._cell = lru_cache(REMEMBERED)(_cell)

    def row(self, number, cells):
        """The row of these cells ({name of column: (column, text)}), each read by its column."""
        row = Read(number, cells)
        for name, (column, text) in cells.items():
            value, bad = self._cell(column.read, text)
            if bad:
                row.wrong(name, bad.why, bad.hint)
            else:
                row.values[name] = value
        return row


def _cell(read, text):
    """What a cell says, and what is wrong with it. It is said of many rows: nobody changes it."""
    try:
        return read(text), None
    except BadValue as bad:
        return None, bad


def number_new(model, rows):
    """Give each row that makes a record the number which that will have, so that recording need not touch the row."""
    new = [row for row in rows if row.outcome == ImportRow.Outcome.NEW]
    for row, pk in zip(new, take(f"{model._meta.db_table}_id_seq", len(new)), strict=True):
        row.record = pk


def plain(value):
    """A value as a staged row keeps it."""
    if isinstance(value, UncertainDate):
        return {"edtf": value.edtf, "words": value.words, "basis": str(value.basis)}
    return value


def whole(model, values):
    """The values of a staged row as a record has them."""
    return {
        name: _date(value) if value and isinstance(model._meta.get_field(name), UncertainDateField) else value
        for name, value in values.items()
    }


def columns(dates, values):
    """The same by column, for COPY: a date (`dates` are the fields of the record that hold one) is in several."""
    if not dates.keys() & values.keys():
        return values
    found: dict[str, object] = {}
    for name, value in values.items():
        dated = dates.get(name)
        found |= dated.columns(value and _date(value)) if dated else {name: value}
    return found


def _date(kept):
    return from_edtf(kept["edtf"], words=kept["words"], basis=kept["basis"])
