"""Read one backup: what it promises comes first, and nothing counts before the last byte was found authentic."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import pyrage
from django.utils.translation import gettext as _

from cases.keeping import Failed
from cases.keeping.manifest import FORMAT, Manifest, from_line

LONGEST_LINE = 16 * 1024 * 1024

#: Given what a backup promises, opens where its contents go; leaving says how that ended.
Sink = Callable[[Manifest], contextlib.AbstractContextManager[IO[bytes]]]


class Split:
    """Where the opened backup is written to: its first line is read, the rest handed on as it comes."""

    def __init__(self, sink: Sink, staying: contextlib.ExitStack) -> None:
        self.sink, self.staying = sink, staying
        self.line = b""
        self.rest: IO[bytes] | None = None
        self.promised: Manifest | None = None

    def write(self, piece: bytes) -> int:
        if self.rest is None:
            line, end, rest = (self.line + piece).partition(b"\n")
            self.line = line
            if not end:
                if len(line) > LONGEST_LINE:
                    raise Failed(_("This is no backup of Homeward."))
                return len(piece)
            self.promised = readable(line)
            self.rest = self.staying.enter_context(self.sink(self.promised))
            self.rest.write(rest)
        else:
            self.rest.write(piece)
        return len(piece)

    def flush(self) -> None:
        if self.rest is not None:
            self.rest.flush()


def readable(line: bytes) -> Manifest:
    promised = from_line(line)
    if promised is None:
        raise Failed(_("This is no backup of Homeward."))
    if promised["homeward_backup"] != FORMAT:
        raise Failed(_("This backup was written by a newer Homeward: restore it with that one."))
    return promised


def read(file: Path, keys: Sequence[pyrage.x25519.Identity], sink: Sink) -> Manifest:
    """Hand on what is in the backup; a file that is cut, changed or not for these keys ends in a sentence."""
    with opened(file) as sealed, contextlib.ExitStack() as staying:
        split = Split(sink, staying)
        try:
            pyrage.decrypt_io(sealed, split, keys)
        except BrokenPipeError:
            raise  # of the program that takes it, which says why
        except (pyrage.DecryptError, OSError) as problem:
            raise Failed(why(file, problem)) from problem
        if split.promised is None:
            raise Failed(_("This is no backup of Homeward."))
    return split.promised


@contextlib.contextmanager
def opened(file: Path) -> Iterator[IO[bytes]]:
    try:
        sealed = file.open("rb")
    except OSError as problem:
        raise Failed(_("%(file)s: %(why)s.") % {"file": file, "why": problem.strerror}) from problem
    with sealed:
        yield sealed


def why(file: Path, problem: Exception) -> str:
    if "No matching keys" in str(problem):
        return _("None of these keys opens %(file)s.") % {"file": file}
    return _("%(file)s is damaged or cut off: take another backup. Nothing was changed.") % {"file": file}
