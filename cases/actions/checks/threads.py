"""Threads against their claims and assessments."""

from collections import defaultdict

from cases.actions import evidence
from cases.actions.checks.difference import compare
from cases.lib.threads import disagree
from cases.models import Assessment, Claim


def of_threads(rows):
    """Threads whose live, disagrees, preferred or open is not what their claims and assessments give."""
    judged = set(Assessment.objects.filter(claim__thread__in=rows).values_list("claim__thread", flat=True))
    claims = defaultdict(list)
    plain = [row for row in rows if row.pk not in judged]
    for claim in (
        Claim.objects.filter(thread__in=plain).live().select_related("place__parent__parent__parent")
    ):
        claims[claim.thread_id].append(claim.value())
    for row in rows:
        state = evidence.thread_state(row) if row.pk in judged else _unjudged(row, claims[row.pk])
        dated = {"dated": state["open"]}
        yield from compare(row, state | dated, vars(row) | {"dated": row.opened_at is not None})


def _unjudged(thread, values):
    """The state of a thread that nobody assessed: nothing is preferred, and no claim is withdrawn."""
    disagrees = disagree(thread.aspect, values)
    return {"live": len(values), "disagrees": disagrees, "preferred_id": None, "open": disagrees}
