"""What the audit says of holds and of news of a death: that something is held, to its owner alone of which kind (D38, decision 0025)."""

import re

import pytest

from cases.actions import death, holds
from cases.models import DeathNotice
from tests import factories as make
from tests.people.test_holds import place

READERS = ("coordinator", "auditor")
TELLING = re.compile(r"death|hold|informed|withdr", re.I)


@pytest.fixture
def owner(user_in):
    return user_in("caseworker")


def lines(client, query=""):
    """The list as it is read: without when, and without numbers."""
    rows = client.get(f"/audit/{query}").context["rows"]
    return [(row.actor, row.deed, row.reference, row.kind_name, row.number, row.why) for row in rows]


@pytest.mark.parametrize("role", READERS)
def test_news_and_a_hold_leave_the_same_lines(client_for, office, owner, role):
    client, seen = client_for(role), []
    for kind in ("hold", "death"):
        place(kind, make.PersonFactory(office=office), owner)
        seen.append(lines(client, "?kind=held&deed=writes"))
    assert [row[3:5] for row in seen[0]] == [("Held by the office", None)]
    assert seen[1] == seen[0] * 2


@pytest.mark.parametrize("role", READERS)
def test_what_an_owner_does_with_the_news_is_told_nobody(client_for, office, owner, coordinator, role):
    person = make.PersonFactory(office=office)
    notice = place("death", person, owner)
    desk = client_for(owner)
    for path in ("death/", "death/report/", "death/informed/", "death/hand-over/", "death/withdraw/"):
        assert desk.get(f"{person.get_absolute_url()}{path}").status_code == 200
    speaker = make.ActorFactory()
    before = lines(client_for(role), "?deed=writes")
    death.add_report(notice=notice, by=owner, speaker=speaker, title="A call", text="Heard")
    death.hand_over(notice=notice, to=coordinator, by=owner)
    DeathNotice.objects.filter(pk=notice.pk).update(owner=owner)
    death.withdraw(notice=notice, reason="Another of that name", by=owner)
    assert [row for row in lines(client_for(role), "?deed=writes") if row not in before and row[0]] == []
    if role == "coordinator":
        taken = client_for(role).post("/audit/export/", {"reason": "a check"})
        assert not TELLING.search(b"".join(taken.streaming_content).decode())
    assert "Another of that name" not in client_for(role).get("/audit/").content.decode()


def test_their_owner_reads_what_they_did(client_for, office, owner):
    place("death", make.PersonFactory(office=office), owner)
    assert len(lines(client_for(owner), "?kind=held")) == 2


@pytest.mark.parametrize("role", READERS)
def test_that_something_was_taken_over_is_read_with_the_reason(client_for, office, owner, coordinator, role):
    person = make.PersonFactory(office=office)
    place("death", person, owner)
    type(owner).objects.filter(pk=owner.pk).update(is_active=False)
    holds.take_over(person=person, reason="They have left", by=coordinator)
    assert "because: They have left" in [row[5] for row in lines(client_for(role), "?kind=held")]


def test_no_choice_of_the_list_names_a_kind_that_is_held(client_for):
    shown = client_for("coordinator").get("/audit/").content.decode()
    assert 'value="held"' in shown
    for kind in ("deathnotice", "deathreport", "personhold"):
        assert f'value="{kind}"' not in shown


@pytest.mark.parametrize("table", ["deathnotice", "deathreport", "personhold"])
def test_the_workshop_keeps_no_history_of_them_for_the_auditor(client_for, office, owner, table):
    place("death", make.PersonFactory(office=office), owner)
    client = client_for("auditor")
    assert client.get(f"/admin/cases/{table}history/").status_code == 404
    shown = client.get("/admin/cases/auditentry/").content.decode().split('id="result_list"')[1]
    assert table not in shown
