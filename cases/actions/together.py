"""One event for the many parcels of a consignment, within an event of it: so many statements, however many parcels."""

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions import beside, consequences, events, holds, ledger
from cases.actions.writing import ignore_nothing, write_down
from cases.models import Event, Parcel
from cases.models.parcel import with_objections

#: Steps of a consignment that its labelled parcels take with it, and which parcels: of the states in the order of their way, the
#: first in which there are any. Of what was told of one parcel alone (disputed, redirected, lost) nothing is taken back by it.
CARRIED = {
    "dispatched": (("in_consignment",),),
    "handed_over": (("in_consignment", "dispatched"),),
    "received": (("dispatched", "handed_over"),),
    "delivered": (("received",), ("handed_over",)),
}
#: With these parcels leave our hands; before, nobody may have asked of them what postal rules object to.
LEAVING = frozenset({"dispatched", "handed_over"})
#: Facts that are of the consignment alone.
_ITS_OWN = frozenset({"count", "due", "declared_status"})


@transaction.atomic
def record_with_parcels(*, about, type, by, form_key=None, **facts):
    """Record one event on a consignment and, within it, on each of its labelled parcels that go along (`CARRIED`).

    `count` is of the parcels without labels. Parcels that postal rules object to leave with the reason for which they are
    sent as they are, written on each of them (D12, D14). Raises `EventRefused`.
    """
    with pghistory.context(user=by.pk if by else None):
        about = events.lock(about)
        if form_key and (again := Event.objects.filter(form_key=form_key).first()):
            return again
        if type not in CARRIED:
            raise events.EventRefused(
                _("Labelled parcels go along when a consignment is dispatched, handed over, received or delivered: "
                  "record this on the parcels themselves."),
                field="with_parcels",
            )  # fmt: skip
        parcels = events.lock_all(_going_along(about, type).order_by("pk"))
        asks = with_objections(_still_here(parcels)) if type in LEAVING else set()
        if asks and not facts.get("reason"):
            raise events.EventRefused(_objections(parcels, asks), field="reason")
        event = events.record_event(about=about, type=type, by=by, form_key=form_key, **facts)
        shared = {name: value for name, value in facts.items() if name not in _ITS_OWN}
        record(parcels=parcels, within=event, type=type, by=by, asks=asks, **shared)
    return event


def _going_along(consignment, type):
    labelled = Parcel.objects.filter(consignment=consignment, lot__isnull=False)
    ways = (labelled.filter(status__in=statuses) for statuses in CARRIED[type])
    return next((parcels for parcels in ways if parcels.exists()), labelled.none())


def _still_here(parcels):
    return [parcel for parcel in parcels if parcel.status == "in_consignment"]


def _objections(parcels, asks):
    """Say which parcels ask for a reason, the first of them by name, and why the first does."""
    those = [parcel for parcel in parcels if parcel.pk in asks]
    first = ngettext(
        "Postal rules object to %(number)s parcel (%(references)s): ",
        "Postal rules object to %(number)s parcels (%(references)s): ",
        len(those),
    ) % {
        "number": len(those),
        "references": ", ".join(parcel.reference for parcel in those[:5]) + (" …" if those[5:] else ""),
    }
    why = dict.fromkeys(str(sentence) for parcel in those for sentence in parcel.warnings)
    return first + " ".join([*why, _("Correct them, or write why they are sent as they are.")])


@transaction.atomic
def record(*, parcels, within, type, by, handling=None, asks=frozenset(), **facts):
    """Record one event on each of these parcels, which are held already, or on none. Raises `Refused`.

    The rules are those of `events.record_event`, asked once where they are the same for all; rows are written together.
    A reason is that of the parcels of which one is asked (`asks`); the others have nothing to set aside.
    """
    if not parcels:
        return []
    ignore_nothing()
    events.demand(parcels[0], type, facts | {"handling": handling})
    for parcel in parcels:
        if parcel.status not in parcel.workflow.steps[type].leads:
            events.demand(parcel, type, facts)
    holds.refuse_leaving_any(parcels, type)
    said = facts | {"within": within, "handling": handling}
    no_reason = said | {"reason": ""}
    made = [Event(type=type, recorded_by=by) for _parcel in parcels]
    details = [
        events.fill(event, parcel, said if parcel.pk in asks else no_reason)
        for parcel, event in zip(parcels, made, strict=True)
    ]
    write_down(made)
    beside.save([row for row in details if row])
    both = list(zip(parcels, made, strict=True))
    ledger.write_all(
        [(parcel, ledger.advance(parcel.workflow, ledger.stored(parcel), event)) for parcel, event in both]
    )
    for parcel, event in both:
        consequences.follow(parcel, event, by)
    return made
