"""The pages on safety name things that are there."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tracker import environment

ROOT = Path(__file__).resolve().parent.parent
PAGES = ["SECURITY.md", "docs/threat-model.md", "docs/operation.md", "docs/backup.md"]
SETTINGS = (ROOT / "tracker" / "settings.py").read_text()


@pytest.fixture(params=PAGES)
def page(request):
    return ROOT / request.param


def test_each_file_that_a_page_names_is_there(page):
    text = page.read_text()
    for target in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (page.parent / target).exists(), target
    for path in re.findall(r"`((?:tests|cases|docker|supply|docs)/[^`\s]*)`", text):
        assert list(ROOT.glob(path.rstrip("/"))), path


def test_each_command_and_chore_that_a_page_names_is_there(page):
    text = page.read_text()
    for command in re.findall(r"manage\.py (\w+)", text):
        assert command in get_commands(), command
    chores = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    for chore in re.findall(r"\bmake ([a-z-]+)", text):
        assert chore in chores, chore


def test_each_setting_that_a_page_names_is_read(page):
    for name in re.findall(r"`((?:HOMEWARD|DATABASE|SECRET|EMAIL)_[A-Z_]+)", page.read_text()):
        assert f'"{name.removesuffix("_FILE")}"' in SETTINGS, name


@pytest.mark.parametrize("address", ["/", "/cases/", "/people/", "/live", "/accounts/login/", "/admin/"])
def test_trace_gives_nothing_back(client_for, address):
    """ASVS V13.4.4."""
    answer = client_for("coordinator").generic("TRACE", address, headers={"x-canary": "Kanarienko"})
    assert answer.status_code in {302, 405}
    assert b"Kanarienko" not in answer.content


def test_a_secret_of_a_page_can_come_in_a_file(tmp_path, monkeypatch):
    (tmp_path / "one").write_text("in a file\n")
    monkeypatch.setenv("ANY_SECRET_FILE", str(tmp_path / "one"))
    assert environment.text("ANY_SECRET") == "in a file"
