"""Sessions of members of staff: which live, and how they are ended (R05, R16, R17; ASVS V7.4, V7.5)."""

from datetime import timedelta

import pghistory
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

#: As the gate lets them live (R15): half an hour without activity, twelve hours in all.
IDLE, WHOLE = timedelta(minutes=30), timedelta(hours=12)


def live_sessions():
    """The sessions that would still be let in, the latest used first; of everybody, to be filtered by `user`."""
    now = timezone.now()
    rows = UserSession.objects.filter(last_seen_at__gte=now - IDLE, created_at__gte=now - WHOLE)
    kept = Session.objects.filter(expire_date__gt=now).values("session_key")
    return rows.filter(session_key__in=kept).order_by("-last_seen_at", "-pk")


@transaction.atomic
def end_sessions(*, of, by, but=None, only=None):
    """End the sessions of a user at once: all of them, all but the one with the key `but`, or the one numbered `only`; how many."""
    with pghistory.context(user=by and by.pk):
        rows = UserSession.objects.filter(user=of)
        if but is not None:
            rows = rows.exclude(session_key=but)
        if only is not None:
            rows = rows.filter(pk=only)
        keys = list(rows.select_for_update().values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        rows.delete()
        return len(keys)
