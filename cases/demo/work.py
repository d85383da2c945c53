"""Follow-ups, late and still to come, and some events that were recorded wrongly and corrected."""

from datetime import UTC, datetime, time, timedelta

from cases.actions import appeals, events
from cases.demo.batch import Batch
from cases.demo.spoken import plainly
from cases.models import Event, EventError, FollowUp

_TODO = (
    "Ask for an answer", "Call the family", "Check the spelling of the name", "Find out where the parcel is",
    "Ask for the signed list", "Prepare the papers",
)  # fmt: skip
_WRONG = 4


def make_follow_ups(world, records):
    """Something to be done about each of these records; a third of it is done."""
    batch = Batch(world)
    for record in records:
        due = world.today + timedelta(days=world.rng.randint(-30, 45))
        done = world.rng.random() < 0.33
        made = min(due, world.today) - timedelta(days=world.rng.randint(1, 20))
        batch.record(
            FollowUp,
            since=made,
            text=f"{world.rng.choice(_TODO)} (synthetic)",
            due_on=due,
            owner=world.rng.choice(world.staff),
            done_at=datetime.combine(min(due, world.ago(1)), time(15), UTC) if done else None,
            outcome="Synthetic: done." if done else "",
            **{record.kind: record},
        )
    batch.save()


def correct_some(world, cases):
    """A few notes on cases that belonged elsewhere: declared wrong, one in two with its correction."""
    for number, case in enumerate(cases[:_WRONG]):
        by = world.rng.choice(world.staff)
        wrong = events.record_event(
            about=case,
            type="noted",
            by=by,
            occurred=plainly(world.ago(3)),
            note="Synthetic note on the wrong case.",
            evidence=Event.Evidence.OWN_OBSERVATION,
        )
        correction = {"note": "Synthetic note, as it should have read."} if number % 4 > 1 else None
        events.declare_wrong(
            event=wrong,
            by=world.staff[0],
            reason="Synthetic: meant for another record.",
            correction=correction,
            kind=EventError.Kind.INCORRECT_DATA if correction else EventError.Kind.DID_NOT_OCCUR,
        )


def wait_for_answers(world, cases):
    """Each question of these cases has its follow-up, as if it had been recorded one by one."""
    asked = Event.objects.filter(type="asked", repatriation_case__in=cases).order_by()
    waiting = set(asked.values_list("repatriation_case", flat=True))
    for case in cases:
        if case.pk in waiting:
            appeals.refresh(case, by=world.staff[0])
