"""Text as people enter it and as programs order, store and export it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

KEY_LENGTH: Final = 200
_FIRST_LEVEL: Final = 150

# The Ukrainian and Russian alphabets in one order, with their neighbours' letters; keys count up from U+0430.
_CYRILLIC: Final = "абвгґдђѓеёєжзѕиіїйјклљмнњопрстћќуўфхцчџшщъыьэюя"
_ORDER: Final = {letter: chr(ord("а") + place) for place, letter in enumerate(_CYRILLIC)}
_LATIN: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"}
)

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_OPENING: Final = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u202d": "\u202c",
    "\u202e": "\u202c",
} | dict.fromkeys("\u2066\u2067\u2068", "\u2069")
_CLOSING: Final = frozenset(_OPENING.values())
_OVERRIDES: Final = frozenset("\u202d\u202e")

_CELL_LINES: Final = re.compile("(\r\n|[\r\n\x0b\x0c\x85\u2028\u2029])")
_FORMULA: Final = re.compile("'*[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@\t＝＋－＠﹢﹣﹦﹫−]")


def sort_key(name: str) -> str:
    """A key that orders names in plain code-point order (collation C) as a reader of Ukrainian and Russian
    expects.

    Digits, Latin, then Cyrillic (А Б В Г Ґ Д Е Ё Є Ж З И І Ї Й … Ъ Ы Ь Э Ю Я); case does not count; accents
    of Latin letters, apostrophes and hyphens count only between names that are otherwise equal. At most 200
    characters.
    """
    plain = clean(name[: 4 * KEY_LENGTH]).lower()
    words = ("".join(map(_letter, word)) for word in plain.split())
    first = ".".join(filter(None, words))[:_FIRST_LEVEL]  # "." sorts before digits: short words come first
    return f"{first} {plain}"[:KEY_LENGTH].rstrip()


def _letter(character: str) -> str:
    if place := _ORDER.get(character):
        return place
    pieces = unicodedata.normalize("NFKD", character.translate(_LATIN).casefold())
    return "".join(_ORDER.get(piece, piece) for piece in pieces if piece.isalnum())


def clean(text: str, *, multiline: bool = False) -> str:
    """Text fit to be stored: composed (NFC), trimmed, without NUL and other control characters.

    Line ends and tabs stay if multiline and become spaces if not. Right-to-left text stays intact; controls
    that reverse the order of characters, and embeddings or isolates that are not closed in their line, are
    removed.
    """
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text.strip()  # as nearly all text is: nothing in it is a control, a line end or a surrogate
    text = _LINE_ENDS.sub("\n", text)
    if not multiline:
        text = text.replace("\n", " ").replace("\t", " ")
    kept = "".join(
        c for c in text if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c != "\ufeff")
    )
    lines = (_paired(line) for line in kept.split("\n"))
    return unicodedata.normalize("NFC", "\n".join(lines)).strip()


def _paired(line: str) -> str:
    """The line without override controls and without direction controls that have no partner."""
    if not any(c in _OPENING or c in _CLOSING for c in line):
        return line
    keep = [c not in _OPENING and c not in _CLOSING for c in line]
    opened: list[int] = []
    for place, character in enumerate(line):
        if character in _OPENING:
            opened.append(place)
        elif character in _CLOSING and opened and _OPENING[line[opened[-1]]] == character:
            start = opened.pop()
            keep[start] = keep[place] = line[start] not in _OVERRIDES
    return "".join(c for c, kept in zip(line, keep, strict=True) if kept)


def formula_safe(cell: str) -> str:
    """The cell with `'` before each line that a spreadsheet could take for a formula (R27; OWASP;
    CVE-2021-41270).

    Such a line starts with = + - @ or a tab, full-width forms included, after any spaces; a cell that starts
    with a line end is marked too. What already looks so marked is marked again, so that the inverse is
    exact.
    """
    return _by_line(cell, lambda line: "'" + line)


def formula_unsafe_prefix_removed(cell: str) -> str:
    """The inverse of `formula_safe`: removes exactly the `'` that it put, nothing else."""
    return _by_line(cell, lambda line: line.removeprefix("'"))


def _by_line(cell: str, change: Callable[[str], str]) -> str:
    pieces = _CELL_LINES.split(cell)
    for place in range(0, len(pieces), 2):
        blank_start = place == 0 and len(pieces) > 1 and not pieces[0].strip("'")
        if blank_start or _FORMULA.match(pieces[place]):
            pieces[place] = change(pieces[place])
    return "".join(pieces)
