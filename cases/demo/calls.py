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
_WHO = ("A sister", "His mother", "Her father", "A cousin", "A brother in law")
ABOUT_CASES = 8


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
    for number, case in enumerate([case for case in cases if case.status == "in_negotiation"][:ABOUT_CASES]):
        calls.record_call(
            about=case, asked=f"Synthetic: {rng.choice(_ASKED)}", told=rng.choice(_TOLD), by=rng.choice(world.staff),
            on=min(world.ago(rng.randint(1, 30)), today), contact="+000 000 000 (synthetic)", **_caller(rng),
            next_call_on=today + timedelta(days=rng.randint(1, 20)) if number % 2 == 0 else None,
        )  # fmt: skip


def _caller(rng):
    return {
        "caller_name": f"{rng.choice(_WHO)} (synthetic)",
        "relationship": rng.choice(
            [Relationship.Role.SIBLING, Relationship.Role.PARENT, Relationship.Role.RELATIVE]
        ),
        "way": rng.choice(FamilyCall.Way.values),
    }
