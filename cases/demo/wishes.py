"""What people wish and to whom they said so; and, for either side, a return that others plan without a wish."""

from datetime import timedelta

from cases.actions import events
from cases.demo.spoken import plainly
from cases.models import Event, Wish, WishRecord

#: On what a wish rests: never on a party's word.
HEARD = {
    "evidence": Event.Evidence.OWN_OBSERVATION,
    "statement": None,
    "note": "Synthetic: asked by our office.",
}
_HOW = {"alone": 4, "with_others": 2, "telephone": 2, "red_cross": 1, "writing": 1}
_HEARD_BY = "Training delegate"


def tell(world, batch, path, happened):
    """The wishes of a path, beside their events."""
    for event in happened:
        if event.type == "wish_recorded":
            batch.add(WishRecord, event=event, **_details(world, wish_of(world, path)))


def wish_of(world, path):
    """What a person on this path wishes; some cannot say."""
    chance, words = world.rng.random(), path.split()
    if "stays" in words or "declined" in words:
        return Wish.STAY
    return Wish.CANNOT_EXPRESS if chance < 0.06 else Wish.RETURN


def _details(world, wish):
    how = world.deal(_HOW)
    cannot = wish == Wish.CANNOT_EXPRESS
    return {
        "wish": wish,
        "how": how,
        "heard_by": _HEARD_BY,
        "present": "Training interpreter" if how == "with_others" else "",
        "guardian": "Synthetic guardian" if cannot else "",
        "in_interest": cannot,
    }


def plan_unwished(world, cases):
    """Of cases either way in which nobody has been asked, one each that a party plans: recorded, and it alerts (D20)."""
    for side in world.sides:
        waiting = (
            case for case in cases if case.status == "opened" and case.receiving_party_id == side.party.pk
        )
        if case := next(waiting, None):
            events.record_event(
                about=case, type="scheduled", by=world.staff[0], statement=world.statement(side.other.ministry),
                occurred=plainly(world.ago(2)),
                due=world.spoken.planned(world.today + timedelta(days=20)), note="Synthetic: announced by one side.",
            )  # fmt: skip
