"""From an evacuated person to a repatriation case: filled in, the wish carried over, no second case."""

import uuid

import pytest

from cases.actions.checks import differences
from cases.actions.events import declare_wrong
from cases.models import Evacuee, RepatriationCase, WishRecord
from tests.factories import (
    EvacuationFactory,
    EvacueeFactory,
    EventFactory,
    GroupMembershipFactory,
    PersonFactory,
    PlaceFactory,
    RepatriationCaseFactory,
    WishRecordFactory,
)


@pytest.fixture
def natalia(office, parties):
    home, here = PlaceFactory(name="Home village", country="XB"), PlaceFactory(name="Shelter", country="XA")
    spring = EvacuationFactory(office=office, title="Evacuation in spring", place_from=home)
    person = PersonFactory(office=office, name="Орлова Наталья")
    return EvacueeFactory(office=office, evacuation=spring, person=person, place=here)


def text(answer):
    return answer.content.decode()


def url(evacuee):
    return f"{evacuee.get_absolute_url()}case/"


def typed(parties, **changes):
    return {
        "title": "Return of Natalia", "holding_party": parties[0].pk, "receiving_party": parties[1].pk,
        "confidentiality": "ordinary", "form_key": uuid.uuid4(),
    } | changes  # fmt: skip


def test_the_form_is_filled_with_what_is_known(client_for, natalia, parties):
    WishRecordFactory(about=natalia)
    page = text(client_for("caseworker").get(url(natalia)))
    for words in ("Орлова Наталья", "Home village", "Shelter", "heard by A delegate",
                  f'value="{parties[0].pk}" selected', f'value="{parties[1].pk}" selected'):  # fmt: skip
        assert words in page


def test_the_wish_is_carried_over_and_the_return_requested_once(client_for, natalia, parties):
    heard = WishRecordFactory(about=natalia, how="with_others", present="An interpreter")
    client, data = client_for("caseworker"), typed(parties)
    first, again = client.post(url(natalia), data), client.post(url(natalia), data)
    case = RepatriationCase.objects.get()
    assert first.url == again.url == case.get_absolute_url()
    assert (case.person, case.evacuation, case.wish) == (natalia.person, natalia.evacuation, "return")
    carried = WishRecord.objects.get(event__repatriation_case=case)
    assert (carried.present, carried.event.within) == ("An interpreter", heard.event)
    assert Evacuee.objects.get().status == "return_requested"
    assert case.positions.count() == 2
    assert list(differences()) == []


def test_a_wish_declared_wrong_goes_from_the_case_as_well(client_for, natalia, parties):
    heard = WishRecordFactory(about=natalia)
    client_for("caseworker").post(url(natalia), typed(parties))
    declare_wrong(event=heard.event, kind="did_not_occur", reason="Another person.", by=None)
    assert RepatriationCase.objects.get().wish == "unknown"
    assert list(differences()) == []


def test_without_a_wish_to_return_no_case_is_opened(client_for, natalia, parties):
    client = client_for("caseworker")
    assert "No wish to return is recorded" in text(client.get(url(natalia)))
    answer = client.post(url(natalia), typed(parties))
    assert answer.status_code == 422
    assert not RepatriationCase.objects.exists()


@pytest.mark.parametrize("of_group", [False, True])
def test_whoever_has_an_open_case_gets_no_second_one(client_for, natalia, parties, of_group):
    WishRecordFactory(about=natalia)
    other = RepatriationCaseFactory(office=natalia.office, title="The first case")
    if of_group:
        GroupMembershipFactory(group=other.group, person=natalia.person)
    else:
        other = RepatriationCaseFactory(
            office=natalia.office, title="The first case", group=None, person=natalia.person
        )
    client = client_for("caseworker")
    page = text(client.get(url(natalia)))
    assert "This person has an open case already." in page
    assert other.get_absolute_url() in page
    answer = client.post(url(natalia), typed(parties))
    assert answer.status_code == 422
    assert RepatriationCase.objects.filter(evacuation=natalia.evacuation).count() == 0


def test_who_may_add_nothing_opens_no_case(client_for, natalia, parties):
    WishRecordFactory(about=natalia)
    for role in ("viewer", "auditor", "administrator"):
        assert client_for(role).post(url(natalia), typed(parties)).status_code == 403


def test_several_people_are_accommodated_at_once(client_for, natalia):
    other = EvacueeFactory(office=natalia.office, evacuation=natalia.evacuation)
    place = PlaceFactory(name="Winter quarters")
    address = f"{natalia.evacuation.get_absolute_url()}accommodation/"
    client = client_for("caseworker")
    assert "Орлова Наталья" in text(client.get(address))
    data = {"people": [natalia.reference, other.reference], "place": place.name, "occurred": "May 2025",
            "who_says_so": "own_observation", "form_key": uuid.uuid4()}  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert client.post(address, data).status_code == 302
    assert {row.place for row in Evacuee.objects.order_by("pk")} == {place}
    assert natalia.events.count() == 1
    assert list(differences()) == []
    assert client.post(address, data | {"people": [], "place": ""}).status_code == 422


def test_where_they_stay_follows_the_latest_event_that_says_so(natalia):
    from_first = PlaceFactory(name="First quarters")
    first = accommodated(natalia, from_first)
    later = accommodated(natalia, PlaceFactory(name="Second quarters"))
    assert Evacuee.objects.get().place == later.place
    declare_wrong(event=later, kind="did_not_occur", reason="Another person.", by=None)
    assert Evacuee.objects.get().place == from_first
    declare_wrong(event=first, kind="did_not_occur", reason="Another person.", by=None)
    assert Evacuee.objects.get().place is None
    assert list(differences()) == []


def accommodated(evacuee, place):
    return EventFactory(about=evacuee, type="accommodated", place=place)


def test_the_evacuation_says_in_numbers_what_its_people_wish(client_for, natalia):
    WishRecordFactory(about=natalia)
    EvacueeFactory(office=natalia.office, evacuation=natalia.evacuation)
    case = RepatriationCaseFactory(office=natalia.office, group=None, person=natalia.person)
    client = client_for("caseworker")
    page = text(client.get(natalia.evacuation.get_absolute_url()))
    assert "2 people on record: not known 1; wishes to return 1." in page
    assert case.get_absolute_url() in page
