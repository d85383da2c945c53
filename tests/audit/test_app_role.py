"""The application's own role: it does the day's work, and can change nothing of what must stay as it was written (R37).

The suite owns its database; here it puts on the role that the web processes and the worker have.
"""

import contextlib

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.models import AuditEntry, Event, Person, PersonName
from cases.protection.grants import READ_ONLY
from cases.protection.tables import audited, is_ledger
from tests import factories as make
from tests.audit.chains import sql
from tests.models.kinds import HISTORY, LEDGER, named

pytestmark = pytest.mark.skipif(not settings.APP_ROLE, reason="one role owns and uses the tables here")
PROTECTED = sorted(READ_ONLY | {model._meta.db_table for model in [*HISTORY, *LEDGER]})


@contextlib.contextmanager
def as_application():
    sql(f'SET ROLE "{settings.APP_ROLE}"')
    try:
        yield
    finally:
        sql("RESET ROLE")


def refused(statement):
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner|must be able to|Cannot"),
        transaction.atomic(),
    ):
        sql(statement)
    return True


def test_it_is_neither_owner_nor_superuser_nor_past_policies(db):
    ((ordinary,),) = sql(
        "SELECT NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication) FROM pg_roles WHERE rolname = %s",
        settings.APP_ROLE,
    )
    assert ordinary
    assert sql(
        "SELECT count(*) FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner WHERE rolname = %s",
        settings.APP_ROLE,
    ) == [(0,)]


@pytest.mark.parametrize("table", PROTECTED)
def test_nothing_protected_is_changed_emptied_or_unguarded(db, table):
    key = "pgh_id" if table.endswith("history") else "id"
    with as_application():
        assert refused(f"UPDATE {table} SET {key} = {key}")
        assert refused(f"DELETE FROM {table}")
        assert refused(f"TRUNCATE {table} CASCADE")
        assert refused(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        assert refused(f"DROP TABLE {table}")
        assert refused(
            f"CREATE TRIGGER mine BEFORE INSERT ON {table} EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        )
        assert refused(f"CREATE RULE mine AS ON DELETE TO {table} DO INSTEAD NOTHING")
        assert refused("SET session_replication_role = replica")


@pytest.mark.parametrize(
    "model", [m for m in LEDGER if is_ledger(m) and m._meta.db_table not in READ_ONLY], ids=named
)
def test_of_a_ledger_only_what_follows_from_other_rows_may_be_written_anew(db, model):
    allowed = {name for (name,) in sql(
        "SELECT column_name FROM information_schema.column_privileges WHERE grantee = %s AND table_name = %s AND privilege_type = 'UPDATE'",
        settings.APP_ROLE, model._meta.db_table,
    )}  # fmt: skip
    assert allowed <= {
        "office_id",
        "confidentiality",
        "reliability",
        "withdrawn",
        "words",
        "state",
        "person_id",
        "stands",
    }


@pytest.mark.parametrize("model", HISTORY, ids=named)
def test_nobody_invents_history(db, model):
    with as_application():
        assert refused(f"INSERT INTO {model._meta.db_table} SELECT * FROM {model._meta.db_table}")


def test_nobody_invents_entries_or_seals(db):
    with as_application():
        assert refused(
            "INSERT INTO cases_auditentry (at, txid, deed, subject, reference, page) VALUES (now(), 1, 'view', '', '', '')"
        )
        assert refused("INSERT INTO cases_auditseal SELECT * FROM cases_auditseal")
        assert refused("SELECT audit_seal_until(10, 1)")
        with pytest.raises(DatabaseError, match="by itself"), transaction.atomic():
            sql("SELECT audit_read('update', 'person', 1, '', '', 1, 1, NULL)")


def test_the_setting_that_silences_triggers_is_deaf_to_it(db):
    """Everybody may set `pgtrigger.ignore`; it counts for the owner of the tables alone."""
    name = make.PersonNameFactory()
    event = make.EventFactory(about=name.person, type="noted", note="As it was")
    with as_application():
        names = [row for (row,) in sql("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_%%'")]
        sql("SELECT set_config('pgtrigger.ignore', %s, true)", "{" + ",".join(names) + "}")
        assert refused(f"UPDATE cases_event SET office_id = 1, note = 'x' WHERE id = {event.pk}")
        sql("UPDATE cases_personname SET \"full\" = 'Another' WHERE id = %s", name.pk)
        sql("DELETE FROM cases_personname WHERE id = %s", name.pk)
    assert [row.pgh_label for row in PersonName.pgh_event_model.objects.filter(pgh_obj_id=name.pk).order_by("pgh_id")] == [
        "insert", "update", "delete",
    ]  # fmt: skip
    deeds = AuditEntry.objects.filter(subject="personname", row=name.pk).order_by("id")
    assert [entry.deed for entry in deeds] == ["insert", "update", "delete"]


def test_who_acted_cannot_be_changed_afterwards(db):
    """What one transaction said of itself stays: the row of another cannot be written anew through pghistory's function."""
    sql("INSERT INTO pghistory_context (id, metadata, created_at, updated_at) "
        "VALUES ('00000000-0000-4000-8000-000000000001', '{\"user\": 1}', now() - interval '1 day', now())")  # fmt: skip
    with as_application():
        sql("SELECT set_config('pghistory.context_id', '00000000-0000-4000-8000-000000000001', true), "
            "set_config('pghistory.context_metadata', '{\"user\": 2}', true)")  # fmt: skip
        make.PersonFactory()
        assert refused("UPDATE pghistory_context SET metadata = '{}'")
    assert sql(
        "SELECT metadata ->> 'user' FROM pghistory_context WHERE id = '00000000-0000-4000-8000-000000000001'"
    ) == [("1",)]


def test_the_days_work_is_done_in_this_role(client_for, caseworker, coordinator, office, auditor):
    """Record, change, tell an event and a claim, link, export, search, sign: nothing of it needs more."""
    person, case = make.PersonFactory(office=office), make.RepatriationCaseFactory(office=office)
    client = client_for(caseworker)
    with as_application():
        for model in (
            "Person",
            "Group",
            "Agreement",
            "Consignment",
            "Parcel",
            "Correspondence",
            "Visit",
            "Evacuation",
        ):
            getattr(make, f"{model}Factory")(office=office)
        make.EventFactory(about=person, type="noted", note="Words")
        make.EventErrorFactory()
        make.ClaimFactory()
        make.TracingJudgementFactory()
        make.LineJudgementFactory()
        make.HandlingFactory()
        case.mediators.add(make.ActorFactory())
        Person.objects.filter(pk=person.pk).update(rank="Private", confidentiality="restricted")
        for url in (
            "/",
            "/people/",
            person.get_absolute_url(),
            case.get_absolute_url(),
            "/search/?q=Person",
            "/parcels/",
        ):
            assert client.get(url).status_code == 200, url
        assert client.post("/people/export/", {"reason": "x"}).status_code == 200
        for url in ("/audit/", "/audit/unusual/", "/audit/seals/"):
            assert client_for(auditor).get(url).status_code == 200
        assert (
            client_for(coordinator).get(reverse("admin:cases_person_change", args=[person.pk])).status_code
            == 200
        )
        sql("SELECT audit_seal(10)")
    assert Event.objects.get(person=person).confidentiality == "restricted"


def test_every_other_table_can_be_written(db):
    """No right is missing: what is neither ledger nor history nor the database's own may be added, changed and deleted."""
    free = {each.table for each in audited()} - set(PROTECTED)
    missing = sql(
        "SELECT table_name FROM unnest(%s::text[]) AS table_name WHERE NOT has_table_privilege(%s, table_name, 'SELECT, INSERT, UPDATE, DELETE')",
        sorted(free), settings.APP_ROLE,
    )  # fmt: skip
    assert missing == []
