"""What no code of ours may ask for: a form of all columns (R04), a view without its token (R23)."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [path for path in (ROOT / "cases").rglob("*.py") if "migrations" not in path.parts]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_form_takes_all_fields_of_a_table(path):
    """`fields = "__all__"` and `exclude` would let a column of tomorrow be sent by anybody (R04); the workshop leaves out the office."""
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.ClassDef) or node.name != "Meta":
            continue
        for each in (each for each in node.body if isinstance(each, ast.Assign)):
            names = {target.id for target in each.targets if isinstance(target, ast.Name)}
            assert "exclude" not in names, path
            if "fields" in names and isinstance(each.value, ast.Constant):
                assert each.value.value != "__all__", path


def test_no_view_asks_for_no_token():
    for path in (ROOT / "cases").rglob("*.py"):
        names = {node.id for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Name)}
        assert "csrf_exempt" not in names, path
