"""Ten thousand random judgements through the action: nobody is lost, nobody is counted twice, all of it can be undone."""

import random
from itertools import combinations

import pytest

from cases.actions.checks.identity import of_links, of_people
from cases.actions.identity import JudgementRefused, Judging, judge_all, pair
from cases.lib.joining import Standing
from cases.models import IdentityLink, Person
from tests.factories import PersonFactory, UserFactory

OPERATIONS = 10_000
PEOPLE = 9


class Plain:
    """The same in sets: what was judged of each pair, and whoever can be reached is one person."""

    def __init__(self, people):
        self.people = people
        self.standing = {pair: Standing() for pair in combinations(people, 2)}

    def one_with(self, person, without=()):
        reached, new = {person}, {person}
        while new:
            new = {
                other
                for pair, standing in self.standing.items()
                if standing.state == "same" and pair not in without and new & set(pair)
                for other in pair
            } - reached
            reached |= new
        return reached

    def allows(self, pair, verdict, by, coordinator):
        standing = self.standing[pair]
        ours, theirs = (self.one_with(person) for person in pair)
        if verdict == "undone":
            return standing.state != "open" and (standing.state != "same" or coordinator)
        if standing.state == "same":
            return False
        if verdict == "not_same":
            return ours != theirs
        if verdict == "unsure":
            return True
        if standing.state == "same_proposed" and (standing.proposed_by == by or not coordinator):
            return False
        return ours == theirs or not any(
            other != pair and self.standing[other].state == "not_same"
            for other in combinations(self.people, 2)
            if (set(other) & ours and set(other) & theirs)
        )


@pytest.mark.django_db
def test_ten_thousand_judgements_lose_and_double_nobody(office):
    dice = random.Random(20)
    levels = ("ordinary", "ordinary", "restricted", "strict")
    people = [PersonFactory(office=office, confidentiality=dice.choice(levels)) for _ in range(PEOPLE)]
    staff = [UserFactory(office=office, role=role) for role in ("caseworker", "coordinator", "coordinator")]
    links = {(a.pk, b.pk): pair(a, b) for a, b in combinations(people, 2)}
    plain, tried, done = Plain([person.pk for person in people]), 0, 0
    while tried < OPERATIONS:
        some = []
        for _number in range(dice.choice((1, 20, 80, 160))):
            key, by = dice.choice(list(links)), dice.choice(staff)
            verdict = dice.choices(("same", "undone", "unsure", "not_same"), (55, 35, 4, 6))[0]
            judging, tried = Judging(links[key], verdict, "Dice", by), tried + 1
            if plain.allows(key, verdict, by.pk, by.role == "coordinator"):
                plain.standing[key] = plain.standing[key].after(verdict, by.pk)
                some.append(judging)
            elif not some:
                with pytest.raises(JudgementRefused):
                    judge_all(judgings=[judging])
        if some:
            judge_all(judgings=some)
        done += len(some)
        assert_agrees(plain)
    assert done > OPERATIONS / 3
    assert list(of_links(list(IdentityLink.objects.order_by("pk")))) == []
    undoing = [key for key in links if plain.standing[key].state != "open"]
    judge_all(judgings=[Judging(links[key], "undone", "As it was", staff[1]) for key in undoing])
    assert set(Person.objects.filter(office=office).counted()) == set(people)
    assert set(IdentityLink.objects.values_list("state", flat=True)) == {"open"}


def assert_agrees(plain):
    """Each record is of exactly one counted person, and the counted ones are as many as there are groups."""
    rows = list(Person.objects.filter(pk__in=plain.people).order_by("pk"))
    stored = {row.pk: row.joined_into_id or row.pk for row in rows}
    groups = {frozenset(plain.one_with(pk)) for pk in plain.people}
    assert {frozenset(pk for pk in stored if stored[pk] == top) for top in stored.values()} == groups
    assert Person.objects.filter(pk__in=plain.people).counted().count() == len(groups)
    assert all(Person.objects.get(pk=top).joined_into_id is None for top in set(stored.values()))
    assert list(of_people(rows)) == []
