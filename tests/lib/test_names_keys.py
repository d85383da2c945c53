"""The keys stored beside a name, and the keys of a search."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.lib.names import SYSTEMS, keys_of, query_keys, romanise, words
from cases.lib.names.evaluation import made_up_people
from cases.lib.names.keys import KINDS
from tests.lib.test_names_folding import HOSTILE

PEOPLE = [
    "Бондаренко Сергій Іванович",
    "Бондаренко Сергей Иванович",
    "Bondarenko Serhii Ivanovych",
    "Sergey Bondarenko",
]
MOST_KEYS = 12 * 60


def found(stored, typed):
    """Whether each typed word shares a sure key with the stored name."""
    keys = keys_of(stored)
    return all(word.exact & keys for word in query_keys(typed).words)


def whole(name):
    return {key for key in keys_of(name) if key.kind == "whole"}


@pytest.mark.parametrize("stored", PEOPLE)
@pytest.mark.parametrize(
    "typed",
    [
        *PEOPLE,
        "Сергій Бондаренко",
        "бондаренко",
        "С. Бондаренко",
        "BONDARENKO, Serhij",
        "Сергійко Бондаренко",
    ],
)
def test_each_usual_spelling_finds_each_other(stored, typed):
    known = stored if len(stored.split()) >= len(typed.split()) else f"{stored} Іванович"
    assert found(known, typed)


@pytest.mark.parametrize("typed", ["Андрій Бондаренко", "Сергій Шевченко", "Сергій Олексійович Бондаренко"])
def test_other_names_are_not_found(typed):
    assert not found(PEOPLE[0], typed)


@pytest.mark.parametrize(
    "typed", ["Бндаренко", "Бонадренко", "Бондаренкоо", "Bomdarenko", "Сергйі", "Serhoi"]
)
def test_a_word_with_one_wrong_letter_is_found_by_its_near_keys(typed):
    (word,) = query_keys(typed).words
    assert word.near & keys_of(PEOPLE[0])


def test_a_mistyped_given_name_meets_its_forms_in_other_languages():
    (word,) = query_keys("Никлай").words
    assert word.near & keys_of("Mykola Koval")
    assert not word.exact & keys_of("Mykola Koval")


def test_the_whole_name_is_one_key_in_any_order_script_and_language():
    shared = set.intersection(*(whole(name) for name in PEOPLE))
    assert len(shared) == 1
    assert not whole("Bondarenko")


@given(st.permutations(["Бондаренко", "Сергій", "Іванович"]))
def test_the_order_of_words_does_not_matter(order):
    assert keys_of(" ".join(order)) == keys_of(PEOPLE[0])


@pytest.mark.parametrize("system", SYSTEMS)
def test_whole_names_meet_in_every_system(system):
    people = list(made_up_people())
    missed = []
    for uk, ru in people:
        written = " ".join(
            romanise(part, system) for part in (uk if SYSTEMS[system].language == "uk" else ru)
        )
        if not whole(" ".join(uk)) & whole(written):
            missed.append(uk[0])
    assert not [name for name in missed if not name.startswith(("Юхим", "Опанас", "Згур"))]
    assert len(missed) / len(people) < 0.06


def test_the_parts_add_what_the_whole_lacks():
    assert keys_of("Сергій", family="Бондаренко", patronymic="Іванович") == keys_of(PEOPLE[0])
    assert keys_of(PEOPLE[0], family="Бондаренко", given="Сергій", patronymic="Іванович") == keys_of(
        PEOPLE[0]
    )


def test_initials_and_titles_do_not_search():
    assert len(query_keys("пан С. І. Бондаренко").words) == 1
    assert len(query_keys("С.").words) == 1


@given(st.text(max_size=700), st.text(max_size=50))
def test_any_text_has_few_keys_and_always_the_same(full, family):
    keys = keys_of(full, family)
    assert keys == keys_of(full, family)
    assert len(keys) <= MOST_KEYS
    assert {key.kind for key in keys} <= set(KINDS)
    assert all(key.key and len(key.key) <= 600 for key in keys)
    assert bool(keys) == bool(words(full) or words(family))


@pytest.mark.parametrize("typed", ["", " ", "🙂", "%", "'", "І", "\u202e", "\0"])
def test_bad_input_has_a_query_without_surprises(typed):
    assert len(query_keys(typed).words) == len(words(typed))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:6]))
def test_a_hundred_thousand_characters_get_their_keys_at_once(text):
    started = time.perf_counter()
    keys_of(text)
    query_keys(text)
    assert time.perf_counter() - started < 0.3
