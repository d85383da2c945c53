"""What our code never does with what somebody sent: no SQL made of it, no HTML, no code, no expression that runs away (R24, R31, R33, R59)."""

import ast
import importlib
import re
import signal
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = [*sorted((ROOT / "cases").rglob("*.py")), *sorted((ROOT / "tracker").glob("*.py"))]
FILES = [path for path in FILES if "migrations" not in path.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))


def named(path):
    return str(path.relative_to(ROOT))


@cache
def tree(path):
    return list(ast.walk(ast.parse(path.read_text())))


@cache
def calls(path):
    """Each call of a file: (node, the last part of its name)."""
    found = [node for node in tree(path) if isinstance(node, ast.Call)]
    return [(node, getattr(node.func, "attr", "") or getattr(node.func, "id", "")) for node in found]


def all_calls():
    """Each call of ours: (where, node, name)."""
    return [(f"{named(path)}:{node.lineno}", node, name) for path in FILES for node, name in calls(path)]


def is_literal(node):
    """A text of the source itself, or its translation."""
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") in {"_", "gettext", "gettext_lazy", "ngettext"} and all(
            is_literal(each) or isinstance(each, ast.Name) for each in node.args[:2]
        )
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.IfExp) and is_literal(node.body) and is_literal(node.orelse)
    )


# --- No HTML but what is escaped (R24) ---------------------------------------------------------------------

#: Where text is called safe, and why it is: drawn from a code that is ours.
CALLED_SAFE = {
    "cases/mail/labels.py": "the picture of a QR code of a reference",
    "cases/accounts/factor.py": "the picture of a QR code of a secret made here",
}


def test_nothing_is_called_safe_but_what_is_named_here():
    found = {
        named(path) for path in FILES for _node, name in calls(path) if name in {"mark_safe", "SafeText"}
    }
    assert found == set(CALLED_SAFE)


def test_html_is_made_from_literals_with_escaped_parts():
    makers = {"format_html": 1, "SafeString": 1, "format_html_join": 2}
    assert [
        where for where, node, name in all_calls()
        if not all(is_literal(each) for each in node.args[: makers.get(name, 0)])
    ] == []  # fmt: skip


UNESCAPED = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off")


def test_no_template_leaves_anything_unescaped():
    assert [named(path) for path in TEMPLATES if UNESCAPED.search(path.read_text())] == []


OPTS_OUT = re.compile(r"csrf_exempt|xframe_options_exempt|csp_exempt|@csp_(?:update|replace)")


def test_no_view_opts_out_of_a_protection():
    assert [named(path) for path in FILES if OPTS_OUT.search(path.read_text())] == []


# --- No SQL and no lookups made of input (R33) --------------------------------------------------------------

SENT = {
    "request",
    "GET",
    "POST",
    "data",
    "cleaned_data",
    "params",
    "query_params",
    "META",
    "COOKIES",
    "headers",
}
ASKING = {
    "filter",
    "exclude",
    "get",
    "annotate",
    "alias",
    "aggregate",
    "order_by",
    "values",
    "values_list",
    "Q",
    "only",
}


def mentions(node, names):
    return any(
        getattr(each, "attr", None) in names or getattr(each, "id", None) in names for each in ast.walk(node)
    )


def chosen(node):
    """The parts of a call that say by which column something is asked: what is spread into it, without the values of a dictionary."""
    spread = [word.value for word in node.keywords if word.arg is None]
    spread += [each.value for each in node.args if isinstance(each, ast.Starred)]
    for each in spread:
        yield from (each.keys if isinstance(each, ast.Dict) else [each])


def test_no_lookup_is_named_by_a_request():
    """`filter(**request.GET)` lets a stranger choose column and operator (CVE-2025-64459); an alias likewise (CVE-2025-57833)."""
    assert [
        where for where, node, name in all_calls()
        if name in ASKING and any(mentions(each, SENT) for each in chosen(node) if each is not None)
    ] == []  # fmt: skip


def test_no_sql_is_put_together_from_input():
    raw = [where for where, node, name in all_calls()
           if name in {"raw", "RawSQL", "extra"} and node.args and not is_literal(node.args[0])]  # fmt: skip
    put = [where for where, node, name in all_calls()
           if name in {"execute", "executemany"} and node.args and mentions(node.args[0], SENT)]  # fmt: skip
    assert (raw, put) == ([], [])


# --- No code from data (R59) ---------------------------------------------------------------------------------

MODULES = {"pickle", "marshal", "shelve", "dill", "jsonpickle", "telnetlib", "ftplib"}
CALLS = {"eval", "exec", "compile", "__import__"}
OF_MODULES = {"os.system", "os.popen", "yaml.load", "yaml.unsafe_load", "tempfile.mktemp"}


def test_nothing_that_was_sent_becomes_code():
    found = []
    for path in FILES:
        for node in tree(path):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{named(path)}: {name}" for name in names if name.split(".")[0] in MODULES]
    for where, node, name in all_calls():
        whole = f"{getattr(getattr(node.func, 'value', None), 'id', '')}.{name}"
        shell = any(word.arg == "shell" and getattr(word.value, "value", True) for word in node.keywords)
        if getattr(node.func, "id", "") in CALLS or whole in OF_MODULES or shell:
            found.append(where)
    assert found == []


# --- No expression that runs away (R31) ------------------------------------------------------------------------

SIZE = 30_000
ENOUGH = 1.0  # seconds of the processor: what grows with the square of the length takes several
HOSTILE = [
    unit * (SIZE // len(unit)) + end
    for unit in (" ", "a", "1", ",", "(", "a ", "1-", "а", "'", "\n", "/")
    for end in ("", "!", "\0")
]
OPTIONAL = {"splink"}  # of the extra [linkage]
ANYWHERE = {"search", "sub", "subn", "split", "findall", "finditer"}


def expressions():
    """Every regular expression of ours: (where, expression, whether it is looked for anywhere in a text)."""
    uses = {}
    for path in FILES:
        for node, name in calls(path):
            if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name | ast.Attribute):
                owner = node.func.value
                uses.setdefault(getattr(owner, "id", getattr(owner, "attr", "")), set()).add(name)
    for path in FILES:
        if path.is_relative_to(ROOT / "tracker"):
            continue
        try:
            module = importlib.import_module(
                ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            )
        except ModuleNotFoundError as missing:
            if missing.name in OPTIONAL:  # the module is read where the extra is installed
                continue
            raise
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.__name__}.{name}", value, bool(uses.get(name, ANYWHERE) & ANYWHERE)
        for node, name in calls(path):
            inline = getattr(getattr(node.func, "value", None), "id", "") == "re" and name != "compile"
            if inline and node.args and isinstance(node.args[0], ast.Constant):
                yield f"{named(path)}:{node.lineno}", re.compile(node.args[0].value), name in ANYWHERE


EXPRESSIONS = {where: (expression, anywhere) for where, expression, anywhere in expressions()}


def test_the_expressions_are_found():
    assert len(EXPRESSIONS) > 40


@pytest.fixture
def processor_time():
    """Ends what takes more time of the processor than `ENOUGH`, however busy the machine is."""

    def end(_number, _frame):
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, end)
    yield lambda: signal.setitimer(signal.ITIMER_VIRTUAL, ENOUGH)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize("where", EXPRESSIONS)
def test_no_expression_takes_the_square_of_a_long_text(where, processor_time):
    expression, anywhere = EXPRESSIONS[where]
    for text in HOSTILE:
        for ask in (expression.search,) if anywhere else (expression.match, expression.fullmatch):
            processor_time()
            ask(text)
