"""Names taken apart into words, and each word brought to the forms under which its spellings fall together.

Three forms, each coarser than the one before:

- *fold*: the word without case, accents, apostrophes and soft signs' marks, in its own script;
- *sound*: the same word from Cyrillic or any usual romanisation (Щербій, Shcherbii, Ščerbij -> "scerbi"),
  still with its vowels;
- *skeleton*: consonant classes only, a leading vowel kept as "a" (Щербій -> "srb"), so that і/о/е, as in
  Ukrainian and Russian forms of one surname, does not matter.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST_TEXT: Final = 600
LONGEST_WORD: Final = 40
MOST_WORDS: Final = 12

_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]")
_LATIN: Final = re.compile(r"[a-zà-ɏ]")
# Look-alikes, by which a word of one script gets letters of the other: from typing, copying or to deceive.
_LATIN_LOOKS: Final = "aceiopxykmhtb"
_CYRILLIC_LOOKS: Final = "асеіорхукмнтв"
_TO_CYRILLIC: Final = str.maketrans(_LATIN_LOOKS + "ïëj", _CYRILLIC_LOOKS + "їёј")
_TO_LATIN: Final = str.maketrans(_CYRILLIC_LOOKS + "ѕјԁԛԝг", _LATIN_LOOKS + "sjdqwr")

_INSIDE: Final = dict.fromkeys(map(ord, "'’ʼ`´‘ʹʺ”\"·ʿʾ°\u0361\ufe20\ufe21"))
_PLAIN: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ß": "ss", "ə": "a"}
)
_MARKED: Final = str.maketrans({"š": "sh", "ş": "sh", "ș": "sh", "ś": "s", "ž": "zh", "ź": "z", "ż": "zh", "č": "ch", "ć": "c", "ç": "ch", "ŝ": "shch", "ĺ": "l", "â": "ia", "û": "iu"})  # fmt: skip


def words(text: str) -> tuple[str, ...]:
    """The folded words of a name, in order: at most 12, each of at most 40 characters.

    A hyphen, dot or comma ends a word; apostrophes, stress marks, direction marks and emoji leave nothing.
    """
    text = _bare(unicodedata.normalize("NFKC", _bare(text[:LONGEST_TEXT])).casefold())
    plain = text.replace(" ", "").isalpha()  # most names: nothing to be taken out
    kept = text if plain else "".join(c if unicodedata.category(c)[0] in "LMN" else _between(c) for c in text)
    found = (fold(word) for word in kept.split()[:MOST_WORDS])
    return tuple(word for word in found if word)


def _bare(text: str) -> str:
    """Without marks inside words; the dot of z·h, k·h, s·h (BGN/PCGN 1965) says that h is a letter of its own."""
    return text.replace("·h", "gh").translate(_INSIDE)


def _between(character: str) -> str:
    return (
        ""
        if unicodedata.category(character) in ("Cf", "Cc", "So", "Sk") and character not in "\t\n\r"
        else " "
    )


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """One word in its own script, without case, accents and foreign look-alikes."""
    word = unicodedata.normalize("NFC", _bare(word.casefold())[:LONGEST_WORD])
    return _one_script(word.translate(_MARKED) if not _CYRILLIC.search(word) else word)


def _one_script(word: str) -> str:
    """The word in Cyrillic or in Latin letters, where it mixes both and all strangers are look-alikes."""
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if cyrillic and latin:
        table, stranger = (_TO_CYRILLIC, _LATIN) if cyrillic >= latin else (_TO_LATIN, _CYRILLIC)
        repaired = word.translate(table)
        word = word if stranger.search(repaired) else repaired
    if _CYRILLIC.search(word):
        return "".join(c for c in word if unicodedata.category(c) != "Mn").replace("ё", "е")
    pieces = unicodedata.normalize("NFKD", word.translate(_PLAIN))
    plain = "".join(c for c in pieces if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", plain)[:LONGEST_WORD]


_LETTERS: Final = "абвгґдеєжзиіїйклмнопрстуфхцчшщыэюяёўјљњћђџѓќѕәөүұқғңһ"
_SOUNDS: Final = "a b v g g d e e z z i i i i k l m n o p r s t u f g c c s sc i e iu ia e u i l n c dz dz g k z a o u u k g n g"
_FROM_CYRILLIC: Final = str.maketrans(dict(zip(_LETTERS, _SOUNDS.split(), strict=True)) | {"ь": "", "ъ": ""})
# Latin digraphs, the longest first; what is left of j and y is the same as i.
_DIGRAPHS: Final = re.compile("shch|tsch|tch|sch|zgh|zkh|skh|dzh|sh|ch|zh|kh|gh|ph|th|ts|tz|ou|ff$|[hwqxjy]")
_DIGRAPH: Final = {
    "shch": "sc", "tsch": "c", "tch": "c", "sch": "sc", "zgh": "zg", "zkh": "zg", "skh": "sg", "dzh": "dz",
    "sh": "s", "ch": "c", "zh": "z", "kh": "g", "gh": "g", "ph": "f", "th": "t", "ts": "c", "tz": "c", "ou": "u",
    "ff": "v", "h": "g", "w": "v", "q": "k", "x": "ks", "j": "i", "y": "i",
}  # fmt: skip
_MERGED: Final = re.compile("[td]+c|[td]s|cz|sz")
_GLIDE: Final = re.compile("(?<!^)i+(?=[aeou])|^i+(?=e)")
_AGAIN: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """The form under which a word's Cyrillic spelling and its usual romanisations fall together."""
    heard, before = fold(word).translate(_FROM_CYRILLIC), ""
    while heard != before:  # dropping a glide can bring a digraph together
        heard, before = _settled(_DIGRAPHS.sub(lambda found: _DIGRAPH[found[0]], heard)), heard
    return heard


def _settled(sounds: str) -> str:
    """Affricates as one sound, no glide before a vowel, no letter twice in a row."""
    merged = _MERGED.sub(lambda found: "s" if found[0] == "sz" else "c", sounds)
    plain = _AGAIN.sub(r"\1", _GLIDE.sub("", _AGAIN.sub(r"\1", merged)))
    return (plain or sounds)[:LONGEST_WORD]


_CLASSES: Final = str.maketrans({"z": "s", "c": "s"})
_VOWELS: Final = re.compile("[aeiou]+")
_AFFRICATE: Final = re.compile("[td]+s")


def _consonants(sounds: str) -> str:
    classes = _AFFRICATE.sub("s", sounds.translate(_CLASSES))
    leading = "a" if classes[:1] and classes[0] in "aeiou" else ""
    return leading + _AGAIN.sub(r"\1", _VOWELS.sub("", classes))


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """The consonants of a word, sibilants as one class: equal for Ukrainian, Russian and Latin spellings."""
    return _consonants(sound(word))


# Latin letters that are read in two ways: each second reading gives a further skeleton.
_READINGS: Final = (("zh", "zgh"), ("ch", "g"), ("c", "k"), ("x", "g"), ("j", "z"), ("dj", "dz"))


@lru_cache(maxsize=50_000)
def skeletons(word: str) -> frozenset[str]:
    """All skeletons of a word: a Latin c may be ц or к, ch may be ч or х, x кс or х, j й or ж."""
    word = fold(word)
    found = {skeleton(word)}
    if not _CYRILLIC.search(word):
        for letters, reading in _READINGS:
            if letters in word:
                other = re.sub(
                    "c(?!h)" if letters == "c" else letters, reading, re.sub("(?<=s)ch|(?<=t)ch", "sh", word)
                )
                found.add(skeleton(other))
    return frozenset(found - {""}) or frozenset({word} - {""})
