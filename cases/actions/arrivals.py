"""What an event says became of somebody on the list of an operation, and what follows when the event is declared wrong."""

from django.utils.translation import gettext as _

from cases.actions import writing
from cases.models import Event, RepatriationPart

Outcome = RepatriationPart.Outcome

#: What the events of a case, a person or a group say of a line of the list.
OUTCOME_OF = {
    "returned": Outcome.CAME,
    "came_home": Outcome.CAME,
    "some_returned": Outcome.CAME,
    "did_not_take_place": Outcome.DID_NOT_COME,
    "did_not_come": Outcome.DID_NOT_COME,
    "declined": Outcome.DECLINED,
    "declined_return": Outcome.DECLINED,
}
#: Steps of an operation that its cases take with it: through `cases.actions.operations` alone, once somebody is on its list.
MOVES = frozenset({"scheduled", "departed", "postponed", "did_not_take_place", "cancelled", "completed"})


def refusal(about, type):
    """Why an operation cannot be moved by itself, in a sentence that says what to do instead; or nothing."""
    if about.kind != "repatriation_event" or type not in MOVES or not about.parts.exists():
        return ""
    return _(
        "Somebody is on the list of this operation: plan, postpone or complete it by the buttons of its page, so that "
        "their cases go with it."
    )


def standing(part, event):
    """The caches of a line for the event that says what became of it; without one, nobody has said."""
    outcome = OUTCOME_OF.get(event.type, "") if event else ""
    if not outcome:
        return {"arrival_id": None, "outcome": "", "came": None}
    came = int(outcome == Outcome.CAME)
    if came and part.group_id:
        came = event.count or 0
        outcome = outcome if came else Outcome.DID_NOT_COME
    return {"arrival_id": event.pk, "outcome": str(outcome), "came": came}


def expected(parts):
    """What the caches of these lines have to be: what their event says, while it is live, is about them and came with a completion."""
    events = Event.objects.live().filter(pk__in=[part.arrival_id for part in parts if part.arrival_id])
    completed = events.filter(
        within__type="completed", within__error=None, within__repatriation_event__isnull=False
    )
    found = {event.pk: event for event in completed.select_related("within")}
    return {part: standing(part, _of(part, found.get(part.arrival_id))) for part in parts}


def _of(part, event):
    """The event, if it is about whom the line names and came with the completion of its operation."""
    theirs = event and (
        (event.repatriation_case_id and event.repatriation_case_id == part.case_id)
        or (event.person_id and event.person_id == part.person_id)
        or (event.group_id and event.group_id == part.group_id)
    )
    return event if theirs and event.within.repatriation_event_id == part.event_id else None


def replaced(pairs):
    """Of (wrong event, its correction or None): the lines that rested on the one rest on the other, or on nothing."""
    right_of = {wrong.pk: right for wrong, right in pairs if wrong.type in OUTCOME_OF}
    parts = RepatriationPart.objects.filter(arrival__in=right_of) if right_of else ()
    writing.update_many(
        RepatriationPart, {part.pk: standing(part, right_of[part.arrival_id]) for part in parts}
    )


def resting_on(event):
    """Whether one of a group did not return after all, the group has not returned as a whole: that event goes as well."""
    if event.type != "some_returned" or not event.repatriation_case_id or not event.within_id:
        return Event.objects.none()
    whole = Event.objects.live().filter(repatriation_case=event.repatriation_case_id, type="returned")
    return whole.filter(within=event.within_id).order_by("pk")
