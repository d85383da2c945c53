"""Where evacuated people stay, which follows from what the ledger says of it."""

from cases.models import Evacuee, Event


def leave(event, by):
    """Nobody says any more that somebody stays in a place: it is not known where, unless another event says so."""
    if not event.evacuee_id or event.type != "accommodated" or is_told(event.about):
        return
    Evacuee.objects.filter(pk=event.evacuee_id, place=event.place_id).update(place=None)


def is_told(evacuee):
    """Does an event say where this person stays? Then nothing else does."""
    return Event.objects.about(evacuee).live().filter(type="accommodated").exists()
