"""Propose that a case is closed or opened again, and decide it as the second person (safety.md §4)."""

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import Refused, events, two_persons
from cases.models import ProposedStep
from cases.models.proposed_step import PROPOSED

#: The deed of `cases.access` that the second person needs; whoever may do it records such a step at once.
DECIDES = ProposedStep.decides
#: What a proposal takes over from the form of an event; a place that was only carried over is left.
_FACTS = {"occurred", "evidence", "statement"}


def is_proposed(record, type):
    """Is this a step that not everybody records at once?"""
    return record.kind == "repatriation_case" and type in PROPOSED


@transaction.atomic
def propose(*, case, type, by, note="", form_key=None, **facts):
    """Ask a coordinator to let this step be recorded, with its evidence. The same `form_key` twice is one proposal.

    Raises `Refused` where the step is not possible now, or something waits already.
    """
    with pghistory.context(user=by.pk):
        case = events.lock(case)
        if form_key and (again := ProposedStep.objects.filter(form_key=form_key).first()):
            return again
        events.demand(case, type, facts | {"note": note})
        if case.proposed_steps.waiting().exists():
            raise Refused(_("Something is proposed for this case already: it is to be decided first."))
        _refuse_more(case, facts)
        return ProposedStep.objects.create(
            case=case, office=case.office, type=type, reason=note.strip(), asked_by=by, form_key=form_key,
            **{name: facts[name] for name in _FACTS & facts.keys()},
        )  # fmt: skip


def _refuse_more(case, facts):
    """A proposal says when, on what evidence and why: what else was typed would be lost."""
    carried = case.last_event and case.last_event.place
    for name in facts.keys() - _FACTS:
        if facts[name] not in (None, "") and not (name == "place" and facts[name] == carried):
            raise Refused(_("A proposal has no room for this: write it in the note."), field=name)


@transaction.atomic
def decide(*, step, allowed, by, reason=""):
    """Allow or refuse it as the second person; allowed, the event is recorded when this returns. Raises `Refused`."""
    with pghistory.context(user=by.pk):
        row = two_persons.decide(asked=step, allowed=allowed, by=by, reason=reason)
        if allowed and row.event_id is None:
            row.event = events.record_event(
                about=row.case, type=row.type, by=by, note=row.reason, occurred=row.occurred, evidence=row.evidence,
                statement=row.statement,
            )  # fmt: skip
            row.save(update_fields=["event"])
    return row
