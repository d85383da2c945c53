"""The suite as a proof: each test says once which guards decided something in it; without such a guard one of them must fail."""

import json
import os
import queue
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import DEVNULL, PIPE

from tests.prove.mutants import ROOT
from tests.prove.switches import GUARDS

PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "tests.prove.plugin", "-p", "no:cacheprovider"]
#: Tests of what has no guard, or takes long to say nothing of one.
WITHOUT = ("bench", "demo", "journeys", "keeping", "lib", "prove", "seed", "supply", "tracker", "walk")
#: So many of the tests that meet a guard are run without it, the likeliest first.
MOST = 120
#: What tests of a guard are named with.
LIKELY = (
    "other",
    "else",
    "not_see",
    "hid",
    "strict",
    "alone",
    "nobody",
    "kept",
    "may_not",
    "level",
    "confidential",
    "no_more",
    "glass",
    "leak",
)


def told(jobs):
    """{number of a guard: the tests in which it decided something}."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *PYTEST,
            "-n",
            str(jobs),
            "--dist",
            "worksteal",
            *(f"--ignore=tests/{room}" for room in WITHOUT),
            "tests",
        ]
        subprocess.run(
            command, env=_told(HOMEWARD_TOLD=folder), cwd=ROOT, stdout=DEVNULL, stderr=DEVNULL, check=False
        )
        found = defaultdict(list)
        for line in (line for path in Path(folder).iterdir() for line in path.read_text().splitlines()):
            test, guards = json.loads(line)
            for number in guards:
                found[number].append(test)
    return found


def _told(**words):
    return os.environ | {"HOMEWARD_DEMO": "0"} | words


def likely(number, tests):
    """The tests that may notice, those of the guard's own room first."""
    guard = GUARDS[number]
    own = f"tests/{guard.room}/"
    stem = Path(guard.path).stem

    def rank(test):
        path, _, name = test.partition("::")
        return (not any(word in name for word in LIKELY), not path.startswith(own), stem not in path, test)

    return sorted(tests, key=rank)[:MOST]


def notices(number, tests, job):
    """Which of these tests fails without the guard, in words; empty if none does. A test that does not run has noticed nothing."""
    told = _told(HOMEWARD_WITHOUT=str(number), HOMEWARD_JOB=str(job))
    done = subprocess.run([*PYTEST, "-x", *likely(number, tests)], env=told, cwd=ROOT, stdout=PIPE, stderr=DEVNULL, text=True, check=False)  # fmt: skip
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED ")]
    return failed[0].removeprefix("FAILED ") if done.returncode == 1 and failed else ""


def of_all(jobs, wanted, say):
    """{guard: the test that fails without it} of these guards, and {guard: in how many tests it decided something}."""
    tests, free, noticed = told(jobs), queue.SimpleQueue(), {}
    for job in range(jobs):
        free.put(job)

    def one(number):
        if tests[number]:
            job = free.get()
            if found := notices(number, tests[number], job):
                noticed[number] = found
                say(number, found)
            free.put(job)

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(one, sorted(wanted)))
    return noticed, {number: len(tests[number]) for number in wanted}
