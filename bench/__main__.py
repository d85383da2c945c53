"""`make bench`: load, measure and print. ARGS="--rows 10000,1000000 --only lists --keep --json FILE --rounds 30"."""

import argparse
import gc
import json
import os
import sys
from importlib import import_module

import django

from bench import BENCHES, database


def main(words=None):
    given = parser().parse_args(words)
    try:
        with database.own(keep=given.keep) as fresh:
            results = [at(rows, fresh, given) for rows in given.rows]
    except database.Problem as problem:
        sys.exit(f"Homeward: {problem}")
    if given.json:
        with open(given.json, "w") as file:
            json.dump(results, file, indent=1)


def parser():
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--rows",
        type=sizes,
        default=[100_000],
        help="how many claims (what a bench loads), with commas between",
    )
    parser.add_argument("--only", choices=BENCHES, help="one bench")
    parser.add_argument("--rounds", type=int, default=20, help="how often each end is measured")
    parser.add_argument("--keep", action="store_true", help="leave the database, and use what is loaded")
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    return parser


def sizes(text):
    numbers = [int(word) for word in text.split(",")]
    if min(numbers) < 1000:
        raise argparse.ArgumentTypeError("fewer than 1,000 rows say nothing about lists")
    return numbers


def at(rows, fresh, given):
    """Run the benches on so many rows. What needs Django is imported when Django knows its database."""
    django.setup()
    measure, result = import_module("bench.measure"), {"rows": rows, "benches": {}}
    for name in [given.only] if given.only else BENCHES:
        bench = import_module(f"bench.{name}")
        source = bench if hasattr(bench, "load") else import_module("bench.load")
        if seconds := fresh(f"{rows} rows by {source.__name__}", lambda load=source.load: load(rows)):
            say(f"{rows:,} rows are there after {seconds:.0f} s")
        found = []
        contests = bench.contests(source.loaded())
        gc.freeze()  # as the worker does
        for contest in contests:
            say(f"  {name}: {contest.name}")
            found.append(measure.race(contest, given.rounds))
        print(measure.table(f"{name}, {rows:,} rows", found), flush=True)
        result["benches"][name] = [row.as_json() for row in found]
    return result


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.environ["HOMEWARD_PURPOSE"] = "work"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    main()
