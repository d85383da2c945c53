"""The operations that bring people home, planned and done; both ways alike."""

from datetime import timedelta

from cases.demo import paths
from cases.demo.batch import Batch
from cases.lib.workflows import REPATRIATION_CASE
from cases.models import RepatriationEvent, RepatriationPart

_OPERATIONS = {"return": 3, "exchange": 1}
_NOTE = {"note": "Synthetic: neither side gave a reason."}


def make(world, count, cases):
    """So many returns and exchanges, half of them either way, with the cases that they are to bring home."""
    batch = Batch(world)
    home = {
        side: [case for case in cases if case.receiving_party_id == side.party.pk] for side in world.sides
    }
    for number in range(count):
        side = world.sides[number % 2]
        _operation(world, batch, side, number, home[side])
    batch.save()


def _some_of(world, cases, completed):
    """Cases that everybody may see: those who are home for a completed operation, else those who wait."""
    wanted = ("returned", "closed") if completed else REPATRIATION_CASE.open_states
    some = [case for case in cases if case.confidentiality == "ordinary" and case.status in wanted]
    return world.rng.sample(some, min(3, len(some)))


def _operation(world, batch, side, number, cases):
    path, since = world.deal(paths.OPERATION), world.ago(world.rng.randint(10, 150))
    cases = _some_of(world, cases, "completed" in path)
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
    batch.link(operation.cases, *cases)
    batch.link(operation.groups, *dict.fromkeys(case.group for case in cases if case.group_id))
    facts = {
        "scheduled": lambda day: {
            "due": world.spoken.planned(day + timedelta(days=world.rng.randint(5, 70)))
        },
        "cancelled": _NOTE,
        "did_not_take_place": _NOTE,
    }
    batch.tell(operation, world.happened(operation, path, world.spread(path, since), **facts))
    if "completed" in path:
        _parts(batch, operation, cases)


def _parts(batch, operation, cases):
    """Who came home: the person of a case once, or two of a group."""
    seen = set()
    for case in cases:
        if case.person_id and case.person_id not in seen:
            batch.add(RepatriationPart, event=operation, case=case, person=case.person)
        elif case.group_id:
            batch.add(RepatriationPart, event=operation, case=case, group=case.group, count=2)
        seen.add(case.person_id)
