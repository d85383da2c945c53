"""Repatriation cases with the positions in them, both ways alike."""

from datetime import timedelta

from cases.demo import paths, wishes
from cases.demo.batch import Batch
from cases.models import Position, RepatriationCase

_CHUNK = 2000
_MEDIATORS = {0: 2, 1: 3, 2: 1}
_OF_GROUP = {False: 7, True: 1}
_CIVIL = ("humanitarian", "gc4_35", "gc4_134", "special", "")
_MILITARY = ("gc3_109", "gc3_110", "gc3_118", "special")
_NOTE = {"note": "Synthetic note."}


def make(world, count):
    """So many cases, half of them either way; nobody has said anything about any of them yet."""
    batch, made = Batch(world), []
    waiting = {side: _waiting(world, side) for side in world.sides}
    for number in range(count):
        side = world.sides[number % 2]
        made.append(_case(world, batch, side, waiting[side], number))
        if number % _CHUNK == _CHUNK - 1:
            batch.save()
    batch.save()
    return made


def _waiting(world, side):
    people = [*side.moved, *side.held]
    world.rng.shuffle(people)
    return people


def _case(world, batch, side, waiting, number):
    rng, path = world.rng, world.deal(paths.CASE)
    mediators = world.between[: world.deal(_MEDIATORS)]
    since = world.ago(rng.randint(5, 205))
    case = batch.record(
        RepatriationCase,
        since=since,
        opened_on=since,
        holding_party=side.other.party,
        receiving_party=side.party,
        place_now=side.other.shelter,
        place_to=rng.choice(side.settlements),
        papers_ready=rng.random() < 0.5,
        medical_ready=rng.random() < 0.5,
        **_of_whom(world, side, waiting, number),
    )
    if "death_reported" in path:
        case.confidentiality, case.owner = "strict", world.staff[-1]
    batch.link(case.mediators, *mediators)
    whom = rng.choice([side.ombudsman, side.other.ombudsman, *mediators])
    events = world.happened(case, path, world.spread(path, since), **_facts(world, side, whom))
    wishes.tell(world, batch, path, events)
    batch.tell(case, events)
    _positions(batch, case, mediators, events)
    return case


def _of_whom(world, side, waiting, number):
    """A person who has no case yet, or a group; where all have one, somebody again."""
    of_group, group = world.deal(_OF_GROUP), world.pick(side.groups)
    person = waiting.pop() if waiting else world.pick([*side.moved, *side.held])
    basis = world.rng.choice(_CIVIL), world.rng.choice(_MILITARY)
    owner = world.owner()
    if (of_group and group) or person is None:
        if group is None:
            raise ValueError("A case is of a person or a group: make some people first (--people).")
        return {
            "group": group,
            "title": f"Return of {group} ({number + 1})",
            "basis": basis[0],
            "owner": owner,
        }
    return {
        "person": person,
        "title": f"Return of {person.latin_name or person.label} to {side.party}",
        "owner": owner,
        "basis": basis[bool(person.rank)],
        "confidentiality": person.confidentiality,
    }


def _facts(world, side, whom):
    days = world.rng.randint(5, 70)
    return {
        "wish_recorded": wishes.HEARD,
        "requested": {"counterpart": side.ombudsman},
        "asked": lambda day: {"counterpart": whom, "due": world.spoken.planned(day + timedelta(days=21))},
        "answered": {"counterpart": whom, "note": "Synthetic: the question is being examined."},
        "scheduled": lambda day: {"due": world.spoken.planned(day + timedelta(days=days))},
        **dict.fromkeys(("declined", "withdrawn", "closed", "did_not_take_place"), _NOTE),
    }


def _positions(batch, case, mediators, events):
    """As `cases.actions.positions` has them without a claim: who was asked and has not answered."""
    answered = any(event.type == "answered" for event in events)
    asked = next((event for event in events if event.type == "asked" and not answered), None)
    whose = [
        (Position.Role.HOLDING, case.holding_party, None),
        (Position.Role.RECEIVING, case.receiving_party, None),
        *((Position.Role.MEDIATOR, None, actor) for actor in sorted(mediators, key=lambda actor: actor.name)),
    ]
    for rank, (role, party, actor) in enumerate(whose):
        whom = asked.counterpart if asked else None
        theirs = whom and (whom.party_id == party.pk if party else whom == actor)
        batch.add(
            Position,
            case=case,
            role=role,
            rank=rank,
            party=party,
            actor=actor,
            asked=asked if theirs else None,
        )
