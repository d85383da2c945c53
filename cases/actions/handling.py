"""What an event of mail says besides (`Handling`): whether it fits, and what the Conventions say to it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused, followups
from cases.models import Event, Handling
from cases.models.handling import COLUMNS, FITS, LABELS

__all__ = ["COLUMNS", "alerts", "check"]

#: Days in which somebody looks after an alert.
SOON = 7
#: Kinds of record that are mail.
_MAIL = frozenset({"parcel", "correspondence"})
_TOUCHED = frozenset({"held", "withheld", "examined"})


class DoesNotFit(Refused):
    """A detail that this event does not have."""


def check(step, handled):
    """Refuse details that do not belong to this type of event. Raises `DoesNotFit`."""
    for name, value in (handled or {}).items():
        if value not in (None, "") and name not in FITS.get(step.type, ()):
            raise DoesNotFit(
                _("“%(detail)s” does not belong to “%(event)s”: leave it empty, or choose another event.")
                % {"detail": LABELS[name], "event": _(step.label)},
                field=name,
            )


def alerts(about, event, by):
    """D6, D9 and D10: a limit or hold for discipline, a second examination by a side, a hold without a day of review."""
    if about.kind not in _MAIL or event.type not in _TOUCHED:
        return
    due = timezone.localdate() + timedelta(days=SOON)
    for rule, words in _found(about, event):
        followups.alert(event, rule, words, due_on=due, by=by)


def _found(about, event):
    handled = Handling.objects.filter(event=event).select_related("side").first()
    if handled and handled.cause == Handling.Cause.DISCIPLINARY:
        yield (
            "D6",
            _(
                "Held as a disciplinary measure: mail is not delayed or kept for discipline (GC III Art. 71, GC IV Art. 107)."
            ),
        )
    if event.type == "held" and not event.due:
        yield (
            "D10",
            _(
                "Held without a day of review: a prohibition is only temporary and as short as possible (GC III Art. 76)."
            ),
        )
    if event.type == "examined" and handled and handled.side and _again(about, event, handled.side):
        yield (
            "D9",
            _("Examined a second time by %(side)s: mail is examined once by each side (GC III Art. 76).")
            % {"side": handled.side},
        )


def _again(about, event, side):
    """Was this item examined by this side before, by an event that nobody declared wrong?"""
    others = Event.objects.about(about).live().filter(type="examined", handling__side=side)
    return others.exclude(pk=event.pk).exists()
