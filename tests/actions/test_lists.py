"""Lists received from the other side: kept as they came, judged line by line, every judgement reversible."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from cases.actions import Refused, checks, lists
from cases.finding.lists import Alike
from cases.models import Claim, CounterpartList, LineJudgement
from tests.factories import (
    ActorFactory,
    CounterpartLineFactory,
    CounterpartListFactory,
    PersonFactory,
    PlaceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def received(office, caseworker):
    return CounterpartListFactory(
        office=office,
        by=caseworker,
        written="Name;Born\nIvanenko Ivan;1985\nPetrenko Petro;1990",
        place=PlaceFactory(),
    )


@pytest.fixture
def line(received):
    return received.lines.get(number=2)


def judge(line, verdict, by, **facts):
    judgement = lists.judge(line=line, verdict=verdict, by=by, **facts)
    line.refresh_from_db()
    return judgement


def test_a_list_is_a_source_with_a_statement_and_its_text_as_the_copy(received):
    assert received.source.publisher == received.sender
    assert bytes(received.source.stored_copy.content).decode().startswith("Name;Born\n")
    assert received.statement.speaker == received.sender
    assert "2 people" in received.statement.text
    assert [(line.number, line.name, line.born.edtf) for line in received.lines.order_by("number")] == [
        (2, "Ivanenko Ivan", "1985"),
        (3, "Petrenko Petro", "1990"),
    ]


@pytest.mark.parametrize("column", ["received_on", "sender", "says", "holding_party", "place"])
def test_what_was_received_is_not_edited(received, column):
    other = {
        "received_on": date(2020, 1, 1),
        "sender": ActorFactory(),
        "says": "other",
        "place": PlaceFactory(),
    }
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        CounterpartList.objects.filter(pk=received.pk).update(**{column: other.get(column)})


def test_the_same_form_is_one_list_and_the_same_text_is_refused(office, caseworker):
    key = "8f6d1f34-0a53-4a3a-9f5e-000000000001"
    one = CounterpartListFactory(office=office, by=caseworker, written="Ivanenko Ivan", form_key=key)
    assert CounterpartListFactory(office=office, by=caseworker, written="Ivanenko Ivan", form_key=key) == one
    with pytest.raises(Refused, match=one.reference):
        CounterpartListFactory(office=office, by=caseworker, sender=one.sender, written="Ivanenko Ivan")


def test_an_empty_list_is_refused(office):
    with pytest.raises(Refused, match="No name can be read"):
        CounterpartListFactory(office=office, written="---\n\n7")


def test_what_the_red_cross_sends_is_kept_restricted(office, parties):
    facts = {"office": office, "sender": ActorFactory(kind="humanitarian"), "holding_party": parties[0]}
    with pytest.raises(Refused, match="kept restricted"):
        CounterpartListFactory(**facts)
    kept = CounterpartListFactory(**facts, confidentiality="restricted")
    assert {kept.source.confidentiality, kept.statement.confidentiality} == {"restricted"}


def test_a_line_is_a_person_and_the_list_says_where_they_are(office, received, line, caseworker):
    person = PersonFactory(office=office)
    judge(line, "is", caseworker, person=person)
    assert (line.state, line.person) == ("is", person)
    claim = Claim.objects.get()
    assert (claim.about, claim.place, claim.statement) == (person, received.place, received.statement)


def test_what_is_taken_back_is_open_again_and_its_claim_no_longer_counts(
    office, line, caseworker, coordinator
):
    person = PersonFactory(office=office)
    judge(line, "is", caseworker, person=person)
    with pytest.raises(Refused, match="why it is taken back"):
        judge(line, "undone", coordinator)
    judge(line, "undone", coordinator, reason="Another man of this name")
    assert (line.state, line.person) == ("open", None)
    assert not Claim.objects.live().exists()
    assert [row.verdict for row in line.judgements.order_by("sequence")] == ["is", "undone"]
    with pytest.raises(Refused, match="nothing to take back"):
        judge(line, "undone", coordinator, reason="Once more")


def test_another_person_takes_the_place_of_the_first(office, line, caseworker):
    first, second = PersonFactory(office=office), PersonFactory(office=office)
    judge(line, "is", caseworker, person=first)
    judge(line, "is", caseworker, person=second)
    assert line.person == second
    assert [claim.about for claim in Claim.objects.live()] == [second]


@pytest.mark.parametrize("verdict", ["none", "unsure"])
def test_a_line_is_nobody_of_ours_or_cannot_be_told(line, caseworker, verdict):
    judge(line, verdict, caseworker)
    assert (line.state, line.person) == (verdict, None)


def test_the_same_judgement_twice_is_one(line, caseworker):
    assert judge(line, "none", caseworker) == judge(line, "none", caseworker)
    key = "8f6d1f34-0a53-4a3a-9f5e-000000000002"
    assert judge(line, "unsure", caseworker, form_key=key) == judge(line, "none", caseworker, form_key=key)
    assert LineJudgement.objects.count() == 2


def test_whoever_did_not_see_the_last_judgement_is_refused(line, caseworker, coordinator):
    judge(line, "none", caseworker, as_seen=0)
    with pytest.raises(lists.Stale):
        judge(line, "unsure", coordinator, as_seen=0)
    judge(line, "unsure", coordinator, as_seen=line.judgements.get().sequence)


@pytest.mark.parametrize(
    "somebody", [{"name": "", "label": "unnamed, 1 of 6"}, {"synthetic": True}, {"office": None}], ids=str
)
def test_a_line_is_nobody_without_a_name_of_another_office_or_made_up(office, line, caseworker, somebody):
    facts = {"office": office} | {key: value for key, value in somebody.items() if value is not None}
    if "office" in somebody:
        facts.pop("office")
    with pytest.raises(Refused):
        judge(line, "is", caseworker, person=PersonFactory(**facts))


def test_who_may_be_meant_is_found_again_for_open_lines_only(office, received, line, caseworker):
    person = PersonFactory(office=office)
    judge(received.lines.get(number=3), "none", caseworker)
    found = {each.pk: [Alike(person.pk, 80, ())] for each in received.lines.all()}
    assert lists.propose_again(received=received, found=found) == 1
    assert [each.line for each in line.candidates.model.objects.all()] == [line]


def test_the_check_finds_a_line_that_is_not_as_judged_and_repairs_it(office, line, caseworker):
    judge(line, "is", caseworker, person=PersonFactory(office=office))
    type(line).objects.filter(pk=line.pk).update(state="none", person=None)
    found = list(checks.differences())
    assert {difference.name for difference in found} == {"state", "person_id"}
    checks.repair(found[0])
    assert not list(checks.differences())


def test_a_line_is_as_confidential_as_its_list_and_as_the_person(office, caseworker, coordinator, viewer):
    line = CounterpartLineFactory(list__office=office, list__confidentiality="restricted")
    seen = type(line).objects.visible_to
    assert seen(caseworker).exists()
    assert not seen(viewer).exists()
    judge(line, "is", coordinator, person=PersonFactory(office=office, confidentiality="strict"))
    assert not seen(caseworker).exists()
    assert seen(coordinator).exists()
