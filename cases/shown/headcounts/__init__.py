"""Headcounts of a group: a table, a drawing and what follows from them, in words that cite their parts."""

from cases.actions.derivations import claims_of, figures, recorded
from cases.lib import headcounts
from cases.models import Statement
from cases.shown.headcounts.drawing import drawing
from cases.shown.headcounts.scope import ScopeForm
from cases.shown.headcounts.tables import table
from cases.shown.headcounts.words import Words

__all__ = ["derivable", "headcounts_of"]


class Known:
    """The figures about a group that a user may see, and the claims and operations behind them."""

    def __init__(self, group, user, within=lambda operation: True, operations=None):
        self.operations = {row.pk: row for row in (operations or operations_of(group, user)) if within(row)}
        rows = claims_of(group, self.operations.values(), user)
        self.figures = figures(rows, self.operations.values())
        self.claims = {claim.pk: claim for claim in rows}
        self.result = headcounts.reconcile(self.figures)

    def statements(self, figures):
        return frozenset(self.claims[figure.key].statement_id for figure in figures)


def operations_of(group, user):
    rows = group.repatriation_events.visible_to(user).prefetch_related("mediators")
    return list(rows.order_by("occurred_sort", "pk"))


def headcounts_of(group, user, query, *, may_record=False):
    """What the section shows, or None where nobody gave a figure; `query` may narrow it to some of the operations."""
    operations = operations_of(group, user)
    scope = ScopeForm(query, operations=operations)
    known = Known(group, user, scope.within, operations)
    if not known.figures and not scope.is_set:
        return None
    words = Words(known, scope)
    if not scope.is_valid():
        return {"scope": scope, "populations": [], "findings": []}
    populations: dict = {}
    for figure in sorted(known.figures, key=lambda figure: figure.key):
        populations.setdefault(figure.counted, []).append(figure)
    return {
        "scope": scope if scope.is_offered else None,
        "populations": [
            {"label": words.counted(members[0]), "rows": table(members, known), "chart": drawing(members, known)}
            for members in sorted(populations.values(), key=lambda members: (-len(members), members[0].counted))
        ],
        "findings": _with_recorded(words.findings(), known, user, offered=may_record and not scope.is_set),
    }  # fmt: skip


def _with_recorded(findings, known, user, *, offered):
    """Each derived figure with the statement that records it, or with the offer to record it."""
    derived = [finding for finding in findings if finding["number"]]
    parts = frozenset().union(*(known.statements(finding["figures"]) for finding in derived))
    statements = recorded(Statement.objects.visible_to(user), parts) if parts else {}
    for finding in derived:
        finding["recorded"] = statements.get(known.statements(finding["figures"]))
        if offered and not finding["recorded"]:
            finding["of"] = ".".join(str(key) for key in sorted(f.key for f in finding["figures"]))
    return findings


def derivable(group, user, keys):
    """What follows from exactly these claims, as a finding, or None."""
    known = Known(group, user)
    found = (f for f in Words(known).findings() if f["number"] and {x.key for x in f["figures"]} == keys)
    return next(found, None)
