"""Record what happened to any record, declare it wrong, and read back the words of a date."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases import lookup
from cases.access import can, demand
from cases.actions import Refused, events, proposed_steps, together
from cases.lib import codes, dates
from cases.models import Event, ProposedStep
from cases.models.about import KINDS, model_of
from cases.recording import DeclareWrongForm, event_form, proposes
from cases.shown.flags import flags_about

#: The page where one event of a kind is recorded by itself says what it is.
TITLES = {
    "asked": gettext_lazy("Appeal to a counterpart"),
    "answered": gettext_lazy("Record an answer"),
}
KIND_OF_PREFIX = {codes.PREFIXES[kind]: kind for kind in KINDS}


def find_record(user, reference):
    """The record of any kind with this reference that the user may see; 404 otherwise."""
    kind = KIND_OF_PREFIX.get(reference.partition("-")[0])
    if kind is None:
        raise Http404
    return get_object_or_404(model_of(kind).objects.visible_to(user), reference=reference)


def record_event(request, reference):
    """The page of the form by itself; what is refused comes back with everything that was typed."""
    demand(request.user, "record_event")
    record = find_record(request.user, reference)
    like = _like(request, record)
    if request.method != "POST":
        type = request.GET.get("type", "")
        return _show(request, record, event_form(request.user, record, like=like, type=type), type=type)
    form = event_form(request.user, record, request.POST)
    event = _record(request, record, form)
    if event is None:
        return _show(request, record, form, status=422, type=request.POST.get("type", ""))
    if isinstance(event, ProposedStep):
        messages.success(request, _("It is proposed: a coordinator of your office decides."))
        return HttpResponseRedirect(event.get_absolute_url())
    messages.success(request, _said(request, record, event))
    if "next" in request.POST:
        return HttpResponseRedirect(f"{reverse('record_event', args=[reference])}?like={event.pk}")
    return HttpResponseRedirect(f"{record.get_absolute_url()}#event-{event.pk}")


def _said(request, record, event):
    """What is recorded; after an answer, the way to what it claims."""
    words = _("Recorded: %(event)s.") % {"event": _(event.label)}
    if event.type != "answered" or not can(request.user, "add"):
        return words
    url = reverse("statement_add")
    if event.statement_id:
        url = reverse("claim_add", args=[event.statement.reference])
    url = f"{url}?about={record.reference}"
    return format_html('{} <a href="{}">{}</a>', words, url, _("Record what it claims"))


def _record(request, record, form):
    """The event, or the proposal of one, or None with the form telling why not; the source and statement are made with it or not at all."""
    if known := _known(request):
        return known
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            type = form.cleaned_data["type"]
            if proposes(request.user, record, type):
                return proposed_steps.propose(
                    case=record,
                    type=type,
                    by=request.user,
                    form_key=form.cleaned_data["form_key"],
                    **form.facts(),
                )
            deed = (
                together.record_with_parcels if form.cleaned_data.get("with_parcels") else events.record_event
            )
            return deed(
                about=record, type=type, by=request.user, form_key=form.cleaned_data["form_key"],
                **form.facts(),
            )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return None


def _known(request):
    """What was recorded, or proposed, when the same form was sent before."""
    try:
        key = UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None
    made = Event.objects.filter(form_key=key).first()
    return made or ProposedStep.objects.filter(form_key=key).first()


def _like(request, record):
    text = request.GET.get("like", "")
    if not text.isascii() or not text.isdecimal() or len(text) > 18:
        return None
    return Event.objects.about(record).for_timeline(request.user).filter(pk=text).first()


def _show(request, record, form, status=200, type=""):
    title = TITLES.get(type) or _("Record an event")
    recent = Event.objects.about(record).for_timeline(request.user)[:5]
    context = {
        "record": record, "form": form, "recent": recent, "title": title,
        "flags": flags_about(record, request.user, timezone.localdate()),
        "crumbs": [
            {"label": record.reference, "url": record.get_absolute_url()},
            {"label": title, "url": ""},
        ],
    }  # fmt: skip
    return render(request, "events/record.html", context, status=status)


def declare_wrong(request, pk):
    """Declare an event wrong, with the reason and, where it did occur, the right facts."""
    demand(request.user, "declare_wrong")
    event = get_object_or_404(Event.objects.visible_to(request.user).live(), pk=pk)
    record = find_record(request.user, event.about.reference)
    form = DeclareWrongForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            events.declare_wrong(
                event=event, kind=form.cleaned_data["kind"], reason=form.cleaned_data["reason"], by=request.user,
                correction=form.correction(), form_key=form.cleaned_data["form_key"],
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Declared wrong. Both stay on record."))
            return HttpResponseRedirect(record.get_absolute_url())
    confirm = {
        "title": _("Declare an event wrong"),
        "question": _("Declare “%(event)s” wrong?") % {"event": _(event.label)},
        "about": f"{record.reference} · {record} · {dates.show(event.occurred) if event.occurred else _('date not stated')}",
        "changes": [_("The status of the record is worked out again without it."),
                    _("If it did occur, the right facts take its place.")],
        "stays": [_("The event stays in the timeline, struck through, with your reason and name."),
                  _("Statements and claims are not touched.")],
        "button": _("Declare wrong"), "cancel_url": record.get_absolute_url(), "cancel_label": _("Leave it as it is"),
        "danger": True,
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "_parts/_confirm.html", {"confirm": confirm, "form": form}, status=status)


@require_safe
def reading(request):
    """How we read the words of a date, as plain text, for the form's live echo; a header says if the year is inferred."""
    asked = request.GET
    infer, ahead = "yearless" not in asked, "date_planned" in asked.dict().values()
    try:
        read = dates.parse(
            asked.get("q", "")[:200], published=_dated_by(request), infer_year=infer, ahead=ahead
        )
        answer = _("Read as %(reading)s") % {"reading": dates.reading(read)}
    except dates.UnreadableDate as error:
        read, answer = None, str(error)
    response = HttpResponse(answer, content_type="text/plain; charset=utf-8")
    response["X-Year"] = read.basis if read else ""
    return response


def _dated_by(request):
    """The date that gives a year to words without one: when it was said, else when the source was published."""
    asked = request.GET
    source = asked.get("source", "")[:400]
    found = lookup.resolve("source", source, request.user) if source else []
    published = found[0].published if len(found) == 1 else _day(asked.get("source-published", ""))
    said = _day(asked.get("said", ""), published)
    return said if said and said.basis != dates.YearBasis.UNKNOWN else published


def _day(words, published=None):
    try:
        return dates.parse(words[:200], published=published)
    except dates.UnreadableDate:
        return None
