"""Two people judge at once: whoever comes second is judged after the first, and who stands for whom follows from both."""

from uuid import uuid4

import pytest

from cases.actions.checks import differences
from cases.actions.identity import JudgementRefused, judge, pair
from cases.models import IdentityJudgement, IdentityLink, Person
from tests.actions.at_once import at_once, while_open
from tests.factories import OfficeFactory, PersonFactory, UserFactory


@pytest.fixture
def three(committed_db):
    office = OfficeFactory()
    people = [PersonFactory(office=office) for _ in range(3)]
    staff = [UserFactory(office=office, role="coordinator") for _ in range(2)]
    return people, staff


def judging(one, other, by, verdict="same", **more):
    link = pair(one, other)
    return lambda: judge(link=link, verdict=verdict, reason="The same photograph.", by=by, **more)


def clean():
    return list(map(str, differences())) == []


def test_two_joins_with_one_record_in_common_make_one_person(three):
    (one, two, three), (first, second) = three
    for other in (two, three):
        judging(one if other is two else two, other, first)()
    answers = while_open(judging(one, two, second), judging(two, three, second))
    assert all(isinstance(answer, IdentityJudgement) for answer in answers)
    assert list(Person.objects.counted()) == [one]
    assert clean()


def test_a_join_and_a_judgement_that_contradicts_it_are_never_both_recorded(three):
    (one, two, three), (first, second) = three
    judging(one, two, first)()
    judging(one, two, second)()
    judging(two, three, first)()
    answers = at_once(judging(two, three, second), judging(one, three, first, "not_same"))
    assert sorted(type(answer).__name__ for answer in answers) == ["IdentityJudgement", "JudgementRefused"]
    assert clean()


def test_two_coordinators_who_propose_at_once_have_joined(three):
    (one, two, _three), (first, second) = three
    at_once(judging(one, two, first), judging(one, two, second))
    assert IdentityLink.objects.get().state == "same"
    assert Person.objects.counted().order_by("pk").first() == one
    assert clean()


def test_a_join_taken_back_while_it_is_widened_leaves_nothing_stale(three):
    (one, two, three), (first, second) = three
    for by in (first, second):
        judging(one, two, by)()
    judging(two, three, first)()
    at_once(judging(one, two, second, "undone"), judging(two, three, second))
    assert set(Person.objects.counted()) == {one, two}
    assert clean()


def test_a_form_that_is_sent_many_times_at_once_is_one_judgement(three):
    (one, two, _three), (first, _second) = three
    key = uuid4()
    answers = at_once(*[judging(one, two, first, form_key=key) for _ in range(4)])
    refused = [answer for answer in answers if isinstance(answer, JudgementRefused)]
    assert len(refused) == 0
    assert IdentityJudgement.objects.count() == 1
