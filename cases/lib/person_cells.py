"""Cells of a list of people, read as people write them in English, Ukrainian and Russian."""

from __future__ import annotations

import re
from typing import Final

from cases.lib import codes
from cases.lib.letter_cells import day
from cases.lib.parcel_cells import words
from cases.lib.table_heads import BadValue, Column

_SEXES: Final = {
    word: sex
    for sex, said in {
        "male": "male m man ч чол чоловік чоловіча чоловічий м муж мужчина мужской",
        "female": "female f w woman ж жін жінка жіноча жіночий жен женщина женский",
        "other": "other інша інше другой другое иное",
    }.items()
    for word in said.split()
}
_LEVELS: Final = {
    word: level
    for level, said in {
        "ordinary": "ordinary звичайна звичайно обычная обычно",
        "restricted": "restricted обмежена обмежено ограниченная ограничено",
        "strict": "strict сувора суворо строгая строго",
    }.items()
    for word in said.split()
}
_APART: Final = re.compile(r"[;\n]")
#: What a number is where its column says so; a column of any numbers says it in each cell.
SCHEMES: Final = {
    "passport": "passport",
    "tax_number": "tax number",
    "cta_number": "Central Tracing Agency number",
}


def reference(cell: str) -> str:
    """The reference of a person of ours."""
    try:
        code = codes.decode(cell)
    except codes.BadCode as error:
        raise BadValue("reference") from error
    if code.prefix != codes.PREFIXES["person"]:
        raise BadValue("not_a_person")
    return codes.encode(code.prefix, code.number)


def sex(cell: str) -> str:
    """Female, male or other; nothing is told from the name."""
    return _word(_SEXES, cell, "sex")


def level(cell: str) -> str:
    """Who in the office may see the person."""
    return _word(_LEVELS, cell, "level")


def _word(table: dict[str, str], cell: str, why: str) -> str:
    try:
        return table[cell.strip(" .").casefold()]
    except KeyError:
        raise BadValue(why, cell.strip()[:60]) from None


def several_names(cell: str) -> list[str]:
    """Further names, apart by semicolons."""
    return [name for part in _APART.split(cell) if (name := words(300)(part))]


def numbers(cell: str) -> list[list[str]]:
    """Numbers, apart by semicolons, each after what it is and a colon: [[scheme, value], …]."""
    found = []
    for part in filter(None, (part.strip() for part in _APART.split(cell))):
        scheme, colon, value = part.partition(":")
        if not colon or not scheme.strip() or not value.strip():
            raise BadValue("number", part[:60])
        found.append([words(60)(scheme), words(60)(value)])
    return found


COLUMNS: Final = (
    Column("reference", ("our reference", "homeward", "code", "код"), reference),
    Column("external_number", ("№", "no", "number on the list", "list number", "№ з/п", "№ п/п", "номер за списком",
           "номер у списку", "номер по списку", "номер в списке"), words(60)),
    Column("name", ("full name", "person", "піб", "п.і.б.", "прізвище ім'я по батькові", "прізвище, ім'я", "фио",
           "ф.и.о.", "фамилия имя отчество"), words(300)),
    Column("family", ("family name", "surname", "last name", "прізвище", "фамилия"), words(100)),
    Column("given", ("given name", "first name", "ім'я", "имя"), words(100)),
    Column("patronymic", ("father's name", "middle name", "по батькові", "отчество"), words(100)),
    Column("latin_name", ("name in latin letters", "latin", "passport name", "ім'я латиницею", "піб латиницею", "латиницею",
           "фио латиницей", "латиницей"), words(300)),
    Column("other_names", ("alias", "aliases", "also known as", "інші імена", "позивний", "другие имена", "позывной"),
           several_names),
    Column("born", ("birth date", "date of birth", "birthday", "year of birth", "дата народження", "народився",
           "рік народження", "р.н.", "дата рождения", "родился", "год рождения", "г.р."), day),
    Column("birth_place", ("place of birth", "місце народження", "место рождения"), words(200)),
    Column("sex", ("gender", "стать", "пол"), sex),
    Column("father_name", ("father's first name", "father", "ім'я батька", "имя отца"), words(100)),
    Column("mother_maiden_name", ("mother's maiden name", "дівоче прізвище матері", "девичья фамилия матери"), words(100)),
    Column("nationality", ("citizenship", "громадянство", "гражданство"), words(100)),
    Column("power_of_dependence", ("depends on", "power", "держава", "держава від якої залежить", "государство"), words(100)),
    Column("rank", ("military rank", "звання", "військове звання", "звание", "воинское звание"), words(60)),
    Column("service_number", ("personal number", "army number", "regimental number", "особистий номер", "жетон",
           "номер жетона", "личный номер"), words(40)),
    Column("last_residence", ("residence", "home", "місце проживання", "останнє місце проживання", "место жительства"),
           words(200)),
    Column("passport", ("passport number", "паспорт", "номер паспорта"), words(60)),
    Column("tax_number", ("tax id", "рнокпп", "іпн", "ідентифікаційний номер", "инн"), words(60)),
    Column("cta_number", ("icrc number", "red cross number", "номер мкчх", "номер цар", "номер мккк"), words(60)),
    Column("numbers", ("identifiers", "documents", "документи", "номери", "документы", "номера"), numbers),
    Column("contact", ("person to be informed", "next of kin", "relative", "родич", "контакт", "контактна особа",
           "родственник", "контактное лицо"), words(1000)),
    Column("address", ("address for correspondence", "адреса", "адреса для листування", "адрес", "адрес для писем"),
           words(1000)),
    Column("confidentiality", ("who may see", "конфіденційність", "доступ", "конфиденциальность"), level),
)  # fmt: skip
