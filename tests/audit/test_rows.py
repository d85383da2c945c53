"""What stands in the tables is what the audit says was written; whoever changed it past the triggers is found (R36, R37)."""

import pgtrigger
import pytest

from cases.actions.audit_rows import verify_rows
from cases.models import AuditEntry, Event, Person
from tests import factories as make
from tests.audit.chains import sql


@pytest.fixture
def work(db):
    """Some of everything: edited, ledger, links."""
    case = make.RepatriationCaseFactory()
    case.mediators.add(make.ActorFactory())
    person = make.PersonFactory()
    Person.objects.filter(pk=person.pk).update(rank="B")
    make.EventFactory(about=person, type="noted", note="Words that somebody may ask to take away.")
    make.ClaimFactory()
    return person


def test_what_was_written_fits(work):
    found = verify_rows()
    assert found.problems == []
    assert found.rows > 10


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_event SET note = 'x' WHERE note <> ''",
        "DELETE FROM cases_personhistory WHERE pgh_label = 'update'",
        "UPDATE cases_personhistory SET rank = 'x' WHERE pgh_label = 'update'",
        "INSERT INTO cases_place (name, country) SELECT 'x', 'XA' FROM cases_place LIMIT 0; "
        "UPDATE cases_claim SET number = number + 1",
        "DELETE FROM cases_repatriationcase_mediators",
    ],
)
def test_whoever_lets_the_triggers_sleep_is_found(work, statement):
    for table in ("cases_event", "cases_personhistory", "cases_claim", "cases_repatriationcase_mediators"):
        sql(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER USER")
    sql(statement)
    for table in ("cases_event", "cases_personhistory", "cases_claim", "cases_repatriationcase_mediators"):
        sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert len(verify_rows().problems) == 1


def test_a_redaction_leaves_an_entry_of_its_own_and_fits(work):
    """The owner replaces words past the ledger's guard: the audit notes it, and keeps the digest of what was there."""
    event = Event.objects.get(person=work)
    before = AuditEntry.objects.get(subject="event", version=event.pk)
    with pgtrigger.ignore("cases.Event:no_update"):
        Event.objects.filter(pk=event.pk).update(note="[redacted]")
    assert verify_rows().problems == []
    entries = AuditEntry.objects.filter(subject="event", version=event.pk).order_by("id")
    assert [entry.deed for entry in entries] == ["insert", "update"]
    assert bytes(entries[0].digest) == bytes(before.digest) != bytes(entries[1].digest)


def test_a_column_that_comes_later_disturbs_no_digest(work):
    sql("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE cases_event ADD COLUMN later text NOT NULL DEFAULT 'x'")
    assert verify_rows().problems == []
