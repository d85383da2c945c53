"""Write one backup: a file that is whole or is not there."""

import contextlib
import fcntl
import io
import os
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import psycopg
import pyrage
from django.utils.translation import gettext as _

from cases.keeping import Address, Failed, manifest, programs

PART = ".part"
NAMED = re.compile(r"homeward-\d{8}T\d{6}Z\.age")


class AfterLine(io.RawIOBase):
    """One stream of a line and what a program says after it."""

    def __init__(self, line: bytes, rest: IO[bytes]) -> None:
        self.line, self.rest = io.BytesIO(line), rest

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self.line.read(size) or self.rest.read(size)


def write(
    address: Address, to: Path, recipients: Sequence[pyrage.x25519.Recipient]
) -> tuple[Path, manifest.Manifest]:
    """Write everything as it was at one moment; while it is written people go on working."""
    file = to / f"homeward-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.age" if to.is_dir() else to
    with psycopg.connect(**address) as server, new(file) as out:  # type: ignore[arg-type]
        server.execute(manifest.SETTINGS)
        server.commit()
        server.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        ((snapshot,),) = server.execute("SELECT pg_export_snapshot()").fetchall()
        held = manifest.of(server)
        with programs.dump(address, snapshot) as dumped:
            pyrage.encrypt_io(AfterLine(manifest.line_of(held), dumped), out, recipients)
    return file, held


@contextlib.contextmanager
def new(file: Path) -> Iterator[IO[bytes]]:
    """Open a file that gets its name when it is complete and on the disk; an existing one stays as it is."""
    if file.exists():
        raise Failed(_("%(file)s exists. A backup never replaces another.") % {"file": file})
    part = file.with_name(f".{file.name}.{os.getpid()}{PART}")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except OSError as problem:
        raise Failed(_("%(file)s: %(why)s.") % {"file": file, "why": problem.strerror}) from problem
    try:
        with os.fdopen(handle, "wb") as out:
            fcntl.flock(out, fcntl.LOCK_EX)  # says that it is being written
            yield out
            out.flush()
            os.fsync(out.fileno())
            os.link(part, file)  # unlike a rename, never onto another
    except FileExistsError as problem:
        raise Failed(_("%(file)s exists. A backup never replaces another.") % {"file": file}) from problem
    except OSError as problem:
        raise Failed(
            _("%(file)s: %(why)s.") % {"file": file, "why": problem.strerror or problem}
        ) from problem
    finally:
        part.unlink(missing_ok=True)
    keep_names(file.parent)


def keep_names(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def prune(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest of our backups, and what a killed one left; say what went."""
    gone = sorted(path for path in folder.iterdir() if NAMED.fullmatch(path.name))[:-keep]
    gone += [path for path in folder.glob(f".homeward-*{PART}") if is_left(path)]
    for path in gone:
        path.unlink()
    return gone


def is_left(part: Path) -> bool:
    """Whether nobody writes it any more."""
    with part.open("rb") as file, contextlib.suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
