"""A record erased for good: proposed by a coordinator, decided by the administrator; a placeholder stays (safety.md §4, R41)."""

from datetime import date
from io import StringIO

import pghistory
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from cases.actions import Refused, audit, audit_rows, documents, events, identity, people
from cases.actions.removing import erasure, retention
from cases.actions.removing.steps import ERASED
from cases.lib.dates import parse
from cases.models import Erasure, NameToken, Person, Removal
from tests import factories as make
from tests.audit import chains

CANARY = "Kanareyka"


@pytest.fixture
def person(office, coordinator, administrator):
    """Somebody of whom everything is known that can be, each with the canary in it."""
    person = make.PersonFactory(
        office=office, name=f"{CANARY} Olena", latin_name=f"{CANARY} O.", father_name=CANARY, contact=CANARY, address=CANARY,
        rank=CANARY, service_number=CANARY, born=parse("1987"),
    )  # fmt: skip
    make.PersonNameFactory(person=person, full=f"{CANARY} Lena", family=CANARY)
    make.PersonNameFactory(person=person, full=f"{CANARY} Alyona", family=CANARY)
    make.PersonIdentifierFactory(person=person, value=CANARY, issuer=CANARY)
    make.PersonFlagFactory(person=person, instruction=CANARY)
    make.ChildCardItemFactory(person=person, value=CANARY)
    make.RelationshipFactory(person=person)
    event = make.EventFactory(about=person, type="noted", note=CANARY, place=make.PlaceFactory(name="Camp 9"))
    events.declare_wrong(event=event, reason=CANARY, by=coordinator, kind="did_not_occur")
    make.FamilyCallFactory(about=person, office=office, caller_name=CANARY, contact=CANARY)
    make.FollowUpFactory(person=person, parcel=None, office=office, text=CANARY)
    make.ClaimFactory(
        about=person,
        aspect="manner",
        words=CANARY,
        statement=make.StatementFactory(source=make.SourceFactory(office=office), text=CANARY),
    )
    documents.attach(
        about=person,
        title=CANARY,
        type="other",
        name="a.txt",
        content=CANARY.encode(),
        by=coordinator,
    )
    with pghistory.context(reason=CANARY):
        Person.objects.filter(pk=person.pk).update(rank=f"{CANARY} again")
    person.refresh_from_db()
    return person


def everywhere(word):
    """The tables in which a word stands, but for those of the product's own frame."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not table.startswith(("django_", "auth_")):
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" t WHERE to_jsonb(t)::text ILIKE %s', [f"%{word}%"]
                )
                if cursor.fetchone()[0]:
                    found.append(table)
    return found


def erase(person, coordinator, administrator, basis="request"):
    asked = erasure.propose(record=person, basis=basis, reason="She asks for it", by=coordinator)
    return erasure.decide(erasure=asked, allowed=True, by=administrator)


def test_nothing_of_the_person_stays_anywhere(person, coordinator, administrator):
    assert len(everywhere(CANARY)) > 15
    done = erase(person, coordinator, administrator)
    assert everywhere(CANARY) == []
    assert everywhere(CANARY.encode().hex()) == []
    person.refresh_from_db()
    assert (person.name, person.label, str(person)) == ("", ERASED, ERASED)
    assert person.born is None
    assert not NameToken.objects.filter(fold__icontains="kanareyk").exists()
    assert done.places == Removal.objects.filter(erasure=done).count() > 20


def test_what_happened_is_still_counted_and_proved(person, coordinator, administrator):
    before = list(person.events.order_by("pk").values_list("type", "occurred", "sequence", "error"))
    erase(person, coordinator, administrator)
    assert list(person.events.order_by("pk").values_list("type", "occurred", "sequence", "error")) == before
    assert set(person.events.values_list("place", flat=True)) == {None}
    out = StringIO()
    call_command("check_ledger", stdout=out)


def test_each_row_that_changed_leaves_its_digest(person, coordinator, administrator):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL timezone = 'UTC'")
        cursor.execute("SELECT encode(sha256(convert_to(to_jsonb(t)::text, 'UTF8')), 'hex') FROM cases_personhistory t WHERE pgh_obj_id = %s", [person.pk])  # fmt: skip
        digests = {digest for (digest,) in cursor.fetchall()}
    done = erase(person, coordinator, administrator)
    kept = set(
        Removal.objects.filter(erasure=done, table="cases_personhistory").values_list("sha256", flat=True)
    )
    assert digests <= kept


def test_the_ledger_is_as_closed_as_before(person, coordinator, administrator):
    erase(person, coordinator, administrator)
    for statement in ("UPDATE cases_event SET note = 'x'", "UPDATE cases_personhistory SET name = 'x'"):
        with (
            pytest.raises(DatabaseError, match="Cannot update"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_the_function_does_nothing_without_a_decision_of_two(person, coordinator):
    asked = erasure.propose(record=person, basis="request", reason="She asks", by=coordinator)
    step = '[{"table": "cases_event", "history": "", "ids": [1], "mark": "x", "set": [{"column": "note", "how": "mark"}]}]'
    for number in (asked.pk, 0):
        with (
            pytest.raises(DatabaseError, match="two people"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT cases_take_out('erasure', %s, %s, %s)", [number, step, person.reference])


def test_it_is_not_done_twice(person, coordinator, administrator):
    done = erase(person, coordinator, administrator)
    again = erasure.decide(erasure=done, allowed=True, by=administrator)
    assert again.places == done.places


@pytest.mark.parametrize("kind", ["Group", "Parcel", "Correspondence", "Visit", "Evacuee", "Evacuation", "TracingRequest",
                                  "RepatriationCase", "RepatriationEvent", "Consignment"])  # fmt: skip
def test_each_kind_of_record_can_be_erased(office, coordinator, administrator, kind, monkeypatch):
    record = getattr(make, f"{kind}Factory")(office=office)
    monkeypatch.setattr(erasure, "is_open", lambda record: False)
    done = erase(record, coordinator, administrator)
    assert done.done_at


def test_what_is_open_held_or_kept_longer_is_not_erased(person, coordinator, administrator):
    def refused(basis="request"):
        with pytest.raises(Refused) as refusal:
            erasure.propose(record=person, basis=basis, reason="She asks", by=coordinator)
        return str(refusal.value)

    assert "not over yet" in refused("retention")
    letter = make.CorrespondenceFactory(office=person.office, person=person)
    assert letter.reference in refused()
    type(letter).objects.filter(pk=letter.pk).update(status="delivered")
    period = make.CustodyPeriodFactory(person=person)
    assert "The person is held" in refused()
    ended = period._meta.get_field("end").columns(parse("3 March 2021"))
    type(period).objects.filter(pk=period.pk).update(**ended)
    make.PersonHoldFactory(person=person)
    assert "Held by the office" in refused()


def test_the_administrator_sees_the_reference_and_nothing_of_the_person(
    client_for, person, coordinator, administrator
):
    asked = erasure.propose(record=person, basis="request", reason=f"{CANARY} asks", by=coordinator)
    client = client_for(administrator)
    for address in (asked.get_absolute_url(), "/approvals/"):
        page = client.get(address).content.decode()
        assert person.reference in page
        assert CANARY not in page
    assert client.get(person.get_absolute_url()).status_code == 403
    assert client.post(asked.get_absolute_url(), {"answer": "yes", "reason": ""}).status_code == 302
    asked.refresh_from_db()
    assert asked.done_at


@pytest.mark.parametrize(
    ("role", "status"), [("coordinator", 403), ("caseworker", 403), ("viewer", 403), ("auditor", 403)]
)
def test_nobody_else_decides(client_for, person, coordinator, role, status):
    asked = erasure.propose(record=person, basis="request", reason="She asks", by=coordinator)
    assert client_for(role).post(asked.get_absolute_url(), {"answer": "yes"}).status_code == status
    asked.refresh_from_db()
    assert asked.waits


def test_a_refusal_needs_a_reason(client_for, person, coordinator, administrator):
    asked = erasure.propose(record=person, basis="request", reason="She asks", by=coordinator)
    client = client_for(administrator)
    assert client.post(asked.get_absolute_url(), {"answer": "no"}).status_code == 422
    assert (
        client.post(asked.get_absolute_url(), {"answer": "no", "reason": "A claim is heard"}).status_code
        == 302
    )
    assert "A claim is heard" in client_for(coordinator).get(asked.get_absolute_url()).content.decode()
    assert Erasure.objects.get().allowed is False


def test_the_page_says_when_and_under_what_it_was_erased(client_for, person, coordinator, administrator):
    erase(person, coordinator, administrator)
    page = client_for(coordinator).get(person.get_absolute_url()).content.decode()
    assert "Erased: the person asks for it" in page
    assert "asked by: coordinator, allowed by: administrator" in page
    assert CANARY not in page


# --- Days -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "months", "later"), [
    (date(2026, 1, 31), 1, date(2026, 2, 28)), (date(2024, 2, 29), 12, date(2025, 2, 28)), (date(2026, 11, 26), 120, date(2036, 11, 26)),
    (date(2026, 12, 1), 1, date(2027, 1, 1)), (date(2026, 1, 1), -12, date(2025, 1, 1)),
])  # fmt: skip
def test_months_are_counted_by_the_calendar(day, months, later):
    assert retention.later(day, months) == later


def retain(*words):
    out = StringIO()
    call_command("retain", *words, stdout=out)
    return out.getvalue()


def test_a_closed_record_gets_its_day_by_its_kind_and_a_dry_run_tells(office):
    letter = make.CorrespondenceFactory(office=office)
    make.EventFactory(
        about=letter, type="earlier_not_known", declared_status="delivered", occurred=parse("2 March 2020")
    )
    still = make.CorrespondenceFactory(office=office)
    assert (
        "correspondence (36 months after the last event of an item that is at its end): 1 without a day"
        in retain()
    )
    letter.refresh_from_db()
    assert letter.retention_until is None
    assert "1 given a day, 1 over" in retain("--apply")
    for record in (letter, still):
        record.refresh_from_db()
    assert (letter.retention_until, still.retention_until) == (date(2023, 3, 2), None)
    assert "the time for which" in letter.history.order_by("-pgh_id").first().pgh_context.metadata["reason"]


def test_the_list_shows_what_falls_due_and_each_is_kept_longer_with_a_reason(client_for, office):
    letter = make.CorrespondenceFactory(office=office, correspondent="Aunt", retention_until=date(2020, 1, 1))
    other = make.CorrespondenceFactory(office=office, retention_until=date(2099, 1, 1))
    client = client_for("coordinator")
    page = client.get("/privacy/retention/?kind=correspondence&due=now").content.decode()
    assert letter.reference in page
    assert other.reference not in page
    address = f"/record/{letter.reference}/keep/"
    assert client.post(address, {"until": "2020-02-01", "reason": "A claim"}).status_code == 422
    assert client.post(address, {"until": "2031-02-01", "reason": ""}).status_code == 422
    assert client.post(address, {"until": "2031-02-01", "reason": "A claim is heard"}).status_code == 302
    letter.refresh_from_db()
    assert letter.retention_until == date(2031, 2, 1)
    assert client_for("caseworker").get("/privacy/retention/").status_code == 403


def test_a_record_whose_time_is_over_leaves_as_a_placeholder(client_for, office):
    over = make.PersonFactory(office=office, name="Canary Anna", retention_until=date(2020, 1, 1))
    make.PersonFactory(office=office, name="Sparrow Anna")
    answer = client_for("coordinator").post(
        "/people/export/", {"reason": "For the meeting", "format": "csv"}, follow=True
    )
    text = b"".join(answer.streaming_content if answer.streaming else [answer.content]).decode()
    assert "Sparrow" in text
    assert "Canary" not in text
    assert over.reference in text


# --- The audit and the role of the application ------------------------------------------------------------


def test_the_chain_of_the_audit_stays_whole(person, coordinator, administrator):
    erase(person, coordinator, administrator)
    chains.seal()
    assert audit.verify_chain().whole
    assert audit_rows.verify_rows().problems == []


def test_the_function_runs_with_the_rights_of_the_owner_and_looks_nowhere_else(db):
    """The application's role may not update a ledger (tests/audit); by this function alone words go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosecdef, proconfig FROM pg_proc WHERE proname = 'cases_take_out'")
        definer, settings = cursor.fetchone()
    assert definer
    assert "search_path=pg_catalog, public, pg_temp" in settings


# --- Several records of one human being -------------------------------------------------------------------


@pytest.fixture
def joined(person, caseworker, coordinator):
    """The person's second record, judged to be of the same human being."""
    other = make.PersonFactory(office=person.office, name=f"{CANARY} Lena")
    link = identity.pair(person, other)
    for by in (caseworker, coordinator):
        identity.judge(link=link, verdict="same", reason="The same passport.", by=by)
    return other


def test_one_of_joined_records_is_not_erased_before_the_join_is_taken_back(
    person, joined, coordinator, administrator
):
    for one, other in ((person, joined), (joined, person)):
        one.refresh_from_db()
        with pytest.raises(Refused, match="take the join back first") as refusal:
            erasure.propose(record=one, basis="mistake", reason="Twice here", by=coordinator)
        assert other.reference in str(refusal.value)
    link = identity.pair(person, joined)
    identity.judge(link=link, verdict="undone", reason="One goes.", by=coordinator)
    joined.refresh_from_db()
    erase(joined, coordinator, administrator)
    person.refresh_from_db()
    assert person.name == f"{CANARY} Olena"


def test_what_was_proposed_before_a_join_is_refused_after_it(person, caseworker, coordinator, administrator):
    other = make.PersonFactory(office=person.office, name=f"{CANARY} Lena")
    asked = erasure.propose(record=person, basis="request", reason="She asks", by=coordinator)
    link = identity.pair(person, other)
    for by in (caseworker, coordinator):
        identity.judge(link=link, verdict="same", reason="The same passport.", by=by)
    with pytest.raises(Refused, match="take the join back first"):
        erasure.decide(erasure=asked, allowed=True, by=administrator)


def test_the_placeholder_goes_with_who_was_named_in_its_place(client_for, person, coordinator, administrator):
    placeholder = make.PersonFactory(office=person.office, name="", label=f"{CANARY}, 3 of 6")
    make.EventFactory(about=placeholder, type="noted", note=CANARY)
    people.name_placeholder(placeholder=placeholder, person=person, by=coordinator)
    asked = erasure.propose(record=person, basis="request", reason="She asks for it", by=coordinator)
    page = client_for(administrator).get(asked.get_absolute_url()).content.decode()
    assert placeholder.reference in page
    assert CANARY not in page
    erasure.decide(erasure=asked, allowed=True, by=administrator)
    assert everywhere(CANARY) == []


@pytest.mark.parametrize("held", [True, False])
def test_nobody_gets_a_day_while_another_record_of_theirs_is_at_work(person, joined, held):
    if held:
        make.CustodyPeriodFactory(person=joined)
    else:
        make.CorrespondenceFactory(person=joined, office=joined.office)
    assert not retention.without_day("person").filter(pk=person.pk).exists()


def test_what_was_written_again_after_an_erasure_can_be_erased_again(
    client_for, person, coordinator, administrator
):
    erase(person, coordinator, administrator)
    make.EventFactory(about=person, type="noted", note=CANARY)
    assert f"/record/{person.reference}/erase/" in client_for(coordinator).get(person.get_absolute_url()).content.decode()  # fmt: skip
    erase(person, coordinator, administrator)
    assert everywhere(CANARY) == []
    erasure.propose(record=person, basis="request", reason="Once more", by=coordinator)
    with pytest.raises(Refused, match="proposed already"):
        erasure.propose(record=person, basis="request", reason="Once more", by=coordinator)
