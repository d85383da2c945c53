"""A record is contested by the open threads about it; a case also by those about what it is a case of."""

import pytest

from cases.actions.evidence import assess
from cases.lib.dates import parse
from cases.models import RepatriationCase
from tests import factories as make
from tests.actions.proof import fresh


def disagree(about):
    """Two claims about a record that contradict each other."""
    return [
        make.ClaimFactory(about=about, aspect="date", date=parse(words))
        for words in ("3 March 2025", "4 March 2025")
    ]


@pytest.fixture
def group(db):
    return make.GroupFactory()


@pytest.fixture
def evacuation(group):
    return make.EvacuationFactory(office=group.office, group=group)


@pytest.fixture
def case(group, evacuation):
    return make.RepatriationCaseFactory(office=group.office, group=group, evacuation=evacuation)


def test_a_case_is_contested_by_what_it_is_about(case, group, evacuation):
    for number, record in enumerate([case, group, evacuation], start=1):
        disagree(record)
        assert fresh(case).contested == number
    assert (fresh(group).contested, fresh(evacuation).contested) == (1, 1)
    assert case in RepatriationCase.objects.contested()


def test_a_case_follows_when_a_thread_about_its_group_is_closed(case, group):
    claim, _other = disagree(group)
    assess(claim=claim, kind="preferred", reason="A list with names.", by=None)
    assert (fresh(case).contested, fresh(group).contested) == (0, 0)
    assert case in RepatriationCase.objects.uncontested()


def test_all_cases_of_a_person_follow(db):
    person = make.PersonFactory()
    cases = [make.RepatriationCaseFactory(office=person.office, group=None, person=person) for _ in range(2)]
    disagree(person)
    assert [fresh(case).contested for case in cases] == [1, 1]


def test_a_new_case_is_contested_from_the_beginning(group, evacuation):
    disagree(group)
    disagree(evacuation)
    case = make.RepatriationCaseFactory(office=group.office, group=group, evacuation=evacuation)
    assert fresh(case).contested == 2


def test_a_case_that_is_linked_anew_counts_anew(case, group, evacuation):
    disagree(group)
    disagree(evacuation)
    case = fresh(case)
    case.evacuation = None
    case.save()
    assert fresh(case).contested == 1
    RepatriationCase.objects.filter(pk=case.pk).update(group=make.GroupFactory(office=group.office))
    assert fresh(case).contested == 0
    RepatriationCase.objects.filter(pk=case.pk).update(group=group, evacuation=evacuation)
    assert fresh(case).contested == 2


def test_other_cases_do_not_care(case, group):
    other = make.RepatriationCaseFactory()
    disagree(group)
    assert fresh(other).contested == 0


@pytest.mark.parametrize("factory", [make.ParcelFactory, make.EvacueeFactory, make.VisitFactory])
def test_any_record_can_be_contested(db, factory):
    record = factory()
    disagree(record)
    assert fresh(record).contested == 1
