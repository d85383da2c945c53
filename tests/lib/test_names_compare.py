"""Two names compared, in words and on an absolute scale."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.lib.names import SYSTEMS, compare, romanise
from cases.lib.names.compare import LIKELY, REASONS, SAME
from cases.lib.names.distance import distance
from cases.lib.names.evaluation import family_names
from tests.lib.test_names_folding import HOSTILE

NAME = "Бондаренко Сергій Іванович"
WORDS = "Бондаренко Bondarenko Сергій Sergey S. Іванович Ivanovich Коваль Kovalenko bin Анна Hanna mr x"
names = st.lists(st.sampled_from(WORDS.split()) | st.text(max_size=12), max_size=6).map(" ".join)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "verdict", "reasons"),
    [
        (NAME, NAME, "same", {"same_letters"}),
        (NAME, "БОНДАРЕНКО  СЕРГІЙ ІВАНОВИЧ", "same", {"same_letters"}),
        (NAME, "Bondarenko Serhii Ivanovych", "same", {"same_after_romanisation"}),
        (NAME, "Бондаренко Сергей Иванович", "same", {"same_letters", "given_name_equivalent", "same_after_romanisation"}),
        (NAME, "Sergey Bondarenko", "same", {"same_after_romanisation", "given_name_equivalent", "order_swapped", "patronymic_missing"}),
        ("Сергій Бондаренко", "Serhij Bondarenko", "same", {"same_after_romanisation"}),
        ("Олександр Петрів", "Alexander Petrov", "likely", {"given_name_equivalent", "vowels_differ"}),
        ("Саша Бондаренко", "Oleksandr Bondarenko", "likely", {"short_form", "same_after_romanisation"}),
        ("С. Бондаренко", "Сергій Бондаренко", "likely", {"initial_only", "same_letters"}),
        ("О. Коваль", "Александр Коваль", "likely", {"initial_only", "same_letters"}),
        ("Сергій Бондаенко", "Сергій Бондаренко", "likely", {"one_letter_differs", "same_letters"}),
        ("Сергій Бодараенко", "Сергій Бондаренко", "likely", {"two_letters_differ", "same_letters"}),
        ("SergeyBondarenko", "Sergey Bondarenko", "same", {"words_joined"}),
        ("Іван Коваль", "Ivan Kovalenko", "unlikely", {"same_after_romanisation", "family_name_differs"}),
        ("Бондаренко Сергій Іванович", "Бондаренко Сергій Петрович", "possible", {"same_letters", "patronymic_differs"}),
        ("Бондаренко Сергій", "Бондаренко Андрій", "unlikely", {"same_letters", "given_name_differs"}),
        ("Бондаренко", "Бондаренко Андрій", "possible", {"same_letters", "word_missing", "one_word_only"}),
        ("Олена Петрова", "Олена Петров", "likely", {"same_letters", "gender_form"}),
        ("Salman bin Muhammad", "Muhammad bin Salman", "possible", {"same_letters", "order_swapped"}),
        ("", NAME, "unlikely", {"nothing_to_compare"}),
        ("", "", "unlikely", {"nothing_to_compare"}),
    ],
)  # fmt: skip
def test_names_are_compared_in_words(one, other, verdict, reasons):
    found = compare(one, other)
    assert (found.verdict, set(found.reasons)) == (verdict, reasons)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Коваль", "Коваленко"), ("Коваль", "Ковальчук"), ("Коваленко", "Ковальчук"), ("Петров", "Петренко"),
        ("Петров", "Петрук"), ("Ткач", "Ткачук"), ("Мельник", "Мельничук"), ("Іванов", "Іваненко"), ("Шевчик", "Шевчук"),
        ("Бондар", "Бондаренко"), ("Кравець", "Кравчук"), ("Лис", "Лисенко"), ("Романов", "Романюк"), ("Павлов", "Павел"), ("Данилов", "Даниил"), ("Гончар", "Гончаров"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("latin", [False, True])
def test_another_family_name_of_the_same_stem_is_never_likely(one, other, latin):
    other = romanise(other, "ua-2010") if latin else other
    assert compare(f"Іван {one}", f"Іван {other}").score < LIKELY
    assert compare(f"{one} Іван Петрович", f"{other} Іван Петрович").verdict in ("possible", "unlikely")


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_romanised_name_is_the_same_name(system):
    for uk, ru in list(family_names())[::9]:
        written = romanise(f"{uk} Сергій" if SYSTEMS[system].language == "uk" else f"{ru} Сергей", system)
        if not uk.startswith(("Юхим", "Опанас", "Згур")):
            assert compare(f"{uk} Сергій", written).score >= LIKELY, written


@given(names, names)
@settings(max_examples=500)
def test_the_order_of_the_two_names_does_not_matter(one, other):
    assert compare(one, other) == compare(other, one)


@given(names)
def test_a_name_is_the_same_as_itself(name):
    found = compare(name, name)
    assert found.verdict == ("unlikely" if found.reasons == ("nothing_to_compare",) else "same")


@given(st.text(max_size=700), st.text(max_size=700))
def test_any_two_texts_can_be_compared(one, other):
    found = compare(one, other)
    assert 0 <= found.score <= 1
    assert found.reasons
    assert set(found.reasons) <= set(REASONS)


def test_the_score_has_one_scale():
    """It does not depend on what else was compared: a lone weak match stays weak."""
    before = compare("Іван Коваль", "Иван Ковалюк").score
    compare("Іван Коваль", "Іван Коваль")
    assert compare("Іван Коваль", "Иван Ковалюк").score == before < LIKELY < SAME


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("", "", 0), ("a", "", 1), ("ivan", "ivan", 0), ("ivan", "iavn", 1), ("ivan", "van", 1), ("ivan", "ivanna", 2), ("abcdef", "badcfe", 3), ("koval", "kovalenko", 3), ("kitten", "sitting", 3)],
)  # fmt: skip
def test_letters_that_differ_are_counted_up_to_a_bound(one, other, apart):
    assert distance(one, other, 2) == apart
    assert distance(other, one, 2) == apart


def slow_distance(a, b):
    """The textbook table, as a second opinion."""
    table = {(i, 0): i for i in range(len(a) + 1)} | {(0, j): j for j in range(len(b) + 1)}
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            ways = [table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (a[i - 1] != b[j - 1])]
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                ways.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(ways)
    return table[len(a), len(b)]


@given(st.text("abc", max_size=9), st.text("abc", max_size=9), st.integers(1, 4))
@settings(max_examples=1000)
def test_the_bounded_distance_is_the_textbook_distance(one, other, bound):
    assert distance(one, other, bound) == min(slow_distance(one, other), bound + 1)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:6]))
def test_a_hundred_thousand_characters_are_compared_at_once(text):
    started = time.perf_counter()
    compare(text, NAME)
    compare(text, text[1:])
    assert time.perf_counter() - started < 0.5
