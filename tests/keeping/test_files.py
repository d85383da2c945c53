"""A backup on a disk: whole or not there, and nothing of a damaged one counts."""

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.keeping import Failed, backup, keys, reading

PROMISED = {"homeward_backup": 1, "made": "2026-01-01", "tables": {}, "sequences": {}, "migrations": []}
CONTENTS = b"what pg_dump wrote\n" * 8000  # three pieces of an age file


@pytest.fixture
def read(secret):
    """Read a backup; give what it promises and holds."""

    def read(file):
        taken = io.BytesIO()
        sink = lambda promised: contextlib.nullcontext(taken)  # noqa: E731
        return reading.read(file, keys.secret_keys(secret, ask=str), sink), taken.getvalue()

    return read


@pytest.fixture
def whole(sealed):
    return sealed(PROMISED, CONTENTS).read_bytes()


def test_what_was_sealed_is_read_again(sealed, read):
    assert read(sealed(PROMISED, CONTENTS)) == (PROMISED, CONTENTS)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_file_that_is_cut_or_changed_anywhere_is_refused(whole, read, tmp_path, data):
    file = tmp_path / "damaged.age"
    place = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        file.write_bytes(whole[:place])
    else:
        flipped = whole[place] ^ data.draw(st.integers(1, 255))
        file.write_bytes(whole[:place] + bytes([flipped]) + whole[place + 1 :])
    with pytest.raises(Failed, match=r"damaged|None of these keys"):
        read(file)


def test_something_behind_the_end_is_refused_too(sealed, read):
    file = sealed(PROMISED, CONTENTS)
    file.write_bytes(file.read_bytes() + b"more")
    with pytest.raises(Failed, match="damaged"):
        read(file)


def test_another_key_opens_nothing(sealed, tmp_path):
    keys.make(tmp_path / "another")
    with pytest.raises(Failed, match="None of these keys"):
        reading.read(
            sealed(PROMISED), keys.secret_keys(tmp_path / "another", ask=str), contextlib.nullcontext
        )


@pytest.mark.parametrize("content", [b"", b"no backup", b"age-encryption.org/v1\n"])
def test_what_is_no_backup_is_refused_in_a_sentence(tmp_path, read, content):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(Failed, match="damaged"):
        read(tmp_path / "file")


@pytest.mark.parametrize("promised", [["a list"], {"something": "else"}, {"homeward_backup": 2}])
def test_what_was_sealed_by_somebody_else_or_by_a_newer_version_is_refused(sealed, read, promised):
    with pytest.raises(Failed, match=r"no backup of Homeward|newer Homeward"):
        read(sealed(promised))


def test_a_file_gets_its_name_when_it_is_complete(tmp_path):
    with backup.new(tmp_path / "a.age") as out:
        out.write(b"half")
        assert not (tmp_path / "a.age").exists()
    assert (tmp_path / "a.age").read_bytes() == b"half"
    assert [path.name for path in tmp_path.iterdir()] == ["a.age"]


def test_what_fails_in_the_middle_leaves_nothing(tmp_path):
    def fill(out):
        out.write(b"half")
        raise OSError(28, "The disk is full")

    with pytest.raises(Failed, match="full"), backup.new(tmp_path / "a.age") as out:
        fill(out)
    assert list(tmp_path.iterdir()) == []


def test_no_backup_replaces_another(tmp_path):
    (tmp_path / "a.age").write_bytes(b"the first")
    with pytest.raises(Failed, match="exists"), backup.new(tmp_path / "a.age"):
        pass
    with pytest.raises(Failed, match="exists"), backup.new(tmp_path / "b.age"):
        (tmp_path / "b.age").write_bytes(b"somebody was faster")
    assert (tmp_path / "a.age").read_bytes() == b"the first"
    assert (tmp_path / "b.age").read_bytes() == b"somebody was faster"
    assert len(list(tmp_path.iterdir())) == 2


def test_old_backups_go_and_what_is_not_ours_stays(tmp_path):
    ours = [f"homeward-2026010{day}T000000Z.age" for day in range(1, 6)]
    for name in [*ours, "homeward-kept.age", "letter.txt", ".homeward-20260101T000000Z.age.1.part"]:
        (tmp_path / name).write_text("")
    with backup.new(tmp_path / "homeward-20260106T000000Z.age") as _being_written:
        backup.prune(tmp_path, 2)
        left = {path.name for path in tmp_path.iterdir()}
    assert {"homeward-kept.age", "letter.txt", *ours[-2:]} == {
        name for name in left if not name.endswith(".part")
    }
    assert len([name for name in left if name.endswith(".part")]) == 1, "the one that is being written"
    assert Path(tmp_path, "homeward-20260106T000000Z.age").exists()
