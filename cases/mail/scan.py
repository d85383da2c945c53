"""The scan station: choose once what each scan records, then scan; one large verdict for each (R46)."""

import uuid

from django import forms
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cases.access import demand
from cases.actions import Refused, scanning
from cases.forms import ForUser, LookupField, UncertainDateFormField
from cases.lib.workflows import PARCEL
from cases.models import Event, Handling

#: What a hand scanner is used for, in the order of a parcel's way.
TYPES = (
    "added",
    "dispatched",
    "handed_over",
    "received",
    "delivered",
    "returned",
    "damaged",
    "opened",
    "lost",
    "found",
)
EVIDENCE = [
    (value, label) for value, label in Event.Evidence.choices if value != Event.Evidence.PARTY_STATEMENT
]
KEPT = 12
_SCANNED = Q(parcel__isnull=False) | Q(correspondence__isnull=False)
#: Verdict -> tone, mark, heading, `role`.
LOOKS = {
    "recorded": ("ok", "yes", gettext_lazy("Recorded · %(event)s"), "status"),
    "repeat": ("calm", "twice", gettext_lazy("Already scanned"), "status"),
    "unknown": ("warn", "ask", gettext_lazy("Unknown code"), "alert"),
    "check": ("stop", "cross", gettext_lazy("Check character wrong"), "alert"),
    "refused": ("warn", "late", gettext_lazy("Not possible now"), "alert"),
}
TALLY = (
    ("recorded", gettext_lazy("Recorded")), ("repeat", gettext_lazy("Scanned twice")), ("unknown", gettext_lazy("Unknown")),
    ("check", gettext_lazy("Check character")), ("refused", gettext_lazy("Not possible")),
)  # fmt: skip


class StationForm(ForUser, forms.Form):
    """What each scan records; it is all kept in the address."""

    event = forms.ChoiceField(label=gettext_lazy("Each scan records"))
    evidence = forms.ChoiceField(
        label=gettext_lazy("On what it rests"), choices=EVIDENCE, initial=Event.Evidence.OWN_OBSERVATION
    )  # fmt: skip
    signed_by = forms.ChoiceField(
        label=gettext_lazy("Signed by"), required=False, choices=[("", gettext_lazy("not stated")), *Handling.Signed.choices],
        help_text=gettext_lazy("Only for “Delivered”."),
    )  # fmt: skip
    occurred = UncertainDateFormField(
        required=False, label=gettext_lazy("When"), help_text=gettext_lazy("Empty: today.")
    )
    place = LookupField("place", required=False, label=gettext_lazy("Where"))
    to_custodian = LookupField("actor", required=False, label=gettext_lazy("Who holds it then"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = [
            ("", _("Choose …")),
            *((type, _(PARCEL.steps[type].label)) for type in TYPES),
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("signed_by") and cleaned.get("event") != "delivered":
            self.add_error(
                "signed_by", _("Only a delivery is signed for: leave it empty, or choose “Delivered”.")
            )
        return cleaned

    def facts(self, today):
        """The facts of each scan's event."""
        cleaned = self.cleaned_data
        facts = {name: cleaned[name] for name in ("place", "to_custodian") if cleaned[name]}
        if cleaned["signed_by"]:
            facts["handling"] = {"signed_by": cleaned["signed_by"]}
        occurred = cleaned["occurred"] or self.fields["occurred"].clean(today.isoformat())
        return facts | {"evidence": cleaned["evidence"], "occurred": occurred}

    def words(self):
        """What was chosen, in parts of a sentence."""
        cleaned = self.cleaned_data
        parts = [dict(EVIDENCE)[cleaned["evidence"]], cleaned["place"], cleaned["to_custodian"]]
        return [str(part) for part in parts if part]


def station(request):
    """Without a choice in the address the form; with one the station, which records one scan for each post."""
    demand(request.user, "record_event")
    form = StationForm(request.GET if "event" in request.GET else None, user=request.user)
    if not form.is_valid():
        return _show(request, form, None, "mail/scan_form.html", status=422 if form.errors else 200)
    typed = request.POST.get("code", "").replace("\0", "")[:200] if request.method == "POST" else ""
    verdict = _scan(request, form, typed) if typed.strip() else None
    return _show(request, form, verdict, "mail/scan.html")


def _scan(request, form, typed):
    try:
        key = uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        key = uuid.uuid4()
    verdict = scanning.scan(
        text=typed, type=form.cleaned_data["event"], by=request.user, form_key=key, **form.facts(timezone.localdate())
    )  # fmt: skip
    log = request.session.get("scans", [])
    if not any(each["key"] == str(key) for each in log):
        line = {
            "at": timezone.localtime().strftime("%H:%M"), "code": verdict.code, "kind": verdict.kind, "key": str(key),
            "event": verdict.event.pk if verdict.kind == "recorded" else None,
        }  # fmt: skip
        tally = request.session.get("scan_tally", {})
        request.session["scan_tally"] = tally | {verdict.kind: tally.get(verdict.kind, 0) + 1}
        request.session["scans"] = [line, *log][:KEPT]
    return verdict


def _show(request, form, verdict, template, status=200):
    tally, step = request.session.get("scan_tally", {}), PARCEL.steps.get(form.data.get("event", ""))
    context = {
        "form": form, "title": _("Scan station"), "verdict": verdict and _told(verdict, step),
        "event_label": _(step.label) if step else "", "query": request.GET.urlencode(), "form_key": uuid.uuid4(),
        "crumbs": [{"label": _("Parcels"), "url": reverse("parcels")}, {"label": _("Scan station"), "url": ""}],
        "log": [each | {"look": _look(each["kind"], step)} for each in request.session.get("scans", [])],
        "tally": [(label, tally.get(kind, 0)) for kind, label in TALLY],
        "words": form.words() if form.is_bound and form.is_valid() else [],
    }  # fmt: skip
    return render(request, template, context, status=status)


def _look(kind, step):
    tone, mark, heading, role = LOOKS[kind]
    return {
        "tone": tone,
        "mark": mark,
        "heading": str(heading) % {"event": _(step.label) if step else ""},
        "role": role,
    }


def _told(verdict, step):
    words = verdict.words
    if verdict.kind == "repeat":
        words = _("%(event)s was recorded %(ago)s ago by %(who)s. Nothing was recorded now.") % {
            "event": _(step.label), "ago": timesince(verdict.event.recorded_at), "who": verdict.event.recorded_by,
        }  # fmt: skip
    elif verdict.kind == "check" and not words:
        words = _(
            "One character is misread, or two are swapped. Nothing was recorded. Scan again, or choose what you hold:"
        )
    return {
        **_look(verdict.kind, step), "kind": verdict.kind, "code": verdict.code, "words": words,
        "nearest": [(code, uuid.uuid4()) for code in verdict.nearest], "record": verdict.record,
        "event": verdict.event if verdict.kind == "recorded" else None,
    }  # fmt: skip


@require_POST
def undo(request):
    """Take one's own scan of the last minutes back, and go on scanning."""
    demand(request.user, "declare_wrong")
    number = request.POST.get("event", "")
    number = int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    event = get_object_or_404(Event.objects.visible_to(request.user).filter(_SCANNED), pk=number)
    try:
        scanning.undo(event=event, by=request.user, now=timezone.now())
    except Refused:
        return HttpResponseRedirect(reverse("declare_wrong", args=[event.pk]))
    log = request.session.get("scans", [])
    if any(each["event"] == event.pk for each in log):
        tally = request.session.get("scan_tally", {})
        request.session["scan_tally"] = tally | {"recorded": max(0, tally.get("recorded", 0) - 1)}
    request.session["scans"] = [each for each in log if each["event"] != event.pk]
    return HttpResponseRedirect(f"{reverse('scan')}?{request.GET.urlencode()}")
