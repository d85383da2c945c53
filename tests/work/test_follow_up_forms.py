"""Adding a follow-up to any record, finishing it, moving it, giving it to somebody else."""

from datetime import date

import pytest
from django.utils import timezone

from cases.models import FollowUp
from tests.factories import (
    EventFactory,
    FollowUpFactory,
    GroupFactory,
    ParcelFactory,
    PersonFactory,
    RepatriationCaseFactory,
    StateBodyFactory,
    UserFactory,
)

KEY = "7d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"
HOSTILE = ["a\0b", "\u202eevil", "x" * 100_000, "   "]


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


@pytest.fixture
def group(office):
    return GroupFactory(office=office, name="The six")


@pytest.fixture
def row(office):
    parcel = ParcelFactory(office=office)
    return FollowUpFactory(parcel=parcel, text="Ask for the receipt", due_on=date(2026, 3, 1))


def adding(about, **changes):
    base = {
        "about": getattr(about, "reference", about),
        "text": "Call the family",
        "due_on": "2027-01-31",
        "form_key": KEY,
    }
    return base | changes


def finish_url(row):
    return f"/follow-ups/{row.reference}/finish/"


def edit_url(row):
    return f"/follow-ups/{row.reference}/edit/"


def editing(row, **changes):
    return {"text": row.text, "due_on": f"{row.due_on}", "owner": "", "version": row.version} | changes


def test_one_click_from_the_page_of_a_record_the_record_is_filled_in(client, group, caseworker):
    page = client.get(group.get_absolute_url()).content.decode()
    assert f'href="/follow-ups/add/?about={group.reference}"' in page
    form = client.get(f"/follow-ups/add/?about={group.reference}").content.decode()
    assert f"The six · {group.reference}" in form
    assert f"@{caseworker.username}" in form


def test_what_is_added_stands_at_the_side_of_its_record(client, group, caseworker):
    answer = client.post("/follow-ups/add/", adding(group, owner=f"@{caseworker.username}"), follow=True)
    row = FollowUp.objects.get()
    assert (row.about, row.owner, row.created_by, row.office) == (group, caseworker, caseworker, group.office)
    assert f'id="follow-up-{row.pk}"' in answer.content.decode()


def test_sent_twice_it_is_added_once(client, group):
    for _twice in range(2):
        assert client.post("/follow-ups/add/", adding(group)).status_code == 302
    assert FollowUp.objects.count() == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_no_words_break_it(client, group, text):
    answer = client.post("/follow-ups/add/", adding(group, text=text))
    assert answer.status_code in {302, 422}


def test_what_is_missing_is_said_and_what_was_typed_stays(client, office):
    answer = client.post("/follow-ups/add/", adding("GRP-0000", due_on="some day"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Write the day as year, month and day" in page
    assert "Nothing is found by" in page
    assert "Call the family" in page


def test_a_record_of_another_office_is_not_found(client):
    answer = client.post("/follow-ups/add/", adding(GroupFactory()))
    assert answer.status_code == 422
    assert not FollowUp.objects.exists()


def test_finished_it_leaves_the_side_and_stands_in_the_timeline(client, row, caseworker):
    answer = client.post(finish_url(row), {"outcome": "They sent it by post.", "form_key": KEY}, follow=True)
    row.refresh_from_db()
    assert (row.done_by, row.outcome) == (caseworker, "They sent it by post.")
    side = answer.context["follow_ups"]
    done = next(item for item in answer.context["timeline"] if item.get("id") == f"follow-up-{row.pk}")
    assert side == []
    assert done["note"] == "They sent it by post."
    assert done["where"] == "· Ask for the receipt"
    assert done["recorded_by"] == str(caseworker)


def test_what_comes_next_is_added_in_the_same_form(client, row, caseworker):
    data = {
        "outcome": "Nobody answered.",
        "next_text": "Call again",
        "next_due_on": "2027-02-01",
        "form_key": KEY,
    }
    for _twice in range(2):
        client.post(finish_url(row), data)
    (following,) = FollowUp.objects.open()
    assert (following.text, following.about, str(following.due_on)) == ("Call again", row.about, "2027-02-01")


def test_what_comes_next_needs_a_day(client, row):
    answer = client.post(finish_url(row), {"outcome": "Nobody answered.", "next_text": "Call again"})
    assert "Give the day by which the next step is to be done." in answer.content.decode()
    row.refresh_from_db()
    assert row.done_at is None


def test_two_people_finish_it_at_once_and_one_is_told(client, client_for, row):
    client.post(finish_url(row), {"outcome": "Received."})
    answer = client_for("coordinator").post(finish_url(row), {"outcome": "Still nothing."})
    assert answer.status_code == 422
    assert "This is done already: Received." in answer.content.decode()


def test_an_answer_that_is_waited_for_is_recorded_not_finished(client, office):
    case = RepatriationCaseFactory(office=office)
    EventFactory(about=case, type="asked", counterpart=StateBodyFactory())
    row = FollowUp.objects.get()
    assert client.get(finish_url(row)).url == f"/record/{case.reference}/event/?type=answered"
    assert client.post(finish_url(row), {"outcome": "Never mind."}).status_code == 422
    assert (
        f"/record/{case.reference}/event/?type=answered"
        in client.get(case.get_absolute_url()).content.decode()
    )


def test_another_day_needs_a_reason_which_stays_in_the_history(client, row):
    answer = client.post(edit_url(row), editing(row, due_on="2026-04-01"))
    assert "Say why it is moved" in answer.content.decode()
    client.post(edit_url(row), editing(row, due_on="2026-04-01", reason="They are on leave"))
    row.refresh_from_db()
    assert str(row.due_on) == "2026-04-01"
    assert "They are on leave" in client.get(edit_url(row)).content.decode()


def test_it_is_given_to_a_colleague(client, row, office):
    colleague = UserFactory(office=office)
    client.post(edit_url(row), editing(row, owner=f"@{colleague.username}"))
    row.refresh_from_db()
    assert row.owner == colleague


def test_a_stranger_gets_none(client, row):
    answer = client.post(edit_url(row), editing(row, owner=f"@{UserFactory().username}"))
    assert answer.status_code == 422


def test_a_stale_form_is_refused_and_nothing_typed_is_lost(client, client_for, row):
    stale = editing(row, text="My words")
    client_for("coordinator").post(edit_url(row), editing(row, text="Other words"))
    answer = client.post(edit_url(row), stale)
    assert answer.status_code == 422
    assert "Somebody changed this record" in answer.content.decode()
    assert "My words" in answer.content.decode()


def test_what_is_done_is_not_changed_any_more(client, row):
    FollowUp.objects.filter(pk=row.pk).update(done_at=timezone.now(), outcome="Done.")
    assert client.post(edit_url(row), editing(row, text="Other")).status_code == 404
    assert "This is done already" in client.get(edit_url(row)).content.decode()


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_who_only_reads_writes_nothing(client_for, role, row, group):
    client = client_for(role)
    assert client.post("/follow-ups/add/", adding(group)).status_code == 403
    assert client.post(finish_url(row), {"outcome": "Done."}).status_code == 403
    assert client.post(edit_url(row), editing(row)).status_code == 403


def test_another_offices_is_not_found(client):
    row = FollowUpFactory()
    assert client.get(finish_url(row)).status_code == 404
    assert client.get(edit_url(row)).status_code == 404


def test_who_only_reads_sees_no_words_on_the_page_of_a_person(client_for, office, caseworker):
    person = PersonFactory(office=office)
    for done in (False, True):
        row = FollowUpFactory(parcel=None, person=person, office=office, text="Call 555-0101")
        if done:
            FollowUp.objects.filter(pk=row.pk).update(done_at=timezone.now(), outcome="In Secretville")
    page = client_for("viewer").get(person.get_absolute_url()).content.decode()
    assert "555-0101" not in page
    assert "Secretville" not in page
    assert "Call 555-0101" in client_for(caseworker).get(person.get_absolute_url()).content.decode()
