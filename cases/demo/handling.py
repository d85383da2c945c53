"""What events of mail say besides: who signed, which side examined it, why it was held or could not be delivered."""

from cases.actions import events
from cases.lib.dates import from_edtf
from cases.models import Handling

#: What is stated of the mail of some people of either side, the same of both.
_LIMITS = (
    {"letters": 1, "cards": 2},
    {"letters": 0, "cards": 0, "cause": "disciplinary"},
)
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


def limits(world):
    """Some people of either side are said to have their mail limited or stopped; of one it has ended."""
    for side in world.sides:
        known = [person for person in side.held if person.confidentiality == "ordinary"]
        for person, said in zip(known, _LIMITS, strict=False):
            events.record_event(
                about=person, type="mail_limited", by=world.staff[0], evidence="testimony", occurred=_on(world, 40),
                note="Synthetic: said by somebody who was held there.", handling={"side": side.other.party} | said,
            )  # fmt: skip
        for person in known[:1]:
            events.record_event(
                about=person, type="mail_limit_ended", by=world.staff[0], evidence="testimony", occurred=_on(world, 12)
            )  # fmt: skip


def _on(world, days):
    return from_edtf(world.ago(days).isoformat())
