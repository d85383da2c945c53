"""In which script a name is written, and in which language where its letters leave no doubt."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Final

OTHER: Final = "Zyyy"  # ISO 15924: common, or none that we name
_NAMES: Final = {"CYRILLIC": "Cyrl", "LATIN": "Latn"}
#: Letters that a language has, and letters that it has not.
_TELLING: Final[tuple[tuple[str, frozenset[str], frozenset[str]], ...]] = (
    ("be", frozenset("ў"), frozenset()),
    ("uk", frozenset("ґєії"), frozenset("ёъыэ")),
    ("ru", frozenset("ёъыэ"), frozenset("ґєії")),
)


def script_of(text: str) -> str:
    """The ISO 15924 code of the script that most letters have: Cyrl, Latn, or Zyyy."""
    letters = (unicodedata.name(c, "").split(" ", 1)[0] for c in text if c.isalpha())
    found = Counter(_NAMES.get(word, OTHER) for word in letters).most_common(1)
    return found[0][0] if found else OTHER


def language_of(text: str) -> str:
    """uk, ru or be where letters that only one of them has say so; otherwise nothing."""
    letters = set(text.lower())
    found = [code for code, has, has_not in _TELLING if letters & has and not letters & has_not]
    return found[0] if found else ""
