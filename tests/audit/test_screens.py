"""The screens of the audit: what each role reads of it, unusual reading, seals, and who saw a record."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.actions import audit
from cases.audit import unusual as unusual_reading
from cases.models import AuditEntry, Person
from tests import factories as make
from tests.audit.chains import FAR, seal

Deed = AuditEntry.Deed


@pytest.fixture
def person(office):
    return make.PersonFactory(office=office, name="Ostap Vyshnya")


def rows(client, query=""):
    return client.get(f"/audit/{query}").context["rows"]


def test_everybody_sees_what_they_did_themselves_and_no_more(client_for, viewer, caseworker, person):
    client_for(caseworker).get(person.get_absolute_url())
    client = client_for(viewer)
    client.get("/people/", {"q": "Vyshnya"})
    page = client.get("/audit/")
    assert {row.actor for row in page.context["rows"]} == {viewer}
    assert "What I did" in page.content.decode()
    assert "q: Vyshnya" in page.content.decode()


def test_the_coordinator_sees_the_own_office_without_the_words_of_searches(
    client_for, coordinator, caseworker, person
):
    client_for(caseworker).get("/people/", {"q": "Vyshnya"})
    other = make.PersonFactory()
    page = client_for(coordinator).get("/audit/")
    assert any(row.deed == Deed.SEARCH for row in page.context["rows"])
    assert "Vyshnya" not in page.content.decode()
    assert other.reference not in page.content.decode()


def test_the_auditor_sees_all_offices_and_the_words(client_for, auditor, caseworker, person):
    client_for(caseworker).get("/people/", {"q": "Vyshnya"})
    other = make.PersonFactory()
    page = client_for(auditor).get("/audit/").content.decode()
    assert "q: Vyshnya" in page
    assert other.reference in page


def test_the_administrator_sees_accounts_and_the_door_and_no_record(client_for, administrator, person):
    page = client_for(administrator).get("/audit/")
    assert {row.subject for row in page.context["rows"]} <= {"user", "office", ""}
    assert person.reference not in page.content.decode()


def test_who_saw_a_record_is_one_click_from_its_page(client_for, coordinator, viewer, auditor, person):
    client_for(viewer).get(person.get_absolute_url())
    reader = client_for(auditor)
    reader.post(f"/record/{person.reference}/open/", {"reason": "A complaint of the family"})
    reader.get(person.get_absolute_url())
    client = client_for(coordinator)
    assert f"/audit/?record={person.reference}" in client.get(person.get_absolute_url()).content.decode()
    readers = {row.actor for row in rows(client, f"?record={person.reference}&deed=view")}
    assert readers == {viewer, auditor, coordinator}
    assert "/audit/?record=" not in client_for(viewer).get(person.get_absolute_url()).content.decode()


def test_what_one_person_did_is_found_by_name_and_day(client_for, auditor, caseworker, person):
    client_for(caseworker).get(person.get_absolute_url())
    client, today = client_for(auditor), timezone.localdate().isoformat()
    found = rows(client, f"?who=@{caseworker.username}&on_from={today}&on_to={today}&deed=reads")
    assert [(row.actor, row.reference) for row in found] == [(caseworker, person.reference)]
    assert rows(client, f"?who=@{caseworker.username}&on_from=2020-01-01&on_to=2020-01-02") == []


def test_reading_the_audit_is_itself_under_audit(client_for, auditor):
    client = client_for(auditor)
    client.get("/audit/")
    assert all(row.subject != "auditentry" for row in rows(client))
    assert any(row.subject == "auditentry" for row in rows(client, "?itself=too"))


# --- Unusual reading ----------------------------------------------------------------------------------------

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday


def read(number, user, *, deed=Deed.VIEW, at=NOON, people=None):
    AuditEntry.objects.bulk_create(
        AuditEntry(
            txid=1, deed=deed, subject="person" if deed == Deed.VIEW else "", actor=user, office=user.office, at=at + timedelta(seconds=n),
            row=people[n % len(people)].pk if people else n, reference=people[n % len(people)].reference if people else f"PER-{n:05}",
        )
        for n in range(number)
    )  # fmt: skip


@pytest.fixture
def unusual(client_for, auditor, stop_clock):
    def unusual(who=auditor):
        stop_clock(NOON.date() + timedelta(days=1))
        tables = client_for(who).get("/audit/unusual/").context["tables"]
        return {
            str(table["title"]): [(row["who"], row["number"]) for row in table["rows"]]
            for table in tables
            if table["rows"]
        }

    return unusual


def test_many_people_in_an_hour(unusual, caseworker):
    read(39, caseworker)
    assert unusual() == {}
    read(40, caseworker, at=NOON - timedelta(hours=3))
    assert unusual() == {"Many people in an hour": [(caseworker, 40)]}


@pytest.mark.parametrize("at", [NOON.replace(hour=23), NOON.replace(hour=3), NOON - timedelta(days=3)])
def test_outside_working_hours(unusual, viewer, at):
    read(9, viewer, deed=Deed.LIST, at=at)
    assert unusual() == {}
    read(1, viewer, deed=Deed.LIST, at=at + timedelta(minutes=1))
    assert unusual() == {"Outside working hours": [(viewer, 10)]}


def test_searches_without_opening(unusual, viewer):
    read(15, viewer, deed=Deed.SEARCH)
    assert unusual() == {"Searches without opening": [(viewer, 15)]}
    read(3, viewer)
    assert unusual() == {}


def test_refused_and_taken_out(unusual, viewer, caseworker):
    read(5, viewer, deed=Deed.DENIED)
    read(5, caseworker, deed=Deed.EXPORT)
    assert unusual() == {"Refused again and again": [(viewer, 5)], "Much taken out": [(caseworker, 5)]}


def test_a_coordinator_is_told_of_the_own_office_alone(unusual, viewer, coordinator):
    stranger = make.UserFactory()
    for user in (viewer, stranger):
        read(5, user, deed=Deed.DENIED)
    assert unusual(coordinator) == {"Refused again and again": [(viewer, 5)]}
    assert {who for who, _number in unusual()["Refused again and again"]} == {viewer, stranger}


def test_people_in_the_care_of_others(unusual, caseworker, coordinator, office):
    people = [make.PersonFactory(office=office, owner=coordinator) for _n in range(20)]
    read(20, caseworker, people=people)
    assert unusual() == {"People in the care of others": [(caseworker, 20)]}
    Person.objects.filter(pk=people[0].pk).update(owner=caseworker)
    assert unusual() == {}


def test_each_row_leads_to_its_entries(client_for, auditor, caseworker, stop_clock):
    read(40, caseworker)
    stop_clock(NOON.date() + timedelta(days=1))
    client = client_for(auditor)
    (row,) = client.get("/audit/unusual/").context["tables"][0]["rows"]
    assert len(client.get(row["url"]).context["rows"]) == 25


def test_the_page_asks_a_constant_number_of_queries(client_for, auditor, caseworker, viewer):
    client = client_for(auditor)
    client.get("/audit/unusual/")
    counts = []
    for user in (caseworker, viewer):
        read(60, user, at=timezone.now() - timedelta(hours=2))
        with CaptureQueriesContext(connection) as queries:
            client.get("/audit/unusual/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 16


def test_all_rules_stand_on_one_reading_of_the_entries(client_for, auditor, caseworker):
    """At a million reads six readings took longer than a statement may: what reaches no rule is read once."""
    client = client_for(auditor)
    for number, readings in ((19, 1), (60, 3)):  # the other two are of those alone whose numbers reach a rule
        read(number, caseworker, at=timezone.now() - timedelta(hours=2))
        with CaptureQueriesContext(connection) as queries:
            client.get("/audit/unusual/")
        asked = [query["sql"] for query in queries if 'FROM "cases_auditentry"' in query["sql"]]
        assert len([sql for sql in asked if "DATE_TRUNC" in sql]) == readings
        assert "statement_timeout" in " ".join(query["sql"] for query in queries)


def test_too_much_to_read_is_a_sentence(client_for, auditor, caseworker, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_auditentry (txid, deed, subject, row, reference, page, actor_id, office_id) "
            "SELECT 1, 'view', 'person', n, '', '', %s, %s FROM generate_series(1, 60000) n",
            [caseworker.pk, caseworker.office_id],
        )
    monkeypatch.setattr(unusual_reading, "PATIENCE", "5ms")
    answer = client_for(auditor).get("/audit/unusual/")
    assert answer.status_code == 200
    assert "nothing can be shown here" in answer.content.decode()


# --- Seals --------------------------------------------------------------------------------------------------


def test_the_head_is_shown_to_keep_and_an_anchor_is_compared(client_for, auditor, db):
    make.PersonFactory()
    seal(horizon=FAR)
    head = audit.head().anchor
    client = client_for(auditor)
    assert head in client.get("/audit/seals/").content.decode()
    assert "as it was" in client.get("/audit/seals/", {"anchor": head}).content.decode()
    assert (
        "somebody changed the audit"
        in client.get("/audit/seals/", {"anchor": f"1:{'0' * 64}"}).content.decode()
    )
    assert "An anchor is" in client.get("/audit/seals/", {"anchor": "nonsense"}).content.decode()


def test_what_the_last_look_found_is_told(client_for, auditor, db):
    client = client_for(auditor)
    assert "Nobody has looked yet" in client.get("/audit/seals/").content.decode()
    audit.look_once_a_day()
    assert "whole" in client.get("/audit/seals/").content.decode()


@pytest.mark.parametrize("role", ["viewer", "caseworker", "administrator"])
@pytest.mark.parametrize("page", ["unusual", "seals"])
def test_others_do_not_read_these_pages(client_for, role, page):
    assert client_for(role).get(f"/audit/{page}/").status_code == 403


def test_the_server_is_not_ready_while_the_sealer_is_away_for_hours(client_for, viewer):
    """R62: an hour is no matter, a working day is."""
    client = client_for("auditor")
    read(1, viewer, at=timezone.now() - timedelta(hours=1))
    assert client.get("/ready").status_code == 200
    AuditEntry.objects.bulk_create(
        [AuditEntry(txid=0, deed=Deed.VIEW, at=timezone.now() - timedelta(hours=7))]
    )
    assert client.get("/ready").status_code == 503
    seal(horizon=FAR)
    assert client.get("/ready").status_code == 200
