"""Patronymics of a father's given name in Ukrainian and in Russian, by rule, with the few that follow none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

_MALE: Final = "male"
_FEMALE: Final = "female"

# Fathers whose patronymics follow no rule below; the regular ones may be in use beside them.
_IRREGULAR: Final = {
    "Микола": ("Миколович", "Миколівна", "Миколаївна", "Миколайович"),
    "Лев": ("Львович", "Львівна", "Львовна"),
    "Ілля": ("Ілліч", "Іллівна", "Іллович"),
    "Илья": ("Ильич", "Ильинична"),
    "Лука": ("Лукич", "Луківна", "Лукинична", "Лукична"),
    "Кузьма": ("Кузьмич", "Кузьмівна", "Кузьминична", "Кузьмична"),
    "Хома": ("Хомич", "Хомівна", "Хомович"),
    "Фома": ("Фомич", "Фоминична"),
    "Сава": ("Савич", "Савівна", "Савович"),
    "Савва": ("Саввич", "Саввична"),
    "Яків": ("Якович", "Яківна"),
    "Яков": ("Яковлевич", "Яковлевна"),
    "Михаил": ("Михайлович", "Михайловна"),
    "Григорій": ("Григорович", "Григорівна"),
    "Фёдор": ("Фёдорович", "Фёдоровна"),
    "Федір": ("Федорович", "Федорівна"),
    "Прокіп": ("Прокопович", "Прокопівна"),
    "Сидір": ("Сидорович", "Сидорівна"),
    "Антін": ("Антонович", "Антонівна"),
    "Тиміш": ("Тимошович", "Тимошівна"),
    "Павел": ("Павлович", "Павловна"),
    "Пётр": ("Петрович", "Петровна"),
    "Никита": ("Никитич", "Никитична"),
    "Микита": ("Микитович", "Микитівна"),
}


def patronymics_of(uk: Iterable[str], ru: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(patronymic, sex of the child) for a father's Ukrainian and Russian names."""
    for names, rules in ((uk, _ukrainian), (ru, _russian)):
        for name in names:
            made = _IRREGULAR.get(name) or rules(name)
            for patronymic in made:
                yield patronymic, _FEMALE if patronymic.endswith("а") else _MALE


def _ukrainian(name: str) -> tuple[str, ...]:
    """Orthography of 2019, § 33: -ович, -йович; -івна, -ївна."""
    if name.endswith("й"):
        return f"{name}ович", f"{name[:-1]}ївна"
    stem = name[:-1] if name[-1] in "оаяь" else name
    return f"{stem}ович", f"{stem}івна"


def _russian(name: str) -> tuple[str, ...]:
    """-ович/-овна after a consonant, -евич/-евна after й and ь, -ич/-ична after a vowel; -славич beside -славович."""
    if name.endswith("ий"):
        return f"{name[:-2]}ьевич", f"{name[:-2]}ьевна", f"{name[:-2]}иевич", f"{name[:-2]}иевна"
    if name[-1] in "йь":
        return f"{name[:-1]}евич", f"{name[:-1]}евна"
    if name[-1] in "ая":
        return f"{name[:-1]}ич", f"{name[:-1]}ична", f"{name[:-1]}ович", f"{name[:-1]}овна"
    if name[-1] in "оиеу":
        return f"{name}евич", f"{name}евна", f"{name[:-1]}ович", f"{name[:-1]}овна"
    slav = (f"{name}ич", f"{name}на") if name.endswith("слав") else ()
    return f"{name}ович", f"{name}овна", *slav
