"""The registry of columns: what each holds and how long it is kept (R41), as `registry.toml` says it."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path


class Sensitivity(StrEnum):
    """What a column says of people, from nothing to what may cost a life (ASVS V14.1.1)."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    LIFE_CRITICAL = "life_critical"


#: What names or describes somebody: erased with the record, and part of an answer to the person.
OF_PEOPLE = frozenset({Sensitivity.PERSONAL, Sensitivity.LIFE_CRITICAL})


@dataclass(frozen=True)
class Period:
    """How long something is kept; without `months` it has no day of its own: it stays, or goes with its record."""

    name: str
    why: str
    after: str = ""
    months: int | None = None


@dataclass(frozen=True)
class Table:
    """The columns of one table by their class, and how long its rows are kept."""

    name: str
    period: Period
    columns: dict[str, Sensitivity]

    def of(self, *classes: Sensitivity) -> tuple[str, ...]:
        """The columns of these classes, in the order of the registry."""
        return tuple(name for name, its in self.columns.items() if its in classes)


@dataclass(frozen=True)
class Registry:
    """All tables, and the columns that mean the same wherever they stand."""

    periods: dict[str, Period]
    every: dict[str, Sensitivity]
    tables: dict[str, Table]

    def table(self, label: str) -> Table:
        """The table of a model by its label in small letters; KeyError for one that is not entered."""
        return self.tables[label.removeprefix("cases.")]

    def sensitivity(self, label: str, column: str) -> Sensitivity:
        """The class of a column; what the table itself says counts before what is said of all."""
        own = self.table(label).columns
        return own[column] if column in own else self.every[column]


def _columns(classes: dict[str, list[str]]) -> dict[str, Sensitivity]:
    found = [(name, one) for one in Sensitivity for name in classes.get(one, ())]
    twice = {name for name, _one in found if [each for each, _ in found].count(name) > 1}
    if twice:
        raise ValueError(f"in two classes: {', '.join(sorted(twice))}")
    return dict(found)


@cache
def registry() -> Registry:
    """The registry as it stands in the file."""
    with Path(__file__).with_name("registry.toml").open("rb") as file:
        read = tomllib.load(file)
    periods = {name: Period(name, **facts) for name, facts in read["periods"].items()}
    tables = {
        name: Table(name, periods[facts["kept"]], _columns(facts)) for name, facts in read["tables"].items()
    }
    return Registry(periods, _columns(read["every"]), tables)
