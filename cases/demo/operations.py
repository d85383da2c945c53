"""The operations that bring people home, planned and done; both ways alike."""

from collections import defaultdict
from datetime import timedelta

from cases.actions import operations, travellers
from cases.demo import paths
from cases.demo.batch import Batch
from cases.models import RepatriationEvent, RepatriationPart

_OPERATIONS = {"return": 3, "exchange": 1}
_NOTE = {"note": "Synthetic: neither side gave a reason."}
#: States of a case whose people may come home now, and of one with a plan that stands.
_WAITING = ("requested", "in_negotiation", "agreed", "postponed")
_PLANNED = ("scheduled", "in_transit")
_MOST = 3


def make(world, count, cases):
    """So many returns and exchanges, half of them either way, with the people whom they are to bring home."""
    batch = Batch(world)
    made = [_operation(world, batch, world.sides[number % 2], number) for number in range(count)]
    batch.save()
    waiting = {side: _waiting(side, cases) for side in world.sides}
    for pair in zip(made[::2], made[1::2], strict=True):
        for (operation, completed), some in zip(pair, _alike(world, waiting, pair[0][1]), strict=True):
            _people(world, operation, completed, some)


def _waiting(side, cases):
    """The cases of a side that everybody may see and whose people wait, by what tells two of them apart."""
    found = defaultdict(list)
    for case in cases:
        if case.receiving_party_id == side.party.pk and case.confidentiality == "ordinary":
            found[case.status, case.person_id is None].append(case)
    return found


def _alike(world, waiting, completed):
    """A few cases of either side, as many of each state on the one as on the other: who is home is no longer waiting."""
    chosen: tuple[list, list] = ([], [])
    for state in (*_WAITING, *(() if completed else _PLANNED)):
        for of_group in (False, True):
            pools = [waiting[side][state, of_group] for side in world.sides]
            if all(pools) and len(chosen[0]) < _MOST:
                for some, pool in zip(chosen, pools, strict=True):
                    some.append(pool.pop())
    return chosen


def _operation(world, batch, side, number):
    path, since = world.deal(paths.OPERATION), world.ago(world.rng.randint(10, 150))
    operation = batch.record(
        RepatriationEvent,
        since=since,
        title=f"Training return {number + 1} to {side.party}",
        owner=world.owner(),
        type=world.deal(_OPERATIONS),
        from_party=side.other.party,
        to_party=side.party,
        route=world.rng.choice(["", "through a third country"]),
    )
    batch.link(operation.mediators, world.rng.choice(world.between))
    facts = {
        "scheduled": lambda day: {
            "due": world.spoken.planned(day + timedelta(days=world.rng.randint(5, 70)))
        },
        "cancelled": _NOTE,
        "did_not_take_place": _NOTE,
    }
    told = path.removesuffix("completed").strip()  # with its arrival list, below
    batch.tell(operation, world.happened(operation, told, world.spread(told, since), **facts))
    return operation, path.endswith("completed")


def _people(world, operation, completed, cases):
    """Who is on the list: the person of a case, or two of a group; of a completed operation what became of them."""
    operation.refresh_from_db()
    by = world.staff[0]
    if operation.status in travellers.OVER:
        return
    people = {case.person_id or f"group {case.group_id}": case for case in cases}
    some = [
        travellers.Traveller(case.person, case.group, None if case.person_id else 2, case)
        for case in people.values()
    ]
    lines = travellers.add_people(operation=operation, travellers=some, by=by)
    if completed:
        _arrive(world, operation, lines, by)


def _arrive(world, operation, lines, by):
    """All came but the last of three, who did not."""
    Outcome = RepatriationPart.Outcome
    came = {line.pk: operations.Arrival(Outcome.CAME, line.count) for line in lines}
    if len(lines) == _MOST and lines[-1].person_id:
        came[lines[-1].pk] = operations.Arrival(Outcome.DID_NOT_COME)
    operations.complete(
        operation=operation, arrivals=came, by=by, occurred=world.spoken.past(world.ago(2)),
        evidence="own_observation", note="Synthetic arrival list.",
    )  # fmt: skip
