"""Keys of backups: whoever writes one needs the public key only; the secret key lives apart from the data (ASVS V13.3.1)."""

import os
from collections.abc import Callable
from pathlib import Path

import pyrage
from django.utils.translation import gettext as _

from cases.keeping import Failed

SECRET, PUBLIC = "AGE-SECRET-KEY-", "age1"
SEALED = b"age-encryption.org/v1"


def make(file: Path, passphrase: str = "") -> str:
    """Write a new secret key, sealed with a passphrase if there is one; give back its public key."""
    key = pyrage.x25519.Identity.generate()
    public = str(key.to_public())
    text = f"# {_('Secret key of backups: whoever has it reads them all.')}\n# {public}\n{key}\n".encode()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as problem:
        raise Failed(
            _("%(file)s: %(why)s. No key was written.") % {"file": file, "why": problem.strerror}
        ) from problem
    with os.fdopen(handle, "wb") as out:
        out.write(pyrage.passphrase.encrypt(text, passphrase) if passphrase else text)
        out.flush()
        os.fsync(out.fileno())
    return public


def lines_of(file: Path) -> list[str]:
    try:
        return significant(file.read_bytes(), file)
    except OSError as problem:
        raise Failed(_("%(file)s: %(why)s.") % {"file": file, "why": problem.strerror}) from problem


def significant(content: bytes, file: Path) -> list[str]:
    """Keep the lines that are no comment."""
    try:
        lines = [line.strip() for line in content.decode().splitlines()]
    except UnicodeDecodeError as problem:
        raise Failed(_("%(file)s is no file of keys.") % {"file": file}) from problem
    return [line for line in lines if line and not line.startswith("#")]


def public_keys(file: Path) -> list[pyrage.x25519.Recipient]:
    """Read whom backups are for: each line a public key, and each of them can open the file alone."""
    if not file.exists():
        raise Failed(
            _("There is no %(file)s: manage.py backup_key makes a key to write backups for.") % {"file": file}
        )
    lines = lines_of(file)
    if any(line.startswith(SECRET) for line in lines):
        raise Failed(
            _("%(file)s holds a secret key. Keep that apart, and give the public one (age1…).")
            % {"file": file}
        )
    try:
        keys = [pyrage.x25519.Recipient.from_str(line) for line in lines]
    except pyrage.RecipientError as problem:
        raise Failed(_("%(file)s has a line that is no public key (age1…).") % {"file": file}) from problem
    if not keys:
        raise Failed(_("%(file)s names no public key (age1…).") % {"file": file})
    return keys


def secret_keys(file: Path, ask: Callable[[], str]) -> list[pyrage.x25519.Identity]:
    """Read the secret keys of a file; `ask` is called for the passphrase where they are sealed with one."""
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise Failed(_("%(file)s: %(why)s.") % {"file": file, "why": problem.strerror}) from problem
    try:
        if content.startswith(SEALED):
            content = pyrage.passphrase.decrypt(content, ask())
        keys = [pyrage.x25519.Identity.from_str(line) for line in significant(content, file)]
    except pyrage.DecryptError as problem:
        raise Failed(_("The passphrase does not open %(file)s.") % {"file": file}) from problem
    except pyrage.IdentityError as problem:
        raise Failed(
            _("%(file)s has a line that is no secret key (AGE-SECRET-KEY-…).") % {"file": file}
        ) from problem
    if not keys:
        raise Failed(_("%(file)s holds no secret key (AGE-SECRET-KEY-…).") % {"file": file})
    return keys
