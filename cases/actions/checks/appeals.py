"""The follow-ups that wait for answers, against the questions that are open."""

from collections import defaultdict

from cases.actions import appeals
from cases.actions.checks.difference import Difference
from cases.models import Event, FollowUp

NAME = "answers due"


def of_records(rows):
    """Records that wait for other answers than their questions ask for."""
    kind = rows[0].kind
    these = {f"{kind}__in": rows}
    asked = set(Event.objects.filter(**these, type="asked").values_list(f"{kind}_id", flat=True))
    waiting = defaultdict(set)
    open_rows = FollowUp.objects.filter(**these, origin=appeals.ANSWER_DUE).open()
    for record, event in open_rows.values_list(f"{kind}_id", "event"):
        waiting[record].add(event)
    for row in rows:
        expected = {one.event.pk for one in appeals.open_questions(row)} if row.pk in asked else set()
        if waiting[row.pk] != expected:
            yield Difference(row, NAME, _words(waiting[row.pk]), _words(expected))


def _words(events):
    return ", ".join(f"question {number}" for number in sorted(events))
