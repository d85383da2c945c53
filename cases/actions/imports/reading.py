"""Read a file in a process of its own, which has little memory and little time (R28)."""

import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import cases
from cases.lib.spreadsheet import SECONDS

HERE = Path(cases.__file__).resolve().parent.parent


class Unreadable(Exception):
    """A file that is not read: `why` is a key of `sentences.FILE`."""

    def __init__(self, why, **facts):
        super().__init__(why)
        self.why, self.facts = why, facts


def rows(content, seconds=SECONDS):
    """The rows of a file, as lists of texts, one after another. Raises Unreadable, also after some rows."""
    with tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        child = subprocess.Popen(
            [sys.executable, "-m", "cases.lib.spreadsheet"],
            stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=HERE,
            env={"PYTHONIOENCODING": "utf-8", "PATH": ""},
        )  # fmt: skip
        clock = threading.Timer(seconds, child.kill)
        clock.start()
        try:
            yield from _lines(child)
        finally:
            clock.cancel()
            child.kill()
            child.wait()
            if child.stdout:
                child.stdout.close()


def _lines(child):
    last = None
    for line in child.stdout:
        last = json.loads(line) if line.endswith(b"\n") else None
        if isinstance(last, list):
            yield last
        elif last and "refused" in last:
            raise Unreadable(last.pop("refused"), **last)
    if not (isinstance(last, dict) and "end" in last):
        raise Unreadable("too_much")
