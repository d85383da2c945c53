"""Words as tokens: cleaned, cut, joined to phrases and given their meaning by the tables of `vocabulary`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from cases.lib.dates.value import UnreadableDate
from cases.lib.dates.vocabulary import lexicon

LONGEST: Final = 200
ADVICE: Final = (
    "Write for example “11 December 2025”, “late November 2025”, “by 18 November 2025” or “2025-12-11”."
)
_LEXICON: Final = lexicon()
_LONGEST_PHRASE: Final = max(map(len, _LEXICON))
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−﹘﹣－", "-") | {"’": "'", "ʼ": "'"})
_HYPHENED: Final = re.compile(r"\b([0-9]{1,2})-([^\W\d_]{3,12})-([0-9]{4})\b")
_TOKEN: Final = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![0-9]))"
    r"|(?P<ymd>[0-9]{4}(?P<s1>[./])[0-9]{1,2}(?P=s1)[0-9]{1,2}(?![0-9]))"
    r"|(?P<dmy>[0-9]{1,2}(?P<s2>[./-])[0-9]{1,2}(?P=s2)[0-9]{4}(?![0-9]))"
    r"|(?P<dm>[0-9]{1,2}[./][0-9]{1,2}(?![0-9]))"
    r"|(?P<decade>[0-9]{3}0'?s\b)"
    r"|(?P<num>[0-9]+)(?P<ordinal>st|nd|rd|th|-?(?:го|е|ого))?(?![^\W_])"
    r"|(?P<word>n/a\b|[^\W\d_]+(?:'[^\W\d_]+)*|&)"
    r"|(?P<punct>[-,.?~%()])"
    r"|(?P<space>\s+)"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number: its kind, its text, and the number that a month or weekday stands for."""

    kind: str
    text: str
    value: int = 0


def cleaned(words: str) -> str:
    """Lower case, plain digits, dashes and spaces. Refuses what is too long or hides characters."""
    if len(words) > LONGEST:
        raise UnreadableDate(f"A date has at most {LONGEST} characters. {ADVICE}")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") and c not in "\t\n\r" for c in words):
        raise UnreadableDate("There is a hidden character among the words: type the date again by hand.")
    text = unicodedata.normalize("NFKC", words).translate(_DASHES).lower()
    text = " ".join(text.split())
    if not text:
        raise UnreadableDate(f"There is no date here. {ADVICE} If it is not known, leave the field empty.")
    return text


def tokens_of(text: str) -> list[Token]:
    text = _HYPHENED.sub(r"\1 \2 \3", text)
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise UnreadableDate(f"“{text[at : at + 20]}” is not understood. {ADVICE}")
        at = match.end()
        kind = match.lastgroup or ""
        kind = next(
            k for k in ("iso", "ymd", "dmy", "dm", "decade", "num", "word", "punct", "space") if match[k]
        )
        if kind != "space":
            found.append(Token("ordinal" if match["ordinal"] else kind, match["num"] or match[0]))
    return _phrased(found)


def _phrased(raw: list[Token]) -> list[Token]:
    """Words joined to phrases and given their meaning; words and marks that add nothing left out."""
    found: list[Token] = []
    at = 0
    while at < len(raw):
        token, size = raw[at], 1
        if token.kind == "word":
            token, size = _longest(raw, at)
        elif token.kind == "punct":
            token = _punctuation(token, found)
        at += size
        if token.kind not in ("filler", "noyear"):
            found.append(token)
    return found


def _longest(raw: list[Token], at: int) -> tuple[Token, int]:
    words: list[str] = []
    for token in raw[at : at + _LONGEST_PHRASE]:
        if token.kind != "word":
            break
        words.append(token.text)
    for size in range(len(words), 0, -1):
        if hit := _LEXICON.get(tuple(words[:size])):
            return Token(hit[0], " ".join(words[:size]), hit[1]), size
    raise UnreadableDate(f"“{words[0][:20]}” is not understood in a date. {ADVICE}")


def _punctuation(token: Token, before: list[Token]) -> Token:
    if token.text == "-":
        joined = before and before[-1].kind in ("early", "mid", "late")
        return Token("filler" if joined else "-", "-")
    kinds = {"?": "possibly", "~": "about", "%": "%"}
    return Token(kinds.get(token.text, "filler"), token.text)


def says_no_year(text: str) -> bool:
    return "year" in text and any(
        " ".join(k) in text for k, (kind, _) in _LEXICON.items() if kind == "noyear"
    )
