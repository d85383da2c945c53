"""How well names are matched: by labelled pairs, and by family names made up of stems and endings.

Nobody's names are in here: each made-up name is an arbitrary stem with an arbitrary ending, in Ukrainian and in Russian.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from cases.lib.names.compare import LIKELY, Comparison, compare
from cases.lib.names.equivalents import given_names
from cases.lib.names.folding import sound
from cases.lib.names.keys import keys_of
from cases.lib.names.patronymics import patronymics_of
from cases.lib.names.romanise import romanise
from cases.lib.names.systems import SYSTEMS

_STEMS: Final = (
    "бондар ковал кравц ткач гончар шевч сидор петр павл степан хом щерб юрч горб дзюб цимбал/цымбал лис/лыс "
    "чорн/черн зінч/зинч кір/кир мірош/мирош їжак/ижак стец гриц жук згур руд ярем "
    "юхим/ефим гайдар чайк кухар хлоп грищ шулік/шулик киял тарас опанас/афанас"
)
_ENDINGS: Final = (
    "енко чук ський/ский ська/ская ов ова ич ик/ик ний/ный на/ная юк ак ець/ец івський/овский ин ін/ин ян "
    "євич/евич"
)


class Pair(NamedTuple):
    """Two names, and whether somebody labelled them as one person's."""

    one: str
    other: str
    is_match: bool


class Score(NamedTuple):
    """Precision and recall of a yes-or-no answer, and their harmonic mean."""

    precision: float
    recall: float
    f1: float


class Shared(NamedTuple):
    """Of the made-up names written by a system: the share whose sound, skeleton key, whole-name key is the same."""

    system: str
    sound: float
    skeleton: float
    whole: float


def score(answers: Iterable[tuple[bool, bool]]) -> Score:
    """From (said, true) for each pair."""
    both = said_only = true_only = 0
    for said, true in answers:
        both += said and true
        said_only += said and not true
        true_only += true and not said
    precision = both / (both + said_only) if both + said_only else 0.0
    recall = both / (both + true_only) if both + true_only else 0.0
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if both else 0.0)


def our_score(pairs: Iterable[Pair], at_least: float = LIKELY) -> Score:
    """Of the verdict "likely" or "same"; its threshold is not fitted to the pairs."""
    return score((compare(pair.one, pair.other).score >= at_least, pair.is_match) for pair in pairs)


def errors(pairs: Iterable[Pair]) -> Iterator[tuple[Pair, Comparison]]:
    """The pairs that the verdict "likely" or "same" gets wrong, either way."""
    for pair in pairs:
        judged = compare(pair.one, pair.other)
        if (judged.score >= LIKELY) != pair.is_match:
            yield pair, judged


def baseline_score(pairs: Iterable[Pair]) -> tuple[Score, float]:
    """Of the usual way, words sorted and letters compared, with the threshold that suits it best on these pairs."""
    alike = [(token_sort(pair.one, pair.other), pair.is_match) for pair in pairs]
    tried = [(score((ratio >= step / 100, true) for ratio, true in alike), step / 100) for step in range(101)]
    return max(tried, key=lambda result: result[0].f1)


def token_sort(one: str, other: str) -> float:
    """The likeness of two names as strings, their words sorted, 0 to 1."""
    return SequenceMatcher(None, _sorted(one), _sorted(other), autojunk=False).ratio()


def _sorted(name: str) -> str:
    plain = unicodedata.normalize("NFC", name).casefold()
    return " ".join(sorted("".join(c if c.isalnum() else " " for c in plain).split()))


def family_names() -> Iterator[tuple[str, str]]:
    """Made-up family names, each in Ukrainian and in Russian."""
    for stem in _STEMS.split():
        for ending in _ENDINGS.split():
            first, last = _both(stem), _both(ending)
            yield (first[0] + last[0]).capitalize(), (first[1] + last[1]).capitalize()


def _both(text: str) -> tuple[str, str]:
    uk, _, ru = text.partition("/")
    return uk, ru or uk


def shared_keys() -> Iterator[Shared]:
    """For each system: a Ukrainian name against the same name romanised (Russian systems: from its Russian form)."""
    people = list(made_up_people())
    yield _shared("ru, Cyrillic", people, lambda uk, ru: ru)
    for name, system in SYSTEMS.items():
        yield _shared(name, people, _writer(name, system.language))


def _writer(system: str, language: str) -> Callable[[str, str], str]:
    return lambda uk, ru: romanise(uk if language == "uk" else ru, system)


def made_up_people() -> Iterator[tuple[tuple[str, str, str], tuple[str, str, str]]]:
    """(family name, given name, patronymic) in Ukrainian and in Russian, walking through the tables in step."""
    men = [row for row in given_names() if row.sex == "male" and row.uk and row.ru]
    fathers = men[7:] + men[:7]
    for place, (uk, ru) in enumerate(family_names()):
        man, father = men[place % len(men)], fathers[place % len(men)]
        in_uk, in_ru = next(patronymics_of(father.uk, ())), next(patronymics_of((), father.ru))
        yield (uk, man.uk[0], in_uk[0]), (ru, man.ru[0], in_ru[0])


def _shared(
    title: str,
    people: list[tuple[tuple[str, str, str], tuple[str, str, str]]],
    write: Callable[[str, str], str],
) -> Shared:
    heard = bones = whole = 0
    for uk, ru in people:
        written = [write(a, b) for a, b in zip(uk, ru, strict=True)]
        heard += sound(uk[0]) == sound(written[0])
        bones += bool(_kind("skeleton", uk[0]) & _kind("skeleton", written[0]))
        whole += bool(_kind("whole", " ".join(uk)) & _kind("whole", " ".join(reversed(written))))
    return Shared(title, heard / len(people), bones / len(people), whole / len(people))


def _kind(kind: str, name: str) -> set[str]:
    return {key.key for key in keys_of(name) if key.kind == kind}
