"""A case on one sheet: what is known, by whom, how sure, what was asked, and what nobody has said."""

import re

import pytest
from django.urls import reverse

from cases.lib import dates
from cases.models import Aspect, Stance
from tests.factories import (
    ActorFactory,
    ClaimFactory,
    DeathNoticeFactory,
    EventFactory,
    OfficeFactory,
    PersonFactory,
    PlaceFactory,
    RepatriationCaseFactory,
    StateBodyFactory,
    StatementFactory,
)


@pytest.fixture
def case(office, parties):
    return RepatriationCaseFactory(
        office=office, title="Six residents", holding_party=parties[0], receiving_party=parties[1]
    )


def sheet(client, case):
    return client.post(reverse("repatriation_case_dossier", args=[case.reference]))


def words(client, case):
    return sheet(client, case).content.decode()


def test_it_says_who_says_what_and_how_sure_that_is(client_for, case, parties):
    speaker = StateBodyFactory(party=parties[0], name="Commissioner of Northland")
    said = StatementFactory(
        source__office=case.office, speaker=speaker, said=dates.parse("11 Dec 2025"),
        source__reliability="reliable",
    )  # fmt: skip
    ClaimFactory(
        about=case, aspect=Aspect.POSITION, party=parties[1], position=Stance.DOES_NOT_ACCEPT, statement=said
    )
    page = words(client_for("caseworker"), case)
    assert "not accepting" in page
    assert "Commissioner of Northland" in page
    assert "11 Dec 2025" in page
    assert "said by Commissioner of Northland: not accepting" in page


def test_a_party_of_whom_nothing_is_recorded_is_named_as_silent(client_for, case):
    page = words(client_for("caseworker"), case)
    assert "What nobody has said" in page
    assert "Silence is not recorded as a refusal." in page
    assert "Nothing is claimed yet." in page


def test_what_was_asked_stands_with_the_day_on_which_the_answer_is_due(client_for, case):
    whom = ActorFactory(name="Committee of the test")
    EventFactory(
        about=case, type="asked", counterpart=whom, occurred=dates.parse("12 Dec 2025"),
        due=dates.parse("12 Jan 2026"), note="Whether both sides asked for good offices.",
    )  # fmt: skip
    page = words(client_for("caseworker"), case)
    assert "asked Committee of the test" in page
    assert "12 Jan 2026" in page
    assert "good offices" in page
    assert "good offices" not in words(client_for("viewer"), case)


def test_a_plan_that_was_put_off_stays_on_the_sheet(client_for, case):
    said = StatementFactory(source__office=case.office, speaker__name="Commissioner of Northland")
    other = {"statement": said, "evidence": ""}
    EventFactory(about=case, type="scheduled", due=dates.parse("26 Sep 2025"), note="", **other)
    EventFactory(about=case, type="did_not_take_place", note="No reason was given.", **other)
    page = words(client_for("caseworker"), case)
    assert "26 Sep 2025: said not to have taken place" in re.sub(r"<[^>]+>", "", page)


def test_it_keeps_the_places_of_a_person_from_other_roles(client_for, office):
    place = PlaceFactory(name="Colony of the test")
    case = RepatriationCaseFactory(
        office=office, person=PersonFactory(office=office), group=None, place_now=place
    )
    assert "Colony of the test" in words(client_for("caseworker"), case)
    assert "Colony of the test" not in words(client_for("viewer"), case)


def test_nothing_of_a_person_goes_on_paper_while_it_is_held(client_for, office, user_in):
    person = PersonFactory(office=office, name="Held Person")
    case = RepatriationCaseFactory(office=office, person=person, group=None, title="Return of one")
    DeathNoticeFactory(person=person, owner=user_in("coordinator"))
    page = words(client_for("caseworker"), case)
    assert "Held by the office: ask" in page
    assert "What is known" not in page


def test_a_case_of_another_office_has_no_sheet(client_for):
    assert sheet(client_for("caseworker"), RepatriationCaseFactory(office=OfficeFactory())).status_code == 404


def test_the_page_of_the_case_leads_to_its_sheet(client_for, case):
    address = reverse("repatriation_case_dossier", args=[case.reference])
    assert address in client_for("viewer").get(case.get_absolute_url()).content.decode()


def test_the_sheet_asks_as_many_questions_for_many_claims_as_for_few(
    client_for, case, parties, django_assert_max_num_queries
):
    client = client_for("caseworker")
    for _number in range(6):
        said = StatementFactory(source__office=case.office)
        ClaimFactory(
            about=case, aspect=Aspect.POSITION, party=parties[1], position=Stance.CONSIDERING, statement=said
        )
    with django_assert_max_num_queries(42):
        sheet(client, case)
