"""Whose position a claim is: its party’s own only in that party’s own words (D21)."""

import pytest

from cases.models import Claim
from tests.evidence.entries import claims, entry, page_of, saying
from tests.factories import ActorFactory, RepatriationCaseFactory, StateBodyFactory

URL = "/statements/add/"


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


@pytest.fixture
def case(office, parties):
    return RepatriationCaseFactory(
        office=office, holding_party=parties[0], receiving_party=parties[1], title="A return"
    )


def position(case, party, **changes):
    told = {"about": case.reference, "aspect": "position", "position": "does_not_accept", "party": party.pk}
    return claims(told | changes)


def test_the_other_side_s_word_cannot_be_a_party_s_own_position(client, case, parties):
    speaker = StateBodyFactory(name="The commissioner", party=parties[0])
    data = entry(position(case, parties[1], own="on"), **saying(speaker))
    page = page_of(client.post(URL, data))
    assert "The commissioner does not speak for Southland" in page
    assert "Record it as said by The commissioner instead." in page
    assert not Claim.objects.exists()


def test_what_another_says_of_a_party_stands_as_said_by_them(client, case, parties):
    speaker = StateBodyFactory(name="The commissioner", party=parties[0])
    data = entry(position(case, parties[1]), **saying(speaker))
    sentence = "This will stand as said by The commissioner, not as Southland’s own position."
    assert sentence in page_of(client.post(URL, data | {"show": "claims-0"}))
    assert sentence in page_of(client.post(URL, data, follow=True))
    assert not Claim.objects.get().own


def test_a_party_s_own_words_are_its_own_position(client, case, parties):
    speaker = StateBodyFactory(party=parties[1])
    answer = client.post(URL, entry(position(case, parties[1], own="on"), **saying(speaker)), follow=True)
    assert "This will stand as Southland’s own position." in page_of(answer)
    assert Claim.objects.get().own


def test_a_mediator_s_own_words_are_its_own_position(client, case):
    mediator = ActorFactory(name="The committee")
    told = {"about": case.reference, "aspect": "position", "position": "intermediary", "actor": mediator.name}
    client.post(URL, entry(claims(told), **saying(mediator)))
    assert Claim.objects.get().own
