"""Names in Latin letters, by the published examples of both tables."""

import pytest

from cases.demo.romanise import romanise


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Згурський", "Zghurskyi"),
        ("Ґалаґан", "Galagan"),
        ("Єнакієве", "Yenakiieve"),
        ("Гаєвич", "Haievych"),
        ("Короп'є", "Koropie"),
        ("Їжакевич", "Yizhakevych"),
        ("Жежелів", "Zhezheliv"),
        ("Щербак Юрій", "Shcherbak Yurii"),
        ("Яценко Соломія", "Yatsenko Solomiia"),
    ],
)
def test_ukrainian_names_follow_the_table_of_2010(name, latin):
    assert romanise(name, "uk") == latin


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("Ёлкин Юрий", "Elkin Iurii"),
        ("Щукина Юлия", "Shchukina Iuliia"),
        ("Ильин Пётр", "Ilin Petr"),
        ("Подъячев", "Podieiachev"),
        ("Хохлов Цветков", "Khokhlov Tsvetkov"),
    ],
)
def test_russian_names_follow_the_table_of_passports(name, latin):
    assert romanise(name, "ru") == latin
