"""Calls of families: details beside the events that tell of one, and some calls about cases with the next call agreed."""

from datetime import timedelta

from django.utils import timezone

from cases.actions import calls
from cases.models import Event, FamilyCall, Relationship

_ASKED = (
    "Asked whether there is news.", "Asked whether the parcel has arrived.", "Said that a letter came.",
    "Asked when the return is planned.",
)  # fmt: skip
_TOLD = ("Nothing new is recorded.", "The office asked again and waits for an answer.", "")
_ROLE = Relationship.Role
_WHO = (
    ("A sister", _ROLE.SIBLING), ("A brother", _ROLE.SIBLING), ("The mother", _ROLE.PARENT), ("A cousin", _ROLE.RELATIVE),
    ("A daughter", _ROLE.CHILD),
)  # fmt: skip
ABOUT_CASES = 8
_OPEN = ("opened", "wish_recorded", "requested", "in_negotiation", "agreed")


def make(world, cases):
    """Each event `family_called` gets its details; some open cases get a call, every other with a next one."""
    rng = world.rng
    bare = Event.objects.filter(
        office=world.office, type="family_called", family_call=None, person__synthetic=True
    ).order_by("pk")
    FamilyCall.objects.bulk_create(
        FamilyCall(event=event, told=rng.choice(_TOLD), **_caller(rng)) for event in bare.iterator()
    )
    today = timezone.localdate()
    for number, case in enumerate([case for case in cases if case.status in _OPEN][:ABOUT_CASES]):
        calls.record_call(
            about=case, asked=f"Synthetic: {rng.choice(_ASKED)}", told=rng.choice(_TOLD), by=rng.choice(world.staff),
            on=min(world.ago(rng.randint(1, 30)), today), contact="+000 000 000 (synthetic)", **_caller(rng),
            next_call_on=today + timedelta(days=rng.randint(1, 20)) if number % 2 == 0 else None,
        )  # fmt: skip


def _caller(rng):
    who, role = rng.choice(_WHO)
    return {
        "caller_name": f"{who} (synthetic)",
        "relationship": role,
        "way": rng.choice(FamilyCall.Way.values),
    }
