"""The PostgreSQL that comes along: it starts, it stops, it survives, and it opens no door."""

import fcntl
import os
import signal
import stat
import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.tracker.clones import IS_ROOT, ask, do, launcher, other_account, wait_for
from tracker import database, postmaster
from tracker.places import Place, place_of

Standing = tuple[str, Path]


def modes_above(folder: Path) -> list[int]:
    return [parent.stat().st_mode for parent in (folder, *folder.parents)]


def server_of(place: Place) -> int:
    pid = postmaster.pid_of(place.cluster)
    assert pid, "no server runs"
    return pid


def test_it_starts_where_we_begin_and_stops_where_we_end_and_leaves_the_folders_above_alone(
    clone: Path,
) -> None:
    before = modes_above(clone)
    with database.running(clone):
        place = place_of(clone)
        server = server_of(place)
        assert stat.S_IMODE(place.sockets.stat().st_mode) == 0o700
        assert stat.S_IMODE(place.cluster.stat().st_mode) == 0o700
        assert modes_above(clone) == before
    assert not postmaster.is_alive(server)
    assert modes_above(clone) == before


def test_it_understands_cyrillic_letters_whatever_the_machine_speaks(standing: Standing) -> None:
    address, _ = standing
    do(address, "CREATE EXTENSION pg_trgm")
    assert ask(address, "SELECT cardinality(show_trgm('Шев')) > 0")
    assert ask(address, "SELECT upper('її') = 'ЇЇ'")


def test_our_role_owns_its_database_and_is_no_superuser(standing: Standing) -> None:
    address, _ = standing
    assert ask(address, "SELECT current_user || current_database()") == "homewardhomeward"
    assert not ask(address, "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")


@pytest.mark.parametrize("setting", ["data_checksums", "fsync", "full_page_writes", "synchronous_commit"])
def test_what_keeps_data_safe_is_on(standing: Standing, setting: str) -> None:
    assert ask(standing[0], f"SHOW {setting}") == "on"


def test_nothing_listens_on_the_network_and_nobody_is_trusted(standing: Standing) -> None:
    address, folder = standing
    assert ask(address, "SHOW listen_addresses") == ""
    rules = (folder / ".data" / "postgres" / "pg_hba.conf").read_text()
    assert rules == "local all all peer map=homeward\n"


def test_the_log_repeats_no_names(standing: Standing) -> None:
    address, folder = standing
    do(address, "CREATE TABLE person (name text UNIQUE)", "INSERT INTO person VALUES ('Canary Kanarienko')")
    with pytest.raises(psycopg.errors.UniqueViolation):
        do(address, "INSERT INTO person VALUES ('Canary Kanarienko')")
    log = place_of(folder).log.read_text()
    assert "starting PostgreSQL" in log
    assert "Canary" not in log


@pytest.mark.skipif(not IS_ROOT, reason="only root can be somebody else")
def test_another_account_cannot_connect(standing: Standing) -> None:
    address, folder = standing
    place = place_of(folder)
    assert place.account
    stranger = other_account(than=place.account.name)
    if stranger is None:
        pytest.skip("there is no other account on this machine")
    answer = subprocess.run(
        [database.reachable_binaries(place) / "bin" / "psql", address, "-c", "SELECT 1"],
        user=stranger.uid,
        group=stranger.gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode
    assert "ermission denied" in answer.stderr


def test_who_comes_second_shares_the_server_and_the_last_one_stops_it(clone: Path) -> None:
    first, second = database.running(clone), database.running(clone)
    address = first.__enter__()
    server = server_of(place_of(clone))
    assert second.__enter__() == address

    first.__exit__(None, None, None)
    assert ask(address, "SELECT 1") == 1

    second.__exit__(None, None, None)
    assert not postmaster.is_alive(server)


def test_two_clones_do_not_disturb_each_other(clone: Path, another_clone: Path) -> None:
    with database.running(clone) as ours:
        do(ours, "CREATE TABLE mine ()")
        with database.running(another_clone) as theirs:
            assert theirs != ours
            assert ask(theirs, "SELECT to_regclass('mine')") is None
        assert ask(ours, "SELECT to_regclass('mine')") == "mine"


def test_what_was_promised_is_there_after_the_server_was_killed(clone: Path) -> None:
    with database.running(clone) as address:
        do(address, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)")
        place = place_of(clone)
        killed = server_of(place)
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: not postmaster.is_alive(killed))

        database.revive(place)
        assert ask(address, "SELECT n FROM kept") == 7
        assert server_of(place) != killed


def test_a_server_whose_launcher_was_killed_is_used_and_stopped_by_the_next(clone: Path) -> None:
    data = clone / "data"
    killed = launcher("exec", "--", "sleep", "60", data=data)
    wait_for(
        lambda: (
            postmaster.status_of(data / "postgres", postmaster.noted_pid(data / "postgres") or 0) == "ready"
        )
    )
    orphan = postmaster.pid_of(data / "postgres")
    killed.kill()
    killed.communicate()
    assert orphan
    assert postmaster.is_alive(orphan)

    following = launcher("exec", "--", "true", data=data)
    said, _ = following.communicate(timeout=20)
    assert following.returncode == 0
    assert "running already" in said
    assert not postmaster.is_alive(orphan)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_order(clone: Path, number: signal.Signals) -> None:
    data = clone / "data"
    program = launcher("exec", "--", "sleep", "60", data=data)
    wait_for(lambda: postmaster.pid_of(data / "postgres"))
    server = postmaster.pid_of(data / "postgres")
    assert server

    program.send_signal(number)
    if number == signal.SIGINT:  # the terminal sends Ctrl-C to the command as well; here nobody does
        program.send_signal(signal.SIGTERM)
    program.communicate(timeout=20)
    assert not postmaster.is_alive(server)


def test_the_number_of_a_stranger_in_an_old_note_does_not_keep_it_from_starting(clone: Path) -> None:
    with database.running(clone):
        place = place_of(clone)
        note = (place.cluster / "postmaster.pid").read_text().splitlines()
    (place.cluster / "postmaster.pid").write_text("\n".join([str(os.getpid()), *note[1:]]) + "\n")

    with database.running(clone) as address:
        assert ask(address, "SELECT 1") == 1


def test_half_a_cluster_is_made_anew(clone: Path) -> None:
    (clone / ".data" / "postgres.new" / "base").mkdir(parents=True)
    with database.running(clone) as address:
        assert ask(address, "SELECT 1") == 1


def test_an_address_from_outside_wins_and_nothing_is_started(
    clone: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/theirs")
    with database.running(clone) as address:
        assert address == "postgres://elsewhere/theirs"
    assert not list(clone.iterdir())


def test_two_suites_in_one_folder_do_not_mix(clone: Path) -> None:
    first = Place(clone, clone / "sockets", None)
    with first.open_lock("suite.lock") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = launcher("test", "--", "--version", data=clone)
        said, _ = second.communicate(timeout=20)
    assert second.returncode == 1
    assert "running in this folder already" in said


def test_a_command_gets_the_address_and_its_code_comes_back(clone: Path) -> None:
    program = launcher(
        "exec", "--", "sh", "-c", 'echo "$DATABASE_URL $SECRET_KEY"; exit 7', data=clone / "data"
    )
    said, _ = program.communicate(timeout=20)
    assert program.returncode == 7
    assert "postgres://homeward_app@/homeward?host=" in said
    assert (clone / "data" / "secret-key").read_text().strip() in said
    assert stat.S_IMODE((clone / "data" / "secret-key").stat().st_mode) == 0o600
