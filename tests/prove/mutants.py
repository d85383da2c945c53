"""What can be taken out of the product: every place where it asks who may do, see or find something (`switches` does)."""

import ast
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Where guards stand that a request can meet; commands, demonstrations and migrations have no user.
WITHOUT = {"demo", "seed", "management", "migrations", "lib"}
#: A call of a guard -> what stands there when it is gone.
OPENED = {
    "can": "True",
    "sees_places": "True",
    "is_kept_from": "False",
    "needs_reason": "False",
    "kept_from": "set()",
    "hidden_from": "False",
}
#: Where `can` decides; elsewhere it only says what a page offers, and the address asks again.
DECIDES = {
    "cases/access.py",
    "cases/guarded.py",
    "cases/admin/scope.py",
    "cases/admin/site.py",
    "cases/generic/known.py",
    "cases/lookup.py",
}
MIXINS = {"Allowed", "BehindGlass", "Guarded"}


@dataclass(frozen=True)
class Mutant:
    """One guard: in which file, on which line, and what was done to it."""

    path: str
    line: int
    column: int
    kind: str
    code: str = ""

    @property
    def room(self):
        return Path(self.path).parts[1].removesuffix(".py")

    def __str__(self):
        return f"{self.path}:{self.line} {self.kind}"


def files():
    for path in sorted((ROOT / "cases").rglob("*.py")):
        if not WITHOUT & set(path.relative_to(ROOT).parts):
            yield path


def mutants():
    for path in files():
        yield from sorted(found_in(path), key=lambda each: (each.line, each.column))


def found_in(path):
    name = str(path.relative_to(ROOT))
    for node in ast.walk(ast.parse(path.read_text())):
        if kind := kind_of(node, name):
            code = ast.unparse(node).splitlines()[0]
            yield Mutant(name, node.lineno, node.col_offset, kind, code)


def kind_of(node, name):
    """What kind of guard a piece of code is; nothing where it is none."""
    if isinstance(node, ast.Call):
        called = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        if called == "visible_to" and isinstance(node.func, ast.Attribute):
            return "visible_to"
        if called == "demand" and len(node.args) == 2:
            return "demand"
        if called in OPENED and isinstance(node.func, ast.Name) and (called != "can" or name in DECIDES):
            return called
    if isinstance(node, ast.Assign) and name != "cases/access.py":
        targets = {target.id for target in node.targets if isinstance(target, ast.Name)}
        weak = isinstance(node.value, ast.Constant) and node.value.value == "view"
        if targets == {"action"} and not weak:
            return "action"
    if isinstance(node, ast.ClassDef) and MIXINS & {getattr(base, "id", "") for base in node.bases}:
        return "mixin"
    return ""
