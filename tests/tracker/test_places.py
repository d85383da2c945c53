"""Where the database lives and who runs it, on kind machines and unkind ones."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tracker.clones import IS_ROOT, REPOSITORY, ask, environment, other_account
from tracker import database, places, postmaster
from tracker.places import Problem, can_reach, place_of

as_root = pytest.mark.skipif(not IS_ROOT, reason="only root can be somebody else")


def test_a_long_path_gets_a_short_folder_for_its_socket(clone: Path) -> None:
    deep = clone / ("a-long-name-" * 12)
    deep.mkdir(mode=0o755)
    with database.running(deep) as address:
        assert ask(address, "SELECT 1") == 1
        sockets = place_of(deep).sockets
        assert len(str(sockets)) < 80
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert not sockets.exists()


def test_a_path_with_blanks_capitals_and_cyrillic_letters_works(clone: Path) -> None:
    folder = clone / "Мій Homeward & co"
    folder.mkdir(mode=0o755)
    with database.running(folder) as address:
        assert ask(address, "SELECT 1") == 1


def test_a_folder_that_somebody_else_put_there_is_refused(clone: Path) -> None:
    (clone / "elsewhere").mkdir()
    (clone / ".data").symlink_to(clone / "elsewhere")
    (clone / "elsewhere" / "sockets").symlink_to("/")
    with pytest.raises(Problem, match="somebody else"), database.running(clone):
        pass


@as_root
@pytest.mark.parametrize("name", ["nobody", "root"])
def test_neither_nobody_nor_root_runs_the_server(
    clone: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("HOMEWARD_DB_ACCOUNT", name)
    with pytest.raises(Problem, match="neither as root nor as nobody"):
        place_of(clone)


@as_root
def test_an_account_that_does_not_exist_is_refused_in_a_sentence(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOMEWARD_DB_ACCOUNT", "no-such-person")
    with pytest.raises(Problem, match="There is no account no-such-person"):
        place_of(clone)


@as_root
def test_the_owner_of_the_clone_runs_the_server_of_root_and_owns_its_files(clone: Path) -> None:
    owner = other_account()
    assert owner
    os.chown(clone, owner.uid, owner.gid)
    with database.running(clone) as address:
        place = place_of(clone)
        assert place.account == owner
        assert ask(address, "SELECT 1") == 1
        assert {path.stat().st_uid for path in place.folder.iterdir()} == {owner.uid}


@as_root
def test_a_server_keeps_its_account(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = other_account()
    assert first
    monkeypatch.setenv("HOMEWARD_DB_ACCOUNT", first.name)
    with database.running(clone):
        pass
    monkeypatch.delenv("HOMEWARD_DB_ACCOUNT")
    assert place_of(clone).account == first

    second = other_account(than=first.name)
    assert second
    monkeypatch.setenv("HOMEWARD_DB_ACCOUNT", second.name)
    with pytest.raises(Problem, match="belongs to"):
        place_of(clone)


@as_root
def test_below_a_closed_home_the_data_and_the_programs_go_where_the_account_can_reach_them(
    clone: Path, system_state: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    home = clone / "home"
    home.mkdir(mode=0o700)
    (inside := home / "homeward").mkdir()
    real = database.can_reach
    monkeypatch.setattr(
        database, "can_reach", lambda path, account: system_state in path.parents and real(path, account)
    )
    with database.running(inside) as address:
        place = place_of(inside)
        assert place.folder.parent == system_state
        assert ask(address, "SELECT 1") == 1
        server = postmaster.pid_of(place.cluster)
        if Path("/proc").is_dir():
            assert system_state in Path(f"/proc/{server}/exe").resolve().parents
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert str(place.cluster) in capfd.readouterr().err


@as_root
def test_an_ordinary_account_needs_no_root(clone: Path) -> None:
    account = other_account()
    assert account
    python = reachable_python(account)
    if python is None:
        pytest.skip(f"{account.name} can run no Python that has our packages")
    os.chown(clone, account.uid, account.gid)
    shutil.copytree(REPOSITORY / "tracker", clone / "tracker", ignore=shutil.ignore_patterns("__pycache__"))
    for path in [clone / "tracker", *(clone / "tracker").rglob("*")]:
        os.chown(path, account.uid, account.gid)
    question = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']); print('connected')"
    answer = subprocess.run(
        [python, "-m", "tracker", "exec", "--", python, "-c", question],
        cwd=clone,
        env=environment(PYTHONPATH=os.pathsep.join(sys.path), HOME=str(clone)),
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert "connected" in answer.stdout
    assert {path.stat().st_uid for path in (clone / ".data").iterdir()} == {account.uid}
    assert stat.S_IMODE((clone / ".data").stat().st_mode) == 0o700


def reachable_python(account: places.Account) -> str | None:
    """Ours, or the system's of the same version, if the account can run it."""
    packages = Path(database.psycopg.__file__)
    if not can_reach(packages.parent, account):
        return None
    same = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, same):
        if can_reach(Path(python), account):
            return python
    return None
