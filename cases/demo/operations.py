"""The operations that bring people home, planned and done; both ways alike."""

from datetime import timedelta

from cases.actions import operations, travellers
from cases.demo import paths
from cases.demo.batch import Batch
from cases.models import RepatriationEvent, RepatriationPart

_OPERATIONS = {"return": 3, "exchange": 1}
_NOTE = {"note": "Synthetic: neither side gave a reason."}
#: States of a case whose people may come home now.
_WAITING = ("requested", "in_negotiation", "agreed", "scheduled", "in_transit", "postponed")
_MOST = 3


def make(world, count, cases):
    """So many returns and exchanges, half of them either way, with the people whom they are to bring home."""
    batch, made = Batch(world), []
    home = {
        side: [case for case in cases if case.receiving_party_id == side.party.pk and _is_open(case)]
        for side in world.sides
    }
    for number in range(count):
        side = world.sides[number % 2]
        made.append(_operation(world, batch, side, number))
    batch.save()
    for number, (operation, completed) in enumerate(made):
        side = world.sides[number % 2]
        _people(world, operation, completed, home[side])


def _is_open(case):
    """Everybody may see it, and its people wait."""
    return case.confidentiality == "ordinary" and case.status in _WAITING


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


def _people(world, operation, completed, waiting):
    """Who is on the list: the person of a case once, or two of a group; of a completed operation what became of them."""
    operation.refresh_from_db()
    chosen, seen = [], set()
    while waiting and len(chosen) < _MOST:
        case = waiting.pop()
        key = case.person_id or f"group {case.group_id}"
        if key not in seen:
            person, group = case.person, case.group
            chosen.append(travellers.Traveller(person, group, None if person else 2, case))
        seen.add(key)
    by = world.staff[0]
    if operation.status not in travellers.OVER:
        lines = travellers.add_people(operation=operation, travellers=chosen, by=by)
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
