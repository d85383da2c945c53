"""Names in a reader's order, text without hidden controls, cells without formulas."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.lib.text import clean, formula_safe, formula_unsafe_prefix_removed, sort_key

LETTERS = "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя"
names = st.text(alphabet=LETTERS + LETTERS.upper() + "abcXYZ '’-", max_size=30)
CELLS = st.text(alphabet="'=+-@\t\r\n \u00a0\u2028＝＋－＠a1|", max_size=12) | st.text(max_size=30)


def in_order(*texts):
    keys = [sort_key(text) for text in texts]
    return keys == sorted(keys) and len(set(keys)) == len(keys)


def test_both_alphabets_come_in_one_order():
    assert in_order(*LETTERS)
    assert in_order("1", "a", "z", "а", "я")


@pytest.mark.parametrize(
    "people",
    [
        ("Гнатюк", "Ґалаґан", "Демченко", "Ємець", "Жук"),
        ("Зоря", "Иванов", "Іваненко", "Їжак", "Йосипенко", "Кравець"),
        ("Анна", "Ганна", "Ялта"),
        ("Іван Петренко", "Іваненко"),
        ("Ковалев", "Ковалёв", "Коваль"),
        ("Lukasz", "Łukasz", "Lutz"),
        ("Muller", "Müller", "Mulligan"),
        ("Smith", "Сміт"),
    ],
)
def test_names_come_in_the_order_that_a_reader_expects(people):
    assert in_order(*people)


def test_case_does_not_count():
    assert sort_key("КОВАЛЕНКО Єва") == sort_key("Коваленко єва")


@pytest.mark.parametrize(
    ("one", "other", "after"),
    [
        ("Нечуй-Левицький", "НечуйЛевицький", "Нечуйлевицькому"),
        ("Лук’яненко", "Лукяненко", "Лукяненкоа"),
        ("O'Brien", "OBrien", "Obrienb"),
        ("Зо\u0301я", "Зоя", "Зояа"),
    ],
)
def test_apostrophes_hyphens_and_stress_count_only_between_equals(one, other, after):
    assert sort_key(one) != sort_key(other)
    assert max(sort_key(one), sort_key(other)) < sort_key(after)


@given(names, names)
def test_the_order_is_that_of_the_letters_alone(one, other):
    def letters(name):
        words = ["".join(c for c in word if c.isalpha()) for word in name.lower().split()]
        order = "abcdefghijklmnopqrstuvwxyz" + LETTERS
        return [[order.index(c) for c in word] for word in words if word]

    if letters(one) < letters(other):
        assert sort_key(one) < sort_key(other)


@given(st.text(max_size=1000))
def test_any_name_has_one_short_key_that_a_database_can_hold(name):
    key = sort_key(name)
    assert key == sort_key(name)
    assert len(key) <= 200
    assert "\0" not in key
    key.encode()


@given(st.text(max_size=100), st.booleans())
def test_cleaning_twice_changes_nothing_more(text, multiline):
    once = clean(text, multiline=multiline)
    assert clean(once, multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()
    allowed = "\n\t" if multiline else ""
    assert not [c for c in once if unicodedata.category(c) in ("Cc", "Cs") and c not in allowed]
    once.encode()


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  Іван\0 ", "Іван"),
        ("и\u0306", "й"),
        ("one\r\ntwo\tthree", "one two three"),
        ("\ufeffname", "name"),
        ("a\x1b[31mb", "a[31mb"),
        ("\u202egpj.exe", "gpj.exe"),
        ("\u202egpj\u202c.exe", "gpj.exe"),
        ("شارع\u200f 5", "شارع\u200f 5"),
        ("a \u2067שלום\u2069 b", "a \u2067שלום\u2069 b"),
        ("a \u2067שלום b", "a שלום b"),
        ("a שלום\u2069 b", "a שלום b"),
        ("\u202a\u2067x\u202c", "x"),
    ],
)
def test_hidden_controls_go_and_right_to_left_text_stays(raw, cleaned):
    assert clean(raw) == cleaned


def test_lines_and_tabs_stay_where_lines_are_wanted():
    assert clean("one\r\ntwo\rthree\u2028four\tfive\x0b", multiline=True) == "one\ntwo\nthree\nfour\tfive"
    assert clean("\u2067one\ntwo\u2069", multiline=True) == "one\ntwo"


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\u00a0=1",
        "  =1",
        "\u200b=1",
        "\ufeff=1",
        "'=1",
        "\n",
    ],
)
def test_what_could_be_a_formula_is_marked(cell):
    assert formula_safe(cell).startswith("'")


@pytest.mark.parametrize(
    "cell", ["", "plain", "1-2", "a=b", "'quoted'", "Лук’яненко", "one\ntwo", " x", "2025-12-11"]
)
def test_what_is_no_formula_is_left_alone(cell):
    assert formula_safe(cell) == cell
    assert formula_unsafe_prefix_removed(cell) == cell


def test_each_line_of_a_cell_is_marked():
    assert formula_safe("a\n=1\r\n+2\rb") == "a\n'=1\r\n'+2\rb"


@given(CELLS)
@settings(max_examples=500)
def test_the_mark_comes_off_exactly(cell):
    assert formula_unsafe_prefix_removed(formula_safe(cell)) == cell


@given(CELLS)
@settings(max_examples=500)
def test_no_line_of_a_safe_cell_starts_a_formula(cell):
    safe = formula_safe(cell)
    assert not safe.startswith(("\t", "\r", "\n"))
    for line in re.split(r"[\r\n]", safe):
        assert not re.match(r"\s*[=+\-@＝＋－＠]", line)


@given(st.text(alphabet="' =\t", max_size=50))
def test_marking_is_quick_whatever_the_quotes_and_spaces(cell):
    assert len(formula_safe(cell * 2000)) <= len(cell) * 2000 + 1
