"""D30: a visit of prisoners by family that names no special agreement is recorded as it is, and somebody looks after it."""

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import followups
from cases.models import FollowUp

RULE = "D30"
_STEPS = frozenset({"requested", "granted", "scheduled", "held"})


def follow(about, event, by):
    """Alert where a family visit moves on without its agreement, once as long as nobody looked after it."""
    if (
        about.kind == "visit"
        and event.type in _STEPS
        and about.lacks_agreement
        and not _alerts(about).exists()
    ):
        followups.alert(
            event, RULE,
            _("A family visit without a special agreement named: GC III gives prisoners of war no right to it (D30)"),
            due_on=timezone.localdate(), by=by,
        )  # fmt: skip


def _alerts(visit):
    return FollowUp.objects.about(visit).open().filter(origin=FollowUp.Origin.ALERT, rule=RULE)


@transaction.atomic
def settle_basis(*, visit, by):
    """Close the alert of a visit whose legal basis, with its agreement, is given now."""
    if visit.lacks_agreement:
        return
    with pghistory.context(user=by.pk if by else None):
        for event in {row.event for row in _alerts(visit).select_related("event")}:
            followups.close_of(event, _("A legal basis is named now."), by)
