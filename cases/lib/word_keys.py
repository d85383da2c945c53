"""The keys of one word of a name as the dictionary of words keeps them: those of `cases.lib.names.keys`, in one column.

The first character tells their kind: `@` an equivalent given name, `'` a patronymic of such a father, `~` a form with
one letter left out; a skeleton has none. The word itself is a column of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from cases.lib.names import Key, skeleton, sound, word_keys

_MARK: Final = {"skeleton": "", "given": "@", "father": "'", "near": "~"}
_LONG: Final = range(9, 15)  # letters of a sound whose forms with one left out `names.keys` does not give
_LEAST: Final = 3
_SHORT: Final = 4  # a mark and three letters


@lru_cache(maxsize=50_000)
def strong(word: str) -> tuple[str, ...]:
    """What a word shares with its other spellings and with its equivalents in other languages."""
    return _marked(word_keys(word).exact)


@lru_cache(maxsize=50_000)
def equal(word: str) -> tuple[str, ...]:
    """Of these, what it shares with its equivalents alone."""
    return _marked(key for key in word_keys(word).exact if key.kind in ("given", "father"))


@lru_cache(maxsize=50_000)
def stored(word: str) -> tuple[str, ...]:
    """What is kept of a word: that, and what it shares with words one letter away."""
    heard = sound(word)
    longer = {f"~{left}" for left in without_one(heard) | {heard}} if len(heard) in _LONG else set()
    return tuple(sorted({*strong(word), *_marked(word_keys(word).near), *longer}))


@lru_cache(maxsize=50_000)
def near(word: str) -> tuple[str, ...]:
    """Of these, what it shares with words one letter away alone; of the consonants not three of them, which are in thousands."""
    return tuple(
        sorted(key for key in {*stored(word)} - {*strong(word)} if len(key) > _SHORT or not key[1:].isupper())
    )


@lru_cache(maxsize=5_000)
def wide(word: str) -> tuple[str, ...]:
    """What a word shares with words of which it is two or three letters away: too much to be asked for at first."""
    heard, bones = sound(word), skeleton(word)
    once = without_one(heard)
    twice = {left for form in once for left in without_one(form)}
    further = {f"~{form}" for form in once | twice}
    return tuple(sorted({*further, *without_one(bones)} - {*stored(word)}))


def without_one(form: str) -> set[str]:
    """The form without each one of its letters, as long as enough are left."""
    return {form[:place] + form[place + 1 :] for place in range(len(form))} if len(form) > _LEAST else set()


def _marked(keys: Iterable[Key]) -> tuple[str, ...]:
    return tuple(sorted(_MARK[kind] + key for kind, key in keys if kind in _MARK))
