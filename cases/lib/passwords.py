"""Which passwords somebody would guess (NIST SP 800-63B, 3.1.1.2; ASVS 5.0 V6.2; R09, R10). No rule of composition."""

import re
import unicodedata
from collections.abc import Iterable, Set
from functools import cache
from pathlib import Path

SHORTEST = 15  # characters
LONGEST = 1000  # so that nobody has the server hash a book
#: What must be left when the words that anybody here would try are taken out: characters that follow no pattern.
LEAST_OWN = 8

_WORDS = Path(__file__).with_name("data") / "expected_words.txt"
_PARTS = re.compile(r"\w+")
_RUN = 4  # so many neighbours in a row, such as 4567 or aaaa, count as one character


@cache
def expected_words() -> frozenset[str]:
    """Words of the product and of its field, from `data/expected_words.txt`."""
    lines = _WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(folded(line) for line in lines if line and not line.startswith("#"))


def folded(text: str) -> str:
    """As guessers compare: one form of each character, small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def stable(password: str) -> str:
    """The same password from any keyboard: NFKC, as NIST SP 800-63B, 3.1.1.2 asks before hashing."""
    return unicodedata.normalize("NFKC", password)


def parts_of(names: Iterable[str]) -> frozenset[str]:
    """The words of names that are long enough to be noticed in a password."""
    return frozenset(part for name in names for part in _PARTS.findall(folded(name)) if len(part) >= 4)


def is_guessable(password: str, common: Set[str], expected: Iterable[str] = ()) -> bool:
    """Is it a common password, drawn out by repeating or by digits, or made of words that anybody here would try first?

    `common` is a list of common passwords in small letters; `expected` are words besides `expected_words`, such as names.
    """
    text = folded(password)
    letters = "".join(character for character in text if character.isalpha())
    if {text, letters, _unit(text), _unit(letters)} & common or len(_unit(text)) < LEAST_OWN:
        return True
    kept = "".join(character for character in text if character.isalnum() or not character.isascii())
    for word in sorted({*expected_words(), *expected}, key=len, reverse=True):
        kept = kept.replace(word, "")
    return _without_runs(kept) < LEAST_OWN


def _unit(text: str) -> str:
    """The shortest beginning that repeats to the end: abcabcab is abc."""
    return next((text[:size] for size in range(1, len(text)) if text.startswith(text[size:])), text)


def _without_runs(text: str) -> int:
    """How many characters there are, where a run of neighbours (4567, dcba, aaaa) counts once."""
    count = start = 0
    while start < len(text):
        length = _run_from(text, start)
        start += length if length >= _RUN else 1
        count += 1
    return count


def _run_from(text: str, start: int) -> int:
    """How far characters go on by one and the same step: up, down or none."""
    steps = [ord(after) - ord(before) for before, after in zip(text[start:], text[start + 1 :], strict=False)]
    if not steps or steps[0] not in {-1, 0, 1}:
        return 1
    return next((place for place, step in enumerate(steps) if step != steps[0]), len(steps)) + 1
