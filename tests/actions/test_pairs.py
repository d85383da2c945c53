"""Pairs scored in the database stand on the scale by which two records are compared one by one."""

import random
from importlib.util import find_spec
from io import StringIO
from itertools import combinations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from bench import invented
from bench.duplicates import record
from cases.actions import naming, pairs
from cases.actions.pairs import blocks, likeness, people, scores, words
from cases.lib import matching
from cases.lib.dates import parse
from cases.models import IdentityLink, Person
from tests.factories import PersonFactory, PersonIdentifierFactory, PlaceFactory

pytestmark = pytest.mark.django_db

DAYS = [
    "",
    "1987",
    "3 March 1987",
    "1987-03-03",
    "March 1987",
    "about 1988",
    "1950-12-01",
    "XXXX-03-03",
    "1987-12-01",
    "1987-01-12",
]


def scored():
    """{(first, second): score} of all possible pairs of people, as the database scores them."""

    def all_pairs(cursor):
        cursor.execute("CREATE TEMPORARY TABLE pair ON COMMIT DROP AS SELECT a.id AS first, b.id AS second "
                       "FROM pair_person a JOIN pair_person b ON a.id < b.id AND a.office_id = b.office_id")  # fmt: skip
        return blocks.settle(cursor)

    with transaction.atomic(), connection.cursor() as cursor:
        people.prepare(cursor)
        all_pairs(cursor)
        words.make(cursor)
        likeness.make(cursor)
        scores.make(cursor, all_pairs=True)
        cursor.execute("SELECT first, second, score, reasons FROM pair_score")
        found = {(one, other): (score, reasons) for one, other, score, reasons in cursor.fetchall()}
        people.forget(cursor)
    return found


def compared():
    """The same, one by one."""
    described = {person.pk: person.description() for person in Person.objects.described().order_by("pk")}
    return {
        (one, other): matching.match(described[one], described[other])
        for one, other in combinations(described, 2)
    }


def some_people(office, dice, number):
    """People of few names and few facts, so that each kind of finding comes about."""
    true = [(invented.draw(dice), None) for _each in range(number // 6)]
    country = PlaceFactory()
    town = PlaceFactory(parent=country)
    places = [None, country, town, PlaceFactory(parent=town), PlaceFactory()]
    for pk in range(1, number + 1):
        one, _born = dice.choice(true)
        name = record(pk, one, parse("1987-03-03").earliest, dice, True)["name"]
        born = dice.choice(DAYS)
        person = PersonFactory(
            office=office, name=name, latin_name="", sex=dice.choice(["", "male", "female"]), nationality=dice.choice(["", "XA", "XB"]),
            born=parse(born) if born else None, rank=dice.choice(["", "Private", "private."]), service_number=dice.choice(["", "", "A-1", "a1", "A2"]),
            father_name=dice.choice(["", "", "Іван", "Ivan", "Петро"]), mother_maiden_name=dice.choice(["", "", "Орлова", "Orlova", "Коваль"]),
            birth_place=dice.choice(places), last_residence=dice.choice(places),
        )  # fmt: skip
        if dice.random() < 0.3:
            PersonIdentifierFactory(
                person=person,
                scheme=dice.choice(["Passport", "passport "]),
                value=dice.choice(["12", "1-2", "77"]),
            )
        naming.index_names([person])


@pytest.mark.parametrize("seed", [1, 2])
def test_a_pair_scores_the_same_in_the_database_and_one_by_one(office, seed):
    """One in a hundred may differ by how several unlike words are paired; none of those is called likely by the database alone."""
    some_people(office, random.Random(seed), 90)
    found, expected = scored(), compared()
    assert found.keys() == expected.keys()
    far = {
        pair: (found[pair], expected[pair].score)
        for pair in found
        if abs(found[pair][0] - expected[pair].score) > 1
    }
    assert len(far) <= len(found) / 100, list(far.items())[:5]
    likely = {pair for pair in found if found[pair][0] >= matching.LIKELY + 1}
    assert [pair for pair in likely if expected[pair].score < matching.LIKELY] == []
    assert len(likely) > 20


def test_the_reasons_are_those_of_the_comparison(office):
    for name in ("Бондаренко Сергій", "Bondarenko Sergey Petrovich", "Бондаренко Олена", "Бондаренк Сергій"):
        naming.index_names([PersonFactory(office=office, name=name, born=parse("1987"), latin_name="")])
    found, expected = scored(), compared()
    assert {pair: set(reasons) for pair, (_score, reasons) in found.items()} == {
        pair: set(match.reasons) for pair, match in expected.items()
    }


@pytest.mark.parametrize(
    "other", ["Ivan Kovalenko", "Иван Ковальчук", "Ковалёв Иван", "Коваленко Іван Іванович", "Ivan Kovalov"]
)
def test_another_family_name_of_the_same_stem_is_never_likely(office, other):
    facts = {"office": office, "born": parse("3 March 1987"), "sex": "male", "latin_name": ""}
    naming.index_names([PersonFactory(name="Іван Коваль", **facts), PersonFactory(name=other, **facts)])
    ((score, _reasons),) = scored().values()
    assert score < matching.LIKELY


def test_a_slip_in_the_surname_is_found_by_the_day_of_birth_and_one_in_the_given_name_by_the_year(office):
    people = [
        PersonFactory(office=office, name=name, born=parse(born), latin_name="")
        for name, born in [
            ("Бондаренко Сергій", "3 March 1987"), ("Бондарнеко Сергій", "3 March 1987"),
            ("Шевчук Денис", "May 1990"), ("Шевчук Днеис", "1990-05-11"),
        ]
    ]  # fmt: skip
    naming.index_names(people)
    assert pairs.propose_new().proposed == 2
    assert {(link.first, link.second) for link in IdentityLink.objects.select_related("first", "second")} == {
        tuple(people[:2]), tuple(people[2:]),
    }  # fmt: skip


def run(*words):
    out = StringIO()
    call_command("link_people", *words, stdout=out)
    return out.getvalue()


def test_the_command_links_by_our_own_rules_and_joins_nobody(office):
    for name in ("Бондаренко Сергій", "Serhii Bondarenko"):
        naming.index_names([PersonFactory(office=office, name=name, born=parse("1987"), latin_name="")])
    assert "1 put into the queue" in run()
    assert IdentityLink.objects.get().state == "open"
    assert not Person.objects.filter(joined_into__isnull=False).exists()


@pytest.mark.skipif(find_spec("splink") is not None, reason="the extra is installed")
def test_without_the_extra_the_command_says_what_to_install(db):
    with pytest.raises(CommandError, match="is not installed"):
        run("--engine", "splink")


@pytest.mark.skipif(find_spec("splink") is None, reason="the extra [linkage] is not installed")
def test_splink_proposes_on_our_scale(office):
    dice = random.Random(3)
    some_people(office, dice, 60)
    assert "put into the queue" in run("--engine", "splink")
    expected = {pair: match.score for pair, match in compared().items()}
    links = list(IdentityLink.objects.order_by("pk"))
    assert links
    assert all(abs(link.score - expected[link.first_id, link.second_id]) <= 1 for link in links)
    assert all(link.state == "open" for link in links)
