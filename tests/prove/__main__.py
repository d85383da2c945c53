"""Takes each guard out of the product in turn and asks whether the proof of access notices: `make prove`.

The working copy is not touched: the product is loaded with a switch at each guard. `--only mail` tries the guards of one room,
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
from subprocess import DEVNULL, PIPE

from tests.prove import switches, walk
from tests.prove.mutants import ROOT

#: Guards that nothing can notice, because another one stands behind them, each with the reason.
BEHIND_ANOTHER = json.loads(Path(__file__).with_name("behind_another.json").read_text())

#: Guards that a test of the suite is for, because no visit meets what it takes: several records in one state.
SENTENCES = json.loads(Path(__file__).with_name("sentences.json").read_text())


def arguments():
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__)
    parser.add_argument(
        "--only", default="", help="rooms, or parts of paths with or without a line, by commas"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--again", action="store_true", help="in the world that the last run built")
    return parser.parse_args()


def sentence(number, test):
    """What a test of the suite notices: it fails. A test that does not run at all has noticed nothing."""
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
    ]
    told = {"HOMEWARD_WITHOUT": str(number), "HOMEWARD_DEMO": "0"}
    done = subprocess.run([*command, test], env=os.environ | told, stdout=PIPE, stderr=DEVNULL, text=True, check=False)  # fmt: skip
    last = (done.stdout.strip().splitlines() or [""])[-1]
    return f"{test}: {last}", done.returncode == 1


def say(word, number, more=""):
    print(f"{word:14} {switches.GUARDS[number]}  {more[:150]}", flush=True)


def key_of(mutant):
    return f"{mutant.path} {mutant.kind}: {mutant.code}"


def rest_of(number, met, spent):
    """What becomes of a guard that the walk did not notice: a test notices, or another guard stands behind it, or nothing."""
    key = key_of(switches.GUARDS[number])
    if test := SENTENCES.get(key):
        found, is_noticed = sentence(number, test)
        if is_noticed or key not in BEHIND_ANOTHER:
            return ("noticed" if is_noticed else "NOT NOTICED"), found
    if reason := BEHIND_ANOTHER.get(key):
        return "behind another", reason
    return "NOT NOTICED", f"met at {met} visits, tried for {spent:.0f} s" if met else "met at no visit"


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
    rest = {
        number: rest_of(number, met_by[number], spent[number]) for number in sorted(wanted - set(noticed))
    }
    for number, (word, more) in rest.items():
        say(word, number, more)
    ends = [word for word, _more in rest.values()]
    print(
        f"{len(wanted)} guards, {len(noticed) + ends.count('noticed')} noticed, {ends.count('behind another')} behind "
        f"another, {ends.count('NOT NOTICED')} not noticed, {time.monotonic() - began:.0f} s"
    )
    for each in wrong:
        print(f"  wrong as it is: {each}")
    sys.exit("NOT NOTICED" in ends)


if __name__ == "__main__":
    main()
