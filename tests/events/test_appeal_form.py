"""Asking a counterpart, and recording what it answers, from the page of a record."""

import pytest
from django.urls import reverse

from cases.lib.dates import parse
from cases.models import Event, FollowUp
from tests.factories import (
    ActorFactory,
    EventFactory,
    FollowUpFactory,
    RepatriationCaseFactory,
    SourceFactory,
    StateBodyFactory,
)

KEY = "0d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


@pytest.fixture
def case(office):
    return RepatriationCaseFactory(office=office)


@pytest.fixture
def ministry(case):
    return StateBodyFactory(party=case.holding_party, name="Ministry of the test")


def url(case, type=""):
    return f"/record/{case.reference}/event/{'?type=' + type if type else ''}"


def data(type, whom, **changes):
    base = {
        "type": type,
        "counterpart": whom.name,
        "who_says_so": "own_observation",
        "occurred": "11 Dec 2025",
    }
    return base | {"form_key": KEY} | changes


def test_an_appeal_is_one_click_away_and_says_what_its_fields_mean(client, case):
    page = client.get(case.get_absolute_url()).content.decode()
    assert f'href="{url(case, "asked")}"' in page
    form = client.get(url(case, "asked")).content.decode()
    assert "<h1>Appeal to a counterpart</h1>" in form
    assert '<option value="asked" selected>' in form
    assert "Whom we ask" in form
    assert "hirty days after asking" in form


def test_an_unknown_type_is_just_the_form(client, case):
    for type in ("nothing", "\0", "x" * 500):
        answer = client.get(f"/record/{case.reference}/event/", {"type": type})
        assert answer.status_code in {200, 400, 404}


def test_what_was_asked_waits_on_the_page(client, case, ministry):
    page = client.post(url(case), data("asked", ministry, due="20 Dec 2025"), follow=True).content.decode()
    assert "Answer due from Ministry of the test" in page
    assert str(FollowUp.objects.get().due_on) == "2025-12-20"


def test_the_open_questions_are_offered_and_one_of_another_can_be_chosen(client, case, ministry):
    asked, red_cross = EventFactory(about=case, type="asked", counterpart=ministry), ActorFactory()
    offered = dict(client.get(url(case, "answered")).context["form"].fields["answers"].choices)
    assert offered[str(asked.pk)] == "Ministry of the test, asked on a day not stated"
    client.post(url(case), data("answered", red_cross, answers=asked.pk))
    assert Event.objects.get(type="answered").answers == asked
    assert not FollowUp.objects.open()


def test_where_nothing_is_asked_nothing_is_offered(client, case):
    assert "answers" not in client.get(url(case)).context["form"].fields


def test_a_question_of_another_record_cannot_be_answered_here(client, case, ministry, office):
    EventFactory(about=case, type="asked", counterpart=ministry)
    elsewhere = EventFactory(about=RepatriationCaseFactory(office=office), type="asked", counterpart=ministry)
    answer = client.post(url(case), data("answered", ministry, answers=elsewhere.pk))
    assert answer.status_code == 422
    assert not Event.objects.filter(type="answered").exists()


def test_after_an_answer_one_link_leads_to_what_it_claims(client, case, ministry, office):
    EventFactory(about=case, type="asked", counterpart=ministry)
    source = SourceFactory(office=office)
    sent = data(
        "answered", ministry, who_says_so="other", source=source.reference, note="They are considering it"
    )
    page = client.post(url(case), sent, follow=True).content.decode()
    statement = Event.objects.get(type="answered").statement
    assert f'href="/statements/{statement.reference}/claim/add/?about={case.reference}"' in page
    assert f'href="/statements/{statement.reference}/#claims"' in page
    assert "answers our question" in page


def test_without_a_statement_it_leads_to_a_new_one(client, case, ministry):
    page = client.post(url(case), data("answered", ministry), follow=True).content.decode()
    assert f'href="/statements/add/?about={case.reference}"' in page
    assert "Record what it claims" in page


def test_a_question_begins_with_our_office_and_an_answer_with_the_one_open_question(client, case, ministry):
    form = client.get(url(case, "asked")).context["form"]
    assert form["who_says_so"].value() == "own_observation"
    assert "count" not in form.fields
    asked = EventFactory(about=case, type="asked", counterpart=ministry)
    form = client.get(url(case, "answered")).context["form"]
    assert form["answers"].value() == str(asked.pk)
    assert "Ministry of the test" in form["counterpart"].value()
    assert "due" not in form.fields


def test_the_board_keeps_the_age_of_a_question_and_says_when_it_was_reminded(client, case, ministry):
    for day in ("12 November 2025", "1 December 2025"):
        EventFactory(about=case, type="asked", counterpart=ministry, occurred=parse(day))
    page = client.get(case.get_absolute_url()).content.decode()
    assert "asked 12 Nov 2025, no reply recorded, reminded 1 Dec 2025" in page


def test_what_waits_for_an_answer_is_not_finished_in_the_workshop(client, case, ministry):
    EventFactory(about=case, type="asked", counterpart=ministry)
    row = FollowUp.objects.get()
    address = reverse("admin:cases_followup_change", args=[row.pk])
    form = client.get(address).context["adminform"].form
    assert "outcome" not in form.fields
    assert "done_at" not in form.fields
    task = FollowUpFactory(parcel__office=case.office)
    form = client.get(reverse("admin:cases_followup_change", args=[task.pk])).context["adminform"].form
    assert "outcome" in form.fields
