"""Questions of ours in rows: when they were asked and reminded of, how long they wait, and what answered them."""

from django.db.models import Q
from django.utils import timezone

from cases.actions import appeals
from cases.models import Event, EventError


def days_waiting(row, on):
    """Days from the asking (its last bound) until the answer, or until now; the answer's own day is in its event."""
    asked = (
        row.event.occurred_latest or row.event.occurred_earliest or timezone.localdate(row.event.recorded_at)
    )
    until = timezone.localdate(row.done_at) if row.done_at else on
    return max((until - asked).days, 0)


def story(rows, user, on):
    """Give each row its reminders, its answer (an Event with `statement_read`, or None) and how its day came about.

    A few queries, however many rows.
    """
    known, spoken = _numbers([row.event_id for row in rows]), _spoken(rows, user)
    answers: dict[int, Event] = {}
    for event in spoken:
        if event.answers_id in known:
            answers.setdefault(known[event.answers_id], event)
    for row in rows:
        event = row.event
        row.answer = answers.get(event.pk)
        row.reminders = [
            one for one in spoken
            if one.type == "asked" and one.counterpart_id == event.counterpart_id and one.sequence > event.sequence and _same(one, row)
            and (row.answer is None or one.sequence < row.answer.sequence)
        ]  # fmt: skip
        row.own_rule = not event.due and row.due_on == appeals.due_on(event)
        row.waiting = days_waiting(row, on)


def _same(event, row):
    return getattr(event, f"{row.about_kind}_id") == getattr(row, f"{row.about_kind}_id")


def _numbers(events):
    """The number of each event, and of those that it corrects -> the number of the event that stands."""
    known = {number: number for number in events}
    fresh = list(known)
    while fresh:
        corrected = dict(EventError.objects.filter(correction__in=fresh).values_list("event", "correction"))
        known |= {wrong: known[right] for wrong, right in corrected.items()}
        fresh = list(corrected)
    return known


def _spoken(rows, user):
    """What was asked and answered about these records, in the order of recording: one query."""
    records: dict[str, set] = {}
    for row in rows:
        records.setdefault(row.about_kind, set()).add(getattr(row, f"{row.about_kind}_id"))
    about = Q(pk=None)
    for kind, numbers in records.items():
        about |= Q(**{f"{kind}__in": numbers})
    found = Event.objects.live().filter(about, type__in=appeals.TYPES).for_timeline(user)
    return list(found.order_by("sequence"))
