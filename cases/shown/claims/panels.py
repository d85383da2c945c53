"""The claims of a question that cannot all be true as a panel of equal ranks: open, or settled by a person's judgement."""

from itertools import groupby

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Assessment
from cases.shown.claims.cards import card
from cases.shown.claims.differences import finding
from cases.shown.claims.folding import voices
from cases.shown.claims.groups import preference, question
from cases.shown.claims.reading import living
from cases.shown.claims.scales import scale


def conflicts(claims, *, may_settle=False):
    """Panels for `_conflict.html` of the questions that these claims disagree about: open ones, then settled ones."""
    by_thread = sorted(living(claims), key=lambda claim: claim.thread_id)
    asked = [list(members) for _thread, members in groupby(by_thread, key=lambda claim: claim.thread_id)]
    panels = [panel(members, may_settle=may_settle) for members in asked if members[0].thread.disagrees]
    return sorted(panels, key=lambda each: (not each["open"], each["question"]))


def panel(claims, *, may_settle=False):
    """One panel: the voices in the order of what they say, how they differ, and how it was settled if it was."""
    claims = sorted(claims, key=_by_what_it_says)
    thread = claims[0].thread
    folded = voices(claims)
    url = reverse("assess", args=[claims[0].pk]) if may_settle else ""
    settled = preference(claims)
    return {
        "id": f"conflict-{thread.pk}",
        "question": question(claims[0]),
        "claims": [card(voice, claims) for voice in folded],
        "axis": scale(folded) if len(folded) > 1 else None,
        "finding": finding(claims),
        "disputed": _disputed(claims),
        "kept": thread.live - len(claims),
        "open": thread.open,
        "settled": _said(settled) if settled else None,
        "settle_url": f"{url}?kind=cleared" if url and settled else url,
    }


def _by_what_it_says(claim):
    return (claim.number or 0, claim.date_sort, claim.position, claim.outcome, claim.words, claim.sequence)


def _disputed(claims):
    """Who declared a disagreement that the values themselves do not show, and why."""
    kind = Assessment.Kind.DISPUTED
    judged = [judged for claim in claims for judged in claim.assessments.all() if judged.kind == kind]
    return _said(max(judged, key=lambda each: each.sequence)) if judged and not finding(claims) else None


def _said(judged):
    return {
        "value": judged.claim.value_text,
        "reason": judged.reason,
        "by": judged.recorded_by or _("nobody named"),
        "on": timezone.localdate(judged.recorded_at),
    }
