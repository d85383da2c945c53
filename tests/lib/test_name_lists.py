"""Lists as they are received: pasted or CSV, with columns in any order, in three languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.lib.name_lists import MOST_LINES, read

HEADINGS = [
    "Name;Born",
    "ПІБ;Дата народження",
    "ФИО;Дата рождения",
    "П.І.Б.\tРік народження",
    "Full name,Date of birth",
]


def names(found):
    return [line.name for line in found.lines]


@pytest.mark.parametrize("heading", HEADINGS)
def test_a_heading_in_any_of_three_languages_says_which_column_is_which(heading):
    mark = next(c for c in ";\t," if c in heading)
    found = read(f"{heading}\nІваненко Іван{mark}1985\nПетренко Петро{mark}3 May 1990")
    assert names(found) == ["Іваненко Іван", "Петренко Петро"]
    assert [line.born.edtf for line in found.lines] == ["1985", "1990-05-03"]
    assert found.nameless == ()


def test_columns_stand_in_any_order_and_the_others_are_kept_with_their_headings():
    found = read("Звання;Дата народження;По батькові;Прізвище;Ім'я\nсолдат;1985;Іванович;Іваненко;Іван")
    (line,) = found.lines
    assert line.name == "Іваненко Іван Іванович"
    assert line.other == "Звання: солдат"
    assert [column.role for column in found.columns] == ["other", "born", "patronymic", "family", "given"]


def test_surname_and_name_are_two_parts_of_one_name():
    assert names(read("Surname;Name\nIvanenko;Ivan")) == ["Ivanenko Ivan"]


@pytest.mark.parametrize(
    ("row", "name", "born"),
    [
        ("Іваненко Іван Іванович", "Іваненко Іван Іванович", None),
        ("1. Іваненко Іван 12.03.1985 р.н.", "Іваненко Іван", "1985-03-12"),
        ("2) Иваненко Иван, 1985 г.р.", "Иваненко Иван", "1985"),
        ("Ivanenko Ivan (1985)", "Ivanenko Ivan", "1985"),
        ("1.Іваненко Іван", "Іваненко Іван", None),
        ("1 Іваненко Іван 1985", "Іваненко Іван", "1985"),
        ("№ 7 Іваненко Іван", "Іваненко Іван", None),
        ("Іваненко Іван - 1985", "Іваненко Іван", "1985"),
        ("Іваненко Іван – 12.03.1985 р.н.", "Іваненко Іван", "1985-03-12"),
        ("Іваненко-Коваль Іван 1985-03-12", "Іваненко-Коваль Іван", "1985-03-12"),
        ("Іваненко Іван; близько 1985", "Іваненко Іван", "1985~"),
        ("Ivanenko Ivan; about 1985", "Ivanenko Ivan", "1985~"),
    ],
)
def test_without_a_heading_a_line_is_a_name_and_then_the_birth(row, name, born):
    (line,) = read(row).lines
    assert (line.name, line.born.edtf if line.born else None) == (name, born)


def test_a_year_of_two_digits_is_no_part_of_the_name_and_not_guessed():
    (line,) = read("Іваненко Іван 03.03.87").lines
    assert (line.name, line.born, line.other, line.unread) == ("Іваненко Іван", None, "03.03.87", True)


def test_a_number_that_few_lines_have_is_not_taken_for_one_of_the_list():
    assert names(read("3 Танкова бригада\nІваненко Іван\nПетренко Петро")) == [
        "3 Танкова бригада", "Іваненко Іван", "Петренко Петро",
    ]  # fmt: skip


def test_a_birth_that_cannot_be_read_is_kept_in_words():
    (line,) = read("Name;Born\nIvanenko Ivan;thirty-ish").lines
    assert line.unread
    assert line.other == "thirty-ish"
    assert line.born is None


def test_a_line_without_a_name_is_told_by_its_number():
    found = read("Name;Born\nIvanenko Ivan;1985\n;1990\n\n---;1991")
    assert names(found) == ["Ivanenko Ivan"]
    assert found.nameless == (3, 5)


def test_the_text_of_a_line_is_kept_as_it_was_received():
    found = read('Name;Born;Note\n"Ivanenko;  Ivan";1985;=HYPERLINK("x")')
    assert found.lines[0].text == '"Ivanenko;  Ivan";1985;=HYPERLINK("x")'
    assert found.lines[0].number == 2


def test_a_comma_between_names_is_no_column():
    assert names(read("Іваненко Іван\nПетренко, Петро\nСидоренко Сидір")) == [
        "Іваненко Іван",
        "Петренко, Петро",
        "Сидоренко Сидір",
    ]


def test_a_comma_between_family_and_given_name_is_no_column_though_every_line_has_one():
    found = read("Kovalenko, Ivan\n2, Petrenko, Serhii\nBoiko, Oleh")
    assert names(found) == ["Kovalenko, Ivan", "Petrenko, Serhii", "Boiko, Oleh"]
    assert not any(line.unread for line in found.lines)


@pytest.mark.parametrize("comma", [", ", " "])
def test_a_birth_behind_family_and_given_name_is_read_whatever_stands_before_it(comma):
    found = read(f"Kovalenko, Ivan{comma}1985\nPetrenko, Serhii{comma}1990")
    assert [(line.name, line.born.edtf) for line in found.lines] == [
        ("Kovalenko, Ivan", "1985"), ("Petrenko, Serhii", "1990"),
    ]  # fmt: skip


def test_what_has_a_number_in_it_behind_a_comma_is_no_part_of_the_name():
    (line,) = read("Anna, barrack 7").lines
    assert (line.name, line.other) == ("Anna", "barrack 7")


def test_a_comma_before_a_birth_separates_columns_without_a_heading():
    found = read(
        "1, Kovalenko Ivan, 1985, Sumy\n2, Petrenko Serhii, about 1990, Lviv\n3, Boiko Oleh, ?, Kyiv"
    )
    assert names(found) == ["Kovalenko Ivan", "Petrenko Serhii", "Boiko Oleh"]
    assert [line.other for line in found.lines] == ["Sumy", "Lviv", "?; Kyiv"]


@pytest.mark.parametrize(
    "written",
    [
        'Коваль Іван;1990\n"Петренко Сергій;1985\nБойко Олег;1980',
        'Коваль Іван;1990\n"Петренко Сергій;1985\n"Бойко Олег;1980',
        'Name;Born\nКоваль Іван;1990\nПетренко Сергій;"1985\nБойко Олег;1980',
    ],
)
def test_a_stray_quote_swallows_no_line(written):
    found = read(written)
    assert [(line.name, line.born.edtf) for line in found.lines] == [
        ("Коваль Іван", "1990"), ("Петренко Сергій", "1985"), ("Бойко Олег", "1980"),
    ]  # fmt: skip


def test_a_cell_in_balanced_quotes_may_hold_a_line_end():
    found = read('Name;Born;Note\n"Коваль\nІван";1990;"see ""A"""\nБойко Олег;1980;')
    assert names(found) == ["Коваль Іван", "Бойко Олег"]


def test_very_long_lists_are_read_to_a_limit_and_say_so():
    found = read("\n".join(f"Person {chr(1072 + n % 30)}{n}" for n in range(MOST_LINES + 1)))
    assert found.too_many
    assert len(found.lines) == MOST_LINES


@given(st.text(max_size=400))
def test_whatever_is_pasted_is_read_without_a_failure(written):
    found = read(written)
    assert all(line.name and len(line.name) <= 300 and "\0" not in line.text for line in found.lines)
    assert len({line.number for line in found.lines}) == len(found.lines)


@given(
    st.lists(st.sampled_from(["Іваненко Іван", "Petrenko Petro", "Сидоров Сидор"]), min_size=1, max_size=8)
)
def test_no_line_is_lost_and_their_order_is_kept(some):
    assert names(read("Name\n" + "\n".join(some))) == some
