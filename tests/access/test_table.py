"""The table of who may do what names every address, and nothing else (R01)."""

from fnmatch import fnmatchcase

import pytest

from cases.access import EXPORT_CAP, MAY, TABLE
from tests.access.routes import ROLES, ROWS, deeds_of, routes, row_of

NO_ROLES = {"anyone", "signed_in", "nobody"}


def test_every_address_has_a_line():
    without = sorted({route.name for route in routes() if row_of(route) is None})
    assert without == [], "these need a line in cases/access.toml (its head says how)"


def test_every_line_has_an_address():
    names = {route.name for route in routes()}
    assert sorted(set(ROWS) - names) == [], "these lines of cases/access.toml name no address any more"
    tables = {route.table[0] for route in routes() if route.table}
    marks = TABLE["workshop"]
    assert [mark for mark in marks if not any(fnmatchcase(table, mark) for table in tables)] == []


def test_an_address_stands_in_the_table_of_its_room():
    room_of = {name: room for room, rows in TABLE["room"].items() for name in rows}
    elsewhere = {
        route.name: (room_of[route.name], route.handler.__module__)
        for route in routes()
        if route.table is None
        and route.handler.__module__.startswith("cases.")
        and room_of[route.name] not in {route.handler.__module__.split(".")[1], "front", "admin"}
    }
    assert elsewhere == {}


@pytest.mark.parametrize("room", TABLE["room"])
def test_lines_are_in_the_order_of_the_alphabet(room):
    assert list(TABLE["room"][room]) == sorted(TABLE["room"][room])


def test_each_class_is_used_and_each_deed_is_some_roles():
    used = {row for row in ROWS.values() if isinstance(row, str)}
    assert used == set(TABLE["class"])
    assert set(TABLE["workshop"].values()) == set(TABLE["workshop_class"])
    asked = {deed for route in routes() for deed in deeds_of(route).values()}
    assert asked <= set(MAY) | NO_ROLES
    assert {role for roles in MAY.values() for role in roles} | set(EXPORT_CAP) <= set(ROLES)


#: The roles of safety.md §4, written a second time: a right that is given or taken in the table by mistake is seen here.
WORKERS = {"caseworker", "coordinator"}
SAID = {
    "view": WORKERS | {"viewer", "auditor"},
    "see_life_critical": WORKERS,
    "add": WORKERS,
    "change": WORKERS,
    "record_event": WORKERS,
    "declare_wrong": WORKERS,
    "export": WORKERS,
    "change_reference_tables": {"coordinator"},
    "change_staff": {"administrator"},
    "read_audit": {"auditor"},
    "see_audit": {"viewer", "caseworker", "coordinator", "administrator", "auditor"},
    "see_office_audit": {"coordinator", "auditor"},
}


@pytest.mark.parametrize("deed", SAID)
def test_the_table_says_what_the_design_says(deed):
    assert MAY[deed] == SAID[deed]


def test_the_administrator_has_nothing_to_do_with_records_and_the_auditor_changes_none():
    of_workers = {deed for deed, roles in MAY.items() if roles & WORKERS}
    assert {deed for deed in of_workers if "administrator" in MAY[deed]} == {
        "decide_staff", "enter_admin", "invite", "read_registry", "see_audit", "see_erasures", "see_staff",
    }  # fmt: skip
    assert {deed for deed in of_workers if "auditor" in MAY[deed]} == {
        "break_glass", "enter_admin", "read_glass", "read_registry", "see_audit", "see_erasures", "see_exports", "see_office_audit", "view",
    }  # fmt: skip
