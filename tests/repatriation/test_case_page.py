"""The page of a repatriation case: who says what, and what is not said."""

from datetime import date

import pytest

from cases.lib import dates
from cases.models import Aspect, RepatriationCase, Stance
from tests.factories import (
    ActorFactory,
    ClaimFactory,
    EventFactory,
    GroupFactory,
    RepatriationCaseFactory,
    StateBodyFactory,
    StatementFactory,
    WishRecordFactory,
)


@pytest.fixture
def case(office, parties):
    return RepatriationCaseFactory(
        office=office, title="Six residents", holding_party=parties[0], receiving_party=parties[1]
    )


def text(response):
    return response.content.decode()


def test_silence_is_no_position(client_for, case):
    assert text(client_for("viewer").get(case.get_absolute_url())).count("no own statement recorded") == 2


def test_what_the_other_side_says_is_shown_as_said_by_it(client_for, case, parties):
    speaker = StateBodyFactory(party=parties[0], name="Commissioner of Northland")
    said = StatementFactory(source__office=case.office, speaker=speaker, said=dates.parse("11 Dec 2025"))
    ClaimFactory(
        about=case, aspect=Aspect.POSITION, party=parties[1], position=Stance.DOES_NOT_ACCEPT, statement=said
    )
    page = text(client_for("viewer").get(case.get_absolute_url()))
    assert "said by Commissioner of Northland: not accepting" in page
    assert "11 Dec 2025" in page
    assert page.count("no own statement recorded") == 3  # both sides, and once among the claims


def test_an_unanswered_question_is_shown_as_asked(client_for, case):
    mediator = ActorFactory(name="Committee of the test")
    case.mediators.add(mediator)
    EventFactory(about=case, type="asked", counterpart=mediator, occurred=dates.parse("12 Dec 2025"), note="")
    assert "asked 12 Dec 2025, no reply recorded" in text(client_for("viewer").get(case.get_absolute_url()))


def test_a_plan_whose_day_is_over_is_called_passed_not_missed(client_for, case, stop_clock):
    stop_clock(date(2026, 1, 20))
    WishRecordFactory(about=case)
    EventFactory(about=case, type="scheduled", due=dates.parse("15 Jan 2026"), note="")
    page = text(client_for("viewer").get(case.get_absolute_url()))
    assert "15 Jan 2026 passed, nothing recorded" in page
    assert "missed" not in page.split("<main")[1].replace("#missed", "")


def test_what_differs_stands_side_by_side(client_for, case):
    for number in (6, 7):
        ClaimFactory(about=case.group, number=number, population="people")
    page = text(client_for("viewer").get(case.get_absolute_url()))
    assert "Claims in conflict" in page
    assert "6 and 7: 1 apart." in page


def test_a_strict_case_is_for_coordinators(client_for, case):
    RepatriationCase.objects.filter(pk=case.pk).update(confidentiality="strict")
    assert client_for("caseworker").get(case.get_absolute_url()).status_code == 404
    assert client_for("coordinator").get(case.get_absolute_url()).status_code == 200


def test_an_administrator_sees_no_case(client_for, case):
    assert client_for("administrator").get(case.get_absolute_url()).status_code == 403


def test_a_page_of_many_events_reads_the_newest_in_as_many_queries(
    client_for, case, django_assert_max_num_queries
):
    client = client_for("viewer")
    for _number in range(60):
        EventFactory(about=case)
    with django_assert_max_num_queries(33):
        response = client.get(case.get_absolute_url())
    assert response.context["more_events"]
    assert "All events of this record" in text(response)


def form_of(case, **changes):
    values = {
        "title": case.title, "group": case.group.reference, "holding_party": case.holding_party_id,
        "receiving_party": case.receiving_party_id, "opened_on": "2025-12-11",
        "confidentiality": "ordinary", "version": case.version,
    }  # fmt: skip
    return values | changes


def test_a_case_is_edited_and_its_history_says_what_changed(client_for, case):
    client = client_for("caseworker")
    answer = client.post(f"{case.get_absolute_url()}edit/", form_of(case, title="Six people"))
    assert answer.status_code == 302
    assert "changed title from Six residents to Six people" in text(client.get(case.get_absolute_url()))


def test_a_stale_form_is_refused_and_keeps_what_was_typed(client_for, case):
    RepatriationCase.objects.filter(pk=case.pk).update(title="Changed by somebody else")
    answer = client_for("caseworker").post(f"{case.get_absolute_url()}edit/", form_of(case, title="My words"))
    assert answer.status_code == 422
    assert "Somebody changed this record" in text(answer)
    assert "My words" in text(answer)
    case.refresh_from_db()
    assert case.title == "Changed by somebody else"


def test_a_new_mediator_gets_a_place_on_the_board(client_for, case):
    mediator = ActorFactory(name="Committee of the test")
    client_for("caseworker").post(f"{case.get_absolute_url()}edit/", form_of(case, mediators=mediator.name))
    assert case.positions.filter(actor=mediator).exists()


def test_the_same_form_sent_twice_opens_one_case(client_for, case, parties):
    group = GroupFactory(office=case.office)
    data = form_of(case, title="New", group=group.reference, form_key="6f1f1d3e-5d0e-4b69-9c0b-1d3b8b1f5a55")
    client = client_for("caseworker")
    first, second = client.post("/cases/add/", data), client.post("/cases/add/", data)
    assert first.url == second.url
    assert RepatriationCase.objects.filter(title="New").count() == 1


def test_a_viewer_changes_nothing(client_for, case):
    client = client_for("viewer")
    assert client.get(f"{case.get_absolute_url()}edit/").status_code == 403
    assert client.post("/cases/add/", {}).status_code == 403
    assert "Record an event" not in text(client.get(case.get_absolute_url()))
