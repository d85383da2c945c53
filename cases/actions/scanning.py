"""One scan of a parcel or letter: find what the code names, record the event, and say what came of it in one verdict."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import Refused, events
from cases.lib import codes
from cases.lib.workflows import PARCEL
from cases.models import Correspondence, Event, EventError, Parcel
from cases.models.parcel import PACKING

#: For so long one's own scan can be taken back with one key; later it is declared wrong with a reason.
UNDO = timedelta(minutes=10)
_OFFERED = 4
NEEDS_REASON = gettext_lazy("It needs a reason: record this on the page of the parcel.")
#: What is scanned, and what a verdict shows of it.
_SHOWN = {Parcel: ("addressee", "addressee_group", "consignment"), Correspondence: ("person",)}
_OF_PREFIX = {codes.PREFIXES[model.kind]: model for model in _SHOWN}


@dataclass
class Verdict:
    """What came of a scan: `kind` is recorded, repeat, unknown, check or refused."""

    kind: str
    code: str
    words: str = ""
    nearest: list[str] = field(default_factory=list)
    record: Parcel | Correspondence | None = None
    event: Event | None = None


class NotUndone(Refused):
    """A scan that is not taken back with one key."""


@transaction.atomic
def scan(*, text, type, by, form_key, **facts):
    """Record one event of the parcel or letter that a scanned or typed code names; the same `form_key` twice is one event."""
    verdict = find(text, by)
    if verdict.record is None:
        return verdict
    found, record = verdict.record, events.lock(verdict.record)
    again = Event.objects.filter(form_key=form_key, **{found.kind: found}).first() if form_key else None
    if again is None and (known := _already(record, type, by)):
        return Verdict("repeat", found.reference, record=found, event=known)
    if again is None and (words := _objection(record, type)):
        return Verdict("refused", found.reference, words=words, record=found)
    try:
        with transaction.atomic():
            event = again or events.record_event(about=record, type=type, by=by, form_key=form_key, **facts)
    except Refused as why:
        return Verdict("refused", found.reference, words=str(why), record=found)
    return Verdict("recorded", found.reference, record=found, event=event)


def _objection(record, type):
    """Why a scan cannot say this of the record, whatever its state."""
    if type not in record.workflow.steps:
        return _("This is a letter, and “%(event)s” is said of parcels only.") % {
            "event": _(PARCEL.steps[type].label)
        }
    if isinstance(record, Parcel) and type in PACKING and (objections := record.objections):
        return " ".join(map(str, [*objections, NEEDS_REASON]))
    return ""


def find(text, by):
    """The parcel or letter that a code names among those that this person may see: our reference or a postal item number."""
    try:
        code = codes.decode(text)
    except codes.WrongCheck:
        return Verdict("check", codes_shown(text), nearest=_nearest(text, by))
    except codes.BadCode:
        return _by_s10(text, by)
    reference = codes.encode(code.prefix, code.number)
    if code.prefix not in _OF_PREFIX:
        return Verdict(
            "unknown",
            reference,
            words=_("This is the code of another kind of record: scan the label of a parcel or letter."),
        )
    record = _rows(_OF_PREFIX[code.prefix], by).filter(reference=reference).first()
    if record is None:
        return Verdict(
            "unknown",
            reference,
            words=_("No parcel or letter on record has this code. Put it aside and ask a coordinator."),
        )
    return Verdict("found", reference, record=record)


def _rows(model, by):
    return model.objects.visible_to(by).select_related(*_SHOWN[model])


def _nearest(text, by):
    """The parcels and letters on record that a slip of one character can have meant, the likeliest first."""
    slips = codes.one_slip_away(text)
    there = {
        reference
        for model in _SHOWN
        for reference in model.objects.visible_to(by).filter(reference__in=slips).values_list("reference", flat=True)
    }  # fmt: skip
    return [each for each in slips if each in there][:_OFFERED]


def codes_shown(text):
    """What was read, short enough to be shown."""
    return " ".join(text.split())[:40]


def _by_s10(text, by):
    try:
        number = codes.validate_s10(text)
    except codes.BadCode as bad:
        letters = "".join(text.split()).upper()
        is_postal = len(letters) == 13 and letters[:2].isalpha() and letters[2:11].isdigit()
        kind = "check" if is_postal else "unknown"
        words = str(bad) if is_postal else _("This is neither a code of ours nor a postal item number.")
        return Verdict(kind, codes_shown(text), words=words)
    found = [record for model in _SHOWN for record in _rows(model, by).filter(s10=number)]
    if not found:
        return Verdict(
            "unknown", number, words=_("No parcel or letter on record has this postal item number.")
        )
    if len(found) > 1:
        return Verdict("unknown", number, words=_(
            "A parcel and a letter have this postal item number: scan the label of ours, %(references)s."
        ) % {"references": ", ".join(record.reference for record in found)})  # fmt: skip
    return Verdict("found", number, record=found[0])


def _already(record, type, by):
    """The event that was scanned before: after it nothing else moved the record; or it moves none, and was theirs just now."""
    step = record.workflow.steps.get(type)
    goes_to = set(step.leads.values()) if step else ()
    if record.status not in goes_to:
        return None
    known = record.events.live().filter(type=type)
    if step.leads.get(record.status) == record.status:
        known = known.filter(recorded_by=by, recorded_at__gt=timezone.now() - UNDO)
    return known.order_by("-sequence").first()


@transaction.atomic
def undo(*, event, by, now):
    """Declare one's own scan of the last minutes wrong: it did not occur. Raises `NotUndone`."""
    if event.recorded_by_id != by.pk or now - event.recorded_at > UNDO:
        raise NotUndone(
            _("This scan is older than ten minutes, or not yours: declare it wrong with a reason.")
        )
    return events.declare_wrong(
        event=event, kind=EventError.Kind.DID_NOT_OCCUR, reason=_("scanned by mistake, taken back at once"), by=by
    )  # fmt: skip
