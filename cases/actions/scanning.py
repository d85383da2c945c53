"""One scan of a parcel: find what the code names, record the event, and say what came of it in one verdict."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import Refused, events
from cases.lib import codes
from cases.models import Event, EventError, Parcel
from cases.models.parcel import PACKING

#: For so long one's own scan can be taken back with one key; later it is declared wrong with a reason.
UNDO = timedelta(minutes=10)
_OFFERED = 4
NEEDS_REASON = gettext_lazy("It needs a reason: record this on the page of the parcel.")
_PREFIX = codes.PREFIXES["parcel"]


@dataclass
class Verdict:
    """What came of a scan: `kind` is recorded, repeat, unknown, check or refused."""

    kind: str
    code: str
    words: str = ""
    nearest: list[str] = field(default_factory=list)
    parcel: Parcel | None = None
    event: Event | None = None


class NotUndone(Refused):
    """A scan that is not taken back with one key."""


@transaction.atomic
def scan(*, text, type, by, form_key, **facts):
    """Record one event of the parcel that a scanned or typed code names; the same `form_key` twice is one event."""
    verdict = find(text, by)
    if verdict.parcel is None:
        return verdict
    parcel = events.lock(verdict.parcel)
    parcel.addressee = verdict.parcel.addressee
    again = Event.objects.filter(form_key=form_key, parcel=parcel).first() if form_key else None
    if again is None and (known := _already(parcel, type)):
        return Verdict("repeat", parcel.reference, parcel=parcel, event=known)
    if again is None and type in PACKING and (objections := parcel.objections):
        words = [*map(str, objections), NEEDS_REASON]
        return Verdict("refused", parcel.reference, words=" ".join(map(str, words)), parcel=parcel)
    try:
        with transaction.atomic():
            event = again or events.record_event(about=parcel, type=type, by=by, form_key=form_key, **facts)
    except Refused as why:
        return Verdict("refused", parcel.reference, words=str(why), parcel=parcel)
    return Verdict("recorded", parcel.reference, parcel=parcel, event=event)


def find(text, by):
    """The parcel that a code names among those that this person may see: our reference or a postal item number (S10)."""
    rows = Parcel.objects.visible_to(by).select_related("addressee", "addressee_group", "consignment")
    try:
        code = codes.decode(text)
    except codes.WrongCheck:
        return Verdict("check", codes_shown(text), nearest=_nearest(text, rows))
    except codes.BadCode:
        return _by_s10(text, rows)
    reference = codes.encode(code.prefix, code.number)
    if code.prefix != _PREFIX:
        return Verdict(
            "unknown",
            reference,
            words=_("This is the code of another kind of record: scan the label of a parcel."),
        )
    parcel = rows.filter(reference=reference).first()
    if parcel is None:
        return Verdict(
            "unknown",
            reference,
            words=_("No parcel on record has this code. Put it aside and ask a coordinator."),
        )
    return Verdict("found", reference, parcel=parcel)


def _nearest(text, rows):
    """The parcels on record that a slip of one character can have meant, the likeliest first."""
    slips = codes.one_slip_away(text)
    there = set(rows.filter(reference__in=slips).values_list("reference", flat=True))
    return [each for each in slips if each in there][:_OFFERED]


def codes_shown(text):
    """What was read, short enough to be shown."""
    return " ".join(text.split())[:40]


def _by_s10(text, rows):
    try:
        number = codes.validate_s10(text)
    except codes.BadCode as bad:
        letters = "".join(text.split()).upper()
        is_postal = len(letters) == 13 and letters[:2].isalpha() and letters[2:11].isdigit()
        kind = "check" if is_postal else "unknown"
        words = str(bad) if is_postal else _("This is neither a code of ours nor a postal item number.")
        return Verdict(kind, codes_shown(text), words=words)
    parcel = rows.filter(s10=number).first()
    if parcel is None:
        return Verdict("unknown", number, words=_("No parcel on record has this postal item number."))
    return Verdict("found", number, parcel=parcel)


def _already(parcel, type):
    """The event of this type after which nothing else moved the parcel: it was scanned before."""
    goes_to = set(parcel.workflow.steps[type].leads.values())
    if parcel.status not in goes_to or parcel.workflow.steps[type].leads.get(parcel.status) == parcel.status:
        return None
    return parcel.events.live().filter(type=type).order_by("-sequence").first()


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
