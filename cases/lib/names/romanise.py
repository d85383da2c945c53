"""A Cyrillic name in Latin letters, exactly as one published system writes it."""

from __future__ import annotations

import unicodedata
from typing import Final

from cases.lib.names.systems import SYSTEMS

LONGEST: Final = 10_000
_APOSTROPHES: Final = frozenset("'’ʼ`´‘ʹ")


def romanise(text: str, system: str) -> str:
    """The text with its Cyrillic letters romanised; whatever else is in it stays.

    At most 10,000 characters are read. Raises KeyError for a system that is not in SYSTEMS.
    """
    table = SYSTEMS[system]
    text = unicodedata.normalize("NFC", text[:LONGEST])
    written = []
    before = ""  # the letter before, an apostrophe between letters not counted
    for place, character in enumerate(text):
        following = text[place + 1 : place + 2]
        letter = character.lower()
        if letter in _APOSTROPHES:
            inside = before.lower() in table.letters and following.isalpha()
            written.append(table.letters.get("'", character) if inside else character)
            before = before if inside else ""
            continue
        if letter not in table.letters:
            latin = character
        else:
            latin = table.letters[letter]
            if not before:
                latin = table.initial.get(letter, latin)
            elif text[place - 1].isalpha():
                latin = table.pairs.get(before.lower() + letter, latin)
            if character != letter:
                capitals = following.isupper() or (not following.isalpha() and before.isupper())
                latin = latin.upper() if capitals else _capitalised(latin)
        written.append(latin)
        before = character if character.isalpha() else ""
    return unicodedata.normalize("NFC", "".join(written))


def _capitalised(latin: str) -> str:
    for place, character in enumerate(latin):
        if character.isalpha():
            return latin[:place] + character.upper() + latin[place + 1 :]
    return latin
