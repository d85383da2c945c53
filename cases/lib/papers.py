"""Numbers of papers as people write them: with or without spaces, in capitals or not, in Cyrillic letters or Latin ones that look alike."""

from __future__ import annotations

import re
from typing import Final

CYRILLIC: Final = "авекмнорстухі"
LATIN: Final = "abekmhopctyxi"
_TO_LATIN: Final = str.maketrans(CYRILLIC + CYRILLIC.upper(), LATIN + LATIN.upper())
_TO_CYRILLIC: Final = str.maketrans(LATIN + LATIN.upper(), CYRILLIC + CYRILLIC.upper())
_BETWEEN: Final = re.compile(r"(?<=[^\W\d_])(?=\d)")


def plain(text: str) -> str:
    """Letters and digits alone, small, look-alikes as Latin letters: what is compared."""
    return "".join(letter for letter in text.casefold() if letter.isalnum()).translate(_TO_LATIN)


def spellings(text: str) -> set[str]:
    """The ways in which a number can stand on record; `text` itself among them."""
    together = "".join(letter for letter in text if letter.isalnum())
    found = {text, together, *(_BETWEEN.sub(between, together) for between in " -")}
    found |= {each.upper() for each in found}
    return found | {each.translate(letters) for each in found for letters in (_TO_LATIN, _TO_CYRILLIC)}
