"""What events of mail say besides: who signed, which side examined it, why it was held or could not be delivered."""

from cases.models import Handling

#: By type of event, what is said how often; an empty one says nothing.
_SAID = {
    "delivered": {
        ("signed_by", "addressee"): 5,
        ("signed_by", "facility"): 3,
        ("signed_by", "nobody"): 1,
        (): 2,
    },
    "delivery_disputed": {("cause", "removed"): 2, ("cause", "for_photo"): 1, ("cause", "never_given"): 1},
    "examined": {("outcome", "passed"): 4, ("outcome", "part_taken"): 1},
    "held": {("cause", "examination"): 4, ("cause", "security"): 1},
    "undeliverable": {("cause", "moved"): 2, ("cause", "not_known"): 2, ("cause", "released"): 1},
}


def tell(world, batch, events, side):
    """Add what these events say besides; whoever examines or holds mail is the other side."""
    for event in events:
        said = world.deal(_SAID[event.type]) if event.type in _SAID else ()
        if said:
            name, value = said
            holder = {"side": side.other.party} if event.type in {"examined", "held"} else {}
            batch.add(Handling, event=event, **{name: value}, **holder)
