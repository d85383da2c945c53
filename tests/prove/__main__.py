"""Takes each guard out of the product in turn and asks whether the proof of access notices: `make prove`.

The working copy is not touched: a trial is a process that loads one file without one guard. `--only mail` tries one room,
`--jobs 2` as many at once, `--seconds 60` is the most that one trial takes.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

from tests.prove.mutants import mutants

#: Guards that nothing can notice, because another one stands behind them, each with the reason.
BEHIND_ANOTHER = json.loads(Path(__file__).with_name("behind_another.json").read_text())


def arguments():
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__)
    parser.add_argument("--only", default="", help="a room or a part of a path")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--every", type=int, default=1, help="each n-th guard only")
    return parser.parse_args()


def trial(kept, mutant, seconds):
    given = json.dumps(asdict(mutant)) if mutant else "null"
    command = [sys.executable, "-B", "-m", "tests.prove.trial", str(kept), given, str(seconds)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds * 3 + 60)
        return json.loads(done.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, IndexError, ValueError) as error:
        return {"found": f"the trial ended by itself: {type(error).__name__}", "seconds": 0}


def main():
    asked, began = arguments(), time.monotonic()
    chosen = [each for each in mutants() if asked.only in each.path][:: asked.every]
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "world"
        subprocess.run([sys.executable, "-m", "tests.prove.build", str(kept)], check=True)
        plain = trial(kept, None, asked.seconds)
        if plain["found"]:
            sys.exit(f"The product as it is does not pass: {plain['found']}")
        print(
            f"Nothing is wrong as it is ({plain['seconds']} s). {len(chosen)} guards are taken out in turn.",
            flush=True,
        )
        with ThreadPoolExecutor(asked.jobs) as pool:
            results = zip(
                chosen, pool.map(lambda each: trial(kept, each, asked.seconds), chosen), strict=True
            )
            alive = [mutant for mutant, result in results if not said(mutant, result)]
    print(f"{len(chosen)} guards, {len(chosen) - len(alive)} noticed, {time.monotonic() - began:.0f} s")
    for kind, number in Counter(each.kind for each in alive).items():
        print(f"  not noticed: {number} {kind}")
    sys.exit(bool(alive))


def said(mutant, result):
    """Print what came of a trial; was it noticed, or is another guard known to stand behind?"""
    behind = BEHIND_ANOTHER.get(f"{mutant.path} {mutant.kind}", "")
    word = "noticed" if result["found"] else "behind another" if behind else "NOT NOTICED"
    print(f"{word:14} {result['seconds']:6.1f} s  {mutant}  {(result['found'] or behind)[:110]}", flush=True)
    return bool(result["found"] or behind)


if __name__ == "__main__":
    main()
