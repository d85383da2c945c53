"""Takes each guard out of the product in turn and asks whether the proof of access notices: `make prove`.

The working copy is not touched: the product is loaded with a switch at each guard. What no visit notices, a test of the suite must. `--only mail` tries the guards of one room,
`--jobs 2` processes walk, `--seconds 60` is the most that is spent on one guard. What is wrong at a visit with all guards in
place does not count as noticed; it is told at the end.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.prove import suite, switches, walk
from tests.prove.mutants import ROOT

#: Guards that nothing can notice, because another one stands behind them, each with the reason.
BEHIND_ANOTHER = json.loads(Path(__file__).with_name("behind_another.json").read_text())


def arguments():
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__)
    parser.add_argument(
        "--only", default="", help="rooms, or parts of paths with or without a line, by commas"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--again", action="store_true", help="in the world that the last run built")
    return parser.parse_args()


def say(word, number, more=""):
    print(f"{word:14} {switches.GUARDS[number]}  {more[:150]}", flush=True)


def key_of(mutant):
    return f"{mutant.path} {mutant.kind}: {mutant.code}"


def main():
    asked, began = arguments(), time.monotonic()
    words = asked.only.split(",")
    wanted = {
        number for number, each in enumerate(switches.GUARDS) if any(word in str(each) for word in words)
    }
    kept = ROOT / ".data" / "proof.world"
    kept.parent.mkdir(exist_ok=True)
    if not (asked.again and kept.exists()):
        subprocess.run([sys.executable, "-m", "tests.prove.build", str(kept)], check=True)
    print(f"The world stands ({time.monotonic() - began:.0f} s). {len(wanted)} guards are taken out in turn.", flush=True)  # fmt: skip
    walk.prepare()
    noticed, met_by, spent, wrong = walk.of_all(
        asked.jobs, kept, wanted, asked.seconds, lambda number, more: say("noticed", number, more)
    )
    print(f"The walk is done ({time.monotonic() - began:.0f} s): {len(noticed)} noticed.", flush=True)
    rest = wanted - set(noticed)
    by_tests, tests = suite.of_all(asked.jobs, rest, lambda number, more: say("noticed", number, more))
    behind = {number for number in rest - set(by_tests) if key_of(switches.GUARDS[number]) in BEHIND_ANOTHER}
    alive = rest - set(by_tests) - behind
    for number in sorted(behind):
        say("behind another", number, BEHIND_ANOTHER[key_of(switches.GUARDS[number])])
    for number in sorted(alive):
        tried = f"decided at {met_by[number]} visits, tried {spent[number]:.0f} s; decided in {tests[number]} tests"
        say("NOT NOTICED", number, tried)
    print(
        f"{len(wanted)} guards, {len(noticed)} noticed by visits, {len(by_tests)} by tests, {len(behind)} behind another, "
        f"{len(alive)} not noticed, {time.monotonic() - began:.0f} s"
    )
    for each in wrong:
        print(f"  wrong as it is: {each}")
    sys.exit(bool(alive))


if __name__ == "__main__":
    main()
