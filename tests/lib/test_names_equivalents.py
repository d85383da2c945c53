"""One given name in all its languages, and the patronymics made of it."""

import re
from collections import Counter

import pytest

from cases.lib.names import alias
from cases.lib.names.equivalents import given_names, looks_like_patronymic, meaning, mistyped, telling
from cases.lib.names.patronymics import patronymics_of


def test_the_table_covers_the_names_in_use():
    sexes = Counter(row.sex for row in given_names())
    assert sexes["male"] >= 250
    assert sexes["female"] >= 170
    assert set(sexes) == {"male", "female"}


def test_each_row_is_one_name_in_the_right_letters():
    assert len({row.id for row in given_names()}) == len(given_names())
    for row in given_names():
        assert re.fullmatch("[a-z]+", row.id)
        assert all(re.fullmatch("[а-яіїєґА-ЯІЇЄҐ']+", form) for form in row.uk), row
        assert all(re.fullmatch("[а-яёА-ЯЁ]+", form) for form in row.ru), row
        assert not any(re.search("[а-яА-Я]", form) for form in row.latin), row
        assert row.uk or row.ru


def test_full_forms_are_hardly_ever_shared():
    forms = [form for row in given_names() for form in (*row.uk, *row.ru, *row.latin)]
    shared = {form for form in forms if len(meaning(form).full) > 1}
    assert len(shared) <= 30


@pytest.mark.parametrize(
    "forms",
    [
        "Олександр Александр Oleksandr Aleksandr Alexander Alexandr",
        "Микола Николай Mykola Nikolai Nikolay Nicholas Nikolaj",
        "Сергій Сергей Serhii Serhiy Sergey Sergei Sergej Sergii",
        "Ганна Анна Hanna Anna",
        "Олена Елена Olena Yelena Elena Helen",
        "Пилип Филипп Pylyp Filipp Philip",
        "Тетяна Татьяна Tetiana Tatyana Tatiana",
        "Усеїн Хусейн Husayn Hussein Usein",
        "Олексійович Алексеевич Oleksiiovych Alekseevich Alekseyevich Олексіївна Алексеевна",
        "Миколайович Николаевич Миколаївна Mykolaiovych Nikolayevna",
        "Ілліч Ильич Illich Ilyich Іллівна Ильинична",
        "Лукич Луківна Лукинична",
        "Кузьмич Кузьмівна Kuzmich",
        "Львович Львівна Lvovich",
        "Яковлевич Якович Yakovych",
        "Васильович Васильевич Vasylivna",
        "Ярославович Ярославич Yaroslavna",
    ],
)
def test_forms_of_one_name_have_one_alias(forms):
    assert len({alias(form) for form in forms.split()}) == 1
    assert alias(forms.split()[0])


@pytest.mark.parametrize("word", ["Бондаренко", "Smith", "", "🙂", "Сашка"])
def test_what_is_no_full_name_has_no_alias(word):
    assert alias(word) == ""


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Саша", "oleksandr"),
        ("Sasha", "oleksandra"),
        ("Маруся", "mariia"),
        ("Вова", "volodymyr"),
        ("Слава", "yaroslav"),
    ],
)
def test_short_forms_are_known_but_weaker(short, full):
    assert full in meaning(short).short
    assert full not in meaning(short).full


def test_every_father_has_patronymics_for_sons_and_daughters():
    for row in given_names():
        if row.sex == "male":
            assert {sex for _, sex in patronymics_of(row.uk, row.ru)} == {"male", "female"}, row


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Олексійович", True),
        ("Sergeevna", True),
        ("Гаруновна", True),
        ("Бондаренко", False),
        ("Сергій", False),
        ("Ович", False),
    ],
)
def test_a_patronymic_is_told_by_its_father_or_its_ending(word, expected):
    assert looks_like_patronymic(word) is expected


def test_titles_and_particles_count_only_where_nothing_else_is_left():
    assert telling(("mr", "john", "smith")) == ("john", "smith")
    assert telling(("saleh", "bin", "omar")) == ("saleh", "omar")
    assert telling(("ben", "smith")) == ("ben", "smith")
    assert telling(("mr",)) == ("mr",)


@pytest.mark.parametrize(
    ("word", "name"),
    [("Микла", "mykola"), ("Nikloai", "mykola"), ("Серкій", "serhii"), ("Teirlan", "temirlan")],
)
def test_a_mistyped_given_name_is_still_told(word, name):
    assert name in mistyped(word)


@pytest.mark.parametrize("word", ["Микола", "Данилов", "Петрова", "Бондаренко", "", "Ів"])
def test_a_name_or_a_family_name_is_not_a_mistyped_name(word):
    assert mistyped(word) == frozenset()
