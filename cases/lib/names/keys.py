"""The search keys of a name: stored beside it when it is saved, made again of what somebody types.

One code path for both sides, so that they cannot disagree. Each key is a kind and a short text; an index on them answers
a search without reading names, and `compare` ranks what it finds.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from cases.lib.names.distance import shortened
from cases.lib.names.equivalents import alias, looks_like_patronymic, meaning, mistyped, telling
from cases.lib.names.folding import skeleton, skeletons, sound, words

SHORTEST_SKELETON: Final = 4
SOUNDS: Final = range(3, 12)


class Key(NamedTuple):
    """`kind` says how sure a match on it is; see KINDS."""

    kind: str
    key: str


#: From the surest to the vaguest.
KINDS: Final = ("whole", "word", "given", "father", "skeleton", "near")


class WordKeys(NamedTuple):
    """The keys of one word: first those that its usual spellings share, then those of words one letter away."""

    exact: frozenset[Key]
    near: frozenset[Key]


class Query(NamedTuple):
    """What somebody typed. Each word must match, in any place; `whole` finds the same name first."""

    whole: frozenset[Key]
    words: tuple[WordKeys, ...]


def keys_of(full: str, family: str = "", given: str = "", patronymic: str = "") -> frozenset[Key]:
    """All keys stored beside a name. The parts add words that the full name lacks."""
    found = _words(full)
    found += tuple(word for part in (family, given, patronymic) for word in _words(part) if word not in found)
    keys = {key for word in found for kinds in word_keys(word) for key in kinds}
    return frozenset(keys | _whole(found))


def query_keys(text: str) -> Query:
    """The keys of a search. Initials, titles and words such as "bin" have none: they rank, they do not find."""
    found = telling(_words(text))
    names = tuple(word for word in found if len(word) > 1) or found
    return Query(frozenset(_whole(found)), tuple(word_keys(word) for word in names))


@lru_cache(maxsize=50_000)
def word_keys(word: str) -> WordKeys:
    """The keys of one word, as `words` gives it."""
    exact = {Key("word", word)}
    exact.update(Key("skeleton", bones) for bones in skeletons(word))
    means = meaning(word)
    exact.update(Key("given", name) for name in means.names)
    exact.update(Key("father", name) for name in means.father)
    heard, bones = sound(word), skeleton(word)
    near = {Key("near", f"@{name}") for name in means.full | mistyped(word)}
    if len(heard) in SOUNDS:
        near.update(Key("near", form) for form in shortened(heard))
    if len(bones) >= SHORTEST_SKELETON:
        near.update(Key("near", form.upper()) for form in shortened(bones))
    return WordKeys(frozenset(exact), frozenset(near))


def _words(text: str) -> tuple[str, ...]:
    """The words of a name, each once."""
    return tuple(dict.fromkeys(words(text)))


def _whole(found: tuple[str, ...]) -> set[Key]:
    """The name whatever its order, script and language; with and without the patronymic."""
    told = [word for word in telling(found) if len(word) > 1]
    short = [word for word in told if not looks_like_patronymic(word)]
    return {
        Key("whole", " ".join(sorted(alias(word) or skeleton(word) for word in some)))
        for some in (told, short)
        if len(some) > 1
    }
