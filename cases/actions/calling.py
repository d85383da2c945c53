"""What a call of a family brings about: its details are kept beside the event, and the house remembers the next call."""

from django.utils.translation import gettext as _

from cases.actions import followups
from cases.models import FamilyCall, FollowUp

TYPE = "family_called"
_COPIED = ("caller", "caller_name", "relationship", "contact", "way", "told", "next_call_on")


def follow(about, event, by):
    """Each `family_called` has its `FamilyCall`, of a correction that of what it corrects; a next call is followed up."""
    if event.type != TYPE:
        return
    call = FamilyCall.objects.filter(event=event).first() or _call_of(event)
    if call.next_call_on:
        followups.from_event(
            event, origin=FollowUp.Origin.NEXT_CALL, text=_("Call the family again"), due_on=call.next_call_on, by=by
        )  # fmt: skip


def carry(wrong, right):
    """The next call that a corrected call asked for is the one that it asked for: done stays done, and another day its day."""
    if not wrong.type == right.type == TYPE:
        return
    was, call = (FamilyCall.objects.filter(event=event).first() for event in (wrong, right))
    if call is None or (was and was.next_call_on == call.next_call_on):
        FollowUp.objects.filter(event=wrong, origin=FollowUp.Origin.NEXT_CALL).update(event=right)


def _call_of(event):
    """The details of a call that came without any: another form told it, or it corrects one that had them."""
    wrong = FamilyCall.objects.filter(event__error__correction=event).first()
    facts = {name: getattr(wrong, name) for name in _COPIED} if wrong else {}
    return FamilyCall.objects.create(event=event, **facts)
