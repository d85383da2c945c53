"""A wish is what somebody told somebody: recorded with how, by whom and before whom; the latest one counts."""

from uuid import UUID

import pytest

from cases.actions import wishes
from cases.actions.checks import differences
from cases.actions.events import EventRefused, declare_wrong, record_event
from cases.lib.dates import parse
from cases.models import Evacuee, Event, RepatriationCase, WishRecord
from tests import factories as make

pytestmark = pytest.mark.django_db


def wish(record, wish="return", **facts):
    facts = {"how": "alone", "heard_by": "A delegate", "by": None} | facts
    event = wishes.record_wish(record=record, wish=wish, **facts)
    record.refresh_from_db()
    return event


def test_the_latest_wish_stands_on_the_record_with_who_heard_it():
    case = make.RepatriationCaseFactory()
    wish(case, occurred=parse("1 Dec 2025"))
    wish(case, "stay", heard_by="Another delegate", occurred=parse("5 Dec 2025"))
    assert (case.wish, case.wish_recorded_by, case.return_wished) == ("stay", "Another delegate", False)
    assert list(differences()) == []


def test_a_wish_declared_wrong_gives_way_to_the_one_before():
    case = make.RepatriationCaseFactory()
    wish(case)
    later = wish(case, "stay")
    declare_wrong(event=later, kind="did_not_occur", reason="Another person.", by=None)
    case.refresh_from_db()
    assert (case.wish, case.return_wished) == ("return", True)
    assert list(differences()) == []


def test_a_corrected_day_keeps_the_wish():
    case = make.RepatriationCaseFactory()
    event = wish(case, how="with_others", present="An interpreter")
    correction = {"occurred": parse("2 Dec 2025")}
    error = declare_wrong(
        event=event, kind="incorrect_data", reason="Other day.", by=None, correction=correction
    )
    right = WishRecord.objects.get(event=error.correction)
    assert (right.wish, right.present) == ("return", "An interpreter")
    assert RepatriationCase.objects.get(pk=case.pk).wish == "return"
    assert list(differences()) == []


def test_the_same_form_twice_is_one_wish():
    case, key = make.RepatriationCaseFactory(), "2f1d5a3e-77b1-4f7b-9d0f-0c8a2a6f3b11"
    assert wish(case, form_key=key) == wish(case, form_key=key)
    assert WishRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"wish": ""}, "wish", "Choose what is wished"),
        ({"how": ""}, "how", "Choose how it was expressed"),
        ({"heard_by": " "}, "heard_by", "Write who heard it"),
        ({"how": "with_others"}, "present", "Write who was present"),
        ({"assessed_by": "A social worker"}, "assessed_by", "what they find"),
        ({"in_interest": True}, "guardian", "name the guardian"),
        ({"wish": "cannot_express", "in_interest": True}, "guardian", "name the guardian"),
    ],
)
def test_a_wish_that_does_not_say_enough_is_refused_at_its_field(facts, field, words):
    with pytest.raises(wishes.WishRefused, match=words) as refused:
        wish(make.RepatriationCaseFactory(), **facts)
    assert refused.value.field == field
    assert Event.objects.count() == 0


def test_what_a_party_says_people_wish_is_a_claim():
    case = make.RepatriationCaseFactory()
    minister = make.StateBodyFactory(party=case.holding_party)
    said = make.StatementFactory(speaker=minister, source__office=case.office)
    with pytest.raises(wishes.WishRefused, match="is a claim, not a wish"):
        wish(case, statement=said)
    with pytest.raises(wishes.WishRefused, match="is a claim, not a wish"):
        wish(case, evidence="party_statement")
    assert case.wish == "unknown"


def test_what_the_red_cross_passes_on_is_a_wish():
    case = make.RepatriationCaseFactory()
    said = make.StatementFactory(source__office=case.office)
    wish(case, how="red_cross", statement=said)
    assert case.return_wished


def test_a_wish_is_not_recorded_without_saying_how():
    case = make.RepatriationCaseFactory()
    with pytest.raises(EventRefused, match="on a page of its own"):
        record_event(about=case, type="wish_recorded", by=None, evidence="own_observation")


def test_those_who_cannot_express_a_wish_have_somebody_who_speaks_for_them():
    case = make.RepatriationCaseFactory()
    wish(case, "cannot_express", guardian="The grandmother")
    assert (case.wish, case.return_wished) == ("cannot_express", False)
    wish(case, "cannot_express", assessed_by="A social worker", assessment="With the aunt.", in_interest=True)
    assert (case.wish, case.return_wished) == ("cannot_express", True)


def test_the_wish_of_one_of_a_group_is_not_that_of_the_group():
    case = make.RepatriationCaseFactory()
    person = make.GroupMembershipFactory(group=case.group).person
    wish(case, person=person)
    assert (case.wish, case.status) == ("unknown", "wish_recorded")
    with pytest.raises(wishes.WishRefused, match="not of the group"):
        wish(case, person=make.PersonFactory(office=case.office))


def test_whoever_stayed_and_now_wishes_to_return_has_changed_the_wish():
    evacuee = make.EvacueeFactory()
    wish(evacuee, "stay")
    make.EventFactory(about=evacuee, type="stays")
    event = wish(evacuee, "return", note="After a call with the family.")
    assert (event.type, evacuee.wish, evacuee.status) == ("came_back", "return", "wish_recorded")


def test_a_wish_can_change_after_the_return_was_requested():
    evacuee = make.EvacueeFactory()
    wish(evacuee)
    make.EventFactory(about=evacuee, type="return_requested")
    wish(evacuee, "stay")
    assert (evacuee.wish, evacuee.status) == ("stay", "return_requested")


def test_a_survey_records_all_wishes_or_none():
    one, other = make.EvacueeFactory(), make.EvacueeFactory()
    good = {"wish": "return", "how": "alone", "heard_by": "A delegate"}
    key = UUID(int=1)
    entries = [(one, good), (other, good | {"how": "with_others"})]
    with pytest.raises(wishes.SurveyRefused) as refused:
        wishes.record_survey(entries=entries, by=None, form_key=key)
    assert list(refused.value.rows) == [other.pk]
    assert Evacuee.objects.filter(wish="return").count() == 0
