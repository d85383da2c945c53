"""Two descriptions compared: what matches, what differs, what is not known, and how much that is worth."""

import pytest

from cases.lib.dates import parse
from cases.lib.matching import Description, Place, fingerprint, match

UKRAINE, SUMY, VILLAGE, KURSK = (
    Place("Ukraine", (9,)), Place("Sumy", (1, 9)), Place("Village", (2, 1, 9)), Place("Kursk", (3, 8))
)  # fmt: skip


def person(*names, born=None, **facts):
    return Description(names=names, born=parse(born) if born else None, **facts)


@pytest.mark.parametrize(
    ("field", "one", "other", "found"),
    [
        ("sex", {"sex": "female"}, {"sex": "female"}, "match"),
        ("sex", {"sex": "female"}, {"sex": "male"}, "differs"),
        ("sex", {"sex": "female"}, {}, "unknown"),
        ("born", {"born": "1987"}, {"born": "3 March 1987"}, "match"),
        ("born", {"born": "3 April 1987"}, {"born": "4 March 1987"}, "near"),
        ("born", {"born": "1987"}, {"born": "1988"}, "near"),
        ("born", {"born": "1987"}, {"born": "1990"}, "differs"),
        ("born", {"born": "1987"}, {}, "unknown"),
        ("born", {"born": "March 3"}, {"born": "3 March 1987"}, "unknown"),
        ("born", {"born": "11 December"}, {"born": "5 March 1990"}, "unknown"),
        ("father_name", {"father_name": "Павло"}, {"father_name": "Pavel"}, "match"),
        ("father_name", {"father_name": "Павло"}, {"father_name": "Іван"}, "differs"),
        ("birth_place", {"birth_place": VILLAGE}, {"birth_place": SUMY}, "match"),
        ("birth_place", {"birth_place": VILLAGE}, {"birth_place": KURSK}, "differs"),
        ("birth_place", {"birth_place": VILLAGE}, {"birth_place": UKRAINE}, "near"),
        ("birth_place", {"birth_place": UKRAINE}, {"birth_place": UKRAINE}, "match"),
        ("birth_place", {"birth_place": KURSK}, {"birth_place": UKRAINE}, "differs"),
        ("service_number", {"service_number": "AB-12 34"}, {"service_number": "ab1234"}, "match"),
        (
            "identifiers",
            {"identifiers": (("passport", "X1"),)},
            {"identifiers": (("Passport", "x1"),)},
            "match",
        ),
        (
            "identifiers",
            {"identifiers": (("passport", "АВ 123456"),)},
            {"identifiers": (("passport", "AB123456"),)},
            "match",
        ),
        (
            "identifiers",
            {"identifiers": (("passport", "X1"),)},
            {"identifiers": (("passport", "X2"),)},
            "differs",
        ),
        (
            "identifiers",
            {"identifiers": (("passport", "X1"),)},
            {"identifiers": (("card", "X1"),)},
            "unknown",
        ),
    ],
)
def test_each_field_matches_differs_or_is_unknown(field, one, other, found):
    for pair in ((one, other), (other, one)):
        assert match(*(person("Orlova Nataliia", **facts) for facts in pair)).fields[field] == found


def test_the_same_person_in_two_scripts_born_in_the_same_year_is_likely():
    found = match(person("Бондаренко Сергій", born="1987"), person("Sergey Bondarenko", born="3 March 1987"))
    assert (found.band, found.fields["name"], found.fields["born"]) == ("likely", "match", "match")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Іван Коваль", "Ivan Kovalenko"), ("Коваль Іван Петрович", "Kovalenko Ivan Petrovych"),
        ("Петров Олег", "Petrenko Oleh"), ("Орлова Наталія", "Орлова Олена"),
    ],
)  # fmt: skip
def test_names_that_do_not_fit_are_never_likely_whatever_else_fits(one, other):
    facts = {
        "born": "3 March 1987", "sex": "male", "father_name": "Павло", "service_number": "AB1", "birth_place": SUMY,
        "identifiers": (("passport", "X1"),), "last_residence": SUMY, "mother_maiden_name": "Орлик",
    }  # fmt: skip
    assert match(person(one, **facts), person(other, **facts)).band != "likely"


def test_a_name_alone_is_possible_and_another_birth_or_sex_is_never_likely():
    name = "Бондаренко Сергій Петрович"
    assert match(person(name), person(name)).band == "possible"
    full = {"father_name": "Петро", "service_number": "AB1", "last_residence": SUMY, "birth_place": SUMY}
    assert match(person(name, born="1987", **full), person(name, born="1960", **full)).band != "likely"
    assert match(person(name, sex="male", **full), person(name, sex="female", **full)).band != "likely"


def test_the_best_of_several_names_counts():
    one = person("Орлова Наталія", "Bondarenko Nataliia", born="1987")
    assert match(one, person("Бондаренко Наталья", born="1987")).band == "likely"


def test_nothing_known_is_nothing_alike():
    found = match(Description(), Description())
    assert (found.score, set(found.fields.values())) == (0, {"unknown"})


def test_the_fingerprint_tells_a_change_and_not_an_order():
    one = person("A", "B", born="1987", birth_place=SUMY)
    assert fingerprint(one) == fingerprint(person("B", "A", born="1987", birth_place=SUMY))
    assert (
        len({fingerprint(each) for each in (one, person("A", born="1987"), person("A", "B", born="1988"))})
        == 3
    )
