"""One walk through all visits, by several processes: at each, every guard that it met is taken out once and the visit made again.

A guard is noticed when something is wrong at a visit that was right with all guards in place, before and after.
"""

import logging
import multiprocessing
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.prove import switches

#: So often is a guard tried at visits of one sort: by the same people, with the same method, to records of one side, in one room.
TRIES = 5


@dataclass
class Shared:
    """What the processes of a walk know of each other: the next visit, which guards are noticed, and the seconds spent on each."""

    next: object
    noticed: object
    spent: object
    told: object = field(default_factory=multiprocessing.SimpleQueue)

    @classmethod
    def new(cls):
        number = len(switches.GUARDS)
        return cls(
            multiprocessing.Value("i"), multiprocessing.Array("b", number), multiprocessing.Array("d", number)
        )

    def take(self):
        """The number of the next visit."""
        with self.next.get_lock():
            self.next.value += 1
            return self.next.value - 1


def prepare():
    """Django, with the product's switches, as the tests set it up."""
    switches.install()
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    from cases.accounts import gate
    from tests import guards
    from tests.prove import standing

    setup_test_environment(debug=False)
    logging.disable(logging.CRITICAL)
    guards.refuse_unknown_variables()
    guards.sign_in_with_both_factors()
    gate.IDLE = gate.WHOLE  # visits are undone, and what a session remembers of them as well
    standing.use()
    switches.watch_pages()


def walk(kept, wanted, seconds, shared):
    """Visits that no other process makes, and their guards. Tells `shared.told` what was noticed, what was met, and what is wrong as it is."""
    from tests.prove import standing, visits

    world, actors = standing.load(kept)
    tried, met_by, wrong, mine = Counter(), Counter(), set(), shared.take()
    rooms = {switches.GUARDS[guard].room for guard in wanted}
    for number, visit in enumerate(visits.visits(world, actors, rooms)):
        if number != mine:
            continue
        mine = shared.take()
        if all(shared.noticed[guard] for guard in wanted):
            break
        switches.begin()
        as_it_is = set(visits.made(visit))
        wrong |= as_it_is
        for guard in sorted(wanted & switches.met):
            met_by[guard] += 1
            sort = (guard, *visits.sort_of(visit))
            if shared.noticed[guard] or shared.spent[guard] > seconds or tried[sort] >= TRIES:
                continue
            tried[sort] += 1
            began = time.monotonic()
            with switches.without(guard):
                found = [each for each in visits.made(visit) if each not in as_it_is]
            if found and (new := [each for each in found if each not in visits.made(visit)]):
                shared.noticed[guard] = 1
                shared.told.put(("noticed", guard, new[0]))
            shared.spent[guard] += time.monotonic() - began
    shared.told.put(("done", 0, (dict(met_by), sorted(wrong))))


def start(*asked):
    """The body of a process."""
    try:
        walk(*asked)
    except BaseException as error:
        asked[-1].told.put(("failed", 0, f"{type(error).__name__}: {error}"))
        raise


def of_all(jobs, kept, wanted, seconds, say):
    """Walk, and give back {guard: what is wrong without it}, {guard: at how many visits it was met}, the seconds spent on each, and what is wrong as it is."""
    from django.db import connection

    connection.close()
    shared, there = Shared.new(), multiprocessing.get_context("fork")
    processes = [there.Process(target=start, args=(kept, wanted, seconds, shared)) for _job in range(jobs)]
    for process in processes:
        process.start()
    noticed, met_by, wrong, running = {}, Counter(), set(), jobs
    while running:
        word, number, more = shared.told.get()
        match word:
            case "noticed":
                if number not in noticed:  # two processes may notice at once
                    noticed[number] = more
                    say(number, more)
            case "done":
                running -= 1
                met_by.update(more[0])
                wrong.update(more[1])
            case _:
                raise RuntimeError(more)
    return noticed, met_by, list(shared.spent), sorted(wrong)
