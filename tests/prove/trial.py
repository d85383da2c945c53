"""One trial: the product without one guard, visited until the proof notices. Started by `tests.prove` as a process of its own."""

import importlib.machinery
import json
import logging
import sys
import time
from pathlib import Path


def take_out(mutant):
    """Let Python load that one file without its guard."""
    from tests.prove.mutants import ROOT, without

    code, path = without(mutant), str(ROOT / mutant.path)
    load = importlib.machinery.SourceFileLoader.get_code

    def get_code(self, name):
        return code if self.path == path else load(self, name)

    importlib.machinery.SourceFileLoader.get_code = get_code


def main(kept, given, seconds):
    from tests.prove.mutants import Mutant

    mutant = Mutant(**json.loads(given)) if given != "null" else None
    if mutant:
        take_out(mutant)
    began = time.monotonic()
    try:
        import django

        django.setup()
        logging.disable(logging.CRITICAL)
        from tests import guards
        from tests.prove import standing, visits

        standing.use()
        guards.refuse_unknown_variables()
        guards.sign_in_with_both_factors()
        world, actors = standing.load(Path(kept))
        found = visits.first_fault(world, actors, mutant and mutant.room, time.monotonic() + float(seconds))
    except Exception as error:  # a product that does not even start without its guard is noticed as well
        found = f"{type(error).__name__}: {error}"[:300]
    print(json.dumps({"found": found, "seconds": round(time.monotonic() - began, 1)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
