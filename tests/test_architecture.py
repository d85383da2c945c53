"""Imports only point down, and a room never imports another room (docs/architecture.md)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {
    "agreements",
    "approvals",
    "audit",
    "calls",
    "documents",
    "evacuations",
    "events",
    "evidence",
    "exchange",
    "exports",
    "glass",
    "mail",
    "people",
    "privacy",
    "repatriation",
    "search",
    "staff",
    "today",
    "visits",
    "work",
    "wishes",
}

#: From the bottom. A module may import what lies below its own row, and its own package: nothing beside it.
LAYERS = [
    {"lib"},  # pure Python: no Django, no database
    {"models", "protection", "templatetags"},  # what is true, and kept so; how the smallest things look
    {"finding"},  # who is meant by a name
    {"actions"},  # what one can do
    {"access", "failing"},  # who may; what a failure shows
    {
        "lookup",
        "shown",
        "checks",
        "middleware",
        "demo",
        "seed",
        "keeping",
    },  # how rows are found and told
    {"approving"},  # what waits for a second person
    {"context", "reading", "forms", "guarded", "handled"},
    {"filtering", "listing", "recording"},
    {"generic"},  # what every room stands on
    {"accounts", "admin", "management", "views"} | ROOMS,
    {"apps", "urls"},  # the map of all of it
]
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
FILES = [path for path in sorted((ROOT / "cases").rglob("*.py")) if "migrations" not in path.parts]

#: Imports inside a function: the app registers its checks when Django is ready, not before.
LATE = {"cases/apps.py"}


def package(path):
    return path.relative_to(ROOT / "cases").parts[0].removesuffix(".py")


def imports(path):
    """The names of all modules that a file imports, at its top or in a function."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path.name} imports by dots"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ours(path):
    """The packages of ours that a file imports, without its own."""
    found = {name.split(".")[1] for name in imports(path) if name.startswith("cases.")}
    return found - {package(path)}


def named(path):
    return str(path.relative_to(ROOT))


def test_each_part_has_its_layer():
    assert {package(path) for path in FILES} - {"__init__"} == set(LEVEL)


@pytest.mark.parametrize("path", FILES, ids=named)
def test_imports_point_down(path):
    level = LEVEL.get(package(path), len(LAYERS))
    upwards = {name for name in ours(path) if LEVEL[name] >= level}
    assert not upwards, f"{named(path)} imports {upwards}, which do not lie below it"


@pytest.mark.parametrize("path", [path for path in FILES if package(path) == "lib"], ids=named)
def test_the_rules_are_pure(path):
    foreign = {name.split(".")[0] for name in imports(path)} & {"django", "pghistory", "pgtrigger", "psycopg"}
    assert not foreign


@pytest.mark.parametrize("path", FILES, ids=named)
def test_no_import_hides_in_a_function(path):
    functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
    hidden = [
        node
        for function in functions
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not hidden or named(path) in LATE


@pytest.mark.parametrize("path", FILES, ids=named)
def test_the_product_knows_neither_its_tests_nor_its_launcher(path):
    assert not {name.split(".")[0] for name in imports(path)} & {"tests", "tracker"}


def test_nothing_happens_behind_a_save():
    assert [named(path) for path in FILES if "django.dispatch" in path.read_text()] == []


def test_each_room_has_its_door():
    """A folder with urls is a room, and stands in the table above."""
    assert {path.parent.name for path in FILES if path.name == "urls.py"} - {"cases"} <= ROOMS | {"accounts"}


@pytest.mark.parametrize("name", ["utils", "helpers", "misc", "common", "services", "signals"])
def test_no_file_is_called_by_what_it_is_not(name):
    assert [path for path in FILES if name in {path.stem, path.parent.name}] == []
