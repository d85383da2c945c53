"""Clocks of mail and capture cards: what is known of a month, what is awaited, what waits too long (D5, D8, D10)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions.events import declare_wrong
from cases.actions.followups import finish
from cases.lib.dates import parse
from cases.lib.mail_clock import Known
from cases.models import Correspondence, FollowUp
from tests.factories import (
    CorrespondenceFactory,
    CustodyPeriodFactory,
    EventFactory,
    HandlingFactory,
    PersonFactory,
)

ON = date(2026, 2, 11)


@pytest.fixture
def today(stop_clock):
    stop_clock(ON)


def sent(person, type="letter", written="3 February 2026", **facts):
    return CorrespondenceFactory(
        office=person.office, person=person, type=type, direction="from_person",
        written=parse(written) if written else None, **facts,
    )  # fmt: skip


def month(person):
    return Correspondence.objects.months([person], ON)[person.pk]


def test_letters_and_cards_of_a_month(db):
    person = PersonFactory()
    sent(person)
    sent(person, written="early February 2026", quantity=2)
    sent(person, "card", written="about February 2026")
    sent(person, written="January 2026")
    sent(person, written=None, received=parse("9 February 2026"))
    CorrespondenceFactory(person=person, direction="to_person", written=parse("4 February 2026"))
    found = month(person)
    assert found.letters == Known(3, 1)
    assert found.capture_cards == Known()


def test_a_letter_that_was_posted_is_of_that_month_and_not_of_the_one_in_which_it_came(db):
    person = PersonFactory()
    sent(person, written=None, posted=parse("5 January 2026"), received=parse("9 February 2026"))
    assert month(person).letters == Known()
    found = Correspondence.objects.months([person], date(2026, 1, 31))[person.pk]
    assert found.letters == Known(0, 1)


def test_nothing_recorded_of_a_person_is_no_data(db):
    silent, wrote_once = PersonFactory(), PersonFactory()
    sent(wrote_once, written="May 2024")
    found = Correspondence.objects.months([silent, wrote_once], ON)
    assert not found[silent.pk].data
    assert found[wrote_once.pk].data
    assert found[wrote_once.pk].letters == Known()


def test_the_months_of_many_people_are_two_questions(db):
    people = [PersonFactory() for _ in range(6)]
    for person in people:
        sent(person)
    with CaptureQueriesContext(connection) as queries:
        Correspondence.objects.months(people, ON)
    assert len(queries) == 2


def refs(answer):
    return {row.reference for row in answer.context["rows"]}


def test_a_capture_card_is_due_seven_days_after_each_arrival(client_for, office, today):
    late, awaited, came = (PersonFactory(office=office) for _ in range(3))
    EventFactory(about=late, type="captured", occurred=parse("1 February 2026"), note="")
    EventFactory(about=awaited, type="hospitalised", occurred=parse("9 February 2026"), note="")
    EventFactory(about=came, type="transferred", occurred=parse("1 February 2026"), note="")
    EventFactory(about=came, type="card_received", occurred=parse("5 February 2026"), note="")
    client = client_for("caseworker")
    assert refs(client.get("/people/?card=late")) == {late.reference}
    assert refs(client.get("/people/?card=due")) == {awaited.reference}
    assert FollowUp.objects.about(late).get().due_on == date(2026, 2, 8)
    assert FollowUp.objects.about(came).get().outcome == "The card was received."


def test_a_capture_card_after_the_last_day_that_can_be_written_is_due_then(office):
    person = PersonFactory(office=office)
    EventFactory(about=person, type="captured", occurred=parse("31 December 9999"), note="")
    assert FollowUp.objects.about(person).get().due_on == date(9999, 12, 31)


def test_people_of_whom_nothing_was_heard(client_for, office, today):
    silent, seen, wrote = (PersonFactory(office=office) for _ in range(3))
    PersonFactory(office=office)
    for person in (silent, seen, wrote):
        CustodyPeriodFactory(person=person, accepted=True, begin=parse("May 2025"))
    EventFactory(about=silent, type="seen", occurred=parse("1 December 2025"), note="")
    EventFactory(about=silent, type="noted", occurred=parse("10 February 2026"))
    EventFactory(about=seen, type="seen", occurred=parse("1 February 2026"), note="")
    sent(wrote)
    assert refs(client_for("caseworker").get("/people/?no_news=30")) == {silent.reference}


def test_mail_under_way_to_somebody_who_was_transferred_is_to_be_redirected(office, today):
    person, other = PersonFactory(office=office), PersonFactory(office=office)
    letter = CorrespondenceFactory(office=office, person=person, direction="to_person")
    EventFactory(about=letter, type="forwarded", note="")
    for each in (person, other):
        EventFactory(about=each, type="transferred", occurred=parse("10 February 2026"), note="")
    assert FollowUp.objects.about(person).get(origin="task").text.endswith("letters 1, parcels 0")
    assert not FollowUp.objects.about(other).filter(origin="task").exists()


def held(office, since, cause="examination", **facts):
    letter = CorrespondenceFactory(office=office)
    HandlingFactory(about=letter, type="held", signed_by="", cause=cause, occurred=parse(since), **facts)
    return letter


def test_mail_that_is_examined_over_fourteen_days(client_for, office, today):
    long = held(office, "20 January 2026")
    held(office, "10 February 2026")
    held(office, "20 January 2026", cause="security")
    assert refs(client_for("caseworker").get("/mail/?held=long")) == {long.reference}


def test_a_hold_has_its_day_of_review_until_it_ends(office, today):
    letter = held(office, "1 February 2026", due=parse("15 February 2026"))
    review = FollowUp.objects.about(letter).get()
    assert (review.origin, review.due_on, review.done_at) == ("task", date(2026, 2, 15), None)
    EventFactory(about=letter, type="released", note="")
    review.refresh_from_db()
    assert review.outcome == "The hold has ended."


def declared_wrong(event, **facts):
    return declare_wrong(event=event, reason="Another letter.", by=event.recorded_by, **facts)


def test_a_hold_that_was_released_by_mistake_is_reviewed_again(office, today):
    letter = held(office, "1 February 2026", due=parse("15 February 2026"))
    review = FollowUp.objects.about(letter).get()
    released = EventFactory(about=letter, type="released", occurred=parse("3 February 2026"), note="")
    corrected = declared_wrong(
        released, kind="incorrect_data", correction={"occurred": parse("4 February 2026")}
    ).correction
    review.refresh_from_db()
    assert review.outcome == "The hold has ended."
    declared_wrong(corrected, kind="did_not_occur")
    review.refresh_from_db()
    assert (review.done_at, review.done_by, review.outcome) == (None, None, "")


def test_a_review_that_somebody_finished_stays_finished(office, caseworker, today):
    letter = held(office, "1 February 2026", due=parse("15 February 2026"))
    review = FollowUp.objects.about(letter).get()
    finish(follow_up=review, outcome="Asked the censor.", by=caseworker)
    released = EventFactory(about=letter, type="released", note="")
    declared_wrong(released, kind="did_not_occur")
    review.refresh_from_db()
    assert review.outcome == "Asked the censor."


@pytest.mark.parametrize(
    ("kind", "facts", "rules"),
    [
        ("held", {"cause": "examination", "due": parse("15 February 2026")}, set()),
        ("held", {"cause": "examination"}, {"D10"}),
        ("held", {"cause": "disciplinary", "due": parse("15 February 2026")}, {"D6"}),
    ],
)
def test_what_the_conventions_object_to_is_recorded_and_alerts(office, today, kind, facts, rules):
    letter = CorrespondenceFactory(office=office)
    HandlingFactory(about=letter, type=kind, signed_by="", **facts)
    letter.refresh_from_db()
    assert letter.status == "held"
    assert set(FollowUp.objects.about(letter).filter(origin="alert").values_list("rule", flat=True)) == rules
