"""Keys of backups: what writes them cannot read them."""

import stat

import pyrage
import pytest

from cases.keeping import Failed, keys


def test_a_key_is_for_its_owner_alone_and_never_written_over_another(tmp_path):
    file = tmp_path / "secret"
    public = keys.make(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    with pytest.raises(Failed, match="exists"):
        keys.make(file)
    assert file.read_bytes() == before
    (key,) = keys.secret_keys(file, ask=str)
    assert str(key.to_public()) == public


def test_a_key_under_a_passphrase_opens_with_it_alone(tmp_path):
    file = tmp_path / "secret"
    public = keys.make(file, "міст через тиху річку")
    assert b"AGE-SECRET" not in file.read_bytes()
    (key,) = keys.secret_keys(file, ask=lambda: "міст через тиху річку")
    assert str(key.to_public()) == public
    with pytest.raises(Failed, match="passphrase does not open"):
        keys.secret_keys(file, ask=lambda: "another passphrase")


def test_whoever_writes_backups_is_not_given_the_secret_key(tmp_path, secret):
    with pytest.raises(Failed, match="secret key"):
        keys.public_keys(secret)


def test_each_of_several_keys_is_read(tmp_path):
    several = [str(pyrage.x25519.Identity.generate().to_public()) for _ in range(3)]
    file = tmp_path / "keys"
    file.write_text("# of the office\n" + "\n\n".join(several) + "\n")
    assert [str(key) for key in keys.public_keys(file)] == several


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "backup_key"),
        (b"", "no public key"),
        (b"# nothing else\n", "no public key"),
        (b"age1nonsense", "no public key"),
        (b"\xff\xfe\x00", "no file of keys"),
    ],
)
def test_a_file_without_public_keys_is_refused_in_a_sentence(tmp_path, content, why):
    file = tmp_path / "keys"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Failed, match=why):
        keys.public_keys(file)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "No such file"),
        (b"", "no secret key"),
        (b"AGE-SECRET-KEY-1NONSENSE", "no secret key"),
        (b"\xff", "no file"),
    ],
)
def test_a_file_without_secret_keys_is_refused_in_a_sentence(tmp_path, content, why):
    file = tmp_path / "keys"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(Failed, match=why):
        keys.secret_keys(file, ask=str)
