"""Every date that was planned for a record, and what became of it: postponements keep the earlier plans (principle 2)."""

from django.utils.translation import gettext as _

from cases.actions import ledger
from cases.lib.dates import show
from cases.models import Event
from cases.shown.timeline import source_text

#: Kinds of record whose pages show their plans.
KINDS = frozenset({"repatriation_case", "repatriation_event", "visit"})
_TOOK_PLACE = frozenset({"completed", "returned", "held"})


def plans(record, on, user):
    """The planned dates of a record, the latest first: {due, source, at, by, became, detail, url, mark}; one query, or none."""
    if record.kind not in KINDS:
        return []
    workflow = record.workflow
    types = [step.type for step in workflow.steps.values() if _touches_plan(step, workflow)]
    events = Event.objects.about(record).live().filter(type__in=types).for_timeline(user)
    rows, current = [], None
    for event in ledger.in_order(events.prefetch_related("corrects__event")):
        if current:
            current |= _became(event, workflow.steps[event.type])
            current = None
        if "planned" in workflow.steps[event.type].sets and event.due:
            current = _given(event)
            rows.append(current)
    if current:
        current |= _stands(current["due"], on)
    return rows[::-1]


def _touches_plan(step, workflow):
    ends = any(target in workflow.closed for target in step.leads.values())
    return bool({"planned", "unplanned"} & set(step.sets)) or ends


def _given(event):
    return {
        "due": event.due,
        "source": source_text(event),
        "url": event.statement.get_absolute_url() if event.statement_read else "",
        "at": event.recorded_at,
        "by": str(event.recorded_by or ""),
    }


def _stands(due, on):
    if due.latest and due.latest < on:
        return {"became": _("date passed, nothing recorded"), "detail": "", "mark": "missed"}
    return {"became": _("stands"), "detail": _("planned, not done"), "mark": "planned"}


def _became(event, step):
    """What became of a plan by the event after it, on whose word."""
    said = event.statement_id is not None
    when = event.occurred or (event.statement.said if said and event.statement_read else None)
    who = event.statement.speaker.short if said and event.statement_read else source_text(event)
    detail = ", ".join(filter(None, [who, show(when) if when else ""]))
    return {"became": _words(event, step, said), "detail": detail, "mark": step.mark}


def _words(event, step, said):
    if event.type == "did_not_take_place":
        return _("said not to have taken place") if said else _("did not take place")
    if event.type in _TOOK_PLACE:
        return _("said to have taken place") if said else _("took place")
    match event.type:
        case "some_returned":
            return _("took place for some of them")
        case "postponed":
            return _("said to be postponed") if said else _("postponed")
        case "scheduled":
            return _("another date was given")
    return _(step.label).lower()
