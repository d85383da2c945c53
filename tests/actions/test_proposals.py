"""Pairs are proposed by the keys of names, never judged by them; a judged pair comes back only when something changed."""

from io import StringIO

import pytest
from django.core.management import call_command

from cases.actions import naming, proposals
from cases.actions.identity import judge, pair
from cases.finding.meeting import meeting
from cases.lib.dates import parse
from cases.models import IdentityLink, Person
from tests.factories import OfficeFactory, PersonFactory, PersonNameFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(office):
    def person(name, born="", **facts):
        made = PersonFactory(
            **{"office": office, "name": name, "born": parse(born) if born else None} | facts
        )
        naming.index_names([made])
        return made

    return person


def run():
    out = StringIO()
    call_command("propose_duplicates", stdout=out)
    return out.getvalue()


def proposed():
    return {
        (link.first, link.second) for link in IdentityLink.objects.waiting().select_related("first", "second")
    }


SPELLINGS = [
    "Сергей Бондаренко",
    "Serhii Bondarenko",
    "BONDARENKO Sergey Petrovich",
    "Бондаренко Сергій Петрович",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("how", ["command", "save"])
def test_one_name_in_several_spellings_is_proposed(person, spelling, how):
    one, other = person("Бондаренко Сергій", "1987"), person(spelling, "3 March 1987")
    assert run() if how == "command" else proposals.propose_for(other)
    assert proposed() == {(one, other)}


@pytest.mark.parametrize(
    ("other", "facts"),
    [
        ("Іван Коваленко", {}), ("Бондаренко Олена", {}), ("Сергій Бондаренко", {"born": "1950"}),
        ("Сергій Бондаренко", {"synthetic": True}), ("Сергій", {}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("how", ["command", "save"])
def test_who_is_somebody_else_is_not_proposed(person, other, facts, how):
    person("Бондаренко Сергій", "1987")
    added = person(other, **facts)
    assert run() if how == "command" else proposals.propose_for(added) == 0
    assert proposed() == set()


def test_nobody_of_another_office_and_no_placeholder_is_proposed(person, office):
    one = person("Бондаренко Сергій", "1987")
    person("Бондаренко Сергій", "1987", office=OfficeFactory())
    person("Бондаренко Сергій", "1987", superseded_by=one)
    person("", label="Бондаренко Сергій, unnamed")
    assert proposals.propose_for(one) == 0
    run()
    assert proposed() == set()


def test_koval_and_kovalenko_are_never_likely(person):
    one, other = person("Іван Коваль", "1987", sex="male"), person("Ivan Kovalenko", "1987", sex="male")
    run()
    link = pair(one, other)
    assert link.score < 75


def test_a_judged_pair_returns_only_when_something_known_of_the_two_has_changed(person, caseworker):
    _one, other = person("Бондаренко Сергій", "1987"), person("Сергей Бондаренко", "1987")
    run()
    link = IdentityLink.objects.get()
    judge(link=link, verdict="not_same", reason="Seen together.", by=caseworker)
    assert "0 put into the queue" in run()
    Person.objects.filter(pk=other.pk).update(contact="The sister")
    assert "0 put into the queue" in run()
    PersonNameFactory(person=other, full="Bondarenko Serhii Petrovych")
    naming.index_names([other])
    assert "1 put into the queue" in run()
    link.refresh_from_db()
    assert (link.state, link.again, link.is_waiting) == ("not_same", True, True)
    assert "0 put into the queue" in run()
    judge(link=link, verdict="not_same", reason="Still two.", by=caseworker)
    link.refresh_from_db()
    assert (link.again, link.is_waiting) == (False, False)


def test_records_that_are_joined_are_not_proposed_again_in_any_way(person, caseworker, coordinator):
    one, two, three = (person(name, "1987") for name in SPELLINGS[:3])
    run()
    for link in (pair(one, two), pair(two, three)):
        for by in (caseworker, coordinator):
            judge(link=link, verdict="same", reason="The same photograph.", by=by)
    IdentityLink.objects.filter(first=one, second=three).delete()
    assert "0 put into the queue" in run()


def test_one_record_brings_no_more_than_a_handful(person):
    for _number in range(proposals.HANDFUL + 3):
        person("Бондаренко Сергій", "1987")
    assert proposals.propose_for(person("Сергей Бондаренко", "1987")) == proposals.HANDFUL


def test_a_failure_to_propose_does_not_stop_the_record(person, monkeypatch):
    one = person("Бондаренко Сергій")

    def fail(*args, **kwargs):
        list(Person.objects.raw("SELECT 1 / 0 AS id"))

    monkeypatch.setattr(proposals, "meeting", fail)
    assert proposals.propose_for(one) == 0
    assert Person.objects.filter(pk=one.pk).exists()


def test_proposing_on_save_takes_a_few_queries_however_many_there_are(person, django_assert_max_num_queries):
    for _number in range(12):
        person("Бондаренко Сергій", "1987")
    added = person("Сергей Бондаренко", "1987")
    with django_assert_max_num_queries(8):
        proposals.propose_for(added)


def test_two_spellings_of_one_surname_are_one_word_of_it(person):
    """Else everybody of that surname would be compared, and of many of them only the newest."""
    one = person("Бондаренко Сергій", latin_name="Bondarenko Serhii")
    for number in range(3):
        person(f"Бондаренко Олена{'а' * number}")
    assert set(meeting(one)) == {one.pk}
    other = person("Bondarenko Sergey")
    assert set(meeting(one)) == {one.pk, other.pk}


# --- What is known was corrected --------------------------------------------------------------------------


def corrected(person, born):
    for name, value in person._meta.get_field("born").columns(parse(born)).items():
        setattr(person, name, value)
    person.save()
    naming.index_names([person])


@pytest.mark.parametrize("how", ["command", "save"])
def test_a_pair_that_a_correction_makes_impossible_leaves_the_queue(person, how):
    one, other = person("Бондаренко Сергій"), person("Бондаренко Сергій")
    run()
    assert proposed() == {(one, other)}
    corrected(one, "1950")
    corrected(other, "1990")
    run() if how == "command" else proposals.propose_for(other)
    assert proposed() == set()


@pytest.mark.parametrize("how", ["command", "save"])
def test_a_pair_that_came_back_or_that_one_confirmed_is_compared_anew(person, caseworker, how):
    one, other, third = (person("Бондаренко Сергій") for _ in range(3))
    run()
    judge(link=pair(one, other), verdict="not_same", reason="Seen together.", by=caseworker)
    judge(link=pair(one, third), verdict="same", reason="One face.", by=caseworker)
    PersonNameFactory(person=one, full="Bondarenko Serhii Petrovych")
    naming.index_names([one])
    run()
    assert pair(one, other).again
    corrected(one, "1950")
    for each in (other, third):
        corrected(each, "1990")
        if how == "save":
            proposals.propose_for(each)
    assert "0 put" in run()
    assert not pair(one, other).again
    assert (pair(one, third).state, pair(one, third).score < 50) == ("same_proposed", True)
