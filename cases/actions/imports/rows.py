"""One row of a file on its way: what its cells say, and what is wrong with them."""

from dataclasses import dataclass, field

from cases.lib.dates import UncertainDate, from_edtf
from cases.lib.table_heads import BadValue
from cases.models.fields import UncertainDateField


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


def read(number, cells):
    """The row of these cells ({name of column: (column, text)}), each read by its column."""
    row = Read(number, cells)
    for name, (column, cell) in cells.items():
        try:
            row.values[name] = column.read(cell)
        except BadValue as bad:
            row.wrong(name, bad.why, bad.hint)
    return row


def plain(value):
    """A value as a staged row keeps it."""
    if isinstance(value, UncertainDate):
        return {"edtf": value.edtf, "words": value.words, "basis": str(value.basis)}
    return value


def whole(model, values):
    """The values of a staged row as a record has them."""
    return {
        name: from_edtf(value["edtf"], words=value["words"], basis=value["basis"])
        if isinstance(model._meta.get_field(name), UncertainDateField) and value
        else value
        for name, value in values.items()
    }
