"""Reads the data files: plain tables of rows, without the database."""

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from cases.lib import dates

DATA = Path(__file__).parent / "data"
#: Aspects and columns that look ahead: without a year of their own they take the next such day, not the last.
AHEAD = {"date_planned", "due", "planned"}


def read(folder=DATA):
    """All rows of the files by the name of their table, in the order of the files' names and within them."""
    tables = defaultdict(list)
    for path in sorted(folder.glob("*.toml")):
        for table, rows in tomllib.loads(path.read_text(encoding="utf-8")).items():
            tables[table] += [copy for row in rows for copy in _repeated(row)]
    return dict(tables)


def _repeated(row):
    """A row with `repeat = 6` stands for six, with the number in the place of ``{n}``."""
    times = row.get("repeat")
    if times is None:
        return [row]
    plain = {name: value for name, value in row.items() if name != "repeat"}
    return [{name: _numbered(value, n) for name, value in plain.items()} for n in range(1, times + 1)]


def _numbered(value, n):
    return value.replace("{n}", str(n)) if isinstance(value, str) else value


def a_date(value, published, *, ahead=False):
    """The date of a row: words, whose year may follow from the source's date, or EDTF with its words."""
    if isinstance(value, Mapping):
        return dates.from_edtf(value["edtf"], words=value["words"])
    return dates.parse(value, published=published, ahead=ahead)
