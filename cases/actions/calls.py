"""Record that a family called: the event, and beside it who called, what they were told and when we call again."""

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused, events, followups
from cases.actions.calling import TYPE
from cases.lib import dates
from cases.models import Event, FamilyCall, FollowUp, Person, Relationship

KINDS = ("person", "repatriation_case")


class CallRefused(Refused):
    """A call on a day still to come, a next call in the past, or about something that no family calls about."""


@transaction.atomic
def record_call(
    *, about, asked, by, on, caller=None, caller_name="", relationship="", contact="", way="", told="",
    next_call_on=None, was_due=(), form_key=None,
):  # fmt: skip
    """Insert the event `family_called` of a person or a case and its `FamilyCall`; a next call becomes a follow-up.

    `caller` is somebody on record, or else `caller_name` says it in words. `was_due` are the open next calls that this
    one was; they are done with it. The same `form_key`, or the same words on that day, twice is one call.
    """
    _possible(about, asked, on, next_call_on)
    if caller and not relationship:
        relationship = related_as(caller, about)
    facts = {
        "caller": caller, "caller_name": "" if caller else caller_name, "relationship": relationship,
        "contact": contact, "way": way, "told": told, "next_call_on": next_call_on,
    }  # fmt: skip
    with pghistory.context(user=by.pk if by else None):
        about = events.lock(about)
        if again := _same(about, asked, on, by, facts):
            return again
        event = events.record_event(
            about=about, type=TYPE, by=by, form_key=form_key, detail=FamilyCall(**facts), note=asked,
            occurred=dates.from_edtf(on.isoformat()), evidence=Event.Evidence.OWN_OBSERVATION,
        )  # fmt: skip
        for row in was_due:
            followups.finish(follow_up=row, outcome=_("The family was spoken with."), by=by)
    return FamilyCall.objects.get(event=event)


def due_calls(about):
    """The calls about a record that are still to be made, the next first."""
    rows = FollowUp.objects.about(about).open().filter(origin=FollowUp.Origin.NEXT_CALL)
    return rows.select_related("event").order_by("due_on", "pk")


def last_call(about, user):
    """The last call about a record that this user may see, declared wrong or not being no matter: who calls is asked."""
    calls = FamilyCall.objects.visible_to(user).live().with_event()
    return calls.filter(**{f"event__{about.kind}": about.pk}).order_by("-occurred_sort", "-pk").first()


def related_as(caller, about):
    """What somebody on record is to the person whom a call is about, as the relationships say; else nothing."""
    person = about if about.kind == "person" else about.person
    if person is None:
        return ""
    people = [row.pk for row in Person.objects.one_with(person)]
    callers = [row.pk for row in Person.objects.one_with(caller)]
    if row := Relationship.objects.filter(person__in=callers, other__in=people).first():
        return row.role
    row = Relationship.objects.filter(person__in=people, other__in=callers).first()
    return row.inverse if row else ""


def _same(about, asked, on, by, facts):
    told = (
        Event.objects.about(about)
        .live()
        .filter(type=TYPE, recorded_by=by, note=asked, occurred=on.isoformat())
    )
    return FamilyCall.objects.filter(event__in=told, **facts).first()


def _possible(about, asked, on, next_call_on):
    if about.kind not in KINDS:
        raise CallRefused(_("A family calls about a person or a case: give one of them."), field="about")
    if not asked.strip():
        raise CallRefused(_("Write what the family asked or said."), field="asked")
    if on > timezone.localdate():
        raise CallRefused(_("This day is not over yet: give the day on which they called."), field="on")
    if next_call_on and next_call_on < timezone.localdate():
        raise CallRefused(
            _("This day is past: give a day from today on, or leave it empty."), field="next_call"
        )
