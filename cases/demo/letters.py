"""Letters, cards and messages, both ways and for both sides alike."""

from datetime import timedelta

from cases.demo import handling, paths
from cases.demo.batch import Batch
from cases.demo.parcels import custody
from cases.models import Correspondence

_CHUNK = 4000
_LETTERS = {
    "letter": 8, "card": 5, "red_cross_message": 3, "drawing": 2, "reply": 1, "photo": 1, "capture_card": 1,
    "legal_document": 1,
}  # fmt: skip
_HELD_BACK = {"note": "Synthetic: held until its contents are examined."}
_NOT_DELIVERED = {"note": "Synthetic: the addressee was not found at the place stated."}


def make(world, count, parcels):
    """So many letters, cards and messages, both ways and for both sides; some are enclosed in a parcel."""
    batch, enclosing = Batch(world), {side: _with_person(parcels, side) for side in world.sides}
    for number in range(count):
        side = world.sides[number % 2]
        _letter(world, batch, side, world.pick(enclosing[side]))
        if number % _CHUNK == _CHUNK - 1:
            batch.save()
    batch.save()


def _with_person(parcels, side):
    return [p for p in parcels if p.addressee_id and p.addressee.power_of_dependence_id == side.party.pk]


def _letter(world, batch, side, parcel):
    rng, path = world.rng, world.deal(paths.LETTER)
    person, enclosed, type = world.pick(side.held), rng.random() < 0.2, world.deal(_LETTERS)
    if enclosed and parcel:
        person, type = parcel.addressee, "letter"
    else:
        parcel = None
    to_person = type != "capture_card" and (bool(parcel) or rng.random() < 0.5)
    since = world.ago(rng.randint(3, 160))
    letter = batch.record(
        Correspondence,
        since=since,
        type=type,
        direction="to_person" if to_person else "from_person",
        person=person,
        correspondent=f"Synthetic family, {rng.choice(side.settlements)}",
        language=side.names.language,
        parcel=parcel,
        written=world.spoken.past(since - timedelta(days=rng.randint(1, 25))),
        owner=world.owner(),
        received=world.spoken.past(since),
        confidentiality=person.confidentiality if person else "ordinary",
    )
    facts = custody(world, side if to_person else side.other) | {
        "held": lambda day: _HELD_BACK | {"due": world.spoken.planned(day + timedelta(days=14))},
        "undeliverable": _NOT_DELIVERED,
    }
    events = world.happened(letter, path, world.spread(path, since), **facts)
    batch.tell(letter, events)
    handling.tell(world, batch, events, side if to_person else side.other)
