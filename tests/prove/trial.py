"""Trials: the product without one guard, visited until the proof notices. Started by `tests.prove` as processes of their own."""

import importlib.machinery
import json
import logging
import os
import signal
import sys
import time
from itertools import islice
from pathlib import Path

from tests.prove.mutants import ROOT, Mutant, without


def take_out(mutant):
    """Let Python load that one file without its guard."""
    code, path = without(mutant), str(ROOT / mutant.path)
    load = importlib.machinery.SourceFileLoader.get_code

    def get_code(self, name):
        return code if self.path == path else load(self, name)

    importlib.machinery.SourceFileLoader.get_code = get_code


def start():
    """Django, and what the world is made of; no page is loaded yet."""
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    from tests import guards
    from tests.access import world  # noqa: F401

    setup_test_environment(debug=False)
    logging.disable(logging.CRITICAL)
    guards.refuse_unknown_variables()
    guards.sign_in_with_both_factors()


def first_fault(kept, mutant, seconds, known):
    """The number of the first visit at which something new is wrong, and what."""
    from tests.prove import standing
    from tests.prove.visits import made, visits

    world, actors = standing.load(kept)
    until, number = time.monotonic() + seconds, 0
    for number, visit in enumerate(visits(world, actors, mutant)):
        if found := [each for each in made(visit) if each not in known]:
            return number, found
        if time.monotonic() > until:
            break
    return number + 1, []


def as_it_is(kept, mutant, number):
    """What is wrong at that visit with no guard taken out."""
    from tests.prove import standing
    from tests.prove.visits import made, visits

    world, actors = standing.load(kept)
    return [
        each for visit in islice(visits(world, actors, mutant), number, number + 1) for each in made(visit)
    ]


def answer(asked, *, started):
    """What came of one question, as the line that is printed."""
    mutant, kept = Mutant(**asked["mutant"]), Path(asked["kept"])
    signal.alarm(int(asked["seconds"]) * 3 + 60)
    if asked["number"] is not None:
        return {"number": asked["number"], "found": as_it_is(kept, mutant, asked["number"])}
    try:
        take_out(mutant)
        if not started:
            start()
            use()
        number, found = first_fault(kept, mutant, asked["seconds"], set(asked["known"]))
    except Exception as error:  # a product that does not even start without its guard is noticed as well
        number, found = 0, [f"{type(error).__name__}: {error}"[:300]]
    return {"number": number, "found": found}


def use():
    from tests.prove import standing

    standing.use()


def serve(with_pages):
    """Answer questions, each in a fork: Django starts once. Where the file is loaded already, a new process answers."""
    start()
    use()
    if with_pages:
        import tests.prove.visits  # noqa: F401
    for line in sys.stdin:
        child = os.fork()
        if not child:
            asked = json.loads(line)
            module = asked["mutant"]["path"].removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            if asked["number"] is None and module in sys.modules:
                os.execv(sys.executable, [sys.executable, "-B", "-m", "tests.prove.trial", line])
            print(json.dumps(answer(asked, started=True)), flush=True)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            print(json.dumps({"number": 0, "found": [], "ended": "it ended by itself"}), flush=True)


if __name__ == "__main__":
    if sys.argv[1] in {"bare", "whole"}:
        serve(with_pages=sys.argv[1] == "whole")
    else:
        print(json.dumps(answer(json.loads(sys.argv[1]), started=False)), flush=True)
