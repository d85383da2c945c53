"""Which given names, patronymics and titles are forms of one: Олександр = Александр = Oleksandr = Alexander.

The given names are in data/given_names.tsv, one row for one name in all its languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from cases.lib.names.distance import distance, shortened
from cases.lib.names.folding import sound
from cases.lib.names.patronymics import patronymics_of


class Given(NamedTuple):
    """One given name in all its languages."""

    id: str
    sex: str
    uk: tuple[str, ...]
    ru: tuple[str, ...]
    latin: tuple[str, ...]
    short: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word can be: full forms of names, short forms, a patronymic of some father."""

    full: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    father: frozenset[str] = frozenset()
    sex: str = ""

    @property
    def names(self) -> frozenset[str]:
        return self.full | self.short


NOTHING: Final = Meaning()

_TITLES: Final = """
    mr mrs ms miss dr prof sir president präsident prasident monsieur madame herr frau sheikh shaikh haji mullah maulavi
    пан пані гн гжа господин госпожа громадянин громадянка гр гражданин гражданка
"""
# Words between the names that come and go from one list to the next.
_PARTICLES: Final = """
    al el ul ad ar bin ben ibn bint abu abou de da do dos das del della di du la le van von der den ter ten
    оглы оглу огли кызы кизи oglu ogly oglou qizi kyzy фон ван де аль ибн
"""
TITLES: Final = frozenset(_TITLES.split())
PARTICLES: Final = frozenset(_PARTICLES.split())


def _rows() -> Iterator[Given]:
    table = files("cases.lib.names").joinpath("data/given_names.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            name, sex, *forms = line.split("\t")
            uk, ru, latin, short = (tuple(() if form == "-" else form.split()) for form in forms)
            yield Given(name, sex, uk, ru, latin, short)


@lru_cache(maxsize=1)
def given_names() -> tuple[Given, ...]:
    return tuple(_rows())


@lru_cache(maxsize=1)
def _meanings() -> dict[str, Meaning]:
    """By sound, so that each romanisation of a listed form is found without being listed."""
    full: dict[str, set[str]] = {}
    short: dict[str, set[str]] = {}
    father: dict[str, set[str]] = {}
    sexes: dict[str, set[str]] = {}

    def note(where: dict[str, set[str]], form: str, row: Given, sex: str) -> None:
        key = sound(form)
        where.setdefault(key, set()).add(row.id)
        sexes.setdefault(key, set()).add(sex)

    for row in given_names():
        for form in (*row.uk, *row.ru, *row.latin):
            note(full, form, row, row.sex)
        for form in row.short:
            note(short, form, row, row.sex)
        if row.sex == "male":
            for form, sex in patronymics_of(row.uk, row.ru):
                note(father, form, row, sex)
    nobody: set[str] = set()
    return {
        key: Meaning(
            frozenset(full.get(key, nobody)),
            frozenset(short.get(key, nobody)),
            frozenset(father.get(key, nobody)),
            _one(found),
        )
        for key, found in sexes.items()
    }


def _one(sexes: set[str]) -> str:
    return next(iter(sexes)) if len(sexes) == 1 else ""


def meaning(word: str) -> Meaning:
    """What a word means as part of a name; NOTHING for a word that is in no table."""
    return _meanings().get(sound(word), NOTHING)


_SHORTEST_MISTYPED: Final = 4
_FAMILY: Final = ("ov", "ev", "iv", "ova", "eva", "uk", "ko")  # Данилов is not a mistyped Данило


@lru_cache(maxsize=1)
def _nearby() -> dict[str, set[str]]:
    """The sounds of full names by themselves without one letter."""
    found: dict[str, set[str]] = {}
    for heard, means in _meanings().items():
        if means.full and len(heard) >= _SHORTEST_MISTYPED:
            for form in shortened(heard):
                found.setdefault(form, set()).add(heard)
    return found


@lru_cache(maxsize=50_000)
def mistyped(word: str) -> frozenset[str]:
    """The given names of which a word that is no name itself is one letter away, in any language."""
    heard = sound(word)
    if heard in _meanings() or len(heard) < _SHORTEST_MISTYPED or heard.endswith(_FAMILY):
        return frozenset()
    near = {other for form in shortened(heard) for other in _nearby().get(form, ())}
    return frozenset(
        name for other in near if distance(heard, other, 1) == 1 for name in _meanings()[other].full
    )


# Endings of patronymics by sound, for fathers whose name is in no table.
FATHERS: Final = {
    "ovic": "male", "evic": "male", "ivic": "male", "ovna": "female", "evna": "female", "ivna": "female",
    "inicna": "female",
}  # fmt: skip


def looks_like_patronymic(word: str) -> bool:
    """Whether a word is a patronymic: in the table, or by its ending (a few surnames have that too)."""
    if meaning(word).father:
        return True
    heard = sound(word)
    return len(heard) > 6 and any(heard.endswith(ending) for ending in FATHERS)


def alias(word: str) -> str:
    """The one key of all full forms of a given name or patronymic; empty if the word is none or ambiguous."""
    found = meaning(word)
    if len(found.full) == 1:
        return next(iter(found.full))
    if not found.full and len(found.father) == 1:
        return f"{next(iter(found.father))}'s"
    return ""


def is_title(word: str) -> bool:
    return word in TITLES


def telling(found: Sequence[str]) -> tuple[str, ...]:
    """The words that tell people apart: without titles, and without words such as "bin" if two others are left."""
    named = tuple(word for word in found if not is_title(word)) or tuple(found)
    names = tuple(word for word in named if word not in PARTICLES)
    return names if len(names) > 1 else named
