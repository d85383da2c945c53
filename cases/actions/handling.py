"""What an event of mail says besides (`Handling`): whether it fits, and what the Conventions say to it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused, followups
from cases.lib.mail_clock import CARDS, LETTERS
from cases.models import Event, Handling
from cases.models.handling import COLUMNS, FITS, LABELS

__all__ = ["COLUMNS", "FITS", "alerts", "check"]

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
    """D5, D6, D9 and D10: too little mail, discipline, a second examination by a side, a hold without a day of review."""
    touched = about.kind in _MAIL and event.type in _TOUCHED
    if not touched and event.type != "mail_limited":
        return
    due = timezone.localdate() + timedelta(days=SOON)
    for rule, words in (_found if touched else _limit)(about, event):
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


def below_minimum(letters, cards):
    """Is less allowed than two letters and four cards a month? What nobody stated (None) is not less."""
    least = ((letters, LETTERS), (cards, CARDS))
    return any(allowed is not None and allowed < minimum for allowed, minimum in least)


def _limit(_about, event):
    """A limit below the minimum, and one for discipline; where nobody said how many, nobody said that it is less."""
    limit = Handling.objects.filter(event=event).first()
    if limit is None:
        return
    if below_minimum(limit.letters, limit.cards):
        yield (
            "D5",
            _(
                "Mail said to be limited below two letters and four cards a month (GC III Art. 71, GC IV Art. 107)."
            ),
        )
    if limit.cause == Handling.Cause.DISCIPLINARY:
        yield (
            "D6",
            _("Mail said to be limited as a disciplinary measure (GC III Art. 71, GC IV Art. 107)."),
        )


def _again(about, event, side):
    """Was this item examined by this side before, by an event that nobody declared wrong?"""
    others = Event.objects.about(about).live().filter(type="examined", handling__side=side)
    return others.exclude(pk=event.pk).exists()
