"""The rules of the house that a reader would otherwise have to check by hand (house rule 25)."""

import re
from functools import cache
from io import StringIO
from pathlib import Path

import django.forms
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model
from django.template import engines
from django.test import Client
from django.urls import URLPattern, get_resolver

from cases.models.base import Scoped
from tests import factories
from tests.models.kinds import ALL, CACHES, EDITED, HISTORY, LEDGER, PERSONAL, factory_of, named

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"
SOURCES = sorted(path for path in (ROOT / "cases").rglob("*.py") if "migrations" not in path.parts)
PAGES = sorted(TEMPLATES.rglob("*.html"))
KEPT = [*EDITED, *LEDGER, *CACHES, *PERSONAL]


def below_root(path):
    return str(path.relative_to(ROOT))


# --- Records ----------------------------------------------------------------------------------------------


def test_each_record_is_edited_with_history_or_ledger_or_cache():
    assert set(ALL) == {*KEPT, *HISTORY}
    for model in EDITED:
        assert "insert" in model.pgh_event_models, f"{model.__name__} keeps no history"
        assert hasattr(model, "version")


@pytest.mark.parametrize("model", KEPT, ids=named)
def test_each_record_has_a_factory_that_makes_it(db, model):
    assert type(factory_of(model)()) is model


def test_each_factory_makes_a_record_of_ours():
    made = {
        one._meta.model
        for one in vars(factories).values()
        if hasattr(one, "_meta") and not one._meta.abstract
    }
    assert made == set(KEPT)


@pytest.mark.parametrize("model", KEPT, ids=named)
def test_each_record_says_what_one_row_is(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}("), "the docstring is Django's own"
    assert model.__doc__.strip().endswith(".")


@pytest.mark.parametrize("model", KEPT, ids=named)
def test_each_record_has_a_name(db, model):
    assert model.__str__ is not Model.__str__
    text = str(model.objects.get(pk=factory_of(model)().pk))
    assert text.strip()
    assert "object (" not in text


@pytest.mark.parametrize("model", [model for model in KEPT if hasattr(model, "office_id")], ids=named)
def test_what_belongs_to_an_office_can_be_asked_for_by_who_may_see_it(model):
    if model.__name__ not in {"User", "Actor", "PersonTokens"}:  # the last is shown by no screen
        assert isinstance(model.objects.all(), Scoped)


#: Codes of a standard, written as the standard writes them.
CODES = {"PersonName.script"}  # ISO 15924


@pytest.mark.parametrize("model", KEPT, ids=named)
def test_each_choice_is_stored_in_small_letters(model):
    for field in model._meta.concrete_fields:
        if f"{model.__name__}.{field.name}" not in CODES:
            values = [value for value, _label in field.flatchoices]
            assert values == [str(value).lower() for value in values], field.name


@pytest.mark.parametrize("model", [*EDITED, *LEDGER], ids=named)
def test_what_a_person_types_is_never_null_text(model):
    """Empty text is empty: a column of words is not null (Django's convention, and ours)."""
    assert [field.name for field in model._meta.concrete_fields if field.null and field.choices] == []


# --- Every door is closed ---------------------------------------------------------------------------------

#: What a stranger may open: signing in, and whether the house stands.
OPEN = {
    "live", "ready", "set_language", "account_login", "account_inactive", "account_signup",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "set_up", "set_up_link",
}  # fmt: skip
PLACEHOLDERS = {"app_label": "cases", "url": "nowhere", "key": "1-x", "uidb36": "1"}


def doors(resolver=None, before=""):
    """Each address of the site with made-up arguments, and its name."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield filled(route), entry.name
        else:
            yield from doors(entry, route)


def filled(route):
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda part: PLACEHOLDERS[part[1]], route)
    route = re.sub(r"<(?:\w+:)?\w+>", "1", route)
    return "/" + re.sub(r"[\^$\\]", "", route)


@pytest.mark.parametrize("method", ["get", "post", "put", "delete"])
def test_every_address_refuses_a_stranger(db, method):
    client, let_in = Client(raise_request_exception=False), []
    for address, name in doors():
        answer = getattr(client, method)(address)
        refused = answer.status_code in {403, 404, 405} or (
            answer.status_code == 302 and "/login/" in answer["Location"]
        )
        if not refused and name not in OPEN:
            let_in.append(f"{address} ({name}): {answer.status_code}")
    assert let_in == []


def test_the_named_exceptions_exist():
    assert {name for _address, name in doors()} >= OPEN


# --- Files ------------------------------------------------------------------------------------------------


@cache
def all_text():
    files = [*SOURCES, *PAGES, *(ROOT / "tracker").glob("*.py")]
    return {path: path.read_text() for path in files}


def is_override(name):
    """Does an installed package have a template of this name (or, for the admin, of any app)?"""
    name = name.replace("admin/cases/", "admin/")
    folders = [Path(folder) for folder in engines["django"].template_dirs if Path(folder) != TEMPLATES]
    folders += [Path(config.path) / "templates" for config in apps.get_app_configs()]
    folders.append(Path(django.forms.__file__).parent / "templates")
    return any((folder / name).exists() for folder in folders)


BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}  # 429 by allauth


@pytest.mark.parametrize("path", PAGES, ids=below_root)
def test_each_template_is_used(path):
    name = str(path.relative_to(TEMPLATES))
    used = any(
        f'"{name}"' in text or f"'{name}'" in text for other, text in all_text().items() if other != path
    )
    assert used or name in BY_DJANGO or is_override(name) or is_override(name.removeprefix("django/forms/"))


LEFT_BEHIND = re.compile(r"\b(TODO|FIXME|HACK)\b|\bbreakpoint\(|console\.log|\bpdb\b")


@pytest.mark.parametrize("path", [*SOURCES, *PAGES, *(ROOT / "static/js").glob("*.js")], ids=below_root)
def test_nothing_is_left_behind(path):
    text = path.read_text()
    assert not LEFT_BEHIND.search(text)
    assert path.suffix != ".py" or not re.search(r"(?<![.\w])print\(", text)


def test_each_dependency_says_why_it_is_there():
    text = (ROOT / "pyproject.toml").read_text()
    lists = re.findall(r"^(?:dependencies|dev|\w+) = \[\n(.*?)^\]", text, re.M | re.S)
    lines = [
        line.strip()
        for block in lists
        for line in block.splitlines()
        if re.match(r'\s*"[\w.\[,\]-]+[><=~]', line)
    ]
    assert len(lines) > 20
    assert [line for line in lines if not re.search(r"#\s+\S+", line)] == []


def test_the_page_of_workflows_is_in_step():
    call_command("workflow_diagrams", "--check", stdout=StringIO())


def test_the_migrations_are_in_step_with_the_models(db):
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())
