"""Groups, evacuations with the people in them, and visits to those who are held; for both sides alike."""

from datetime import timedelta

from cases.demo import paths, wishes
from cases.demo.batch import Batch
from cases.demo.spoken import plainly
from cases.models import Evacuation, Evacuee, Group, GroupMembership, Visit, Visited

_SIZES = {3: 1, 4: 1, 5: 2, 6: 2, 8: 1}
GROUP = {"reported": 2, "reported list_received": 2, "reported visited": 1}
EVACUATION = {"carried_out": 4, "carried_out confirmed": 3, "carried_out disproved": 1}
_BASIS = {"delegate": "gc3_126", "ombudsmen": "special", "family": "gc4_116", "medical": "gc3_112"}
_VISITS = {"delegate": 4, "ombudsmen": 2, "family": 2, "medical": 1, "family without basis": 1}


def make_groups(world, count):
    """So many groups of people from one settlement each, known by number before they are known by name."""
    batch = Batch(world)
    for number in range(count):
        side = world.sides[number % 2]
        place, since, path = (
            world.rng.choice(side.settlements),
            world.ago(world.rng.randint(60, 200)),
            world.deal(GROUP),
        )
        group = batch.record(
            Group,
            since=since,
            name=f"People from {place}, group {number // 2 + 1}",
            place_from=place,
            place_now=side.other.shelter,
            owner=world.owner(),
            description="Synthetic.",
        )
        for person in world.rng.sample(side.moved, min(world.deal(_SIZES), len(side.moved))):
            batch.add(GroupMembership, group=group, person=person)
        batch.tell(group, world.happened(group, path, world.spread(path, since)))
        side.groups.append(group)
    batch.save()


def make_evacuations(world):
    """All who were evacuated, a few at a time."""
    batch, waiting = Batch(world), [list(side.moved) for side in world.sides]
    number, made = 0, []
    while any(waiting):
        side, people = world.sides[number % 2], waiting[number % 2]
        size, number = world.deal(_SIZES), number + 1
        if people:
            made.append(
                _evacuation(world, batch, side, number, [people.pop() for _ in range(min(size, len(people)))])
            )
    batch.save()
    return made


def _evacuation(world, batch, side, number, people):
    since, place, path = (
        world.ago(world.rng.randint(40, 220)),
        world.rng.choice(side.settlements),
        world.deal(EVACUATION),
    )
    evacuation = batch.record(
        Evacuation,
        since=since,
        title=f"Evacuation {number} from {place}",
        place_from=place,
        place_to=side.other.shelter,
        owner=world.owner(),
        carried_out_by=world.rng.choice([side.ministry, side.other.ministry, world.between[0]]),
    )
    note = {"disproved": {"note": "Synthetic: the people were found at home."}}
    batch.tell(evacuation, world.happened(evacuation, path, world.spread(path, since), **note))
    for person in people:
        _evacuee(world, batch, side, evacuation, person, since)
    return evacuation


def _evacuee(world, batch, side, evacuation, person, since):
    path = world.deal(paths.EVACUEE)
    evacuee = batch.record(
        Evacuee,
        since=since,
        evacuation=evacuation,
        person=person,
        owner=world.owner(),
        confidentiality=person.confidentiality,
        place=side.other.shelter if "accommodated" in path else None,
    )
    facts = {"accommodated": {"place": side.other.shelter}, "wish_recorded": wishes.HEARD}
    events = world.happened(evacuee, path, world.spread(path, since), **facts)
    wishes.tell(world, batch, path, events)
    batch.tell(evacuee, events)


def make_visits(world, count):
    """So many visits of each kind to those who are held."""
    batch = Batch(world)
    for number in range(count):
        side = world.sides[number % 2]
        _visit(world, batch, side, number)
    for number, side in enumerate(world.sides, start=count):
        _visit(world, batch, side, number, today=True)
    batch.save()


def _visit(world, batch, side, number, *, today=False):
    """A visit somewhere on its path; `today`: one that is planned for today."""
    kind, path, since = world.deal(_VISITS), world.deal(paths.VISIT), world.ago(world.rng.randint(5, 150))
    path = "requested granted scheduled" if today else path
    type, _, without = kind.partition(" ")
    visit = batch.record(
        Visit,
        since=since,
        type=type,
        title=f"Training visit {number + 1}, {side.other.camp}",
        owner=world.owner(),
        basis="" if without else _BASIS[type],
        holding_party=side.other.party,
        place=side.other.camp,
        visitor={"ombudsmen": side.ombudsman, "family": None}.get(type, world.rng.choice(world.between)),
    )
    open_to_all = [person for person in side.held[:200] if person.confidentiality == "ordinary"]
    for place, person in enumerate(world.rng.sample(open_to_all, min(2, len(open_to_all)))):
        seen = ("seen", ("seen", "not_seen", "declined")[number % 3])[place] if "held" in path else "listed"
        batch.add(Visited, visit=visit, person=person, seen=seen)
    facts = {
        "scheduled": lambda day: {
            "due": plainly(world.today)
            if today
            else world.spoken.planned(day + timedelta(days=world.rng.randint(5, 60)))
        },
        "refused": {"note": "Synthetic: no reason was stated."},
    }
    batch.tell(visit, world.happened(visit, path, world.spread(path, since), **facts))
