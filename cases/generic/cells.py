"""What a column of a file reads of the database, and how that is said: once, for one row and for a million.

A cell is a function of a row, as any column of a list's file. It says besides which columns it `reads`, so that a large file
can be copied out of the database and each distinct value put into words once (docs/decisions/0031).
"""

from dataclasses import dataclass
from datetime import date
from functools import reduce

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.lib.dates import UncertainDate
from cases.models import Event, User

NO_TEXT = Value("", output_field=TextField())


def walk(row, lookup):
    """What a lookup with __ leads to from a row; None where the way ends before."""
    return reduce(
        lambda value, name: None if value is None else getattr(value, name), lookup.split("__"), row
    )


def plain(value):
    """A value as the database copies it."""
    return "" if value is None else "t" if value is True else "f" if value is False else str(value)


class Cell:
    """A column of a file whose values can be copied."""

    numeric = worded = False

    def reads(self):
        """The expressions that are copied for it."""
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Cell):
    """The first of several texts that is not empty, as it stands."""

    lookups: tuple[str, ...]

    def __init__(self, *lookups):
        object.__setattr__(self, "lookups", lookups)

    def __call__(self, row):
        return next(filter(None, (walk(row, lookup) for lookup in self.lookups)), "")

    def reads(self):
        if len(self.lookups) == 1:
            return [F(self.lookups[0])]
        return [Coalesce(*(NullIf(Cast(lookup, TextField()), NO_TEXT) for lookup in self.lookups))]


@dataclass(frozen=True)
class Number(Cell):
    """A whole number."""

    lookup: str
    numeric = True

    def __call__(self, row):
        return walk(row, self.lookup)

    def reads(self):
        return [F(self.lookup)]


class Said(Cell):
    """What a function says of values, each given as text ("" where there is none)."""

    worded = True

    def __init__(self, say, *lookups):
        self.say, self.lookups = say, lookups

    def __call__(self, row):
        return self.say(*(plain(walk(row, lookup)) for lookup in self.lookups))

    def reads(self):
        return [F(lookup) for lookup in self.lookups]


class Listed(Said):
    """What a function says of the items of an array of codes."""

    def __init__(self, say, lookup):
        super().__init__(lambda copied: say(copied[1:-1].split(",") if copied[1:-1] else []), lookup)
        self.items = say

    def __call__(self, row):
        return self.items(walk(row, self.lookups[0]) or [])


class Dated(Said):
    """An uncertain date, which becomes a day where it is one."""

    PARTS = ("words", "earliest", "latest", "basis")

    def __init__(self, lookup):
        self.lookup = lookup
        super().__init__(self.read, lookup, *(f"{lookup}_{part}" for part in self.PARTS))

    def __call__(self, row):
        return walk(row, self.lookup)

    @staticmethod
    def read(edtf, words, earliest, latest, basis):
        if not edtf:
            return None
        first, last = (date.fromisoformat(day) if day else None for day in (earliest, latest))
        return UncertainDate(edtf=edtf, words=words, earliest=first, latest=last, basis=basis)


class Flag(Said):
    """A word where something is so, nothing where it is not."""

    def __init__(self, lookup, word):
        super().__init__(lambda so: str(word) if so == "t" else "", lookup)


def choice(model, field):
    """What the value of a field with choices is called."""
    return Said(lambda value: getattr(model(**{field: value}), f"get_{field}_display")(), field)


def status(model):
    """In which state a record of this model is."""
    return Said(lambda value: _(model(status=value).status_label), "status")


def user(lookup):
    """Somebody of the office."""
    names = ("first_name", "last_name", "username")
    return Said(
        lambda first, last, name: str(User(first_name=first, last_name=last, username=name)) if name else "",
        *(f"{lookup}__{each}" for each in names),
    )


def party(lookup):
    """A state."""
    return Text(f"{lookup}__name")


def last_event(model):
    """What last happened to a record of this model."""
    about = {f"{model.kind}_id": 1}
    return Said(lambda type: _(Event(type=type, **about).label) if type else "", "last_event__type")


OWNER = user("owner")
SYNTHETIC = Flag("synthetic", gettext_lazy("yes"))
