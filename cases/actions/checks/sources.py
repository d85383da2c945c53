"""Sources against what was judged of them."""

from cases.actions import evidence
from cases.actions.checks.difference import compare
from cases.models import SourceAssessment


def of_sources(rows):
    """Sources whose reliability or withdrawal is not what their assessments give."""
    judged = set(SourceAssessment.objects.filter(source__in=rows).values_list("source", flat=True))
    for row in rows:
        expected = evidence.source_state(row) if row.pk in judged else {"withdrawn": False}
        yield from compare(row, expected, vars(row))
