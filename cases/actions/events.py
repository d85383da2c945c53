"""Record what happened to one record, and declare a recorded event wrong."""

from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import (
    Refused,
    appeals,
    consequences,
    event_counts,
    handling,
    holds,
    ledger,
    positions,
    releasing,
)
from cases.lib.lots import LABELLED, DoesNotBalance
from cases.lib.workflows import EARLIER_NOT_KNOWN, NotAllowed
from cases.models import Consignment, Event, EventError, Handling, Parcel, RepatriationCase

#: Facts of a correction that hold as well for what came with the event.
_PASSED_ON = frozenset({"occurred", "place"})
NEEDS = {
    "count": gettext_lazy("Say how many."),
    "due": gettext_lazy("Give the date that is planned or due."),
    "place": gettext_lazy("Say where."),
    "note": gettext_lazy("Write why, or what was said."),
    "counterpart": gettext_lazy("Say who was asked or answered."),
    "declared_status": gettext_lazy("Choose the state in which it was found."),
}


class EventRefused(Refused):
    """An event that the workflow or the account of the record does not allow."""


class DeclarationRefused(Refused):
    """An error declaration after which the remaining events would no longer follow from each other."""


def lock(record):
    """The record as it is now, kept from other writers until the transaction ends."""
    _hold_accounts([record])
    return type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)


def lock_all(records):
    """These records as they are now, in their order, kept from other writers: by kind and number, as all writers do."""
    _hold_accounts(records)
    kinds: dict[str, tuple] = {}
    for record in records:
        kinds.setdefault(record.kind, (type(record), set()))[1].add(record.pk)
    now: dict[tuple, Any] = {}
    for kind, (model, numbers) in sorted(kinds.items()):
        rows = model.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
        now |= {(kind, row.pk): row for row in rows}
    return [now[record.kind, record.pk] for record in records]


def _hold_accounts(records):
    """A parcel moves the account of its consignment, which is held before it: consignments before parcels, always."""
    parcels = [record for record in records if isinstance(record, Parcel)]
    accounts = {parcel.consignment_id for parcel in parcels if parcel.consignment_id}
    if accounts:
        accounts |= {record.pk for record in records if isinstance(record, Consignment)}
        list(Consignment.objects.select_for_update(of=("self",)).filter(pk__in=accounts).order_by("pk"))


@transaction.atomic
def record_event(*, about, type, by, form_key=None, detail=None, **facts):
    """Insert one event and bring the record's caches forward. The same `form_key` twice is one event.

    `detail` is the row of its own, not saved yet, in which this type of event keeps more, such as a `FamilyCall`.
    `facts` are the columns of `Event`: occurred, due, place, from_custodian, to_custodian, counterpart, count,
    declared_status, statement, evidence, note, reason, within, answers; and `handling`, the columns of a `Handling` of
    mail. Raises `EventRefused`.
    """
    with pghistory.context(user=by.pk if by else None):
        about = lock(about)
        if form_key and (again := Event.objects.filter(form_key=form_key).first()):
            return again
        event = _insert(about, type, by, form_key, facts)
        try:
            caches = ledger.advance(about.workflow, ledger.stored(about), event)
        except NotAllowed as error:
            raise EventRefused(_not_now(about, type), field="type") from error
        except DoesNotBalance as error:
            raise EventRefused(str(ledger.balance_sentence(error)), field="count") from error
        ledger.write(about, caches)
        if isinstance(about, RepatriationCase) and type in {"asked", "answered"}:
            positions.refresh(about)
        if detail:
            detail.event = event
            detail.save(force_insert=True)
        consequences.follow(about, event, by)
    return event


def demand(about, type, facts):
    """Refuse an event that is not possible now, or that does not say what it needs to. Raises `Refused`."""
    step = about.workflow.steps.get(type)
    if step is None or about.status not in step.leads:
        raise EventRefused(_not_now(about, type), field="type")
    if step.apart and not facts.get("apart"):
        raise EventRefused(
            _("This is recorded on a page of its own: look for it on the record."), field="type"
        )
    holds.refuse_leaving(about, type)
    _complete(about, step, facts)


def _insert(about, type, by, form_key, facts):
    demand(about, type, facts)
    event = _save(about, Event(type=type, recorded_by=by, form_key=form_key), facts)
    event.refresh_from_db(fields=["sequence", "recorded_at"])
    return event


def _save(about, event, facts):
    """Insert the event with its facts, and what it says of the handling of mail."""
    columns = dict(facts)
    handled = columns.pop("handling", None)
    columns.pop("apart", None)
    for name, value in ({about.kind: about} | columns).items():
        setattr(event, name, value)
    event.save(force_insert=True)
    if handled:
        Handling.objects.create(event=event, **handled)
    return event


def _complete(about, step, facts):
    """Refuse facts without what this type of event needs to say anything."""
    holds.refuse_untold(about, step.type)
    for name in step.needs:
        if facts.get(name) in (None, ""):
            raise EventRefused(NEEDS[name], field=name)
    if step.type != EARLIER_NOT_KNOWN and facts.get("declared_status"):
        raise EventRefused(_("Only “found in a later state” names the state."), field="declared_status")
    if step.type == EARLIER_NOT_KNOWN and facts["declared_status"] not in about.workflow.states:
        raise EventRefused(NEEDS["declared_status"], field="declared_status")
    if not facts.get("statement") and not facts.get("evidence"):
        raise EventRefused(_("Say who says so, or on which evidence it rests."), field="who_says_so")
    if refused := event_counts.refusal(about, step, facts):
        raise EventRefused(refused, field="count")
    if refused := releasing.refusal(about, step, facts):
        raise EventRefused(refused, field="type")
    if step.type == "answered":
        appeals.name_question(about, facts)
    handling.check(step, facts.get("handling"))


def _not_now(about, type):
    step = about.workflow.steps.get(type)
    return _("“%(event)s” is not possible now: the state is “%(state)s”. Choose another event.") % {
        "event": step.label if step else type,
        "state": about.status_label,
    }


@transaction.atomic
def declare_wrong(*, event, kind, reason, by, correction=None, form_key=None):
    """Declare an event wrong; `correction` (the type and facts of the right one) takes its place in the replay.

    What came with it (`Event.within`: the cases that an operation brought home) is declared wrong with it, or corrected
    in day and place as it is; all of it or nothing. Refused when the event is declared wrong already, or when the
    events after it would no longer follow.
    """
    with pghistory.context(user=by.pk if by else None, reason=reason):
        lock_all([each.about for each in (event, *_came_with(event))])
        if form_key and (again := EventError.objects.filter(form_key=form_key).first()):
            return again
        if EventError.objects.filter(event=event).exists():
            raise DeclarationRefused(_("This event has been declared wrong already."))
        if not reason.strip():
            raise DeclarationRefused(_("Write what was wrong."), field="reason")
        error = _declare(event, kind, reason, by, correction, form_key)
        rebalance(event)
    return error


def rebalance(event):
    """Labels taken out of a bulk count, or parcels of it whose label was wrong, are counted there again (D18)."""
    labelled = event if event.type == LABELLED else event.within
    if labelled and labelled.type == LABELLED and labelled.consignment_id:
        _replay_or_refuse(lock(labelled.consignment))


def _came_with(event):
    """The live events that an event brought about, and those that these did."""
    found = []
    for part in event.parts.live().order_by("pk"):
        found += [part, *_came_with(part)]
    return found


def _declare(event, kind, reason, by, correction, form_key=None, within=None):
    about = lock(event.about)
    right = _correct(about, event, by, correction, within) if correction is not None else None
    error = EventError.objects.create(
        event=event, kind=kind, reason=reason, correction=right, recorded_by=by, form_key=form_key
    )
    _replay_or_refuse(about)
    if isinstance(about, RepatriationCase):
        positions.refresh(about)
    consequences.undo(event, by)
    if right:
        consequences.follow(about, right, by)
    passed_on = {name: value for name, value in (correction or {}).items() if name in _PASSED_ON}
    stays = right if right and right.type == event.type else None
    for part in event.parts.live().order_by("pk"):
        _declare(part, kind if stays else EventError.Kind.DID_NOT_OCCUR, reason, by,
                 passed_on if stays else None, within=stays)  # fmt: skip
    return error


def _correct(about, wrong, by, correction, within=None):
    facts = {"within": within or wrong.within, "answers": wrong.answers} | {
        name: getattr(wrong, name)
        for name in ("occurred", "due", "place", "from_custodian", "to_custodian", "counterpart", "count",
                     "declared_status", "statement", "evidence", "note")
    }  # fmt: skip
    facts |= {name: value for name, value in correction.items() if name != "type"}
    type = correction.get("type", wrong.type)
    if type != EARLIER_NOT_KNOWN:
        facts["declared_status"] = ""
    if type == wrong.type == LABELLED and facts["count"] != wrong.count:
        raise EventRefused(
            _("The number is that of its parcels: declare the label of a parcel wrong, or label more."),
            field="count",
        )
    if type != wrong.type:
        facts["answers"] = None
    elif "handling" not in facts and (was := Handling.objects.filter(event=wrong).first()):
        facts["handling"] = {name: getattr(was, name) for name in handling.COLUMNS}
    step = about.workflow.steps.get(type)
    if step is None:
        raise EventRefused(_not_now(about, type), field="type")
    _complete(about, step, facts)
    return _save(about, Event(type=type, recorded_by=by), facts)


def _replay_or_refuse(about):
    try:
        caches = ledger.replayed(about)
    except NotAllowed as error:
        raise DeclarationRefused(
            _("Without this event “%(later)s”, recorded after it, no longer follows. Give its correction with it, "
              "or declare the later event wrong first.")
            % {"later": about.workflow.steps[error.type].label}
        ) from error  # fmt: skip
    except DoesNotBalance as error:
        raise DeclarationRefused(str(ledger.balance_sentence(error))) from error
    ledger.write(about, caches)


@transaction.atomic
def recompute(record):
    """Bring the caches of a record to what its ledger gives; for repair after `check_ledger` found a difference."""
    record = lock(record)
    ledger.write(record, ledger.replayed(record))
    return record
