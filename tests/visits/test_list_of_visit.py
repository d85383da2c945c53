"""The list of a visit: who is put on it, who was seen, and what follows for a person."""

import html
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from cases.actions import visits
from cases.lib import dates
from cases.models import Person, Visit, Visited
from tests.factories import (
    CustodyPeriodFactory,
    EventFactory,
    OfficeFactory,
    PartyFactory,
    PersonFactory,
    PlaceFactory,
    VisitedFactory,
    VisitFactory,
)

TODAY = date(2025, 12, 11)


@pytest.fixture(autouse=True)
def today(stop_clock):
    stop_clock(TODAY)


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def held(office, when="1 Dec 2025", **facts):
    visit = VisitFactory(office=office, **facts)
    EventFactory(about=visit, type="granted")
    EventFactory(about=visit, type="held", occurred=dates.parse(when))
    return visit


def words(response):
    return " ".join(html.unescape(strip_tags(response.content.decode())).split())


def url(visit):
    return reverse("visit_people", args=[visit.reference])


def test_a_pasted_list_is_read_looked_up_and_put_on_the_list(client, office):
    visit = VisitFactory(office=office)
    named = PersonFactory(office=office, name="Орлова Наталья Ивановна")
    known = PersonFactory(office=office, name="Гнатюк Петро")
    lines = f"Orlova Natalia Ivanovna\n{known.reference}\nNobody Atall"
    page = client.post(url(visit), {"lines": lines})
    chosen = [line.chosen for line in page.context["lines"]]
    assert chosen == [named.reference, known.reference, "skip"]
    data = {"lines": lines, "record": "1"} | {f"line-{place}": value for place, value in enumerate(chosen)}
    for _twice in range(2):
        answer = client.post(url(visit), data, follow=True)
    assert "2 people are put on the list." in words(
        client.post(url(VisitFactory(office=office)), data, follow=True)
    )
    assert {row.person for row in answer.context["rows"]} == {named, known}
    assert {row.seen for row in answer.context["rows"]} == {"listed"}


def test_people_whom_one_may_not_see_cannot_be_put_on_a_list(client, office):
    visit = VisitFactory(office=office)
    for person in (
        PersonFactory(office=OfficeFactory()),
        PersonFactory(office=office, confidentiality="strict"),
    ):
        data = {"lines": person.reference, "record": "1", "line-0": person.reference}
        client.post(url(visit), data)
    assert not Visited.objects.exists()


def test_who_was_seen_is_marked_once_the_visit_is_held(client, office):
    visit = VisitFactory(office=office)
    row = VisitedFactory(visit=visit, seen="listed")
    data = {"mark": "1", f"was-{row.pk}": "listed", f"seen-{row.pk}": "seen"}
    early = client.post(url(visit), data)
    assert early.status_code == 422
    assert "not recorded as held" in words(early)
    EventFactory(about=visit, type="granted")
    EventFactory(about=visit, type="held", occurred=dates.parse("1 Dec 2025"))
    assert "1 person is marked." in words(client.post(url(visit), data, follow=True))
    row.refresh_from_db()
    assert (row.seen, row.history.count()) == ("seen", 2)


def test_a_mark_that_somebody_else_changed_meanwhile_is_not_written_over(client, office):
    visit = held(office)
    row = VisitedFactory(visit=visit, seen="declined")
    answer = client.post(url(visit), {"mark": "1", f"was-{row.pk}": "listed", f"seen-{row.pk}": "seen"})
    assert answer.status_code == 422
    assert "Somebody marked" in words(answer)
    row.refresh_from_db()
    assert row.seen == "declined"


@pytest.mark.parametrize("lines", ["", "\0", "x" * 30_000, "‮\n" * 3, "\n".join(["Name"] * 101)])
def test_no_list_breaks_the_page(client, office, lines):
    assert client.post(url(VisitFactory(office=office)), {"lines": lines}).status_code in {200, 422}


def test_the_last_visit_is_one_on_which_the_person_was_seen(client, office):
    person = PersonFactory(office=office)
    assert "no visit recorded" in words(client.get(person.get_absolute_url()))
    for when, seen in (("1 Nov 2025", "seen"), ("2 Dec 2025", "not_seen"), ("3 Dec 2025", "listed")):
        VisitedFactory(visit=held(office, when), person=person, seen=seen)
    VisitedFactory(visit=VisitFactory(office=office), person=person, seen="listed")
    facts = {fact["label"]: fact for fact in client.get(person.get_absolute_url()).context["facts"]}
    assert dates.show(facts["Last visited"]["date"]) == "1 Nov 2025"


def test_a_visit_that_one_may_not_see_hides_none_that_one_may(client_for, office):
    person = PersonFactory(office=office)
    for when, level in (("1 Nov 2025", "ordinary"), ("4 Dec 2025", "strict")):
        visit = held(office, when)
        Visit.objects.filter(pk=visit.pk).update(confidentiality=level)
        VisitedFactory(visit=visit, person=person, seen="seen")
    for role, day in (("viewer", "1 Nov 2025"), ("coordinator", "4 Dec 2025")):
        facts = {
            each["label"]: each for each in client_for(role).get(person.get_absolute_url()).context["facts"]
        }
        assert dates.show(facts["Last visited"]["date"]) == day


def in_custody(office, name, accepted=True, end=""):
    person = PersonFactory(office=office, name=name)
    end = dates.parse(end) if end else None
    CustodyPeriodFactory(person=person, accepted=accepted, begin=dates.parse("1 Jan 2025"), end=end)
    return person


def test_people_who_are_held_and_were_not_seen_for_so_many_days_are_found(client, office):
    never, lately, long_ago = (in_custody(office, name) for name in ("Never", "Lately", "Long ago"))
    open_date, asked_for = in_custody(office, "After a day"), in_custody(office, "Asked for")
    in_custody(office, "Only reported", accepted=False)
    in_custody(office, "Released", end="1 Nov 2025")
    PersonFactory(office=office, name="At home")
    VisitedFactory(visit=held(office, "1 Dec 2025"), person=lately)
    VisitedFactory(visit=held(office, "1 June 2025"), person=long_ago)
    VisitedFactory(visit=held(office, "after 1 March 2025"), person=open_date)
    VisitedFactory(visit=held(office, "1 Dec 2025"), person=asked_for, seen="not_seen")

    def found(days):
        return {person.name for person in client.get("/people/", {"unvisited": days}).context["rows"]}

    assert found(30) == {"Never", "Long ago", "Asked for"}
    assert found(3650) == {"Never", "Asked for"}
    assert client.get("/people/", {"unvisited": "x"}).context["rows"] == []
    assert {person.name for person in Person.objects.unvisited(5, TODAY)} >= {"Never", "Lately"}
    assert never.reference in words(client.get("/people/", {"unvisited": "30"}))


def test_a_visit_of_one_record_counts_for_all_records_of_the_person(office):
    person = in_custody(office, "One")
    other = PersonFactory(office=office)
    Person.objects.filter(pk=other.pk).update(joined_into=person)
    VisitedFactory(visit=held(office, "1 Dec 2025"), person=other)
    assert not Person.objects.unvisited(30, TODAY).exists()
    visit = VisitFactory(office=office)
    other.refresh_from_db()
    assert len(visits.put_on_list(visit=visit, people=[person, other], by=None)) == 1


def test_the_parties_are_compared_in_the_same_rows_and_each_number_leads_to_its_rows(client, office, parties):
    one, other = parties
    for party, number in ((one, 2), (other, 1)):
        for _each in range(number):
            EventFactory(
                about=VisitFactory(office=office, type="ombudsmen", holding_party=party), type="requested"
            )
    seen = held(office, "1 Dec 2025", type="ombudsmen", holding_party=one)
    VisitedFactory(visit=seen)
    VisitFactory(office=office, type="family", holding_party=one)
    hidden = PersonFactory(office=office, confidentiality="strict")
    VisitedFactory(visit=seen, person=hidden)
    VisitedFactory(visit=held(office, "2 Dec 2025", type="delegate", holding_party=one))
    page = client.get("/visits/compare/")
    rows = {row["label"]: row["cells"] for row in page.context["rows"]}
    order = [column["party"] for column in page.context["columns"][:2]]
    assert {cell["text"] for cell in rows["Requested"] if cell} == {1, 2}
    assert rows["Held"][order.index(other)] is None
    assert rows["People named as seen"][order.index(one)]["text"] == 1
    assert rows["Last one held"][order.index(one)]["ago"] == 10
    for cells in rows.values():
        for cell in cells:
            if cell and cell["url"] and "text" in cell:
                assert len(client.get(cell["url"]).context["rows"]) == cell["text"]
    assert {
        cell["text"]
        for cell in client.get("/visits/compare/?type=family").context["rows"][0]["cells"]
        if cell
    } == {1}


def test_a_day_of_visits_has_those_planned_for_it_and_those_held(client, office):
    planned = VisitFactory(office=office, title="Planned for the day")
    EventFactory(about=planned, type="scheduled", due=dates.parse("11 December 2025"))
    month = VisitFactory(office=office, title="Some day in December")
    EventFactory(about=month, type="scheduled", due=dates.parse("December 2025"))
    yearless = VisitFactory(office=office, title="No year")
    EventFactory(about=yearless, type="scheduled", due=dates.parse("11 December"))
    held(office, "11 Dec 2025", title="Held on the day")
    held(office, "10 Dec 2025", title="Held the day before")
    page = client.get("/visits/day/?on=2025-12-11")
    assert [visit.title for visit in page.context["visits"]] == [
        "Held on the day", "Planned for the day", "Some day in December",
    ]  # fmt: skip
    assert client.get("/visits/day/").context["on"] == TODAY
    assert client.get("/visits/day/?on=nonsense").status_code == 404


def test_the_day_does_not_say_places_to_those_who_see_none(client_for, office):
    held(office, "11 Dec 2025", place=PlaceFactory(name="Canary camp"), holding_party=PartyFactory())
    for role, shown in (("caseworker", True), ("viewer", False), ("auditor", False)):
        assert ("Canary camp" in words(client_for(role).get("/visits/day/?on=2025-12-11"))) == shown
