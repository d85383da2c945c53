"""Who says what about cases, groups and consignments, recorded one by one as a person would.

Each kind of claim is dealt to either side alike; of a large office, the first records are spoken about.
"""

from cases.actions import events, evidence
from cases.demo.spoken import plainly
from cases.models import Assessment, Consignment, Stance

_AT_MOST = 80
#: What is said about a case: by whom about whose position, or about a planned date.
_CASES = {
    "": 9,
    "own": 4,
    "said of": 4,
    "own and said of": 2,
    "own apart": 2,
    "mediator": 2,
    "dates apart": 1,
    "settled": 1,
    "changed": 1,
}
_GROUPS = {"one": 2, "apart": 1, "at least": 1}
_STANCES = (
    Stance.CONSIDERING,
    Stance.AGREES_NO_DATE,
    Stance.AGREES_DATE,
    Stance.AGREES_CONDITIONS,
    Stance.NO_CLEAR_DATE,
    Stance.DOES_NOT_ACCEPT,
    Stance.WITHDRAWN,
)


def about_cases(world, cases):
    """Positions and planned dates of the cases, some of them contested."""
    for case in cases[:_AT_MOST]:
        side = next(side for side in world.sides if side.party.pk == case.receiving_party_id)
        whose = side if world.rng.random() < 0.5 else side.other
        at, stances = world.rng.randrange(1, 8), world.rng.sample(_STANCES, 2)
        match world.deal(_CASES):
            case "own":
                _position(world, case, whose, whose.ombudsman, at, stances[0])
            case "said of":
                _position(world, case, whose, whose.other.ombudsman, at, stances[0])
            case "own and said of":
                _position(world, case, whose, whose.other.ombudsman, at, stances[0])
                _position(world, case, whose, whose.ministry, at, stances[1])
            case "own apart":
                _position(world, case, whose, whose.ombudsman, at, stances[0])
                _position(world, case, whose, whose.ministry, at, stances[1])
            case "changed":
                _position(world, case, whose, whose.ministry, at - 1, stances[0])
                _position(world, case, whose, whose.ministry, at, stances[1])
            case "mediator":
                _mediates(world, case, at)
            case "dates apart":
                _dates(world, case, side)
            case "settled":
                _settle(world, _dates(world, case, side))


def _claim(world, about, statement, aspect, **value):
    return evidence.record_claim(
        about=about, statement=statement, aspect=aspect, by=world.rng.choice(world.staff), **value
    )


def _position(world, case, whose, speaker, at, stance):
    return _claim(
        world, case, world.statements[speaker.pk][at], "position", party=whose.party, position=stance
    )


def _mediates(world, case, at):
    for actor in case.mediators.order_by("name"):
        stance = world.rng.choice([Stance.INTERMEDIARY, Stance.INTERMEDIARY, Stance.DECLINES])
        _claim(world, case, world.statements[actor.pk][at], "position", actor=actor, position=stance)


def _dates(world, case, side):
    """Two planned dates that have no day in common."""
    first = world.spoken.within(world.ago(20), world.ago(-40))
    claims = [
        _claim(world, case, world.statements[speaker.pk][-1], "date_planned", date=plainly(day))
        for speaker, day in (
            (side.ombudsman, first),
            (side.other.ombudsman, first.replace(day=1 + first.day % 28)),
        )
    ]
    return world.rng.choice(claims)


def _settle(world, claim):
    evidence.assess(
        claim=claim,
        kind=Assessment.Kind.PREFERRED,
        by=world.staff[-1],
        reason="Synthetic: confirmed by telephone.",
    )


def about_groups(world):
    """How many belong to each group, as one or both sides say."""
    for group in [group for side in world.sides for group in side.groups][:_AT_MOST]:
        speakers = [world.sides[0].ombudsman, world.sides[1].ombudsman]
        world.rng.shuffle(speakers)
        number, kind = world.rng.randint(6, 30), world.deal(_GROUPS)
        precision = "at_least" if kind == "at least" else "exact"
        numbers = [number, number - world.rng.randint(1, 4)] if kind == "apart" else [number]
        for speaker, size in zip(speakers, numbers, strict=False):
            _claim(
                world,
                group,
                world.statement(speaker),
                "size",
                population="people",
                number=size,
                precision=precision,
            )


def in_bulk(world):
    """Two consignments counted in bulk, one either way; what the sides say differs by some parcels."""
    quantity, short = world.rng.randrange(200, 500, 10), world.rng.randint(3, 20)
    for side in world.sides:
        consignment = Consignment.objects.create(
            office=world.office,
            synthetic=True,
            title=f"Training consignment in bulk, {side.party} to {side.other.party}",
            from_party=side.party,
            to_party=side.other.party,
            planned_quantity=quantity,
            owner=world.owner(),
            created_by=world.staff[0],
        )
        _travel(world, side, consignment, quantity, short)
        for aspect, speaker, number in (
            ("count_handed_over", side.ombudsman, quantity),
            ("count_handed_over", side.other.ombudsman, quantity - short),
            ("count_received", side.other.ombudsman, quantity - short),
        ):
            statement = world.statements[speaker.pk][-2]
            _claim(world, consignment, statement, aspect, population="parcels", number=number)


def _travel(world, side, consignment, quantity, short):
    way = [
        ("prepared", 40, quantity, side.ministry),
        ("closed", 35, None, side.ministry),
        ("dispatched", 30, None, world.between[0]),
        ("handed_over", 22, quantity, side.other.ombudsman),
        ("received", 20, quantity - short, side.other.facility),
        ("delivered", 9, quantity // 2, side.other.facility),
    ]
    for type, ago, count, custodian in way:
        events.record_event(
            about=consignment,
            type=type,
            by=world.rng.choice(world.staff),
            occurred=plainly(world.ago(ago)),
            count=count,
            to_custodian=custodian,
            statement=world.statement(side.ombudsman),
        )
