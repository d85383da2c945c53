"""Plan, postpone and call off an operation together with the cases of those who are to travel in it."""

import pghistory
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.actions import Refused, batch, events
from cases.models import Event, RepatriationCase

#: What an event of an operation is on each of its cases.
ON_CASE = {
    "scheduled": "scheduled",
    "departed": "departed",
    "postponed": "postponed",
    "did_not_take_place": "did_not_take_place",
    "cancelled": "did_not_take_place",
}
#: Steps that concern only the cases whose plan is that of the operation.
_OF_THE_PLAN = frozenset({"postponed", "did_not_take_place", "cancelled"})
_PASSED_ON = frozenset({"occurred", "due", "note", "statement", "evidence"})


class OperationRefused(Refused):
    """An operation that cannot be moved as a whole; `exceptions` are (record, why not), all of them."""

    def __init__(self, message, *, field=None, exceptions=()):
        super().__init__(message, field=field)
        self.exceptions = list(exceptions)


@transaction.atomic
def move(*, operation, type, by, form_key=None, leave_out=False, **facts):
    """Record a step of an operation, and within it the same step of each of its cases; (event, [(case, why not)]).

    A case that cannot take the step stops everything, unless `leave_out`. Postponing, and saying that it did not take
    place, concerns only the cases that are planned by this operation, or by nobody else. Raises `OperationRefused`.
    """
    with pghistory.context(user=by.pk if by else None):
        cases = list(
            RepatriationCase.objects.filter(parts__event=operation, parts__outcome="")
            .order_by("pk")
            .distinct()
        )
        operation, *cases = events.lock_all([operation, *cases])
        if form_key and (again := Event.objects.filter(form_key=form_key).first()):
            return again, []
        if type in _OF_THE_PLAN:
            cases = planned_by(operation, cases)
        head = batch.Entry(operation, type, facts, form_key=form_key)
        passed_on = {name: value for name, value in facts.items() if name in _PASSED_ON}
        others = [batch.Entry(case, ON_CASE[type], dict(passed_on), within=head) for case in cases]
        refused = batch.record_all(entries=[head, *others], by=by, leave_out=leave_out, with_people=True)
        if head.refused:
            raise head.refused
        exceptions = [(entry.about, str(entry.refused)) for entry in refused]
        if exceptions and not leave_out:
            raise OperationRefused(
                _("Nothing is recorded, because not all cases can take this step. They are listed below, each with its "
                  "reason: put them right, or leave them out."),
                field="leave_out", exceptions=exceptions,
            )  # fmt: skip
    return head.event, exceptions


def planned_by(operation, cases):
    """Of these cases those with a plan or on the way, whose plan was not made by another operation."""
    waiting = [case for case in cases if case.planned or case.status in {"scheduled", "in_transit"}]
    plans = Event.objects.live().filter(
        Q(type="scheduled") | Q(type="postponed") & ~Q(due=""), repatriation_case__in=waiting
    )
    latest = plans.order_by("repatriation_case", "-sequence").distinct("repatriation_case")
    made_by = dict(latest.values_list("repatriation_case", "within__repatriation_event"))
    return [case for case in waiting if made_by.get(case.pk) in (None, operation.pk)]
