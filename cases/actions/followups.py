"""What has to be done about a record by a day: added by people, or by the house when an event asks for it."""

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused
from cases.models import FollowUp


class FollowUpRefused(Refused):
    """A follow-up that is done already, or done without an outcome."""


@transaction.atomic
def add_follow_up(*, about, text, due_on, by, owner=None, form_key=None):
    """Somebody has to do `text` about a record by `due_on`; the same `form_key` twice is one follow-up."""
    with pghistory.context(user=by.pk if by else None):
        if form_key and (again := FollowUp.objects.filter(form_key=form_key).first()):
            return again
        return FollowUp.objects.create(
            **{about.kind: about}, office=about.office, text=text, due_on=due_on, owner=owner, created_by=by,
            form_key=form_key, synthetic=about.synthetic,
        )  # fmt: skip


@transaction.atomic
def finish(*, follow_up, outcome, by, then=None, form_key=None):
    """Say what came of a follow-up, and what is to be done next (`then`: text, due_on, owner); it stays in the timeline.

    The same words of the same person twice are once. Raises `FollowUpRefused`.
    """
    with pghistory.context(user=by.pk if by else None):
        row = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
        if row.done_at and (row.done_by, row.outcome) == (by, outcome):
            return row
        if row.done_at:
            raise FollowUpRefused(_("This is done already: %(outcome)s") % {"outcome": row.outcome})
        if not outcome.strip():
            raise FollowUpRefused(_("Write what came of it."), field="outcome")
        if row.origin == FollowUp.Origin.ANSWER_DUE:
            raise FollowUpRefused(
                _("This waits for an answer and is done when the answer is recorded. Until then it can be moved to another "
                  "day, or given to a colleague.")
            )  # fmt: skip
        close(row, outcome, by)
        if then:
            add_follow_up(about=row.about, by=by, form_key=form_key, **then)
    return row


def from_event(event, *, origin, text, due_on, by, rule="", owner=None):
    """The follow-up that an event asks for, once for each event, origin and rule; its owner is that of the record."""
    about = event.about
    row, _new = FollowUp.objects.get_or_create(
        event=event, origin=origin, rule=rule,
        defaults={
            about.kind: about, "office": about.office, "text": text[:300], "due_on": due_on,
            "counterpart": event.counterpart if origin == FollowUp.Origin.ANSWER_DUE else None,
            "owner": owner or getattr(about, "owner", None) or by, "created_by": by, "synthetic": about.synthetic,
        },
    )  # fmt: skip
    return row


def alert(event, rule, text, *, due_on, by):
    """A rule of the domain was touched: recorded as it is, and somebody looks after it (domain.md §4, Alert)."""
    return from_event(event, origin=FollowUp.Origin.ALERT, rule=rule, text=text, due_on=due_on, by=by)


def close_of(event, outcome, by):
    """Close what an event asked for and nobody has done yet: its cause is gone."""
    asked_for = FollowUp.objects.select_for_update(of=("self",)).filter(event=event).open()
    for row in asked_for.exclude(origin=FollowUp.Origin.ANSWER_DUE):  # those follow the questions: `appeals`
        close(row, outcome, by)


def reopen(row):
    """What was closed by the house is open again, because what closed it is declared wrong."""
    row.done_at, row.done_by, row.outcome = None, None, ""
    row.save(update_fields=["done_at", "done_by", "outcome"])


def close(row, outcome, by, at=None):
    """Say what came of a follow-up; whoever calls holds it."""
    row.done_at, row.done_by, row.outcome = at or timezone.now(), by, outcome
    row.save(update_fields=["done_at", "done_by", "outcome"])
