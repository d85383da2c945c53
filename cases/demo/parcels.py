"""Consignments with their parcels, labelled one by one; both ways alike."""

from datetime import timedelta

from cases.demo import handling, paths
from cases.demo.batch import Batch
from cases.lib import codes
from cases.models import Agreement, Consignment, Parcel, Undertaking

_CHUNK = 4000
_CONTENTS = (
    ["food"], ["food", "clothing"], ["clothing"], ["letters", "drawings"], ["food", "letters"], ["medical"],
    ["books"], ["devotional", "letters"], ["clothing", "sports"], [],
)  # fmt: skip


def make(world, count):
    """So many parcels, most of them in consignments each way, some alone; they are given back."""
    if not count:
        return []
    batch, made = Batch(world), []
    undertakings = _agreement(world, batch, count // 2)
    alone = count // 7
    number = 2 * max(1, min(7, count // 28), count // 500)
    for place in range(number):
        side = world.sides[place % 2]
        quantity = (count - alone) // number + (place < (count - alone) % number)
        consignment, days = _consignment(world, batch, side, place, quantity, undertakings)
        made += [_parcel(world, batch, side, consignment, days) for _ in range(quantity)]
        if len(batch.rows[Parcel]) > _CHUNK:
            batch.save()
    made += [_parcel(world, batch, world.sides[place % 2], None, {}) for place in range(alone)]
    batch.save()
    return made


def _agreement(world, batch, quantity):
    since = world.ago(210)
    agreement = batch.record(
        Agreement,
        since=since,
        title="Training agreement on parcels and letters",
        description="Synthetic: both sides pass on the same number of parcels.",
        concluded=world.spoken.past(since),
    )
    batch.tell(agreement, world.happened(agreement, "concluded", [since]))
    batch.link(agreement.made_by, *(side.ombudsman for side in world.sides))
    due = world.spoken.planned(world.today + timedelta(days=30))
    undertakings = {}
    for side in world.sides:
        undertakings[side.party.pk] = row = batch.record(
            Undertaking,
            since=since,
            agreement=agreement,
            party=side.party,
            quantity=quantity,
            population="parcels",
            text="pass on parcels for the people that the other side holds",
            due=due,
            statement=world.statements[side.ombudsman.pk][0],
        )
        batch.tell(row, [])
    return undertakings


def _consignment(world, batch, side, place, quantity, undertakings):
    """A consignment on its way, and the days of its events."""
    undertaking = undertakings[side.party.pk]
    path = paths.CONSIGNMENT[place // 2 % len(paths.CONSIGNMENT)]
    since = world.ago(world.rng.randint(60, 200))
    consignment = batch.record(
        Consignment,
        since=since,
        title=f"Training consignment {place + 1}, {side.party} to {side.other.party}",
        agreement=undertaking.agreement,
        undertaking=undertaking,
        from_party=side.party,
        to_party=side.other.party,
        carrier=world.rng.choice([*world.between, None]),
        planned_quantity=quantity,
        owner=world.owner(),
        seals=f"T{world.rng.randrange(10_000):04d}" if "closed" in path else "",
        manifest=f"T-{place + 1}",
    )
    days = world.spread(path, since + timedelta(days=10))
    events = world.happened(consignment, path, days, **custody(world, side))
    if not path:
        events = world.happened(
            consignment,
            "scheduled",
            [since],
            scheduled={"due": world.spoken.planned(world.today + timedelta(days=20))},
        )
    batch.tell(consignment, events)
    return consignment, dict(zip(path.split(), days, strict=True))


def make_labelled(world, count):
    """One consignment that is being collected, with so many parcels labelled one by one: to print, to scan, to dispatch."""
    if not count:
        return
    batch, side, since = Batch(world), world.sides[0], world.ago(30)
    consignment = batch.record(
        Consignment,
        since=since,
        title=f"Training consignment of {count:,} labelled parcels, {side.party} to {side.other.party}",
        from_party=side.party,
        to_party=side.other.party,
        planned_quantity=count,
        owner=world.owner(),
        manifest="T-L",
    )
    batch.tell(consignment, world.happened(consignment, "collecting", [since]))
    for number in range(1, count + 1):
        addressee, group = _addressee(world, side)
        parcel = batch.record(
            Parcel,
            since=since,
            consignment=consignment,
            addressee=addressee,
            addressee_group=group,
            confidentiality=addressee.confidentiality if addressee else "ordinary",
            external_number=str(number),
            sender=f"Synthetic family, {world.rng.choice(side.settlements)}",
            contents=world.rng.choice(_CONTENTS),
            weight_grams=world.rng.randrange(400, 4900, 50),
        )
        batch.tell(parcel, world.happened(parcel, "packed added", [since, since]))
    batch.save()


def custody(world, side):
    """From whom to whom mail goes, as the events say."""
    carrier = world.rng.choice(world.between)
    return {
        "dispatched": {"from_custodian": side.ministry, "to_custodian": carrier},
        "handed_over": {"from_custodian": carrier, "to_custodian": side.other.ombudsman},
        "received": {"from_custodian": side.other.ombudsman, "to_custodian": side.other.facility},
        "cancelled": {"note": "Synthetic: withdrawn by the sender."},
    }


def _parcel(world, batch, side, consignment, days):
    rng = world.rng
    stage = "alone" if consignment is None else list(days)[-1] if days else ""
    path = world.deal(paths.PARCEL[stage])
    since = consignment.created_at.date() if consignment else world.ago(rng.randint(5, 150))
    addressee, group = _addressee(world, side)
    parcel = batch.record(
        Parcel,
        since=since,
        consignment=consignment,
        addressee=addressee,
        addressee_group=group,
        confidentiality=addressee.confidentiality if addressee else "ordinary",
        owner=world.owner(),
        sender=f"Synthetic family, {rng.choice(side.settlements)}",
        contents=rng.choice(_CONTENTS),
        weight_grams=rng.choice([None, *(rng.randrange(400, 5200, 50) for _ in range(4))]),
    )
    if rng.random() < 0.3:
        digits = f"{parcel.reference_number % 10**8:08d}"
        parcel.s10 = f"CP{digits}{codes.s10_check(digits)}{side.party.code}"
    when = _days(world, path, since, days)
    events = world.happened(parcel, path, when, **custody(world, side))
    batch.tell(parcel, events)
    handling.tell(world, batch, events, side)
    return parcel


def _addressee(world, side):
    """A person who is held, or a group for a collective parcel."""
    person, group, collective = world.pick(side.held), world.pick(side.groups), world.rng.random() < 0.08
    return (None, group) if collective and group else (person, None)


def _days(world, path, first, anchors):
    """Days for the events of a parcel: those of its consignment, and for its own what lies between."""
    types, days, day = [type for type, _ in paths.steps(path)], [], first
    for place, type in enumerate(types):
        later = [anchors[other] for other in types[place:] if other in anchors]
        limit = min([*later[:1], day + timedelta(days=20), world.today])
        day = max(day, anchors[type] if type in anchors else world.spoken.within(day, limit))
        days.append(day)
    return days
