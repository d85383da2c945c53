"""Judge a claim as one saw the question: refused when somebody judged or claimed something in it meanwhile."""

import pghistory
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cases.actions import Refused, evidence
from cases.models import Assessment, Claim


class Stale(Refused):
    """The question is no longer as it was seen."""


def seen(thread):
    """How far the ledger of a question has come: the place of its latest claim or judgement."""
    claims = Claim.objects.filter(thread=thread).aggregate(last=Max("sequence"))["last"]
    judged = Assessment.objects.filter(claim__thread=thread).aggregate(last=Max("sequence"))["last"]
    return max(claims or 0, judged or 0)


@transaction.atomic
def judge(*, claim, kind, reason, by, as_seen, form_key=None):
    """`evidence.assess`, if the question still is `as_seen`. The same `form_key` twice is one judgement.

    So is exactly what was judged last: the back button sends the words again with a new key (R46).
    """
    with pghistory.context(user=by.pk if by else None, reason=reason):
        about = claim.about
        type(about).objects.select_for_update(of=("self",)).get(pk=about.pk)
        if form_key and (again := Assessment.objects.filter(form_key=form_key).first()):
            return again
        last = Assessment.objects.in_thread(claim.thread).last()
        same = {"claim_id": claim.pk, "kind": kind, "reason": reason, "recorded_by_id": by and by.pk}
        if last and all(getattr(last, name) == value for name, value in same.items()):
            return last
        if seen(claim.thread) != as_seen:
            raise Stale(
                _("Somebody judged or claimed something here while you were writing: it is shown above. Nothing is "
                  "saved and nothing you typed is lost. Record again if it still holds."),
                field="seen",
            )  # fmt: skip
        return evidence.assess(claim=claim, kind=kind, reason=reason, by=by, form_key=form_key)
