"""Numbers of papers as people write them: with or without spaces, in capitals or not, in Cyrillic letters or Latin ones that look alike."""

from __future__ import annotations

from typing import Final

CYRILLIC: Final = "авекмнорстухі"
LATIN: Final = "abekmhopctyxi"
_TO_LATIN: Final = str.maketrans(CYRILLIC + CYRILLIC.upper(), LATIN + LATIN.upper())


def plain(text: str) -> str:
    """Letters and digits alone, small, look-alikes as Latin letters: what is compared."""
    return "".join(letter for letter in text.casefold() if letter.isalnum()).translate(_TO_LATIN)
