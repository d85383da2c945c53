"""Takes each guard out of the product in turn and asks whether the proof of access notices: `make prove`.

The working copy is not touched: a trial is a process that loads one file without one guard. `--only mail` tries one room,
`--jobs 2` as many at once, `--seconds 60` is the most that one trial takes, `--every 3` tries each third guard. What is wrong
at a visit with all guards in place does not count as noticed; it is told at the end.
"""

import argparse
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from subprocess import DEVNULL, PIPE

from tests.prove.mutants import ROOT, mutants

#: Guards that nothing can notice, because another one stands behind them, each with the reason.
BEHIND_ANOTHER = json.loads(Path(__file__).with_name("behind_another.json").read_text())

#: Guards that a test of the suite is for, because no visit meets what it takes: several records in one state.
SENTENCES = json.loads(Path(__file__).with_name("sentences.json").read_text())


def arguments():
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__)
    parser.add_argument(
        "--only", default="", help="rooms, or parts of paths with or without a line, by commas"
    )
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=int, default=1, help="each n-th guard only")
    parser.add_argument("--first", type=int, default=0, help="the guard to begin with")
    parser.add_argument("--again", action="store_true", help="in the world that the last run built")
    return parser.parse_args()


class Server:
    """A process that answers one question after another (`tests.prove.trial`)."""

    def __init__(self, kind):
        command = [sys.executable, "-B", "-m", "tests.prove.trial", kind]
        self.process = subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, text=True)
        self.free = threading.Lock()

    def ask(self, **question):
        with self.free:
            self.process.stdin.write(json.dumps(question) + "\n")
            self.process.stdin.flush()
            return json.loads(self.process.stdout.readline())


class Prover:
    """The world in its database, who tries guards, and what is known to be wrong as it is."""

    def __init__(self, kept, seconds, jobs):
        self.kept, self.seconds, self.known = kept, seconds, set()
        self.whole, self.bare = Server("whole"), queue.SimpleQueue()
        self.one_test = threading.Lock()  # the suite has one database
        for _job in range(jobs):
            self.bare.put(Server("bare"))

    def trial(self, mutant):
        """What the proof noticed of this guard: what is as wrong with it does not count."""
        if test := SENTENCES.get(key_of(mutant)):
            with self.one_test:
                return said(mutant, sentence(mutant, test))
        began, server = time.monotonic(), self.bare.get()
        asked = {"kept": str(self.kept), "mutant": asdict(mutant), "seconds": self.seconds}
        while True:
            result = server.ask(**asked, number=None, known=sorted(self.known))
            if not result["found"]:
                break
            as_it_is = set(self.whole.ask(**asked, number=result["number"])["found"])
            if new := [each for each in result["found"] if each not in as_it_is]:
                result["found"] = new
                break
            self.known |= as_it_is
        self.bare.put(server)
        result["seconds"] = time.monotonic() - began
        return said(mutant, result)


def sentence(mutant, test):
    """What a test of the suite notices: it fails. A test that does not run at all has noticed nothing."""
    began = time.monotonic()
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-p",
        "tests.prove.plugin",
        "-p",
        "no:cacheprovider",
        test,
    ]
    told = {"HOMEWARD_WITHOUT": json.dumps(asdict(mutant)), "HOMEWARD_DEMO": "0"}
    done = subprocess.run(command, env=os.environ | told, stdout=PIPE, stderr=DEVNULL, text=True, check=False)
    last = (done.stdout.strip().splitlines() or [""])[-1]
    found = [f"{test}: {last}"] if done.returncode == 1 else []
    return {"number": 0, "found": found, "ended": f"{test}: {last}", "seconds": time.monotonic() - began}


def said(mutant, result):
    """Print what came of a trial, and give it back."""
    behind = BEHIND_ANOTHER.get(key_of(mutant), "")
    word = "noticed" if result["found"] else "behind another" if behind else "NOT NOTICED"
    what = result["found"][0] if result["found"] else behind or result.get("ended", "")
    print(
        f"{word:14} {result['seconds']:5.1f} s {result['number']:5} visits  {mutant}  {what[:150]}",
        flush=True,
    )
    return result


def key_of(mutant):
    return f"{mutant.path} {mutant.kind}: {mutant.code}"


def main():
    asked, began = arguments(), time.monotonic()
    chosen = [each for each in mutants() if any(word in str(each) for word in asked.only.split(","))][
        asked.first :: asked.every
    ]
    kept = ROOT / ".data" / "proof.world"
    kept.parent.mkdir(exist_ok=True)
    if not (asked.again and kept.exists()):
        subprocess.run([sys.executable, "-m", "tests.prove.build", str(kept)], check=True)
    print(
        f"The world stands ({time.monotonic() - began:.0f} s). {len(chosen)} guards are taken out in turn.",
        flush=True,
    )
    prover = Prover(kept, asked.seconds, asked.jobs)
    with ThreadPoolExecutor(asked.jobs) as pool:
        results = list(zip(chosen, pool.map(prover.trial, chosen), strict=True))
    alive = [mutant for mutant, result in results if not result["found"]]
    behind = [mutant for mutant in alive if key_of(mutant) in BEHIND_ANOTHER]
    print(
        f"{len(chosen)} guards, {len(chosen) - len(alive)} noticed, {len(behind)} behind another, "
        f"{len(alive) - len(behind)} not noticed, {time.monotonic() - began:.0f} s"
    )
    for kind, number in Counter(each.kind for each in alive if each not in behind).items():
        print(f"  not noticed: {number} {kind}")
    for each in sorted(prover.known):
        print(f"  wrong as it is: {each}")
    sys.exit(len(alive) > len(behind))


if __name__ == "__main__":
    main()
