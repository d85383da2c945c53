"""Splink in a process of its own, so that its memory can be told: `python -m bench.splinked PEOPLE PAIRS LEAST`."""

import json
import sys
import time
from resource import RUSAGE_SELF, getrusage

from splink.backends.duckdb import DuckDBAPI

from cases.actions.pairs import splinked

if __name__ == "__main__":
    begun = time.perf_counter()
    people, found, least = sys.argv[1:]
    splinked.predict(DuckDBAPI(), people, least=float(least)).to_csv(found, overwrite=True)
    took = {"seconds": time.perf_counter() - begun, "megabytes": getrusage(RUSAGE_SELF).ru_maxrss / 1024}
    json.dump(took, sys.stdout)
