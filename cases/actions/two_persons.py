"""Allow or refuse what another asked for (safety.md §4, "second person")."""

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused


class OwnRequest(Refused):
    """Who asked does not decide."""


class AlreadyDecided(Refused):
    """Somebody decided it meanwhile."""


@transaction.atomic
def decide(*, asked, allowed, by, reason=""):
    """Write down the second person's answer and return the locked row: what follows from it is for the caller, in the same transaction.

    A refusal needs a reason. The same answer by the same person twice is one answer.
    """
    with pghistory.context(user=by.pk, reason=reason):
        row = type(asked).objects.select_for_update(of=("self",)).get(pk=asked.pk)
        if row.asked_by_id == by.pk:
            raise OwnRequest(_("You asked for this: somebody else decides."))
        if not row.waits:
            if (row.decided_by_id, row.allowed) == (by.pk, allowed):
                return row
            raise AlreadyDecided(_("This was decided meanwhile: see below by whom and how."))
        if not allowed and not reason.strip():
            raise Refused(_("Write why it is refused: who asked reads it."), field="reason")
        row.decided_by, row.decided_at, row.allowed = by, timezone.now(), allowed
        row.decision_reason = reason.strip()
        row.save(update_fields=["decided_by", "decided_at", "allowed", "decision_reason"])
        return row
