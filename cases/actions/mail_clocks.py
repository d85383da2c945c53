"""What mail and capture cards wait for: follow-ups that an event begins and another ends (D8, D10)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import followups
from cases.lib.dates import after
from cases.lib.mail_clock import CARD_DAYS
from cases.models import Correspondence, FollowUp, Parcel, Person

#: After these a capture or internment card is due (GC III Art. 70, GC IV Art. 106).
ARRIVALS = frozenset({"captured", "transferred", "hospitalised"})
CARD_RULE = "D8"
#: States of mail that has left and has not arrived.
UNDER_WAY = ("dispatched", "forwarded", "handed_over", "received")
#: What ends a hold.
_RELEASED = frozenset({"released", "forwarded", "returned"})


def follow(about, event, by):
    """Begin or end what an event of a person or a letter makes somebody wait for."""
    if about.kind == "person":
        _card(about, event, by)
        if event.type == "transferred":
            _redirect(about, event, by)
    elif about.kind == "correspondence":
        _hold(about, event, by)


def _card(person, event, by):
    if event.type in ARRIVALS:
        since = event.occurred_latest or event.recorded_at.date()
        words = _("Capture or internment card due within %(days)s days (GC III Art. 70, GC IV Art. 106)")
        followups.alert(event, CARD_RULE, words % {"days": CARD_DAYS}, due_on=after(since, CARD_DAYS), by=by)
    elif event.type == "card_received":
        waiting = FollowUp.objects.open().filter(origin=FollowUp.Origin.ALERT, rule=CARD_RULE)
        waiting = waiting.filter(person__in=Person.objects.one_with(person))
        for row in waiting.select_for_update(of=("self",)):
            followups.close(row, _("The card was received."), by)


def _redirect(person, event, by):
    """Mail under way goes to the place where the person no longer is: somebody redirects it (GC III Art. 74 and 75)."""
    ours = Person.objects.one_with(person)
    letters = Correspondence.objects.to_prisoners().filter(person__in=ours, status__in=UNDER_WAY).count()
    parcels = Parcel.objects.filter(addressee__in=ours, status__in=UNDER_WAY).count()
    if letters or parcels:
        words = _(
            "Redirect mail under way to the place of before the transfer: letters %(letters)s, parcels %(parcels)s"
        )
        followups.from_event(
            event, origin=FollowUp.Origin.TASK, text=words % {"letters": letters, "parcels": parcels},
            due_on=after(timezone.localdate(), CARD_DAYS), by=by,
        )  # fmt: skip


def _hold(letter, event, by):
    if event.type == "held" and event.due_latest:
        followups.from_event(
            event,
            origin=FollowUp.Origin.TASK,
            text=_("Review the hold of this mail"),
            due_on=event.due_latest,
            by=by,
        )
    elif event.type in _RELEASED:
        reviews = (
            FollowUp.objects.about(letter).open().filter(origin=FollowUp.Origin.TASK, event__type="held")
        )
        for row in reviews.select_for_update(of=("self",)):
            followups.close(row, _("The hold has ended."), by, at=event.recorded_at)


def undo(event, by):
    """A hold that was not ended by this after all is reviewed again, unless something else ended it later."""
    if event.about_kind != "correspondence" or event.type not in _RELEASED:
        return
    letter = event.about
    reviews = FollowUp.objects.about(letter).filter(
        origin=FollowUp.Origin.TASK, event__type="held", done_at=event.recorded_at
    )
    for row in reviews.select_for_update(of=("self",)).select_related("event"):
        after = letter.events.live().filter(type__in=_RELEASED, sequence__gt=row.event.sequence)
        if ended := after.order_by("sequence").first():
            row.done_at = ended.recorded_at
            row.save(update_fields=["done_at"])
        else:
            followups.reopen(row)
