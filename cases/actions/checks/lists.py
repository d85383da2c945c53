"""Lines of received lists against what was judged of them."""

from cases.actions import lists
from cases.actions.checks.difference import compare
from cases.models import LineJudgement


def of_lines(rows):
    """Lines whose state or person is not what the last judgement says."""
    judgements = LineJudgement.objects.filter(line__in=rows).order_by("sequence")
    last = {judgement.line_id: judgement for judgement in judgements}
    for row in rows:
        yield from compare(row, lists.standing(last.get(row.pk)), vars(row))
