"""Hrabovske: a group of its own, with Ukraine's own word."""

import pytest

from cases.models import Position, RepatriationCase
from tests.seed import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def test_18_and_20_december_stand_side_by_side_as_contested():
    assert rows.thread("group.hrabovske", "date").open
    found = {claim.date.earliest.day: claim.date.basis for claim in rows.said("group.hrabovske", "date")}
    assert found == {18: "inferred", 20: "inferred"}
    assert rows.record("repatriation_case.hrabovske") in RepatriationCase.objects.contested()


def test_52_of_a_list_do_not_contradict_about_50_or_more_than_50():
    thread = rows.thread("group.hrabovske", "size", population="people")
    assert (thread.live, thread.open) == (3, False)
    group = rows.record("group.hrabovske")
    assert (group.size_low, group.size_high) == (50, 52)


def test_ukraines_readiness_is_its_own_position():
    position = Position.objects.get(case=rows.record("repatriation_case.hrabovske"), party__code="UA")
    assert (position.stance, position.own) == ("agrees_no_date", True)
    assert position.claim.statement.speaker.party.code == "UA"


def test_nothing_is_invented_for_the_other_state():
    position = Position.objects.get(case=rows.record("repatriation_case.hrabovske"), party__code="RU")
    assert (position.stance, position.claim) == ("", None)


def test_residents_spoken_of_without_their_village_stay_apart():
    apart = rows.record("group.sumy-unnamed-villages")
    places = [str(claim.place) for claim in rows.said("group.sumy-unnamed-villages", "place")]
    assert places == ["Belgorod region", "Oryol region"]
    assert apart.contested == 0
    assert not apart.repatriation_cases.exists()
