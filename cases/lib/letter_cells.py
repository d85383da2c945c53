"""Cells of a list of letters, read as people write them in English, Ukrainian and Russian."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from cases.lib import codes
from cases.lib.dates import UncertainDate, UnreadableDate, parse
from cases.lib.parcel_cells import reference as parcel_reference
from cases.lib.parcel_cells import s10, words
from cases.lib.table_heads import BadValue, Column

MOST: Final = 100_000  # letters in one row; more is a slip of the pen
_S10: Final = re.compile(r"[^\W\d_]{2}[0-9]{9}[^\W\d_]{2}")

_KINDS: Final = {
    "letter": "letter letters лист листи письмо письма",
    "card": "card cards postcard листівка листівки открытка открытки карточка картка",
    "capture_card": "capture card|capture or internment card|картка полоненого|карточка пленного|карточка военнопленного",
    "red_cross_message": "red cross message|rcm|повідомлення червоного хреста|послання червоного хреста|"
                         "послание красного креста|сообщение красного креста",
    "reply": "reply answer відповідь ответ",
    "drawing": "drawing drawings малюнок малюнки рисунок рисунки",
    "photo": "photo photos photograph фото фотографія фотографії фотография фотографии",
    "legal_document": "legal document|legal paper|юридичний документ|правовий документ|юридический документ",
}  # fmt: skip
_DIRECTIONS: Final = {
    "to_person": "to the person held|to the prisoner|to prisoner|in|до полоненого|до утримуваної особи|полоненому|"
                 "к пленному|пленному|задержанному",
    "from_person": "from the person held|from the prisoner|from prisoner|out|від полоненого|від утримуваної особи|"
                   "від утримуваного|от пленного|от задержанного|от удерживаемого",
}  # fmt: skip


def _table(words_of: dict[str, str]) -> dict[str, str]:
    found = {}
    for value, spelled in words_of.items():
        for word in (value, *(spelled.split("|") if "|" in spelled else spelled.split())):
            found[_plain(word)] = value
    return found


def _plain(cell: str) -> str:
    return " ".join(cell.replace("_", " ").casefold().strip(" .").split())


def _one_of(table: dict[str, str], why: str) -> Callable[[str], str]:
    """A reader of one of the words of a table."""

    def read(cell: str) -> str:
        try:
            return table[_plain(cell)]
        except KeyError:
            raise BadValue(why, cell.strip()[:60]) from None

    return read


def reference(cell: str) -> str:
    """The reference of a letter of ours."""
    try:
        code = codes.decode(cell)
    except codes.BadCode as error:
        raise BadValue("reference") from error
    if code.prefix != codes.PREFIXES["correspondence"]:
        raise BadValue("not_a_letter")
    return codes.encode(code.prefix, code.number)


def parcel(cell: str) -> str:
    """The parcel in which a letter lies: our reference, or a postal item number (D15)."""
    if _S10.fullmatch("".join(character for character in cell if character.isalnum())):
        return s10(cell)
    return parcel_reference(cell)


def day(cell: str) -> UncertainDate:
    """When, no more precise than the list says it (D3, D4)."""
    try:
        return parse(words(200)(cell))
    except UnreadableDate as error:
        raise BadValue("date") from error


def quantity(cell: str) -> int:
    """How many letters a row stands for."""
    digits = cell.strip().replace("\u00a0", "").replace(" ", "")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 7 and 0 < int(digits) <= MOST):
        raise BadValue("quantity")
    return int(digits)


COLUMNS: Final = (
    Column("reference", ("our reference", "homeward", "code", "код", "код листа", "код письма"), reference),
    Column("external_number", ("№", "no", "number", "external number", "number on the list", "list number", "номер",
           "№ з/п", "№ п/п", "номер за списком", "номер у списку", "номер по списку", "номер в списке"), words(60)),
    Column("s10", ("postal item number", "postal number", "tracking number", "barcode", "номер відправлення",
           "поштовий номер", "трек номер", "трекінг", "шпі", "номер отправления", "почтовый номер", "трек", "шпи"), s10),
    Column("type", ("kind", "what", "вид", "тип", "вид листа", "вид письма", "вид відправлення", "вид отправления"),
           _one_of(_table(_KINDS), "letter_kind")),
    Column("direction", ("way", "напрямок", "напрям", "направление"), _one_of(_table(_DIRECTIONS), "direction")),
    Column("person", ("person held", "prisoner", "утримувана особа", "полонений", "військовополонений",
           "удерживаемый", "пленный", "военнопленный"), words(400)),
    Column("correspondent", ("family side", "family", "relative", "родина", "родич", "сім'я", "семья", "родственник"),
           words(200)),
    Column("sender", ("from", "sent by", "відправник", "від кого", "отправитель", "от кого"), words(400)),
    Column("addressee", ("recipient", "to", "адресат", "одержувач", "отримувач", "кому", "получатель"), words(400)),
    Column("written", ("date written", "date of the letter", "дата листа", "написано", "дата письма", "написан"), day),
    Column("posted", ("date posted", "posting date", "posting day", "day of posting", "postmark", "дата відправлення",
           "відправлено", "здано на пошту", "штемпель", "дата штемпеля", "поштовий штемпель", "дата отправления",
           "дата отправки", "отправлено", "сдано на почту", "почтовый штемпель"), day),
    Column("received", ("received by us", "date received", "отримано", "одержано", "дата отримання", "надійшло",
           "получено", "дата получения", "поступило"), day),
    Column("route", ("via", "through", "by way of", "маршрут", "шлях", "шлях доставки", "через", "через кого", "путь",
           "путь доставки"), words(200)),
    Column("parcel", ("enclosed in", "enclosed in parcel", "in parcel", "parcel reference", "посилка", "у посилці",
           "в посилці", "вкладено в", "вкладено в посилку", "код посилки", "посылка", "в посылке", "вложено в",
           "вложено в посылку", "код посылки"), parcel),
    Column("language", ("мова", "язык"), words(10)),
    Column("quantity", ("letters", "count", "кількість", "количество", "к-сть", "кол-во"), quantity),
)  # fmt: skip
