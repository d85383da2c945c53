"""Record what happened to one record, and declare a recorded event wrong."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import (
    Refused,
    appeals,
    arrivals,
    beside,
    closing,
    consequences,
    event_counts,
    handling,
    holds,
    ledger,
    planning,
    positions,
    releasing,
)
from cases.lib.lots import LABELLED, DoesNotBalance
from cases.lib.workflows import EARLIER_NOT_KNOWN, NotAllowed
from cases.models import Consignment, Event, EventError, Handling, Parcel, RepatriationCase

#: Facts of a correction that hold as well for what came with the event.
_PASSED_ON = frozenset({"occurred", "place"})
_QUESTIONS = frozenset({"asked", "answered"})
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
        event = _insert(about, type, by, form_key, facts | ({"detail": detail} if detail else {}))
        try:
            caches = ledger.advance(about.workflow, ledger.stored(about), event)
        except NotAllowed as error:
            raise EventRefused(_not_now(about, type), field="type") from error
        except DoesNotBalance as error:
            raise EventRefused(str(ledger.balance_sentence(error)), field="count") from error
        ledger.write(about, caches)
        if isinstance(about, RepatriationCase) and type in _QUESTIONS:
            positions.refresh(about)
        consequences.follow(about, event, by)
    return event


def demand(about, type, facts, held=None):
    """Refuse an event that is not possible now, or that does not say what it needs to. Raises `Refused`.

    `held` are the records that name somebody who is held, where that was asked of many at once (`holds.naming_held`).
    """
    step = about.workflow.steps.get(type)
    if step is None or about.status not in step.leads:
        raise EventRefused(_not_now(about, type), field="type")
    if step.apart and not facts.get("apart"):
        raise EventRefused(
            _("This is recorded on a page of its own: look for it on the record."), field="type"
        )
    if held is None or about in held:
        holds.refuse_leaving(about, type)
    _complete(about, step, facts)


def _insert(about, type, by, form_key, facts):
    if refused := arrivals.refusal(about, type) or closing.refusal(about, type, facts, by):
        raise EventRefused(refused, field="type")
    demand(about, type, facts)
    event = Event(type=type, recorded_by=by, form_key=form_key)
    row = fill(event, about, facts)
    event.save(force_insert=True)
    if row:
        row.save(force_insert=True)
    event.refresh_from_db(fields=["sequence", "recorded_at"])
    return event


def fill(event, about, facts):
    """Give an event its record and facts; the row that belongs beside it, if one does, to be saved after it."""
    columns = dict(facts)
    handled, detail = columns.pop("handling", None), columns.pop("detail", None)
    columns.pop("apart", None)
    for name, value in ({about.kind: about} | columns).items():
        setattr(event, name, value)
    if detail:
        detail.event = event
    return Handling(event=event, **handled) if handled else detail


def _complete(about, step, facts, instead_of=None):
    """Refuse facts without what this type of event needs to say anything."""
    holds.refuse_untold(about, step.type, facts.get("declared_status"))
    for name in step.needs:
        if facts.get(name) in (None, ""):
            raise EventRefused(NEEDS[name], field=name)
    if step.type != EARLIER_NOT_KNOWN and facts.get("declared_status"):
        raise EventRefused(_("Only “found in a later state” names the state."), field="declared_status")
    if step.type == EARLIER_NOT_KNOWN and facts["declared_status"] not in about.workflow.states:
        raise EventRefused(NEEDS["declared_status"], field="declared_status")
    if about.kind == "parcel" and step.type == "added" and not about.consignment_id:
        raise EventRefused(_("Say on the parcel first in which consignment it lies."), field="type")
    if not facts.get("statement") and not facts.get("evidence"):
        raise EventRefused(_("Say who says so, or on which evidence it rests."), field="who_says_so")
    if refused := event_counts.plan_refusal(about, step, facts):
        raise EventRefused(refused, field="who_says_so")
    if refused := event_counts.refusal(about, step, facts):
        raise EventRefused(refused, field="count")
    if refused := releasing.refusal(about, step, facts) or planning.refusal(about, step, facts, instead_of):
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
    in day, place and number as it is; all of it or nothing. Refused when the event is declared wrong already, or when the
    events after it would no longer follow.
    """
    with pghistory.context(user=by.pk if by else None, reason=reason):
        rests = correction is None or "count" in correction
        rest = list(arrivals.resting_on(event)) if rests else []
        came = _came_with([event, *rest])
        lock_all([each.about for each in (event, *rest, *chain.from_iterable(came.values()))])
        if form_key and (again := EventError.objects.filter(form_key=form_key).first()):
            return again
        if EventError.objects.filter(event=event).exists():
            raise DeclarationRefused(_("This event has been declared wrong already."))
        if not reason.strip():
            raise DeclarationRefused(_("Write what was wrong."), field="reason")
        rest = list(arrivals.resting_on(event)) if rests else []  # as it is now that nobody else writes
        came = _came_with([event, *rest])
        wrong = [
            _Wrong(event, kind, correction),
            *(_Wrong(each, EventError.Kind.DID_NOT_OCCUR) for each in rest),
        ]
        errors = _declare(wrong, reason, by, form_key)
        while wrong := [part for each in wrong for part in each.parts(came[each.event.pk])]:
            _declare(wrong, reason, by)
        rebalance(event)
        return errors[0]


def rebalance(event):
    """Labels taken out of a bulk count, or parcels of it whose label was wrong, are counted there again (D18)."""
    labelled = event if event.type == LABELLED else event.within
    if labelled and labelled.type == LABELLED and labelled.consignment_id:
        _replay_or_refuse([lock(labelled.consignment)])


@dataclass
class _Wrong:
    """An event that is declared wrong, and the facts of the right one; what came with it goes with it (`parts`)."""

    event: Event
    kind: str
    correction: dict | None = None
    within: Event | None = None
    right: Event | None = None

    def parts(self, came):
        stays = self.right if self.right and self.right.type == self.event.type else None
        kind = self.kind if stays else EventError.Kind.DID_NOT_OCCUR
        return [
            _Wrong(part, kind, _passed_on(self.event, part, self.correction) if stays else None, stays)
            for part in came
        ]


def _came_with(level):
    """What some events brought about, and what that did, live: {number of the event: [events]}; a query for each level."""
    came = defaultdict(list)
    related = ("place", "statement", "counterpart", "from_custodian", "to_custodian")
    while level:
        rows = Event.objects.live().filter(within__in=level).order_by("pk").with_about()
        level = list(rows.select_related(*related))
        for row in level:
            came[row.within_id].append(row)
    return came


def _declare(wrong, reason, by, form_key=None):
    """Declare some events wrong together, bring their records to what the rest gives, and ask for what follows."""
    rows: list[Any] = []
    for each, about in zip(wrong, lock_all([each.event.about for each in wrong]), strict=True):
        setattr(each.event, about.kind, about)
        if each.correction is not None:
            each.right, row = _correct(about, each.event, by, each.correction, each.within)
            rows += [row] if row else []
    Event.objects.bulk_create([each.right for each in wrong if each.right])
    beside.save(rows)
    errors = EventError.objects.bulk_create(
        EventError(
            event=each.event, kind=each.kind, reason=reason, correction=each.right, recorded_by=by,
            form_key=None if place else form_key,
        )
        for place, each in enumerate(wrong)
    )  # fmt: skip
    _replay_or_refuse(dict.fromkeys(each.event.about for each in wrong))
    for case in dict.fromkeys(
        each.event.about for each in wrong if each.event.type in _QUESTIONS or each.right
    ):
        if isinstance(case, RepatriationCase):
            positions.refresh(case)
    arrivals.replaced([(each.event, each.right) for each in wrong])
    for each in wrong:
        consequences.undo(each.event, by, instead=each.right)
        if each.right:
            consequences.follow(each.event.about, each.right, by)
    return errors


def _passed_on(event, part, correction):
    """What a correction changes of what came with the event: the day and place, and the number of the same people."""
    names = {*_PASSED_ON, *(("count",) if part.type == event.type else ())}
    return {name: value for name, value in correction.items() if name in names}


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
    elif (
        "handling" not in facts
        and type in handling.FITS
        and (was := Handling.objects.filter(event=wrong).first())
    ):
        facts["handling"] = {name: getattr(was, name) for name in handling.COLUMNS}
    if type == wrong.type and "detail" not in facts:
        facts["detail"] = beside.copy_of(wrong)
    step = about.workflow.steps.get(type)
    if step is None:
        raise EventRefused(_not_now(about, type), field="type")
    if refused := closing.refusal_of_correction(about, type, facts, by, wrong):
        raise EventRefused(refused, field="type")
    _complete(about, step, facts, instead_of=wrong)
    event = Event(type=type, recorded_by=by)
    return event, fill(event, about, facts)


def _replay_or_refuse(records):
    pairs = []
    for about, events in ledger.all_in_order(records):
        pairs.append((about, _folded_or_refuse(about, events)))
    ledger.write_all(pairs)


def _folded_or_refuse(about, events):
    try:
        return ledger.folded(about.workflow, events)
    except NotAllowed as error:
        raise DeclarationRefused(
            _("Without this event “%(later)s”, recorded after it, no longer follows. Give its correction with it, "
              "or declare the later event wrong first.")
            % {"later": about.workflow.steps[error.type].label}
        ) from error  # fmt: skip
    except DoesNotBalance as error:
        raise DeclarationRefused(str(ledger.balance_sentence(error))) from error


@transaction.atomic
def recompute(record):
    """Bring the caches of a record to what its ledger gives; for repair after `check_ledger` found a difference."""
    record = lock(record)
    ledger.write(record, ledger.replayed(record))
    return record
