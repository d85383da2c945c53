"""The follow-ups that wait for answers, against the questions that are open; whom they name, against their events."""

from collections import defaultdict

from cases.actions import appeals
from cases.actions.checks.difference import Difference
from cases.models import Event, FollowUp

NAME, WHOM = "answers due", "whom we asked"


def of_records(rows):
    """Records that wait for other answers than their questions ask for, or name somebody else as asked."""
    kind = rows[0].kind
    these = {f"{kind}__in": rows}
    asked = set(Event.objects.filter(**these, type="asked").values_list(f"{kind}_id", flat=True))
    waiting: defaultdict[int, set] = defaultdict(set)
    whom: defaultdict[int, dict] = defaultdict(dict)
    follow_ups = FollowUp.objects.filter(**these, origin=appeals.ANSWER_DUE).order_by("pk")
    for record, event, counterpart, done in follow_ups.values_list(
        f"{kind}_id", "event", "counterpart", "done_at"
    ):
        if not done:
            waiting[record].add(event)
        whom[record][event] = counterpart
    for row in rows:
        questions = appeals.questions(row) if row.pk in asked else []
        expected = {one.event.pk for one in questions if one.is_open}
        if waiting[row.pk] != expected:
            yield Difference(row, NAME, _words(waiting[row.pk]), _words(expected))
        said = {one.event.pk: one.event.counterpart_id for one in questions}
        for event, stored in whom[row.pk].items():
            if stored != said.get(event):
                yield Difference(
                    row, WHOM, f"question {event}: {stored}", f"question {event}: {said.get(event)}"
                )


def _words(events):
    return ", ".join(f"question {number}" for number in sorted(events))
