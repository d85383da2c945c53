"""The drill (R53): what was backed up comes back exactly, proved, and beside what is there."""

import contextlib
import io
import os

import psycopg
import pytest
from django.core.management import CommandError, call_command

from cases.keeping import Failed, backup, in_database, keys, manifest, programs, reading, restoring
from cases.models import Person
from tests import factories

ELSEWHERE = (
    f"keeping_drill_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"  # the server is that of all processes
)


@pytest.fixture
def here(committed_db):
    """The address of the suite's database, with a few records in it."""
    case = factories.RepatriationCaseFactory()
    factories.EventFactory(about=case)
    factories.PersonFactory.create_batch(3)
    return programs.address_of_default()


@pytest.fixture
def elsewhere(here):
    """The address of a database that is not there; nothing is left of it."""
    address = {**here, "dbname": ELSEWHERE}
    yield address
    with restoring.beside(address) as server:
        restoring.drop_replaced(server, address)
        restoring.drop(server, ELSEWHERE)


@pytest.fixture
def identities(secret):
    return keys.secret_keys(secret, ask=str)


def contents_of(address):
    with psycopg.connect(**address) as server:
        server.execute(manifest.SETTINGS)
        found = manifest.of(server)
    return {name: found[name] for name in ("tables", "sequences", "migrations")}


def databases(address):
    with psycopg.connect(**{**address, "dbname": "postgres"}) as server:
        return {name for (name,) in server.execute("SELECT datname FROM pg_database").fetchall()}


def test_everything_comes_back_and_what_was_there_stays_beside(
    here, elsewhere, recipients, identities, tmp_path
):
    file, promised = backup.write(here, tmp_path, recipients)
    assert promised["tables"]["cases_person"][0] == Person.objects.count()
    said = []
    with restoring.beside(elsewhere) as server:
        assert not restoring.holds_anything(server, elsewhere)
        with restoring.restored(server, elsewhere, file, identities, said.append) as name:
            assert restoring.put_in_place(server, elsewhere, name) is None
    assert contents_of(elsewhere) == contents_of(here)
    assert len(said) == 3

    with psycopg.connect(**elsewhere) as live:
        live.execute("UPDATE cases_repatriationcase SET status = 'closed'")
    with pytest.raises(Failed, match="check_ledger failed"):
        restoring.prove(ELSEWHERE)

    with psycopg.connect(**elsewhere, autocommit=True) as live:
        live.execute("CREATE TABLE newer ()")
        with restoring.beside(elsewhere) as server:
            assert restoring.holds_anything(server, elsewhere)
            restoring.drop(server, f"{ELSEWHERE}_new")
            server.execute(f"CREATE DATABASE {ELSEWHERE}_new")
            with pytest.raises(Failed, match="stop it"):
                restoring.put_in_place(server, elsewhere, f"{ELSEWHERE}_new")
    with restoring.beside(elsewhere) as server:
        before = restoring.put_in_place(server, elsewhere, f"{ELSEWHERE}_new")
        assert not restoring.holds_anything(server, elsewhere)
        assert restoring.holds_anything(server, {**elsewhere, "dbname": before})
        assert restoring.drop_replaced(server, elsewhere) == [before]


def test_a_damaged_backup_and_one_that_does_not_keep_its_promise_change_nothing(
    here, elsewhere, recipients, identities, tmp_path, sealed
):
    file, promised = backup.write(here, tmp_path / "whole.age", recipients)
    taken = io.BytesIO()
    reading.read(file, identities, lambda _promised: contextlib.nullcontext(taken))
    (tmp_path / "cut.age").write_bytes(file.read_bytes()[:-1000])
    rows, _digest = promised["tables"]["cases_person"]
    offices, _digest = promised["tables"]["cases_office"]
    lie = {
        **promised,
        "tables": {**promised["tables"], "cases_person": [rows + 1, "0"], "cases_office": [offices, "0"]},
    }
    dumped = taken.getvalue()
    for bad, why in [
        (tmp_path / "cut.age", "damaged or cut"),
        (sealed(promised, b"PGDMP is what a dump begins with", "none.age"), "pg_restore ended"),
        (sealed(lie, dumped, "lie.age"), r"(?s)cases_office: as many rows.*cases_person: .* rows in the backup"),
        (sealed({**promised, "migrations": [["cases", "9999_later"]]}, dumped, "later.age"), "newer Homeward"),
    ]:  # fmt: skip
        with (
            restoring.beside(elsewhere) as server,
            pytest.raises(Failed, match=why),
            restoring.restored(server, elsewhere, bad, identities, lambda _sentence: None),
        ):
            pass
        assert not any(name.startswith(ELSEWHERE) for name in databases(here)), bad


def test_one_command_writes_and_one_refuses_to_replace_what_is_there(
    here, secret, tmp_path, settings, capsys
):
    settings.BACKUP_KEYS = tmp_path / "keys"
    call_command("backup_key", tmp_path / "another")
    folder = tmp_path / "backups"
    folder.mkdir()
    call_command("backup", folder, "--keep", "1")
    (file,) = folder.iterdir()
    assert "rows of" in capsys.readouterr().out
    with pytest.raises(CommandError, match="holds records"):
        call_command("restore", file, "--key", tmp_path / "another")
    with pytest.raises(CommandError, match="None of these keys"):
        call_command("restore", file, "--verify", "--key", secret)
    with pytest.raises(CommandError, match="Name the backup"):
        call_command("restore", file)
    with pytest.raises(CommandError, match="--keep"):
        call_command("backup", tmp_path / "one.age", "--keep", "1")


def test_no_password_is_in_a_list_of_processes_and_nothing_of_another_server_reaches_ours(monkeypatch):
    monkeypatch.setenv("PGHOST", "another.example")
    address = {"dbname": "a", "user": "b", "password": "not-on-a-command-line", "host": "db.example"}
    there = programs.environment(address)
    assert (there["PGPASSWORD"], there["PGHOST"]) == ("not-on-a-command-line", "db.example")
    assert "PGPORT" not in there


def test_another_database_of_a_server_has_its_other_name():
    assert (
        in_database("postgres://a:b@h:1/one?sslmode=require", "two")
        == "postgres://a:b@h:1/two?sslmode=require"
    )
    assert in_database("postgres://a@/one?host=%2Frun%2Fx", "two") == "postgres://a@/two?host=%2Frun%2Fx"


def test_one_restore_of_a_database_waits_for_another_and_for_none_that_is_done(elsewhere):
    for _time in range(20):
        with restoring.beside(elsewhere):
            with pytest.raises(Failed, match="Another restore is going on"), restoring.beside(elsewhere):
                pass
            with restoring.beside({**elsewhere, "dbname": "another"}):
                pass
