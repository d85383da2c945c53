"""Two names compared: in words why they could be one person's, and on an absolute scale.

The score depends on the two names alone, never on what else was found, so that a weak best match stays weak.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal

from cases.lib.names.distance import distance
from cases.lib.names.equivalents import Meaning, looks_like_patronymic, meaning, mistyped, telling
from cases.lib.names.folding import sound, words

Verdict = Literal["same", "likely", "possible", "unlikely"]

#: Why, in a fixed vocabulary: a screen has one phrase for each.
REASONS: Final = (
    "same_letters", "same_after_romanisation", "given_name_equivalent", "short_form", "vowels_differ",
    "one_letter_differs", "two_letters_differ", "gender_form", "initial_only", "words_joined", "order_swapped",
    "patronymic_missing", "patronymic_differs", "given_name_differs", "family_name_differs", "word_missing",
    "one_word_only", "nothing_to_compare",
)  # fmt: skip

SAME: Final = 0.94
LIKELY: Final = 0.8
POSSIBLE: Final = 0.6

#: What a match of two words is worth, by the reason why they can be one.
WORTH: Final = {
    "same_letters": 1.0,
    "same_after_romanisation": 0.99,
    "given_name_equivalent": 0.97,
    "short_form": 0.88,
    "vowels_differ": 0.9,
    "one_letter_differs": 0.87,
    "gender_form": 0.84,
    "initial_only": 0.8,
    "two_letters_differ": 0.76,
}
_SURE: Final = frozenset({"same_letters", "same_after_romanisation", "given_name_equivalent"})
_HARMLESS: Final = frozenset({"order_swapped", "patronymic_missing"})
_DIFFERENT: Final = frozenset({"patronymic_differs", "given_name_differs", "family_name_differs"})
_INITIAL_WEIGHT: Final = 0.5
MISSING_WEIGHT: Final = {"patronymic_missing": 0.05, "word_missing": 0.2}
_FEWEST_FOR_ONE: Final = 4
_FEWEST_FOR_TWO: Final = 7
_FEWEST_JOINED: Final = 6
_MOST_BITS: Final = 4  # two letters replaced take away two kinds of letter and bring two others

# Endings that make another family name of the same stem (Коваль, Коваленко, Ковальчук; Петров, Петренко).
_ENDINGS: Final = frozenset({
    "enko", "cenko", "cuk", "uk", "iuk", "ak", "ov", "ev", "ova", "eva", "in", "ina", "ski", "ska", "ic", "ovic",
    "evic", "ec", "ko", "ik", "cik", "ka", "dze", "svili", "an", "ian", "",
})  # fmt: skip
_STEM: Final = 3
_FEMININE: Final = (
    ("ov", "ova"),
    ("ev", "eva"),
    ("in", "ina"),
    ("ski", "ska"),
    ("cki", "cka"),
    ("ni", "na"),
    ("li", "la"),
)
_VOWELS: Final = re.compile("[aeiou]+")
_SON_OF: Final = frozenset({"bin", "ben", "ibn", "bint"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """How alike two names are; `reasons` are the codes of REASONS that apply, in that order."""

    score: float
    verdict: Verdict
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    folded: str
    heard: str = field(compare=False)
    letters: int = field(compare=False)  # one bit for each letter that occurs in `heard`
    means: Meaning = field(compare=False)
    mistyped: frozenset[str] = field(compare=False)
    patronymic: bool = field(compare=False)

    @property
    def weight(self) -> float:
        return _INITIAL_WEIGHT if len(self.folded) == 1 else 1.0


@dataclass(frozen=True, slots=True)
class _Name:
    words: tuple[_Word, ...]
    folded: tuple[str, ...]
    descent: bool
    joined: str


@lru_cache(maxsize=50_000)
def _word(word: str) -> _Word:
    heard = sound(word)
    letters = sum({1 << ord(letter) % 64 for letter in heard})
    return _Word(word, heard, letters, meaning(word), mistyped(word), looks_like_patronymic(word))


@lru_cache(maxsize=20_000)
def _parsed(name: str) -> _Name:
    found = words(name)
    read = tuple(_word(word) for word in telling(found))
    folded = tuple(word.folded for word in read)
    return _Name(read, folded, not _SON_OF.isdisjoint(found), "".join(word.heard for word in read))


def compare(a: str, b: str) -> Comparison:
    """Compare two names as written, in any scripts and orders."""
    one, other = _parsed(a), _parsed(b)
    if other.folded < one.folded:  # of equally good partners the same are chosen either way
        one, other = other, one
    if not one.words or not other.words:
        return Comparison(0.0, "unlikely", ("nothing_to_compare",))
    if one.folded == other.folded:
        return Comparison(1.0, "same", ("same_letters",))
    score, reasons = _aligned(one, other)
    if score < SAME and len(one.words) != len(other.words):
        apart = distance(one.joined, other.joined, 1)
        if apart <= (score < LIKELY) and min(len(one.joined), len(other.joined)) >= _FEWEST_JOINED:
            score, reasons = 0.98 - 0.1 * apart, {"words_joined"}
    return Comparison(round(score, 3), _verdict(score), tuple(code for code in REASONS if code in reasons))


def _verdict(score: float) -> Verdict:
    if score >= LIKELY:
        return "same" if score >= SAME else "likely"
    return "possible" if score >= POSSIBLE else "unlikely"


def _aligned(one: _Name, other: _Name) -> tuple[float, set[str]]:
    """Each word with its best partner, then what the words left alone take away."""
    pairs = _pairs(one.words, other.words)
    reasons = {code for _, _, code in pairs}
    got = weight = 0.0
    for left, right, code in pairs:
        counts = min(one.words[left].weight, other.words[right].weight)
        got += counts * WORTH[code]
        weight += counts
    alone = _left(one.words, {left for left, _, _ in pairs})
    stray = _left(other.words, {right for _, right, _ in pairs})
    if alone and stray:
        reasons.add(_conflict(alone, stray))
        score = got / (weight + max(len(alone), len(stray)))
    else:
        said = {one.words[left].folded for left, _, _ in pairs}
        said |= {other.words[right].folded for _, right, _ in pairs}
        score = got / weight if weight else 0.0
        for word in alone + stray:
            if word.folded not in said:  # a word said twice says nothing new
                code = "patronymic_missing" if word.patronymic else "word_missing"
                reasons.add(code)
                score *= 1 - MISSING_WEIGHT[code] / max(len(pairs), 1)
    if min(len(one.words), len(other.words)) == 1 < max(len(one.words), len(other.words)):
        reasons.add("one_word_only")
    order = [right for _, right, _ in sorted(pairs)]
    if order != sorted(order):
        reasons.add("order_swapped")
    named = sum(code != "initial_only" for _, _, code in pairs)
    return min(score, _ceiling(reasons, named, one.descent and other.descent)), reasons


def _left(among: tuple[_Word, ...], paired: set[int]) -> list[_Word]:
    return [word for place, word in enumerate(among) if place not in paired]


def _ceiling(reasons: set[str], named: int, descent: bool) -> float:
    """The most that a comparison with these reasons can reach; `named` words of it match by more than an initial."""
    if not named:
        return POSSIBLE - 0.1
    if not reasons.isdisjoint(_DIFFERENT):
        return LIKELY - 0.1 if named > 1 or "patronymic_differs" in reasons else POSSIBLE - 0.01
    if "one_word_only" in reasons or (descent and "order_swapped" in reasons):
        return LIKELY - 0.1
    if "initial_only" in reasons and reasons.isdisjoint(_SURE):
        return LIKELY - 0.1
    return 1.0 if reasons <= _SURE | _HARMLESS else SAME - 0.01


def _conflict(alone: list[_Word], stray: list[_Word]) -> str:
    """Both names have words that the other lacks: which kind of word."""
    if any(word.patronymic for word in alone) and any(word.patronymic for word in stray):
        return "patronymic_differs"
    if any(word.means.names for word in alone) and any(word.means.names for word in stray):
        return "given_name_differs"
    return "family_name_differs"


def _pairs(left: tuple[_Word, ...], right: tuple[_Word, ...]) -> list[tuple[int, int, str]]:
    """Partners, the surest first; of equals those that stand in the same place."""
    found = []
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            if code := _likeness(a, b):
                found.append((-WORTH[code], abs(i - j), i, j, code))
    found.sort()
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs = []
    for _, _, i, j, code in found:
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append((i, j, code))
    return pairs


def likeness(a: str, b: str) -> str:
    """The reason why two words, as `words` gives them, can be one; empty if they cannot."""
    return _likeness(_word(a), _word(b))


def _likeness(a: _Word, b: _Word) -> str:
    """The reason why two words can be one; empty if they cannot."""
    if a.folded == b.folded:
        return "same_letters"
    if len(a.folded) == 1 or len(b.folded) == 1:
        return "initial_only" if _initial(a, b) else ""
    if a.heard == b.heard:
        return "same_after_romanisation"
    if a.means.full & b.means.full:
        return "given_name_equivalent"
    if a.means.father & b.means.father:
        return "given_name_equivalent" if a.means.sex == b.means.sex else "gender_form"
    if a.means.names & b.means.names:
        return "short_form"
    if a.mistyped & b.means.full or b.mistyped & a.means.full:
        return "one_letter_differs"
    return _nearly(a, b)


def _nearly(a: _Word, b: _Word) -> str:
    if abs(len(a.heard) - len(b.heard)) > 2 or (a.letters ^ b.letters).bit_count() > _MOST_BITS:
        return ""
    apart = distance(a.heard, b.heard, 2)
    if apart > 2 or (a.means.names and b.means.names) or (a.means.father and b.means.father):
        return ""
    if _gender(a.heard, b.heard) or _gender(b.heard, a.heard):
        return "gender_form"
    if _other_ending(a.heard, b.heard):
        return ""
    shorter = min(len(a.heard), len(b.heard))
    if shorter > apart + 1 and _VOWELS.sub("", a.heard) == _VOWELS.sub("", b.heard):
        return "vowels_differ"
    if apart == 1 and shorter >= _FEWEST_FOR_ONE:
        return "one_letter_differs"
    if apart == 2 and shorter >= _FEWEST_FOR_TWO:
        return "two_letters_differ"
    return ""


def _initial(a: _Word, b: _Word) -> bool:
    """Whether the one letter begins the other word, or another form of its name (О. for Aleksandr)."""
    if a.heard[:1] == b.heard[:1] or a.folded[0] == b.folded[0]:
        return True
    letter, word = (a, b) if len(a.folded) == 1 else (b, a)
    return any(sound(name)[:1] == letter.heard[:1] for name in word.means.full)


def _gender(male: str, female: str) -> bool:
    return any(
        male.endswith(his) and female == male.removesuffix(his) + hers
        for his, hers in _FEMININE
        if len(male) > len(his)
    )


def _other_ending(a: str, b: str) -> bool:
    """Whether both are one stem with different endings of family names."""
    common = 0
    while common < min(len(a), len(b)) and a[common] == b[common]:
        common += 1
    return any(
        a[cut:] in _ENDINGS and b[cut:] in _ENDINGS and a[cut:] != b[cut:] and len(a[cut:] + b[cut:]) > 1
        for cut in range(_STEM, common + 1)
    )
