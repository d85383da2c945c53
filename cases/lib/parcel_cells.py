"""Cells of a list of parcels, read as people write them in English, Ukrainian and Russian."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from cases.lib import codes, text
from cases.lib.table_heads import BadValue, Column

HEAVIEST: Final = 1_000_000  # grams; more is a slip of the pen
_WEIGHT: Final = re.compile(
    r"([0-9]{1,9})(?:[.,]([0-9]{1,4}))?\s*(kg|кг|g|gr|г|гр|grams?|грам\w*|kilo\w*|кіло\w*|кило\w*)?\.?"
)
_KILOS: Final = ("k", "к")
_PARTS: Final = re.compile(r"[,;/+|\n]|(?<!\s)\s+(?:and|та|і|й|и)\s+")

_CONTENT: Final = {
    word: content
    for content, words in {
        "food": "food foodstuffs groceries їжа продукти харчі харчування еда продукты питание",
        "clothing": "clothing clothes одяг речі взуття одежда вещи обувь",
        "medical": "medical medicine medicines ліки медикаменти лекарства медикаменты",
        "books": "books book книги книжки книга книжка",
        "devotional": "devotional religious релігійне релігійні ікона религиозное религиозные икона",
        "sports": "sports sport спорт спортивне спортивное",
        "letters": "letters letter лист листи письмо письма",
        "drawings": "drawings drawing малюнок малюнки рисунок рисунки",
    }.items()
    for word in words.split()
}  # fmt: skip


def reference(cell: str) -> str:
    """The reference of a parcel of ours."""
    try:
        code = codes.decode(cell)
    except codes.BadCode as error:
        raise BadValue("reference") from error
    if code.prefix != codes.PREFIXES["parcel"]:
        raise BadValue("not_a_parcel")
    return codes.encode(code.prefix, code.number)


def words(most: int) -> Callable[[str], str]:
    """A reader of words up to a length."""

    def read(cell: str) -> str:
        plain = text.clean(text.formula_unsafe_prefix_removed(cell))
        if len(plain) > most:
            raise BadValue("too_long", str(most))
        return plain

    return read


def s10(cell: str) -> str:
    """D15: a postal item number with a right check digit."""
    try:
        return codes.validate_s10(cell)
    except codes.BadCode as error:
        raise BadValue("s10") from error


def contents(cell: str) -> list[str]:
    """What is in it: words of the three languages, in the order in which the product names them."""
    found = set()
    for part in filter(None, (part.strip(" .").casefold() for part in _PARTS.split(cell))):
        if part not in _CONTENT:
            raise BadValue("contents", part[:60])
        found.add(_CONTENT[part])
    return [content for content in dict.fromkeys(_CONTENT.values()) if content in found]


def weight(cell: str) -> int:
    """Grams. A bare number that could be kilograms as well is asked about, never guessed."""
    grams, unit = _weighed(cell)
    if not unit and grams < 100:
        raise BadValue("weight_unit")
    return _in_bounds(grams * 1000 if unit.startswith(_KILOS) else grams)


def grams(cell: str) -> int:
    """The weight under a head that says grams."""
    number, unit = _weighed(cell)
    return _in_bounds(number * 1000 if unit.startswith(_KILOS) else number)


def kilos(cell: str) -> int:
    """The weight under a head that says kilograms."""
    number, unit = _weighed(cell)
    return _in_bounds(number if unit and not unit.startswith(_KILOS) else number * 1000)


def _weighed(cell: str) -> tuple[Decimal, str]:
    found = _WEIGHT.fullmatch(cell.strip().casefold().replace("\u00a0", " ").replace(" ", ""))
    if not found:
        raise BadValue("weight")
    return Decimal(f"{found[1]}.{found[2] or 0}"), found[3] or ""


def _in_bounds(grams: Decimal) -> int:
    if grams != int(grams) or not 0 < grams <= HEAVIEST:
        raise BadValue("weight")
    return int(grams)


COLUMNS: Final = (
    Column("reference", ("our reference", "homeward", "code", "код", "код посилки", "код посылки"), reference),
    Column("external_number", ("№", "no", "number", "external number", "number on the list", "list number", "номер",
           "№ з/п", "№ п/п", "номер за списком", "номер у списку", "зовнішній номер", "номер по списку",
           "номер в списке", "внешний номер"), words(60)),
    Column("addressee", ("recipient", "to", "prisoner", "адресат", "одержувач", "отримувач", "кому", "получатель"),
           words(400)),
    Column("sender", ("from", "sent by", "відправник", "від кого", "отправитель", "от кого"), words(200)),
    Column("contents", ("content", "вміст", "вкладення", "содержимое", "вложение", "вложения", "содержание"), contents),
    Column("weight", ("вага", "маса", "вес", "масса"), weight, "weight_grams"),
    Column("weight_grams", ("weight in grams", "weight g", "weight (g)", "grams", "вага г", "вага в грамах", "вага грам",
           "вес г", "вес в граммах", "вес грамм"), grams),
    Column("weight_kilograms", ("weight in kilograms", "weight kg", "kg", "kilograms", "вага кг", "вага в кілограмах",
           "вес кг", "вес в килограммах"), kilos, "weight_grams"),
    Column("s10", ("postal item number", "postal number", "tracking number", "barcode", "номер відправлення",
           "поштовий номер", "трек номер", "трекінг", "шпі", "номер отправления", "почтовый номер", "трек", "шпи"), s10),
)  # fmt: skip
