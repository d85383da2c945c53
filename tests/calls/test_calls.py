"""A family calls: recorded in a few words, followed up, and read in one place."""

import csv
import html
import io
from datetime import date
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from cases.actions import calls, events, followups
from cases.models import Event, FamilyCall, FollowUp, Relationship, RepatriationCase
from tests.factories import (
    DeathNoticeFactory,
    EventErrorFactory,
    EventFactory,
    FamilyCallFactory,
    GroupFactory,
    OfficeFactory,
    PersonFactory,
    PersonFlagFactory,
    RepatriationCaseFactory,
)

KEY = "6d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"
TODAY = date(2025, 12, 11)


@pytest.fixture(autouse=True)
def today(stop_clock):
    stop_clock(TODAY)


@pytest.fixture
def person(office, caseworker):
    return PersonFactory(office=office, name="Орлова Наталья", owner=caseworker)


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def data(record, **changes):
    return {
        "about": record.reference, "who": "A sister in Sumy", "relationship": "sibling", "asked": "Is she well?",
        "told": "", "next_call": "", "way": "telephone", "on": "2025-12-11", "contact": "", "form_key": KEY,
    } | changes  # fmt: skip


def send(client, record, **changes):
    return client.post(reverse("call_add"), data(record, **changes), follow=True)


def words(response):
    return " ".join(html.unescape(strip_tags(response.content.decode())).split())


# --- One call ---------------------------------------------------------------------------------------------


def test_a_call_is_one_event_with_its_follow_up_however_often_it_is_sent(client, person, caseworker):
    for _twice in range(2):
        answer = send(client, person, told="Nothing new.", next_call="in 2 weeks")
    call = FamilyCall.objects.get()
    assert (call.event.type, call.event.note, call.told) == ("family_called", "Is she well?", "Nothing new.")
    assert call.event.evidence == Event.Evidence.OWN_OBSERVATION
    row = FollowUp.objects.get()
    assert (row.origin, row.due_on, row.owner, row.about) == (
        "next_call",
        date(2025, 12, 25),
        caseworker,
        person,
    )
    assert "the next call is due on 25 Dec 2025" in words(answer)
    assert "Family called · A sister in Sumy · sibling · by telephone" in words(answer)
    assert "Told: Nothing new. Next call: 25 Dec 2025. Asked: Is she well?" in words(answer)


def test_the_same_words_from_the_page_before_are_the_same_call(client, person):
    send(client, person)
    send(client, person, form_key=KEY.replace("6", "7"))
    assert FamilyCall.objects.count() == 1


def test_the_form_knows_whom_it_is_about_and_who_called_last(client, person):
    send(client, person, contact="+380 00")
    form = client.get(reverse("call_add"), {"about": person.reference}).context["form"]
    assert form.initial["about"].endswith(person.reference)
    assert (form.initial["who"], form.initial["relationship"], form.initial["contact"]) == (
        "A sister in Sumy", "sibling", "+380 00",
    )  # fmt: skip
    assert "autofocus" in form.fields["asked"].widget.attrs


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"asked": " "}, "asked", "Write what the family asked or said."),
        ({"about": ""}, "about", "This field is required."),
        ({"about": "Nobody of this name"}, "about", "Nothing is found by"),
        ({"on": "2025-12-12"}, "on", "This day is not over yet"),
        ({"next_call": "1 Dec 2025"}, "next_call", "This day is past"),
        ({"next_call": "early January"}, "next_call", "That can be several days"),
        ({"next_call": "when it rains"}, "next_call", "is not understood in a date"),
        ({"way": "pigeon"}, "way", "Select a valid choice"),
        ({"who": "x" * 300}, "who", "at most 200"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(client, person, changes, field, sentence):
    answer = send(client, person, told="We have no news.", **changes)
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors[field][0]
    assert "We have no news." in words(answer)
    assert not FamilyCall.objects.exists()


@pytest.mark.parametrize("hostile", ["\0", "\ud800", "‮" + "abc", "x" * 100_000, "<script>"])
@pytest.mark.parametrize("field", ["about", "who", "asked", "told", "next_call", "on", "contact"])
def test_nothing_that_is_typed_breaks_the_form(client, person, field, hostile):
    typed = data(person, **{field: hostile})
    body = "&".join(
        f"{name}={quote(value.encode('utf-8', 'surrogatepass'))}" for name, value in typed.items()
    )
    answer = client.post(reverse("call_add"), body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {302, 422}


def test_a_parcel_is_nothing_that_families_call_about(client, office):
    record = RepatriationCaseFactory(office=office)
    other = EventFactory(about__office=office).about
    assert "A family calls about a person or a case" in words(send(client, other))
    assert send(client, record).status_code == 200
    assert FamilyCall.objects.get().event.repatriation_case == record


@pytest.mark.parametrize("typed", ["Орлов Петро · {}", "{}"], ids=["chosen from the list", "by reference"])
def test_a_caller_on_record_is_what_the_relationships_say(client, person, office, typed):
    caller = PersonFactory(office=office, name="Орлов Петро")
    Relationship.objects.create(person=person, other=caller, role=Relationship.Role.CHILD)
    send(client, person, who=typed.format(caller.reference), relationship="")
    call = FamilyCall.objects.get()
    assert (call.caller, call.caller_name, call.relationship) == (caller, "", "parent")


def test_a_call_that_was_due_is_done_with_by_the_call(client, person):
    FamilyCallFactory(about=person, next_call_on=TODAY)
    shown = client.get(reverse("call_add"), {"about": person.reference})
    assert "This was the call that was due" in words(shown)
    due = FollowUp.objects.get()
    assert shown.context["form"]["was_due"].initial == [due.pk]
    send(client, person, next_call="Monday", was_due=[due.pk])
    send(client, person, next_call="Monday", was_due=[due.pk])
    assert [row.due_on for row in FollowUp.objects.open()] == [date(2025, 12, 15)]
    assert FollowUp.objects.done().get().outcome


def test_of_two_calls_that_are_due_the_one_that_was_made_is_done_with(client, person):
    first = FamilyCallFactory(about=person, on=date(2025, 12, 1), next_call_on=TODAY)
    second = FamilyCallFactory(about=person, on=date(2025, 12, 3), next_call_on=date(2025, 12, 20))
    shown = words(client.get(reverse("call_add"), {"about": person.reference}))
    assert "on 11 Dec 2025, agreed on 1 Dec 2025" in shown
    assert "on 20 Dec 2025, agreed on 3 Dec 2025" in shown
    send(client, person, was_due=[FollowUp.objects.get(event=first.event).pk])
    assert FollowUp.objects.open().get().event == second.event


def test_a_call_declared_wrong_takes_its_follow_up_along(person):
    call = FamilyCallFactory(about=person, next_call_on=date(2025, 12, 20))
    EventErrorFactory(event=call.event)
    assert not FollowUp.objects.open().exists()
    assert not FamilyCall.objects.live().exists()


def test_a_corrected_call_keeps_who_called_and_the_next_call(person, caseworker):
    call = FamilyCallFactory(about=person, told="Nothing.", next_call_on=date(2025, 12, 20), by=caseworker)
    events.declare_wrong(
        event=call.event, kind="incorrect_data", reason="Misheard.", by=caseworker, correction={"note": "Is she alive?"}
    )  # fmt: skip
    right = FamilyCall.objects.live().get()
    assert (right.caller_name, right.told, right.event.note) == (
        call.caller_name,
        "Nothing.",
        "Is she alive?",
    )
    assert [row.event for row in FollowUp.objects.open()] == [right.event]


def test_a_corrected_call_asks_for_no_call_that_was_made_and_keeps_the_day_that_was_moved(person, caseworker):
    made = FamilyCallFactory(about=person, next_call_on=TODAY, by=caseworker)
    moved = FamilyCallFactory(about=person, asked="Another", next_call_on=TODAY, by=caseworker)
    followups.finish(follow_up=FollowUp.objects.get(event=made.event), outcome="Called.", by=caseworker)
    FollowUp.objects.filter(event=moved.event).update(due_on=date(2026, 1, 7))
    for call in (made, moved):
        events.declare_wrong(
            event=call.event, kind="incorrect_data", reason="Misheard.", by=caseworker, correction={"note": "Better"}
        )  # fmt: skip
    assert FollowUp.objects.done().get().outcome == "Called."
    assert FollowUp.objects.open().get().due_on == date(2026, 1, 7)


def test_a_call_told_on_another_form_is_in_the_list_as_well(client, person):
    EventFactory(about=person, type="family_called", note="Called in the night.")
    assert "Called in the night." in words(client.get("/calls/"))


# --- Who may see it ---------------------------------------------------------------------------------------


def test_flags_are_shown_and_nothing_of_a_death_that_is_held(client, client_for, person, caseworker):
    PersonFlagFactory(person=person, instruction="Ask the owner first")
    DeathNoticeFactory(person=person)
    page = words(client.get(reverse("call_add"), {"about": person.reference}))
    assert "Ask the owner first" in page
    assert "death" not in page.lower()


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_others_see_neither_list_nor_log_nor_form(client_for, person, role):
    FamilyCallFactory(about=person, asked="Canary question", contact="+380 00 canary", told="Canary answer")
    client = client_for(role)
    for url in ("/calls/", reverse("family_log", args=[person.reference]), reverse("call_add")):
        assert client.get(url).status_code == 403
    for url in (person.get_absolute_url(), "/events/"):
        assert "anary" not in client.get(url).content.decode().replace("Canary camp", "")


def test_a_viewer_does_not_read_what_was_asked_about_a_case_of_a_group(client_for, office):
    case = RepatriationCaseFactory(office=office, person=None, group=GroupFactory(office=office))
    FamilyCallFactory(about=case, asked="Canary question", caller_name="Canary caller")
    for url in (case.get_absolute_url(), "/events/"):
        page = client_for("viewer").get(url)
        assert page.status_code == 200
        assert "Canary" not in page.content.decode()


def test_how_to_reach_the_family_is_on_the_log_alone(client, client_for, person):
    FamilyCallFactory(about=person, contact="+380 00 canary")
    assert "+380 00 canary" in words(client.get(reverse("family_log", args=[person.reference])))
    for url in ("/calls/", person.get_absolute_url(), "/events/"):
        assert "canary" not in words(client.get(url))
    exported = client_for("coordinator").post("/calls/export/", {"reason": "Report"})
    assert "canary" not in b"".join(exported.streaming_content).decode()


def test_people_of_another_office_or_a_level_above_are_not_found(client, office):
    hidden = PersonFactory(office=office, confidentiality="strict")
    for other in (PersonFactory(office=OfficeFactory()), hidden):
        FamilyCallFactory(about=other, asked="Canary question")
        assert client.get(reverse("family_log", args=[other.reference])).status_code == 404
        assert send(client, other).status_code == 422
    assert "Canary" not in words(client.get("/calls/"))


def test_a_record_that_becomes_strict_takes_its_calls_along(client, person):
    FamilyCallFactory(about=person, asked="Canary question")
    person.confidentiality = "strict"
    person.save()
    assert FamilyCall.objects.get().confidentiality == "strict"
    assert "Canary" not in words(client.get("/calls/"))


def test_a_call_about_an_open_case_of_somebody_hidden_is_not_in_the_list(client, client_for, office):
    hidden = PersonFactory(office=office, confidentiality="strict")
    case = RepatriationCaseFactory(office=office, person=hidden, group=None)
    FamilyCallFactory(office=office, about=case, asked="Canary question")
    shown = ["Canary" in words(who.get("/calls/")) for who in (client, client_for("coordinator"))]
    assert shown == [False, True]


def test_the_log_does_not_name_a_caller_whom_one_may_not_see(client, person, office):
    hidden = PersonFactory(office=office, confidentiality="strict", name="Canary Brother")
    FamilyCallFactory(about=person, caller=hidden, caller_name="")
    for url in (reverse("family_log", args=[person.reference]), "/calls/", person.get_absolute_url(),
                f"{reverse('call_add')}?about={person.reference}"):  # fmt: skip
        assert "Canary" not in words(client.get(url))


@pytest.mark.parametrize("role", ["caseworker", "coordinator"])
def test_calls_of_another_office_are_nowhere(client_for, office, role):
    FamilyCallFactory(
        about=RepatriationCaseFactory(office=OfficeFactory()),
        caller_name="Canary Mother",
        asked="Canary question",
    )
    FamilyCallFactory(about=RepatriationCaseFactory(office=office), caller_name="Our Mother")
    client = client_for(role)
    answer = client.get("/calls/")
    assert "Canary" not in words(answer)
    assert len(answer.context["rows"]) == 1
    assert "Canary" not in words(client.get("/"))


def test_a_person_who_is_held_leaves_the_list_as_a_placeholder(client_for, person):
    FamilyCallFactory(about=person, asked="Canary question")
    DeathNoticeFactory(person=person)
    exported = client_for("coordinator").post("/calls/export/", {"reason": "Report"})
    rows = list(csv.reader(io.StringIO(b"".join(exported.streaming_content).decode("utf-8-sig"))))
    assert rows[1][:2] == ["", "held by the office"]
    assert "Canary" not in str(rows)


# --- The family in one place ------------------------------------------------------------------------------


def test_the_log_has_calls_about_the_person_the_relatives_and_their_cases(client, person, office):
    mother, child = PersonFactory(office=office), PersonFactory(office=office)
    Relationship.objects.create(person=mother, other=person, role="parent")
    Relationship.objects.create(person=person, other=child, role="parent")
    case = RepatriationCaseFactory(office=office, person=child, group=None)
    for number, about in enumerate([person, mother, child, case]):
        FamilyCallFactory(about=about, asked=f"Question {number}", on=date(2025, 12, 1 + number))
    FamilyCallFactory(about=PersonFactory(office=office), asked="Of strangers")
    page = client.get(reverse("family_log", args=[person.reference]))
    assert [call.event.note for call in page.context["calls"]] == [
        f"Question {number}" for number in (3, 2, 1, 0)
    ]
    assert [role for _person, role in page.context["relatives"]]
    assert page.context["cases"] == [case]


def test_the_log_has_no_case_and_no_call_about_a_record_that_one_may_not_see(client_for, person, office):
    strict = {"office": office, "confidentiality": "strict"}
    case = RepatriationCaseFactory(person=person, group=None, **strict)
    call = FamilyCallFactory(about=PersonFactory(joined_into=person, **strict), asked="Canary question")
    for role, cases, asked in (("caseworker", [], []), ("coordinator", [case], [call])):
        page = client_for(role).get(reverse("family_log", args=[person.reference]))
        assert (page.context["cases"], page.context["calls"]) == (cases, asked)


def test_the_log_asks_the_same_queries_for_one_call_and_for_thirty(client, person):
    FamilyCallFactory(about=person)
    url = reverse("family_log", args=[person.reference])
    client.get(url)
    counts = []
    for more in (0, 29):
        for number in range(more):
            FamilyCallFactory(about=person, asked=f"Question {number}", next_call_on=TODAY)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("about={person}", 2), ("about={case}", 1), ("q=well", 1), ("way=letter", 1), ("relationship=child", 1),
        ("next=waiting", 1), ("next=none", 1), ("due_from=1+Dec+2025&due_to=31+Dec+2025", 1), ("due_from=1+Jan+2026", 0),
        ("on_from=5+Dec+2025", 1), ("by=%40{by}", 2), ("caller=Nobody", 0),
    ],
)  # fmt: skip
def test_calls_are_found_by(client, person, office, caseworker, query, found):
    case = RepatriationCaseFactory(office=office, person=person, group=None)
    FamilyCallFactory(
        about=person, asked="Is she well?", way="letter", next_call_on=date(2025, 12, 20), by=caseworker
    )
    FamilyCallFactory(about=case, on=date(2025, 12, 9), relationship="child", by=caseworker)
    query = query.format(person=person.reference, case=case.reference, by=caseworker.username)
    assert len(client.get(f"/calls/?{query}").context["rows"]) == found


def test_pages_lead_to_the_form_and_to_the_log(client, person, office):
    case = RepatriationCaseFactory(office=office, person=person, group=None)
    of_group = RepatriationCaseFactory(office=office, person=None, group=GroupFactory(office=office))
    for record, log in (
        (person, reverse("family_log", args=[person.reference])),
        (case, reverse("family_log", args=[person.reference])),
        (of_group, f"/calls/?about={of_group.reference}"),
    ):
        page = client.get(record.get_absolute_url()).content.decode()
        assert f'href="/calls/add/?about={record.reference}" data-key="KeyC"' in page
        assert f'href="{log}"' in page
    found = client.get("/search/", {"q": "Orlova"}).content.decode()
    assert f'href="/calls/add/?about={person.reference}"' in found


def test_a_closed_case_takes_no_more_calls(office):
    case = RepatriationCaseFactory(office=office)
    EventFactory(about=case, type="earlier_not_known", declared_status="closed")
    case = RepatriationCase.objects.get(pk=case.pk)
    with pytest.raises(events.EventRefused):
        calls.record_call(about=case, asked="Where is he?", on=TODAY, by=None)
