"""Names in Latin letters as passports write them, by table.

Ukrainian: Cabinet of Ministers, resolution 55 of 2010. Russian: ICAO Doc 9303, as in passports since 2014.
"""

_UK = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "y", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ь": "", "ю": "iu", "я": "ia", "'": "", "’": "", "ʼ": "",
}  # fmt: skip
_UK_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RU = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "",
    "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
_TABLES = {"uk": (_UK, _UK_FIRST), "ru": (_RU, {})}


def romanise(name, language):
    """The name in Latin letters; each of its words begins with a capital letter."""
    return " ".join(_word(word.lower(), language) for word in name.split())


def _word(word, language):
    table, first = _TABLES[language]
    if language == "uk":
        word = word.replace("зг", "zgh")  # so that it is not read as "zh"
    start, rest = word[:1], word[1:]
    latin = first.get(start, table.get(start, start)) + "".join(table.get(letter, letter) for letter in rest)
    return latin.capitalize()
