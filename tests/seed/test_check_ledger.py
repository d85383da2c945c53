"""`manage.py check_ledger` proves the caches equal to the ledger, and finds whatever is not."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from cases.actions import checks, evidence, naming, positions
from cases.actions.events import declare_wrong, record_event
from cases.models import Claim, Event, Lot, Parcel, Position, Thread
from tests.seed import rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


def tamper(sql, *values):
    """Change rows behind the back of every trigger, as a restore gone wrong would."""
    table = re.search(r"\bcases_\w+", sql).group()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, values)
        assert cursor.rowcount > 0
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def change(about, assignment):
    record = rows.record(about)
    tamper(f"UPDATE {record._meta.db_table} SET {assignment} WHERE id = %s", record.pk)


def change_thread(about, assignment, **which):
    tamper(f"UPDATE cases_thread SET {assignment} WHERE id = %s", rows.thread(about, **which).pk)


def found():
    return {(difference.row.pk, difference.name) for difference in checks.differences()}


def check(*options):
    """What the command prints; it raises when a difference is left, also after a repair."""
    out = StringIO()
    call_command("check_ledger", *options, stdout=out)
    return out.getvalue()


def labelled():
    """A labelled parcel in the consignment from one side."""
    consignment = rows.record("consignment.from-ua")
    parcel = Parcel.objects.create(office=consignment.office, consignment=consignment)
    record_event(about=parcel, type="added", by=None, evidence="own_observation")
    return parcel


def test_the_seed_is_clean():
    assert check().strip().endswith("rows equal the ledger.")


TAMPERINGS = [
    ("repatriation_case.six", "status = 'agreed'", {"status"}),
    ("repatriation_case.six", "last_event_id = NULL", {"last_event_id"}),
    ("repatriation_case.six", "requested_on = '2025-11-01'", {"requested_on"}),
    ("repatriation_case.six", "last_checked_on = '2025-12-01'", {"last_checked_on"}),
    ("repatriation_case.six", "stalled_since = '2025-01-01'", {"stalled_since"}),
    ("repatriation_case.six", "stalled_at_least = false", {"stalled_at_least"}),
    ("repatriation_case.kursk", "contested = 7", {"contested"}),
    (
        "repatriation_case.hrabovske",
        "position_changed_on = '2025-12-30'",
        {"position_changed_on", "stalled_since"},
    ),
    ("person.six-1", "status = 'gone'", {"status"}),
    ("consignment.from-ru", "last_event_sort = 1", {"last_event_sort"}),
    ("consignment.from-ru", "prepared = 1999", {"prepared"}),
    ("consignment.from-ua", "planned_latest = '2025-12-24'", {"planned_latest"}),
    ("repatriation_event.2024-11", "occurred = '2024-11'", {"occurred"}),
    ("evacuation.six", "contested = 0", {"contested"}),
    ("group.hrabovske", "size_high = 53", {"size_high"}),
]


def test_every_changed_column_of_a_record_is_found_and_repaired():
    expected = set()
    for about, assignment, names in TAMPERINGS:
        change(about, assignment)
        expected |= {(rows.record(about).pk, name) for name in names}
    assert found() == expected
    assert "repaired" in check("--repair")


def test_every_changed_column_of_a_thread_is_found_and_repaired():
    october = {"aspect": "count_event", "population": "residents"}
    change_thread("evacuation.six", "live = 9", aspect="date")
    change_thread("group.hrabovske", "open = false, opened_at = NULL", aspect="date")
    change_thread("repatriation_event.2025-10-02", "opened_at = NULL", **october)
    assert {
        (rows.thread("evacuation.six", "date").pk, "live"),
        (rows.thread("group.hrabovske", "date").pk, "open"),
        (rows.thread("repatriation_event.2025-10-02", **october).pk, "dated"),
    } <= found()
    check("--repair")


def test_a_preference_that_nobody_gave_is_found():
    claim = rows.said("evacuation.six", "date").first()
    invented = f"preferred_id = {claim.pk}, open = false, opened_at = NULL"
    change_thread("evacuation.six", invented, aspect="date")
    assert (claim.thread_id, "preferred_id") in found()
    check("--repair")


def test_a_judged_thread_is_held_against_its_assessments():
    change_thread("visit.held-by-ru", "disagrees = false, open = false", aspect="manner")
    assert (rows.thread("visit.held-by-ru", "manner").pk, "disagrees") in found()
    check("--repair")


def test_every_change_of_a_position_is_found_and_repaired():
    before = Position.objects.count()
    kursk, six = (rows.record(f"repatriation_case.{key}").pk for key in ("kursk", "six"))
    tamper("UPDATE cases_position SET own = true WHERE stance = 'no_clear_date' AND case_id = %s", kursk)
    tamper("DELETE FROM cases_position WHERE case_id = %s", six)
    tamper("UPDATE cases_position SET stance = 'declines' WHERE stance = 'agrees_no_date'")
    keys = ("kursk", "six", "hrabovske")
    assert found() == {(rows.record(f"repatriation_case.{key}").pk, "positions") for key in keys}
    check("--repair")
    assert Position.objects.count() == before


def test_a_changed_bulk_lot_is_found_and_repaired():
    tamper("UPDATE cases_lot SET quantity = 1985 WHERE parcel_id IS NULL")
    assert {name for _pk, name in found()} == {"lots", "prepared"}
    check("--repair")
    assert rows.record("consignment.from-ru").account() == {"handed_over": 2000}


def test_a_labelled_parcel_in_the_wrong_place_is_found_and_repaired():
    parcel = labelled()
    assert not found()
    tamper("UPDATE cases_lot SET account = 'lost' WHERE parcel_id = %s", parcel.pk)
    assert found() == {(parcel.pk, "lot")}
    check("--repair")
    assert Lot.objects.get(parcel=parcel).account == "with_us"


def test_an_event_that_vanished_or_was_changed_is_found():
    event = Event.objects.about(rows.record("consignment.from-ru")).get(type="handed_over")
    tamper("UPDATE cases_event SET count = 1985 WHERE id = %s", event.pk)
    assert {name for _pk, name in found()} == {"lots"}
    event = Event.objects.about(rows.record("repatriation_event.2025-10-02")).get()
    change("repatriation_event.2025-10-02", "last_event_id = NULL")
    tamper("DELETE FROM cases_event WHERE id = %s", event.pk)
    assert (rows.record("repatriation_event.2025-10-02").pk, "status") in found()


def test_a_line_of_an_arrival_list_that_says_more_than_its_event_is_found():
    line = rows.record("repatriation_event.2024-11").parts.get()
    tamper("UPDATE cases_repatriationpart SET came = 47 WHERE id = %s", line.pk)
    assert (line.pk, "came") in found()


def test_events_that_no_longer_follow_are_reported_as_what_they_are():
    event = Event.objects.about(rows.record("consignment.from-ru")).get(type="prepared")
    tamper("DELETE FROM cases_event WHERE id = %s", event.pk)
    with pytest.raises(CommandError):
        check()


def test_a_changed_claim_is_found():
    claim = rows.claim("hrabovske-telegram", "group.hrabovske", "date")
    columns = "date = '2025-12-20', date_earliest = '2025-12-20', date_latest = '2025-12-20'"
    tamper(f"UPDATE cases_claim SET {columns} WHERE id = %s", claim.pk)
    assert (claim.thread_id, "disagrees") in found()


def test_each_difference_has_a_line_and_the_exit_is_an_error():
    change("repatriation_case.six", "status = 'agreed'")
    change("evacuation.six", "contested = 0")
    out = StringIO()
    with pytest.raises(CommandError, match="2 differences"):
        call_command("check_ledger", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 2
    case = rows.record("repatriation_case.six")
    assert f"{case.reference}: status is agreed, the ledger gives requested" in lines


def test_work_after_the_seed_leaves_it_clean():
    case = rows.record("repatriation_case.six")
    first = record_event(about=case, type="negotiated", by=None, evidence="own_observation")
    record_event(about=case, type="agreed", by=None, evidence="own_observation")
    declare_wrong(
        event=first, kind="incorrect_data", reason="The word was another.", by=None,
        correction={"type": "negotiated", "note": "As the letter says."},
    )  # fmt: skip
    claim = rows.said("evacuation.six", "date").first()
    evidence.assess(claim=claim, kind="preferred", reason="Named by the article.", by=None)
    evidence.assess(claim=claim, kind="withdrawn", reason="Recorded by mistake.", by=None)
    assert not found()


def test_chunks_do_not_change_what_is_found(monkeypatch):
    monkeypatch.setattr(checks, "CHUNK", 3)
    change("person.six-6", "status = 'gone'")
    assert {name for _pk, name in found()} == {"status"}


def test_the_number_of_queries_does_not_grow_with_the_records(django_assert_max_num_queries):
    group = rows.record("group.six")
    person = rows.record("person.six-1")
    for number in range(60):
        type(person).objects.create(office=group.office, label=f"unnamed, {number}")
    naming.index_some_due()
    with django_assert_max_num_queries(150):
        assert not found()


def test_the_oracle_of_positions_is_asked_for_a_case_with_a_question():
    case = rows.record("repatriation_case.hrabovske")
    counterpart = rows.statement("icrc-46").speaker
    record_event(about=case, type="asked", counterpart=counterpart, by=None, evidence="own_observation")
    case.mediators.add(counterpart)
    assert {name for _pk, name in found()} == {"positions"}
    positions.refresh(case)
    assert not found()
    assert case.days_stalled(date(2025, 12, 31)) == 5


def test_every_thread_and_claim_is_covered():
    assert checks.number_of_rows() > Thread.objects.count() > 0
    assert not Claim.objects.filter(thread=None).exists()
