"""Names that nobody need bear: surnames put together of syllables and endings, given names drawn at random.

A true name is a surname, a given name, a father's name and a sex; it can be spelt in Ukrainian, in Russian, and in Latin
letters of either by several systems. The surnames are about 50,000, so that a million people have homonyms as
people have.
"""

import random
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from cases.lib.names import romanise

LATIN = ("ua-2010", "ua-1996", "bgnpcgn-ukr-1965", "alalc-ukr", "bgnpcgn-rus-1947", "icao-rus", "ru-passport-1997",
         "un-rus-1987", "odni-rus")  # fmt: skip


def _words(text):
    return text.split()


_HEADS = _words(
    "Бон Бар Бас Бід Бор Бру Бур Вак Вас Вер Вор Гав Гай Гал Гол Гор Гри Гул Дав Дан Дем Дер Дор Дру Дуб Жад Жур Заб "
    "Зав Заг Зал Зар Зуб Йов Каз Кал Кам Кар Кис Клим Ков Коз Кол Кос Кра Крив Куз Кул Кур Лав Лаз Лев Лис Лоб Лоз Луг "
    "Лук Лях Мак Мал Мар Мас Мат Мел Мир Мол Мос Наз Нев Нос Обер Овч Олеф Оме Пав Пал Пар Пас Пет Пил Под Пол Пон При Про "
    "Рад Рев Рог Рож Руд Рус Сав Сад Сам Сах Сви Сер Сид Син Ско Сму Сол Сор Ста Сте Сто Сук Сух Тар Тел Тер Тим Ток Тре "
    "Тур Фед Фил Хар Хом Хор Цап Цвіт Чаб Чай Чеб Чер Чор Чуб Шав Шам Шап Шев Шел Шер Шор Шпа Шу Щер Щур Юрк Яв Якуб Ярм Ясн"
)
_MIDDLES = _words(
    "ад ал ан ар ач ем ен ер ет ид ил им ин ир иц об ов од ож ол ом он ор ос от уб уд уж ул ун ур уш ян еч ик ав"
)
#: Endings in Ukrainian and Russian, a man's and a woman's; how often each is drawn.
_ENDINGS = (
    (("енко", "енко"), ("енко", "енко"), 30), (("ук", "ук"), ("ук", "ук"), 12), (("ський", "ська"), ("ский", "ская"), 12),
    (("ов", "ова"), ("ов", "ова"), 14), (("ко", "ко"), ("ко", "ко"), 8), (("ин", "ина"), ("ин", "ина"), 6),
    (("ик", "ик"), ("ик", "ик"), 5), (("ець", "ець"), ("ец", "ец"), 4), (("ів", "ів"), ("ив", "ив"), 4),
    (("ак", "ак"), ("ак", "ак"), 5),
)  # fmt: skip
_MEN = _words(
    "Олександр/Александр Сергій/Сергей Андрій/Андрей Володимир/Владимир Микола/Николай Іван/Иван Олексій/Алексей "
    "Дмитро/Дмитрий Юрій/Юрий Віктор/Виктор Василь/Василий Михайло/Михаил Петро/Пётр Анатолій/Анатолий Ігор/Игорь "
    "Олег/Олег Максим/Максим Роман/Роман Євген/Евгений Павло/Павел Віталій/Виталий Ярослав/Ярослав Богдан/Богдан "
    "Тарас/Тарас Григорій/Григорий В'ячеслав/Вячеслав Костянтин/Константин Станіслав/Станислав Валерій/Валерий "
    "Леонід/Леонид Антон/Антон Денис/Денис Артем/Артём Владислав/Владислав Вадим/Вадим Руслан/Руслан Степан/Степан "
    "Кирило/Кирилл Борис/Борис Едуард/Эдуард Федір/Фёдор Яків/Яков Микита/Никита Данило/Даниил Матвій/Матвей "
    "Назар/Назар Остап/Остап Тимофій/Тимофей Геннадій/Геннадий Георгій/Георгий"
)
_WOMEN = _words(
    "Олена/Елена Ірина/Ирина Наталія/Наталья Оксана/Оксана Галина/Галина Тетяна/Татьяна Людмила/Людмила "
    "Світлана/Светлана Марія/Мария Ганна/Анна Юлія/Юлия Вікторія/Виктория Надія/Надежда Любов/Любовь "
    "Катерина/Екатерина Євгенія/Евгения Ярослава/Ярослава Віра/Вера Ольга/Ольга Валентина/Валентина Лариса/Лариса "
    "Інна/Инна Алла/Алла Ніна/Нина Раїса/Раиса Лідія/Лидия Зоя/Зоя Софія/София Дарина/Дарья Анастасія/Анастасия "
    "Олександра/Александра Маргарита/Маргарита Діана/Диана Аліна/Алина Яна/Яна Христина/Кристина Поліна/Полина"
)
_FATHERS = _words(
    "Олександрович/Александрович/Олександрівна/Александровна Сергійович/Сергеевич/Сергіївна/Сергеевна "
    "Андрійович/Андреевич/Андріївна/Андреевна Володимирович/Владимирович/Володимирівна/Владимировна "
    "Миколайович/Николаевич/Миколаївна/Николаевна Іванович/Иванович/Іванівна/Ивановна "
    "Олексійович/Алексеевич/Олексіївна/Алексеевна Дмитрович/Дмитриевич/Дмитрівна/Дмитриевна "
    "Юрійович/Юрьевич/Юріївна/Юрьевна Вікторович/Викторович/Вікторівна/Викторовна Васильович/Васильевич/Василівна/Васильевна "
    "Михайлович/Михайлович/Михайлівна/Михайловна Петрович/Петрович/Петрівна/Петровна "
    "Анатолійович/Анатольевич/Анатоліївна/Анатольевна Ігорович/Игоревич/Ігорівна/Игоревна Олегович/Олегович/Олегівна/Олеговна "
    "Євгенович/Евгеньевич/Євгенівна/Евгеньевна Павлович/Павлович/Павлівна/Павловна Григорович/Григорьевич/Григорівна/Григорьевна "
    "Степанович/Степанович/Степанівна/Степановна Борисович/Борисович/Борисівна/Борисовна Якович/Яковлевич/Яківна/Яковлевна"
)
_UK, _RU, MAN, WOMAN = 0, 1, 0, 1
_TO_RUSSIAN = str.maketrans("іїєґІЇЄҐ'", "ииегИИЕГъ")
LETTERS = {"Cyrl": "абвгдежзийклмнопрстуфхцчшіюя", "Latn": "abcdefghijklmnoprstuvyz"}


def _falling(number):
    """Few names are very common, many are rare."""
    return list(accumulate(1 / (place + 4) for place in range(number)))


_STEMS = [head + middle for head in _HEADS for middle in _MIDDLES]
random.Random(5).shuffle(_STEMS)  # noqa: S311 – nothing is kept secret by it
_STEM_WEIGHTS = list(accumulate(1 / (place + 60) ** 0.7 for place in range(len(_STEMS))))
_END_WEIGHTS = list(accumulate(weight for *_, weight in _ENDINGS))
_GIVEN = tuple([tuple(one.split("/")) for one in some] for some in (_MEN, _WOMEN))
_GIVEN_WEIGHTS = tuple(_falling(len(some)) for some in _GIVEN)
_SONS = [tuple(one.split("/")) for one in _FATHERS]
_SON_WEIGHTS = _falling(len(_SONS))


@dataclass(frozen=True, slots=True)
class True_:
    """A true name, as numbers in the tables."""

    stem: int
    ending: int
    given: int
    father: int | None  # None where nobody knows it
    sex: int

    def words(self, language):
        """Surname, given name, patronymic in Ukrainian (0) or Russian (1)."""
        stem = _STEMS[self.stem]
        stem = stem.translate(_TO_RUSSIAN) if language == _RU else stem
        known = (stem + _ENDINGS[self.ending][language][self.sex], _GIVEN[self.sex][self.given][language])
        return known if self.father is None else (*known, _SONS[self.father][2 * self.sex + language])

    def written(self, system, *, patronymic=True):
        """In uk, ru, or a Latin system."""
        if system in ("uk", "ru"):
            found = self.words(_RU if system == "ru" else _UK)
        else:
            found = tuple(
                _latin(word, system) for word in self.words(_UK if "uk" in system or "ua" in system else _RU)
            )
        return found if patronymic else found[:2]


@lru_cache(maxsize=300_000)
def _latin(word, system):
    return romanise(word, system)


def draw(dice):
    """A true name at random."""
    sex = MAN if dice.random() < 0.7 else WOMAN
    return True_(
        dice.choices(range(len(_STEMS)), cum_weights=_STEM_WEIGHTS)[0],
        dice.choices(range(len(_ENDINGS)), cum_weights=_END_WEIGHTS)[0],
        dice.choices(range(len(_GIVEN[sex])), cum_weights=_GIVEN_WEIGHTS[sex])[0],
        dice.choices(range(len(_SONS)), cum_weights=_SON_WEIGHTS)[0] if dice.random() < 0.7 else None,
        sex,
    )


def spelling(dice):
    """How a record is written: 60 % Ukrainian, 25 % Russian, 15 % in one of the Latin systems."""
    chance = dice.random()
    return "uk" if chance < 0.6 else "ru" if chance < 0.85 else dice.choice(LATIN)


def slip(text, dice):
    """One slip of the hand in a longer word: a letter left out, put in, replaced, or two swapped."""
    words = text.split()
    longer = [place for place, word in enumerate(words) if len(word) > 3] or [0]
    place = dice.choice(longer)
    word = words[place]
    at = dice.randrange(len(word) - 1)
    letter = dice.choice(LETTERS["Cyrl" if any("а" <= c <= "я" for c in word.lower()) else "Latn"])
    match dice.randrange(4):
        case 0:
            word = word[:at] + word[at + 1 :]
        case 1:
            word = word[: at + 1] + letter + word[at + 1 :]
        case 2:
            word = word[:at] + letter + word[at + 1 :]
        case 3:
            word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    words[place] = word
    return " ".join(words)
