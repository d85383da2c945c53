"""A limit or stop on the mail of a person, as somebody states it: never blocked, below the minimum it alerts (D5, D6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.actions.events import declare_wrong, record_event
from cases.actions.handling import DoesNotFit, below_minimum
from cases.lib.mail_clock import CARDS, LETTERS
from cases.models import Event, FollowUp, Handling
from tests.factories import CorrespondenceFactory, HandlingFactory, PersonFactory

KEY = "8d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3e"


@pytest.fixture
def person(office):
    return PersonFactory(office=office)


def limit(about, **said):
    return HandlingFactory(about=about, type="mail_limited", signed_by="", note="As stated.", **said)


def rules(person):
    return sorted(FollowUp.objects.about(person).open().values_list("rule", flat=True))


def post(client, person, **data):
    base = {"type": "mail_limited", "note": "As stated.", "who_says_so": "testimony", "form_key": KEY}
    return client.post(f"/record/{person.reference}/event/", base | data)


@pytest.mark.parametrize(
    ("said", "alerts"),
    [
        ({"letters": 1, "cards": 4}, ["D5"]),
        ({"letters": 2, "cards": 3}, ["D5"]),
        ({"letters": 0, "cards": 0, "cause": "disciplinary"}, ["D5", "D6"]),
        ({"letters": 2, "cards": 4}, []),
        ({"letters": 2, "cards": 4, "cause": "disciplinary"}, ["D6"]),
        ({"letters": 1}, ["D5"]),
        ({"cause": "security"}, []),
    ],
)
def test_a_limit_below_the_minimum_or_for_discipline_alerts(person, said, alerts):
    limit(person, **said)
    assert rules(person) == alerts


numbers = st.none() | st.integers(0, 9)


@given(letters=numbers, cards=numbers)
def test_where_nobody_said_how_many_nobody_said_that_it_is_less(letters, cards):
    stated = [number >= least for number, least in ((letters, LETTERS), (cards, CARDS)) if number is not None]
    assert below_minimum(letters, cards) is not all(stated)


def test_it_is_recorded_on_the_page_of_the_person_and_stands_beside_the_meter(client_for, person, parties):
    client = client_for("caseworker")
    assert (
        post(client, person, letters="0", cards="1", cause="disciplinary", side=parties[0].pk).status_code
        == 302
    )
    handling = Handling.objects.get()
    assert (handling.letters, handling.cards, handling.side) == (0, 1, parties[0])
    (said,) = client.get(person.get_absolute_url()).context["mail"]["limits"]
    assert said["label"] == "Mail limited or stopped"
    assert "letters a month: 0" in said["words"]
    assert said["who"] == "testimony of a returnee"
    assert rules(person) == ["D5", "D6"]


def test_that_it_ended_stands_above_it(client_for, person):
    limit(person, letters=0)
    record_event(about=person, type="mail_limit_ended", by=None, evidence="testimony")
    limits = client_for("viewer").get(person.get_absolute_url()).context["mail"]["limits"]
    assert [said["label"] for said in limits] == ["Limit on mail ended", "Mail limited or stopped"]


@pytest.mark.parametrize("letters", ["-1", "many", "9" * 40, "1001"])
def test_a_number_that_cannot_be_is_refused_with_all_that_was_typed(client_for, person, letters):
    answer = post(client_for("caseworker"), person, letters=letters)
    assert answer.status_code == 422
    assert "letters" in answer.context["form"].errors
    assert letters in answer.content.decode()
    assert not Event.objects.exists()


def test_numbers_belong_to_a_limit_alone(client_for, person):
    answer = post(client_for("caseworker"), person, type="noted", letters="1")
    assert answer.status_code == 422
    assert "does not belong" in answer.content.decode()
    with pytest.raises(DoesNotFit):
        HandlingFactory(about=CorrespondenceFactory(), type="held", signed_by="", letters=1)


def test_a_correction_keeps_the_numbers_and_a_limit_that_was_none_ends_its_alert(person, caseworker):
    event = limit(person, letters=1, cards=4).event
    facts = {"reason": "Read again.", "by": caseworker}
    right = declare_wrong(
        event=event, kind="incorrect_data", correction={"note": "In writing."}, **facts
    ).correction
    assert (right.handling.letters, right.handling.cards) == (1, 4)
    assert rules(person) == ["D5"]
    declare_wrong(event=right, kind="did_not_occur", **facts)
    assert rules(person) == []
