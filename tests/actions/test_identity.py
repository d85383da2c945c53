"""Judging who is one person: two people join, anybody may doubt, everything can be taken back."""

import uuid

import pytest

from cases.actions.checks import differences, repair
from cases.actions.identity import JudgementRefused, dismiss, judge, pair
from cases.models import IdentityJudgement, IdentityLink, Person
from tests.factories import IdentityLinkFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(office):
    """Three records; the third is kept from viewers."""
    levels = ("ordinary", "ordinary", "restricted")
    return [PersonFactory(office=office, confidentiality=level) for level in levels]


def say(verdict, one, other, by, **more):
    return judge(link=pair(one, other), verdict=verdict, reason="The same photograph.", by=by, **more)


def join(one, other, *by):
    for who in by:
        say("same", one, other, who)


def stands(*people):
    return [Person.objects.get(pk=person.pk).joined_into for person in people]


def clean():
    return [str(difference) for difference in differences()] == []


def test_one_alone_joins_nobody(people, coordinator):
    say("same", *people[:2], coordinator)
    assert stands(*people) == [None, None, None]
    assert IdentityLink.objects.get().state == "same_proposed"
    with pytest.raises(JudgementRefused, match="You have said so already"):
        say("same", *people[:2], coordinator)
    assert Person.objects.counted().count() == 3


def test_a_caseworker_proposes_and_a_coordinator_decides(people, user_in, caseworker, coordinator):
    say("same", *people[:2], caseworker)
    with pytest.raises(JudgementRefused, match="a coordinator decides"):
        say("same", *people[:2], user_in("caseworker"))
    say("same", *people[:2], coordinator)
    link = IdentityLink.objects.get()
    assert (link.state, link.proposed_by, link.confirmed_by) == ("same", caseworker, coordinator)
    assert stands(*people) == [None, people[0], None]
    assert set(Person.objects.counted()) == {people[0], people[2]}
    assert clean()


def test_a_join_is_taken_back_by_a_coordinator_with_a_reason_and_everything_is_as_before(
    people, caseworker, coordinator
):
    join(*people[:2], caseworker, coordinator)
    for who, reason, sentence in (
        (caseworker, "Wrong", "A coordinator takes back"),
        (coordinator, " ", "Write why"),
    ):
        with pytest.raises(JudgementRefused, match=sentence):
            judge(link=pair(*people[:2]), verdict="undone", reason=reason, by=who)
    with pytest.raises(JudgementRefused, match="take that back first"):
        say("not_same", *people[:2], coordinator)
    say("undone", *people[:2], coordinator)
    assert stands(*people) == [None, None, None]
    assert IdentityLink.objects.get().state == "open"
    assert IdentityJudgement.objects.count() == 3
    assert clean()


def test_the_oldest_record_that_most_may_see_stands_for_all(people, caseworker, coordinator):
    join(people[1], people[2], caseworker, coordinator)
    join(people[0], people[2], caseworker, coordinator)
    assert stands(*people) == [None, people[0], people[0]]
    Person.objects.filter(pk=people[0].pk).update(confidentiality="strict")
    assert stands(*people) == [people[1], None, people[1]]
    Person.objects.filter(pk=people[0].pk).update(confidentiality="ordinary")
    assert stands(*people) == [None, people[0], people[0]]
    assert clean()


def test_undoing_one_of_three_links_in_a_ring_leaves_them_joined(people, caseworker, coordinator):
    for one, other in ((0, 1), (1, 2), (0, 2)):
        join(people[one], people[other], caseworker, coordinator)
    say("undone", people[0], people[1], coordinator)
    assert stands(*people) == [None, people[0], people[0]]
    say("undone", people[0], people[2], coordinator)
    assert stands(*people) == [None, None, people[1]]


def test_a_join_that_contradicts_a_judgement_names_the_pair(people, caseworker, coordinator):
    join(people[0], people[1], caseworker, coordinator)
    say("not_same", people[0], people[2], caseworker)
    with pytest.raises(JudgementRefused) as refused:
        say("same", people[1], people[2], caseworker)
    assert people[0].reference in str(refused.value)
    assert people[2].reference in str(refused.value)


def test_joined_through_a_third_record_cannot_be_judged_apart(people, caseworker, coordinator):
    join(people[0], people[1], caseworker, coordinator)
    join(people[1], people[2], caseworker, coordinator)
    with pytest.raises(JudgementRefused, match="one person through"):
        say("not_same", people[0], people[2], coordinator)


def test_a_proposal_is_judged_again_when_it_is_confirmed(people, caseworker, coordinator):
    say("same", people[1], people[2], caseworker)
    join(people[0], people[1], caseworker, coordinator)
    say("not_same", people[0], people[2], caseworker)
    with pytest.raises(JudgementRefused, match="were judged not the same person"):
        say("same", people[1], people[2], coordinator)


def test_who_has_no_name_is_named_not_joined(office, people, caseworker):
    unnamed = PersonFactory(office=office, name="", label="unnamed, 2 of 6")
    with pytest.raises(JudgementRefused, match="name that person instead"):
        say("same", people[0], unnamed, caseworker)


def test_a_record_for_training_is_nobodys_second_record(office, people, caseworker):
    with pytest.raises(JudgementRefused, match="made up for training"):
        say("same", people[0], PersonFactory(office=office, synthetic=True), caseworker)


def test_a_form_that_is_sent_twice_is_one_judgement(people, caseworker):
    key = uuid.uuid4()
    first, second = (say("unsure", *people[:2], caseworker, form_key=key) for _ in range(2))
    assert first == second
    assert IdentityJudgement.objects.count() == 1


def test_who_is_none_of_the_candidates_is_judged_so(people, caseworker):
    dismiss(person=people[2], candidates=people[:2], by=caseworker)
    assert set(IdentityLink.objects.values_list("state", flat=True)) == {"not_same"}
    assert IdentityLink.objects.waiting().count() == 0


def test_who_is_none_of_the_candidates_is_none_of_their_other_records(people, caseworker, coordinator):
    join(people[0], people[1], caseworker, coordinator)
    dismiss(person=people[2], candidates=people[:1], by=caseworker)
    states = dict(IdentityLink.objects.filter(second=people[2]).values_list("first", "state"))
    assert states == {people[0].pk: "not_same", people[1].pk: "not_same"}


def test_the_people_of_some_records_are_counted_once_each(office, people, caseworker, coordinator):
    placeholder = PersonFactory(office=office, superseded_by=people[1])
    join(people[0], people[1], caseworker, coordinator)
    some = Person.objects.filter(pk__in=[people[1].pk, people[2].pk, placeholder.pk])
    assert set(some.represented()) == {people[0], people[2]}
    people[1].refresh_from_db()
    assert set(Person.objects.one_with(people[1])) == {people[0], people[1]}


def test_a_pair_of_one_office_only(people):
    with pytest.raises(Exception, match="a pair is of one office"):
        IdentityLinkFactory(one=people[0], other=PersonFactory())


@pytest.mark.parametrize("name", ["joined_into", "state"])
def test_a_cache_that_is_wrong_is_found_and_repaired(people, caseworker, coordinator, name):
    join(*people[:2], caseworker, coordinator)
    if name == "state":
        IdentityLink.objects.update(state="unsure")
    else:
        Person.objects.filter(pk=people[2].pk).update(joined_into=people[0])
    found = list(differences())
    assert found
    for difference in found:
        assert any(person.reference in str(difference) for person in people)
        repair(difference)
    assert clean()
    assert stands(*people) == [None, people[0], None]
