"""Romanisation tables as data: each letter, what it is at the start of a word, and what it is after another letter.

Sources: the published tables named with each system; the official examples are test vectors (tests/lib/data/translit).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class System:
    """One published table. `pairs` holds two letters and what the second of them becomes after the first."""

    language: str
    title: str
    letters: dict[str, str]
    initial: dict[str, str]
    pairs: dict[str, str]


def _table(text: str) -> dict[str, str]:
    """ "а a б b" as a mapping; "-" means that the letter leaves nothing."""
    words = text.split()
    return {a: "" if b == "-" else b for a, b in zip(words[::2], words[1::2], strict=True)}


def _after(firsts: str, seconds: str) -> dict[str, str]:
    """Each of the first letters before each of the second, which the table `seconds` then gives."""
    return {first + second: latin for first in firsts for second, latin in _table(seconds).items()}


_SHARED: Final = "а a б b в v д d е e з z к k л l м m н n о o п p р r с s т t у u ф f "
_DIGRAPHS: Final = "ж zh х kh ц ts ч ch ш sh щ shch "
_HACEKS: Final = "ж ž х h ц c ч č ш š "
# Letters of the neighbour's alphabet, so that a Russian name in a Ukrainian list still has a Latin form.
_IN_UKRAINIAN: Final = "ё io ъ - ы y э e ў u "
_IN_RUSSIAN: Final = "і i ї i є e ґ g ў u "
_UKRAINIAN: Final = _SHARED + _IN_UKRAINIAN + "г h ґ g и y і i "
_RUSSIAN: Final = _SHARED + _IN_RUSSIAN + "г g и i ы y "

_OFFICIAL: Final = _UKRAINIAN + _DIGRAPHS + "є ie ї i й i ь - ю iu я ia ' - "
_OFFICIAL_INITIAL: Final = "є ye ї yi й y ю yu я ya"
_BGN_UKRAINIAN: Final = _UKRAINIAN + _DIGRAPHS + "є ye ї yi й y ю yu я ya "
_BGN_RUSSIAN: Final = _RUSSIAN + _DIGRAPHS + "ё ë й y ю yu я ya э e "
_VOWELS: Final = "аеёиоуыэюя"
_CONSONANTS: Final = "бвгджзклмнпрстфхцчшщ"
_BGN_AFTER: Final = _after(_VOWELS + "йъь", "е ye ё yë")
_PASSPORT: Final = _RUSSIAN + "ж zh х kh ч ch ш sh щ shch ё e э e ю iu я ia ь - "


def _system(
    language: str, title: str, letters: str, initial: str = "", pairs: dict[str, str] | None = None
) -> System:
    return System(language, title, _table(letters), _table(initial), pairs or {})


SYSTEMS: Final[dict[str, System]] = {
    "ua-2010": _system(
        "uk",
        "Cabinet of Ministers of Ukraine No. 55 (2010) = UNGEGN 2012",
        _OFFICIAL,
        _OFFICIAL_INITIAL,
        {"зг": "gh"},
    ),
    "ua-2007": _system(
        "uk",
        "Cabinet of Ministers of Ukraine No. 858 (2007), passports",
        _OFFICIAL,
        _OFFICIAL_INITIAL,
        {"зг": "gh"},
    ),
    "ua-1996": _system(
        "uk",
        "Ukrainian Legal Terminology Commission No. 9 (1996)",
        _OFFICIAL + "щ sch ь ’ ' ”",
        _OFFICIAL_INITIAL,
        {"зг": "gh"},
    ),
    "bgnpcgn-ukr-1965": _system(
        "uk",
        "BGN/PCGN 1965",
        _BGN_UKRAINIAN + "ь ’ ' ”",
        pairs={"зг": "·h", "кг": "·h", "сг": "·h", "цг": "·h", "тс": "·s"},
    ),
    "bgnpcgn-ukr-2019": _system("uk", "BGN/PCGN 2019 agreement", _OFFICIAL, _OFFICIAL_INITIAL, {"зг": "gh"}),
    "alalc-ukr": _system(
        "uk",
        "ALA-LC 1997",
        _UKRAINIAN + "ж z͡h х kh ц t͡s ч ch ш sh щ shch є i͡e ї ï й ĭ ю i͡u я i͡a ь ʹ ' -",
    ),
    "odni-ukr": _system("uk", "ODNI ICS-630-01 Annex M (2015)", _BGN_UKRAINIAN + "ь - ' -"),
    "bgnpcgn-rus-1947": _system(
        "ru",
        "BGN/PCGN 1947",
        _BGN_RUSSIAN + "ъ ” ь ’",
        "е ye ё yë",
        _BGN_AFTER
        | _after("йы", "а ·a у ·u ы ·y э ·e")
        | _after(_VOWELS, "ы ·y")
        | _after(_CONSONANTS, "э ·e")
        | {"тс": "·s", "шч": "·ch"},
    ),
    "odni-rus": _system(
        "ru",
        "ODNI ICS-630-01 Annex K (2015)",
        _BGN_RUSSIAN + "ё e ъ - ь -",
        "е ye ё ye",
        _BGN_AFTER | _after(_VOWELS + "йъь", "ё ye"),
    ),
    "gost-7.79-2000": _system(
        "ru", "GOST 7.79-2000, system A (ISO 9:1995)", _RUSSIAN + _HACEKS + 'щ ŝ ё ë й j ъ " ь ´ э è ю û я â'
    ),
    "un-rus-1987": _system(
        "ru", "UN V/18 (1987), GOST 16876-71", _RUSSIAN + _HACEKS + "щ šč ё ë й j ъ ” ь ’ э è ю ju я ja"
    ),
    "mvd-2008": _system(
        "ru",
        "Ministry of the Interior of Belarus, Russian names (2008)",
        _PASSPORT + "ц ts й j ъ -",
        pairs=_after("злнсц", "ь \u0301") | {"ъю": "ju", "ъя": "ja"},
    ),
    "mvd-2010": _system(
        "ru",
        "Ministry of the Interior of Belarus, Russian names (2010)",
        _PASSPORT + "ц ts й j ъ -",
        pairs={"ъю": "ju", "ъя": "ja"},
    ),
    "ru-passport-1997": _system(
        "ru",
        "Ministry of the Interior of Russia No. 310 (1997), passports",
        _BGN_RUSSIAN + "ё e ъ - ь -",
        pairs=_after("ь", "е ye ё ye"),
    ),
    "ru-passport-2010": _system(
        "ru", "GOST R 52535.1-2006, Russian passports from 2010", _PASSPORT + "ц tc й i ъ -"
    ),
    "icao-rus": _system("ru", "ICAO Doc 9303, Russian passports from 2013", _PASSPORT + "ц ts й i ъ ie"),
}
