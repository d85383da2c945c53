"""Lines of received lists against what was judged of them, and who stands for whom they and lists of visits name."""

from cases.actions import lists
from cases.actions.checks.difference import compare
from cases.models import LineJudgement, Person


def of_lines(rows):
    """Lines whose state or person is not what the last judgement says, or another record stands for that person."""
    judgements = LineJudgement.objects.filter(line__in=rows).order_by("sequence")
    last = {judgement.line_id: judgement for judgement in judgements}
    for row in rows:
        yield from compare(row, lists.standing(last.get(row.pk)), vars(row))
    yield from of_standing(rows)


def of_standing(rows):
    """Rows that name a person, where not the record that stands for that person is kept beside."""
    stands = _standing({row.person_id for row in rows} - {None})
    for row in rows:
        yield from compare(row, {"stands": stands.get(row.person_id)}, vars(row))


def _standing(people):
    rows = Person.objects.filter(pk__in=people).order_by().values_list("pk", "joined_into")
    return {pk: top or pk for pk, top in rows}
