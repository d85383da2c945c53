"""Whatever is written has its entry in the audit, whichever way it was written (R36)."""

import pghistory
import pytest
from django.db import connection, transaction

from cases.models import AuditEntry, Event, Person, PersonName, RepatriationCase
from cases.protection.tables import EXCEPT, audited
from tests import factories as make
from tests.models.kinds import EDITED, LEDGER, factory_of, named

Deed = AuditEntry.Deed
AUDIT = {"AuditEntry", "AuditSeal"}


def entries_of(model, pk):
    subject = model._meta.label_lower.removeprefix("cases.")
    return list(AuditEntry.objects.filter(subject=subject, row=pk).order_by("id"))


def deeds(row):
    return [entry.deed for entry in entries_of(type(row), row.pk)]


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_each_table_is_under_audit_or_it_is_said_why_not(db):
    """A new table is under audit from its first day; nothing is left out in silence."""
    watched = {each.table for each in audited()}
    watched |= {each.model.pgh_tracked_model._meta.db_table for each in audited() if each.kind == "history"}
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - {"cache_table"}
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_trigger ON tgrelid = pg_class.oid WHERE tgname = 'audit_insert'"
        )
        armed = {name for (name,) in cursor.fetchall()}
    assert tables - watched - set(EXCEPT) == set()
    assert {each.table for each in audited()} == armed
    assert all(reason.split()[0] in {"is", "says", "signing"} for reason in EXCEPT.values())


@pytest.mark.parametrize("model", [m for m in [*EDITED, *LEDGER] if m.__name__ not in AUDIT], ids=named)
def test_what_is_added_has_one_entry_with_a_digest(db, model):
    row = factory_of(model)()
    found = [entry for entry in entries_of(model, row.pk) if entry.deed == Deed.INSERT]
    assert len(found) == 1
    assert len(bytes(found[0].digest)) == 32
    columns = {field.name for field in model._meta.concrete_fields}
    assert found[0].reference == (row.reference if "reference" in columns else "")


def test_a_change_by_any_way_has_its_entry(db):
    person = make.PersonFactory()
    person.note = "Saved"
    person.rank = "A"
    person.save()
    Person.objects.filter(pk=person.pk).update(rank="B")
    person.rank = "C"
    Person.objects.bulk_update([person], ["rank"])
    sql("UPDATE cases_person SET rank = 'D' WHERE id = %s", person.pk)
    assert deeds(person) == [Deed.INSERT, *[Deed.UPDATE] * 4]


def test_many_rows_at_once_have_an_entry_each(db, office):
    people = Person.objects.bulk_create(
        Person(name=f"P {n}", office=office, reference=f"PER-B{n}", status="recorded") for n in range(7)
    )
    assert [deeds(person) for person in people] == [[Deed.INSERT]] * 7


def test_raw_sql_without_a_name_is_visible_as_such(db):
    name = make.PersonNameFactory()
    sql("DELETE FROM cases_personname WHERE id = %s", name.pk)
    last = entries_of(PersonName, name.pk)[-1]
    assert (last.deed, last.actor_id) == (Deed.DELETE, None)
    assert last in AuditEntry.objects.without_actor()


def test_who_and_why_stand_in_the_entry(db, caseworker):
    with pghistory.context(user=caseworker.pk, reason="The family wrote."):
        person = make.PersonFactory()
    (entry,) = entries_of(Person, person.pk)
    assert entry.actor == caseworker
    assert entry.facts == {"reason": "The family wrote."}
    assert entry.office_id == person.office_id


def test_links_between_records_have_entries(db):
    """Many-to-many edits leave no history row: their own table is under audit."""
    case, mediator = make.RepatriationCaseFactory(), make.ActorFactory()
    case.mediators.add(mediator)
    case.mediators.clear()
    subject = RepatriationCase.mediators.through._meta.label_lower.removeprefix("cases.")
    written = AuditEntry.objects.writes().filter(subject=subject).order_by("id")
    assert [entry.deed for entry in written] == [Deed.INSERT, Deed.DELETE]


def test_what_is_rolled_back_leaves_no_entry(db):
    before = AuditEntry.objects.count()
    with transaction.atomic():
        make.PersonFactory()
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == before


def test_a_cache_of_the_ledger_is_no_deed(db):
    parcel = make.ParcelFactory()
    before = deeds(parcel)
    make.EventFactory(about=parcel, type="packed")
    assert deeds(parcel) == before
    event = Event.objects.get(parcel=parcel)
    assert deeds(event) == [Deed.INSERT]


def test_a_new_password_has_an_entry_and_a_sign_in_changes_no_record(db, client_for):
    user = make.UserFactory()
    before = len(deeds(user))
    user.set_password("correct horse battery staple")
    user.save()
    client_for(user)
    assert deeds(user)[before:] == [Deed.UPDATE]


def test_each_ledger_and_history_row_has_exactly_one_entry(db):
    """One to one, counted over all tables (safety.md R36)."""
    make.EventFactory()
    make.ClaimFactory()
    make.DeathReportFactory()
    for each in audited():
        if each.row == "no_number":
            continue
        wanted = each.model._base_manager.count()
        told = AuditEntry.objects.filter(
            subject=each.subject, version__isnull=False, deed__in=("insert", "update", "delete", "found")
        )
        if each.kind == "history":
            assert told.count() == wanted, each.table
