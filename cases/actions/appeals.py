"""Appeals: what we asked a counterpart about a record, of what it was reminded, and how it answered.

The ledger knows questions (`asked`) and answers (`answered`). Whoever is asked again while a question of theirs about the
record is open is reminded of it: the question keeps its age. An answer names the question that it answers; one that names
none, or one that is not open any more, answers that of its counterpart. Each question has a follow-up, which is open as long as the question is: people move
its day and its owner, the house alone closes it, and ``manage.py check_ledger`` proves it.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.actions import followups, ledger
from cases.lib.dates import after, show
from cases.models import Event, FollowUp

TYPES = ("asked", "answered")
DAYS = 30  # our own rule: a question without a day is answered in so many days, or somebody asks again
ANSWER_DUE = FollowUp.Origin.ANSWER_DUE


@dataclass
class Question:
    """One question of a record: the event that asked it, those that reminded of it, the first that answered it."""

    event: Event
    reminders: list[Event] = field(default_factory=list)
    answer: Event | None = None

    @property
    def is_open(self):
        return self.answer is None

    @property
    def numbers(self):
        """The events that asked it, reminders and what was corrected included: an answer may name any of them."""
        return {number for event in (self.event, *self.reminders) for number in _numbers(event)}


def _numbers(event):
    return {event.pk}.union(*(_numbers(error.event) for error in event.corrects.all()))


def questions(record):
    """All questions about a record, in the order of the replay."""
    found: list[Question] = []
    for event in ledger.events_in_order(record, types=TYPES):
        still_open = [
            one for one in found if one.is_open and one.event.counterpart_id == event.counterpart_id
        ]
        if event.type == "answered":
            named = [one for one in found if one.is_open and event.answers_id in one.numbers]
            for one in named or still_open:
                one.answer = event
        elif still_open:
            still_open[0].reminders.append(event)
        else:
            found.append(Question(event))
    return found


def open_questions(record):
    """The questions that nobody has answered yet."""
    return [question for question in questions(record) if question.is_open]


def name_question(about, facts):
    """Let an answer name the question that it answers, where it names none and one of its counterpart is open."""
    named, whom = facts.get("answers"), facts.get("counterpart")
    asked = questions(about)
    fits = [
        one
        for one in asked
        if (named.pk in one.numbers if named else one.is_open and one.event.counterpart == whom)
    ]
    facts["answers"] = fits[0].event if len(fits) == 1 else None


def due_on(event):
    """The day by which an answer is due; where none was given, so many days after asking."""
    given = event.due and (event.due.latest or event.due.earliest)
    asked = event.occurred_latest or event.occurred_earliest or event.recorded_at.date()
    return given or after(asked, DAYS)


def follow(about, event, by):
    """Wait for the answer to a question; an answer that came is not waited for any longer."""
    if event.type in TYPES:
        refresh(about, by, event)


def undo(event, by):
    """A question that was never asked, or not answered after all."""
    if event.type in TYPES:
        refresh(event.about, by)


def refresh(record, by, event=None):
    """Make the follow-ups of a record wait for exactly its open questions; `event` is what was just recorded."""
    rows = FollowUp.objects.select_for_update(of=("self",)).about(record).filter(origin=ANSWER_DUE)
    waiting = {row.event_id: row for row in rows.order_by("pk").select_related("event")}
    for question in questions(record):
        known = sorted(_numbers(question.event) & waiting.keys())
        row = waiting.pop(known[-1]) if known else _wait(question.event, by)
        _move(row, question, event)
        if question.is_open and row.done_at:
            followups.reopen(row)
        elif question.answer and (not row.done_at or question.answer == event):
            followups.close(row, _answered(question.answer), by, at=question.answer.recorded_at)
    for row in waiting.values():
        if row.counterpart_id:
            row.counterpart = None
            row.save(update_fields=["counterpart"])
        if not row.done_at:
            followups.close(row, _("The question was declared wrong, or reminds of an earlier one."), by)


def _wait(event, by):
    text = _("Answer due from %(counterpart)s") % {"counterpart": event.counterpart.short}
    return followups.from_event(event, origin=ANSWER_DUE, text=text, due_on=due_on(event), by=by)


def _move(row, question, event):
    """A corrected question keeps its follow-up, with the day and the owner that people gave it; a reminder sets a new day."""
    day = row.due_on
    if row.event_id != question.event.pk and day == due_on(row.event):
        day = due_on(question.event)
    if event is not None and event in question.reminders:
        day = due_on(event)
    now = (question.event.pk, question.event.counterpart_id, day)
    if (row.event_id, row.counterpart_id, row.due_on) != now:
        row.event_id, row.counterpart_id, row.due_on = now
        row.save(update_fields=["event", "counterpart", "due_on"])


def _answered(event):
    return _("Answered %(day)s.") % {"day": show(event.occurred)} if event.occurred else _("Answered.")
