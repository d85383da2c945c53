"""Reference codes ("PCL-4K7QX") that survive being read out, typed and scanned; and postal item numbers (UPU
S10).

A code is a prefix for the kind of record, the number in Crockford's base 32 (no I, L, O, U; at least four
characters) and one check character. The check is a weighted sum over the field with 32 elements, prefix
included; the weights are powers of a primitive element, so that every single wrong character and every swap
of two neighbours is detected (any two of the last 31 characters have different weights, and none is zero).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

PREFIXES: Final = {
    "person": "PER",
    "group": "GRP",
    "agreement": "AGR",
    "undertaking": "UND",
    "consignment": "CON",
    "parcel": "PCL",
    "correspondence": "COR",
    "visit": "VIS",
    "evacuation": "EVC",
    "evacuee": "EVE",
    "repatriation_case": "CAS",
    "repatriation_event": "REP",
    "tracing_request": "TRC",
    "counterpart_list": "LST",
    "source": "SRC",
    "statement": "STM",
    "document": "DOC",
    "follow_up": "FUP",
    "saved_view": "VEW",
    "event": "EVT",
    "import_batch": "IMP",
    "export": "EXP",
}
ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's
SHORTEST: Final = 4
_LONGEST: Final = 13  # characters of a 64-bit number
_NEAREST: Final = 5
_PREFIX: Final = 3  # letters
_PIECES: Final = 4  # of one code that was typed with spaces
_VALUE: Final = {character: value for value, character in enumerate(ALPHABET)}
_CONFUSED: Final = str.maketrans("OIL", "011")
_BY_LOOK: Final = {prefix.translate(_CONFUSED): prefix for prefix in PREFIXES.values()}
_LIKELY: Final = (
    "8B",
    "5S",
    "2Z",
    "0D",
    "0Q",
    "6G",
    "1T",
    "1J",
    "4A",
    "VW",
    "VY",
    "MN",
    "CG",
    "EF",
    "PR",
    "17",
    "39",
)

# What looks alike; and what a key types when the keyboard, or a scanner acting as one, is left in Cyrillic.
_LOOK_ALIKE: Final = str.maketrans("АВЕЗКМНОРСТУХІЅЈԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABE3KMHOPCTYXISJQWABEZHIKMNOPTYX")
_LAYOUT: Final = str.maketrans("ЙЦУКЕНГШЩЗФЫІВАПРОЛДЯЧСМИТЬ", "QWERTYUIOPASSDFGHJKLZXCVBNM")
#: With these the service indicator of no postal item number begins (UPU S10).
_NO_SERVICE: Final = frozenset("FIJKOTWXY")
_IGNORED: Final = re.compile(r"[\s\-‐‑‒–—―−_./]+")
#: Three letters, then a hyphen or a digit, then one word in which a digit stands: no name is written so.
_NO_NAME: Final = re.compile(
    r"(?:[^\W\d_]|[01]){3}\s*(?:[\-‐‑‒–—―−_./]\s*|(?=[0-9]))(?=[^\W_]*[0-9])[^\W_]{5,14}"
)

_BEGINS: Final = re.compile(r"\w{3}(?:[\-‐‑‒–—―−]|$)")


class BadCode(ValueError):
    """A text that is no code; `message` is a sentence for whoever typed it."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class WrongCheck(BadCode):
    """A text in the form of a code whose check fails; `nearest` has up to five valid codes one slip away."""

    def __init__(self, message: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.nearest = nearest


@dataclass(frozen=True, slots=True)
class Code:
    """What a valid code says: the kind of record by its prefix, and its number."""

    prefix: str
    number: int


def encode(prefix: str, number: int) -> str:
    """The code of a record, such as "PCL-0014X".

    Raises BadCode for an unknown prefix or a number out of range.
    """
    if prefix not in _BY_LOOK.values():
        raise BadCode(f"“{prefix[:10]}” is not a prefix of Homeward's codes.")
    if not 0 <= number < 2**63:
        raise BadCode("The number of a code lies between 0 and 2⁶³ − 1.")
    digits = ""
    while number:
        number, rest = divmod(number, 32)
        digits = ALPHABET[rest] + digits
    digits = digits.rjust(SHORTEST, "0")
    return f"{prefix}-{digits}{_check(prefix, digits)}"


def decode(text: str) -> Code:
    """What the code says, typed in any of the ways that `normalise` allows. Raises BadCode or WrongCheck."""
    code = normalise(text)
    prefix, body = code.split("-")
    if not _valid(prefix, body):
        nearest = _slips(prefix, body)
        hint = f" Did you mean {' or '.join(nearest)}?" if nearest else ""
        raise WrongCheck(
            f"{code} is not a valid code: one character is wrong or two are swapped.{hint}", nearest
        )
    return Code(prefix, _number(body[:-1]))


def normalise(text: str) -> str:
    """The code in its one spelling, its check not yet verified: "pcl 4k7qx", "РСL4К7QХ" → "PCL-4K7QX".

    Case, spaces, hyphens, full-width and Cyrillic or Greek look-alikes do not matter, O is 0, I and L are 1;
    letters typed on a Cyrillic layout are read by their keys. Raises BadCode if no code has this form,
    WrongCheck if only the prefix is wrong.
    """
    if len(text) > 100:
        raise BadCode("A code has a prefix and about five characters, such as PCL-4K7QX: this is too long.")
    plain = _IGNORED.sub("", unicodedata.normalize("NFKC", text).upper())
    for table in (_LOOK_ALIKE, _LAYOUT):
        look = plain.translate(table).translate(_CONFUSED)
        prefix, body = look[:3], look[3:]
        if prefix in _BY_LOOK and _is_body(body):
            return f"{_BY_LOOK[prefix]}-{body}"
    look = plain.translate(_LOOK_ALIKE).translate(_CONFUSED)
    prefix, body = look[:3], look[3:]
    if _is_body(body):
        near = [known for folded, known in _BY_LOOK.items() if _differ_by_one(folded, prefix)]
        nearest = tuple(f"{known}-{body}" for known in near if _valid(known, body))[:_NEAREST]
        if nearest:
            raise WrongCheck(f"No code begins so. Did you mean {' or '.join(nearest)}?", nearest)
    raise BadCode(
        "This is not a code of Homeward: it has three letters and about five characters, such as PCL-4K7QX."
    )


def is_no_name(text: str) -> bool:
    """Is this written as a code is, so that it cannot be a name? In letters other than Latin only if its check is right.

    "PER-0014X" and "per 0014x" are; "Кузнецов 1987" and "Conrad Anna" have the form of a code and are not.
    """
    plain = unicodedata.normalize("NFKC", text[:100]).strip()
    if not _NO_NAME.fullmatch(plain):
        return False
    if all(letter.isascii() for letter in plain if letter.isalpha()):
        return True
    try:
        decode(plain)
    except BadCode:
        return False
    return True


def spelt(text: str) -> str:
    """The code in its one spelling as `normalise` gives it; "" for a text that has not the form of one."""
    try:
        return normalise(text)
    except BadCode:
        return ""


def apart(text: str) -> list[str]:
    """The words of a pasted list, apart by spaces, commas or semicolons; a code that was typed with spaces is one word."""
    words, found = [word for word in re.split(r"[\s,;]+", text) if word], []
    at = 0
    while at < len(words):
        length = _length(words[at : at + _PIECES])
        found.append(" ".join(words[at : at + length]))
        at += length
    return found


def _length(words: list[str]) -> int:
    """Of how many of these words the first code is: of one, of so many as have a right check, or of a prefix and what follows."""
    end = next((place for place, word in enumerate(words) if place and _begins(word)), len(words))
    put_together = [spelt("".join(words[:number])) for number in range(1, end + 1)]
    if put_together[0]:
        return 1
    for number, code in enumerate(put_together, 1):
        if code and _valid(*code.split("-")):
            return number
    return 2 if len(words[0]) == _PREFIX and any(put_together[1:2]) else 1


def _begins(word: str) -> bool:
    """Whether a code begins with this word: it has a prefix, with nothing or a hyphen behind it."""
    return bool(_BEGINS.match(word) and spelt(word[:_PREFIX] + "0" * (SHORTEST + 1)))


def s10_check(digits8: str) -> str:
    """The check digit of a postal item number (UPU S10, D15). Raises BadCode unless given eight digits."""
    if not re.fullmatch(r"[0-9]{8}", digits8):
        raise BadCode("A postal item number has eight digits before its check digit.")
    check = (
        11
        - sum(weight * int(digit) for weight, digit in zip((8, 6, 4, 2, 3, 5, 9, 7), digits8, strict=True))
        % 11
    )
    return str({10: 0, 11: 5}.get(check, check))


def validate_s10(text: str) -> str:
    """The postal item number as thirteen characters, such as "RR123456785UA" (D15). Raises BadCode.

    Letters are read by their looks, or by their keys where that gives no number or one of a service that does not exist.
    """
    plain = _IGNORED.sub("", unicodedata.normalize("NFKC", text[:100]).upper())
    read = [found for table in (_LOOK_ALIKE, _LAYOUT) if (found := _as_s10(plain.translate(table)))]
    if not read:
        raise BadCode(
            "A postal item number has two letters, nine digits and two letters, such as RR123456785UA."
        )
    code = min(read, key=lambda found: found[0] in _NO_SERVICE)
    if s10_check(code[2:10]) != code[10]:
        raise BadCode(
            "This postal item number is not valid: a digit is wrong. Compare the label, or leave it empty."
        )
    return code


def _as_s10(plain: str) -> str:
    """The text in the form of a postal item number, its check not yet verified; "" if it has not that form."""
    letters = str.maketrans("01", "OI")
    code = plain[:2].translate(letters) + plain[2:11].translate(_CONFUSED) + plain[11:].translate(letters)
    return code if re.fullmatch(r"[A-Z]{2}[0-9]{9}[A-Z]{2}", code) else ""


def _times(a: int, b: int) -> int:
    """Product in the field with 32 elements, modulo x⁵ + x² + 1."""
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = a << 1, b >> 1
        if a & 32:
            a ^= 0b100101
    return product


def _powers() -> tuple[int, ...]:
    weights = [1]
    while len(weights) < 31:
        weights.append(_times(weights[-1], 2))
    return tuple(weights)


_WEIGHTS: Final = _powers()
_WEIGHTED: Final = tuple(tuple(_times(weight, value) for value in range(32)) for weight in _WEIGHTS)


def _check(prefix: str, digits: str) -> str:
    """The check character: it has weight 1 and makes the sum zero; weights grow to the left."""
    values = [ord(letter) - ord("A") for letter in prefix] + [_VALUE[digit] for digit in digits]
    total = 0
    for weighted, value in zip(_WEIGHTED[1:], reversed(values), strict=False):
        total ^= weighted[value]
    return ALPHABET[total]


def _is_body(body: str) -> bool:
    return SHORTEST < len(body) <= _LONGEST + 1 and all(character in _VALUE for character in body)


def _valid(prefix: str, body: str) -> bool:
    digits = body[:-1]
    canonical = len(digits) == SHORTEST or digits[0] != "0"
    return canonical and _number(digits) < 2**63 and _check(prefix, digits) == body[-1]


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 32 + _VALUE[digit]
    return number


def one_slip_away(text: str) -> tuple[str, ...]:
    """All valid codes of the same kind that one slip turns into this text, the likeliest first; none for another text.

    They are many: whoever asks looks which of them are on record.
    """
    try:
        prefix, body = normalise(text).split("-")
    except BadCode:
        return ()
    return tuple(code for code in _all_slips(prefix, body) if code.startswith(prefix))


def _slips(prefix: str, body: str) -> tuple[str, ...]:
    return _all_slips(prefix, body)[:_NEAREST]


def _all_slips(prefix: str, body: str) -> tuple[str, ...]:
    """Valid codes one slip away, the likeliest first: swapped neighbours, look-alikes, another prefix, any
    character.
    """
    swapped = [body[:i] + body[i + 1] + body[i] + body[i + 2 :] for i in range(len(body) - 1)]
    changed = [(c + body[i], body[:i] + c + body[i + 1 :]) for i in range(len(body)) for c in ALPHABET]
    alike = [other for pair, other in changed if pair in _LIKELY or pair[::-1] in _LIKELY]
    found = [f"{prefix}-{other}" for other in swapped + alike if _valid(prefix, other)]
    found += [f"{p}-{body}" for p in PREFIXES.values() if _differ_by_one(p, prefix) and _valid(p, body)]
    found += [f"{prefix}-{other}" for _, other in changed if _valid(prefix, other)]
    return tuple(dict.fromkeys(found))


def _differ_by_one(a: str, b: str) -> bool:
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1
