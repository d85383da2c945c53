"""Settings: a boot that stops with a sentence, and what follows from the environment."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.tracker.clones import REPOSITORY
from tracker import environment

COMPLETE = {
    "DATABASE_URL": "postgres://homeward:secret@database.example/homeward",
    "SECRET_KEY": "k" * 30 + "äß 0123 xyz" * 5,
}
REPORT = """
import json
from tracker import settings
values = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
print(json.dumps(values, default=lambda value: type(value).__name__))
"""


def python(*words: str, **values: str) -> subprocess.CompletedProcess[str]:
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *words],
        cwd=REPOSITORY,
        env=bare | values,
        capture_output=True,
        text=True,
        check=False,
    )


def settings_with(**values: str) -> dict:
    answer = python("-c", REPORT, **(COMPLETE | values))
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. Give a long random text"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set. Name a PostgreSQL server"),
        ({"DATABASE_URL": "sqlite:///db.sqlite3"}, "DATABASE_URL must name PostgreSQL"),
        ({"TIME_ZONE": "Kyiv"}, "no such time zone exists"),
    ],
)
def test_a_missing_or_wrong_value_stops_the_boot_with_a_sentence(
    values: dict[str, str], sentence: str
) -> None:
    answer = python("manage.py", "check", **(COMPLETE | values))
    assert answer.returncode
    assert sentence in answer.stderr


@pytest.mark.parametrize(
    "read",
    [
        lambda: environment.yes_or_no("VALUE"),
        lambda: environment.whole_number("VALUE", 4),
        lambda: environment.one_of("VALUE", ["web", "work"], "web"),
    ],
)
def test_a_value_of_the_wrong_kind_names_itself(read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VALUE", "perhaps")
    with pytest.raises(ImproperlyConfigured, match="VALUE is 'perhaps', but must be"):
        read()


def test_requests_have_short_timeouts_and_a_pool_and_commands_have_neither() -> None:
    web, work = (
        settings_with(HOMEWARD_PURPOSE=purpose)["DATABASES"]["default"] for purpose in ("web", "work")
    )
    assert "statement_timeout=5000" in web["OPTIONS"]["options"]
    assert web["OPTIONS"]["pool"]
    assert web["ATOMIC_REQUESTS"]
    assert web["CONN_MAX_AGE"] == 0
    assert "statement_timeout=0" in work["OPTIONS"]["options"]
    assert "pool" not in work["OPTIONS"]


def test_only_what_owns_the_tables_connects_as_the_owner() -> None:
    owner = {"DATABASE_OWNER_URL": "postgres://owner:secret@database.example/homeward"}
    assert settings_with(HOMEWARD_PURPOSE="owner", **owner)["DATABASES"]["default"]["USER"] == "owner"
    assert settings_with(HOMEWARD_PURPOSE="web", **owner)["DATABASES"]["default"]["USER"] == "homeward"


def test_a_socket_folder_keeps_its_capitals() -> None:
    database = settings_with(DATABASE_URL="postgres://homeward@/homeward?host=%2Fhome%2FAnna%2Fsockets")
    assert database["DATABASES"]["default"]["HOST"] == "/home/Anna/sockets"
    assert "host" not in database["DATABASES"]["default"]["OPTIONS"]


def test_cookies_are_bound_to_the_host_once_there_is_https() -> None:
    plain, https = settings_with(), settings_with(HOMEWARD_HTTPS="1")
    assert "SESSION_COOKIE_SECURE" not in plain
    assert https["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert https["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert https["SESSION_COOKIE_SECURE"]
    assert https["CSRF_COOKIE_SECURE"]
    assert not https["DEBUG"]


def test_the_content_security_policy_allows_our_own_files_and_nothing_inline() -> None:
    directives = settings_with()["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert {source for sources in directives.values() for source in sources} == {"'none'", "'self'"}


def test_production_settings_pass_djangos_own_examination() -> None:
    answer = python(
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        HOMEWARD_HTTPS="1",
        ALLOWED_HOSTS="h.example",
        **COMPLETE,
    )
    assert answer.returncode == 0, answer.stderr


def test_a_secret_comes_from_the_file_that_is_named(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from-a-file-" * 5 + "\n")
    (tmp_path / "password").write_text("pass/word@with:signs\n")
    found = settings_with(
        SECRET_KEY="",
        SECRET_KEY_FILE=str(tmp_path / "key"),
        DATABASE_URL="postgres://homeward@database.example/homeward",
        DATABASE_PASSWORD_FILE=str(tmp_path / "password"),
    )
    assert found["SECRET_KEY"] == "from-a-file-" * 5
    assert found["DATABASES"]["default"]["PASSWORD"] == "pass/word@with:signs"


def test_a_file_of_a_secret_that_is_not_there_stops_the_boot_with_a_sentence(tmp_path: Path) -> None:
    answer = python(
        "manage.py", "check", **(COMPLETE | {"SECRET_KEY": "", "SECRET_KEY_FILE": str(tmp_path / "none")})
    )
    assert answer.returncode
    assert "SECRET_KEY_FILE names" in answer.stderr
    assert "No such file" in answer.stderr


@pytest.mark.parametrize(
    "open_to", [{"ALLOWED_HOSTS": "homeward.example"}, {"ALLOWED_HOSTS": "*"}, {"HOMEWARD_HTTPS": "1"}]
)
def test_a_demonstration_cannot_be_opened_to_others(open_to: dict[str, str]) -> None:
    answer = python("manage.py", "check", HOMEWARD_DEMO="1", **(COMPLETE | open_to))
    assert answer.returncode
    assert "HOMEWARD_DEMO serves this machine alone" in answer.stderr


def test_nothing_is_a_demonstration_unless_somebody_says_so() -> None:
    assert settings_with()["DEMO"] is False
    assert settings_with(HOMEWARD_DEMO="1")["DEMO"] is True


def test_only_proxies_that_are_there_are_believed() -> None:
    assert settings_with()["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    assert settings_with(HOMEWARD_HTTPS="1")["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert settings_with(HOMEWARD_HTTPS="1", HOMEWARD_PROXIES="2")["ALLAUTH_TRUSTED_PROXY_COUNT"] == 2
