"""Tracing requests: the list, the page, and the deeds on a request."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.actions import Refused, releasing, tracing
from cases.generic import RecordAdd, RecordEdit, RecordExport, RecordForm, RecordList, RecordPage, Visible
from cases.guarded import KEPT, BehindGlass, Guarded, seen_by
from cases.lib.dates import show
from cases.listing import Column
from cases.models import Person, TracingConsent, TracingRequest
from cases.people.filters import LISTS
from cases.people.tracing_filters import TracingFilter
from cases.people.tracing_forms import (
    ConsentForm,
    ReleaseConsentForm,
    TellForm,
    TracingRequestForm,
    sees_contact,
)
from cases.shown.changes import changes
from cases.shown.timeline import show_day

LIST_URL, LIST_LABEL = "tracing_requests", gettext_lazy("Tracing requests")


class TracingList(RecordList):
    model = TracingRequest
    filterset_class = TracingFilter
    title = LIST_LABEL
    nouns = (gettext_lazy("tracing request"), gettext_lazy("tracing requests"))
    row_template = "people/_tracing_row.html"
    table_class = "stacked dense"
    sort = "received"
    sorted_words = {
        "received": gettext_lazy("Longest waiting first."), "-received": gettext_lazy("Latest received first."),
        "-recorded": gettext_lazy("Latest recorded first."), "-last": gettext_lazy("Latest event first."),
    }  # fmt: skip
    add_url = "tracing_request_add"
    add_label = gettext_lazy("Record a tracing request")
    lists = LISTS
    columns = (
        Column("recorded", gettext_lazy("Reference"), "created_at", falling=True),
        Column("sought", gettext_lazy("Looked for")),
        Column("enquirer", gettext_lazy("Asked by")),
        Column("received", gettext_lazy("Received"), "received_on", falling=True),
        Column("status", gettext_lazy("Status")),
        Column("person", gettext_lazy("Found to be")),
        Column("contested", gettext_lazy("Contested")),
        Column("owner", gettext_lazy("Owner"), "owner__last_name", joined=True),
        Column("last", gettext_lazy("Last event"), "last_event_sort", falling=True),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda request: request.reference),
        (gettext_lazy("Looked for"), lambda request: request.name),
        (gettext_lazy("Born"), lambda request: request.born),
        (gettext_lazy("Asked by"), lambda request: request.enquirer),
        (gettext_lazy("Relationship"), lambda request: request.get_relationship_display()),
        (gettext_lazy("Received"), lambda request: request.received_on.isoformat()),
        (gettext_lazy("Status"), lambda request: request.status_label),
        (gettext_lazy("Found to be"), lambda request: request.person.reference if request.person else ""),
        (gettext_lazy("Contested"), lambda request: request.contested),
        (gettext_lazy("Owner"), lambda request: request.owner),
        (gettext_lazy("Last event"), lambda request: _(request.last_event.label) if request.last_event else ""),
        (gettext_lazy("Synthetic"), lambda request: _("yes") if request.synthetic else ""),
    )  # fmt: skip

    def get_queryset(self):
        rows = super().get_queryset().select_related("person", "owner", "last_event")
        return rows.defer("enquirer_contact", "circumstances", "marks")


class TracingExport(RecordExport, TracingList):
    pass


class TracingPage(Guarded, RecordPage):
    model = TracingRequest
    template_name = "people/tracing.html"
    list_url, list_label = LIST_URL, LIST_LABEL
    edit_url = "tracing_request_edit"

    def get_queryset(self):
        related = ("person", "birth_place", "last_residence", "last_seen_place", "owner", "last_event")
        return super().get_queryset().select_related(*related)

    @cached_property
    def sees_contact(self):
        return self.sees_places and sees_contact(self.request.user, self.record)

    def subtitle(self):
        return _("Looked for by a relative · %(status)s") % {"status": self.record.status_label}

    def facts(self):
        request = self.record
        found = (
            {"value": request.person, "url": request.person.get_absolute_url()}
            if request.person
            else {"value": _("nobody yet")}
        )
        return [
            {"label": _("Received"), "value": show_day(request.received_on)},
            {"label": _("Found to be"), **found},
            self.date_fact(_("Last seen"), request.last_seen),
            {"label": _("Where last seen"), "value": self.place(request.last_seen_place)},
            self.contested_fact(),
            {"label": _("Owner"), "value": request.owner or _("nobody")},
        ]  # fmt: skip

    def extras(self, claims):
        request, user = self.record, self.request.user
        works = can(user, "change")
        refusal = releasing.telling(request) if works and request.person_id else ""
        open_to = request.status in request.workflow.steps[releasing.TELLS].leads
        return {
            "works": works,
            "enquirer": self.enquirer(),
            "sought": self.sought(),
            "consents": self.consents(),
            "answers": list(request.release_consents.select_related("person", "recorded_by").order_by("-sequence")),
            "judgements": list(request.judgements.select_related("person", "recorded_by").order_by("-sequence")),
            "seen": {person.pk for person in self.judged_and_seen()},
            "refusal": refusal if open_to else "",
            "tells": bool(works and request.person_id and open_to and not refusal),
            "related": [{"label": _("Found to be"), "record": row} for row in seen_by(user, request.person)],
        }  # fmt: skip

    def judged_and_seen(self):
        people = Person.objects.visible_to(self.request.user)
        return people.filter(pk__in=self.record.judgements.order_by().values("person"))

    def enquirer(self):
        """Who asks; how to reach them is for the owner and coordinators."""
        request = self.record
        contact = request.enquirer_contact if self.sees_contact else KEPT
        rows = [
            (_("Name"), request.enquirer),
            (_("Relationship"), capfirst(request.get_relationship_display())),
            (_("How to reach them"), contact if request.enquirer_contact else _("not stated")),
        ]
        return [{"label": label, "value": value} for label, value in rows]

    def sought(self):
        request, shown = self.record, self.sees_places
        rows = [
            (_("Names"), "\n".join(request.names)),
            (_("Born"), show(request.born) if request.born else ""),
            (_("Sex"), request.get_sex_display()),
            (_("Father’s first name"), request.father_name),
            (_("Mother’s maiden name"), request.mother_maiden_name),
            (_("Place of birth"), self.unrestricted(request.birth_place)),
            (_("Last residence"), self.unrestricted(request.last_residence)),
            (_("Military or civilian"), request.get_standing_display()),
            (_("Circumstances"), request.circumstances if shown else request.circumstances and KEPT),
            (_("Other marks"), request.marks if shown else request.marks and KEPT),
        ]
        return [{"label": label, "value": value} for label, value in rows if value]

    def unrestricted(self, place):
        return KEPT if place and place.restricted and not self.sees_places else place

    def consents(self):
        """What the enquirer said of each thing, last and before."""
        said = {}
        for row in self.record.consents.select_related("recorded_by").order_by("-sequence"):
            said.setdefault(row.scope, []).append(row)
        return [
            {"label": capfirst(scope.label), "last": rows[0] if rows else None, "earlier": rows[1:]}
            for scope in TracingConsent.Scope
            for rows in [said.get(scope, [])]
        ]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if self.sees_places and not self.sees_contact:
            context["history"] = changes(self.record, self.request.user, but=("enquirer_contact",))
        return context


class TracingAdd(RecordAdd):
    form_class = TracingRequestForm
    title = gettext_lazy("Record a tracing request")
    list_url, list_label = LIST_URL, LIST_LABEL


class TracingEdit(BehindGlass, RecordEdit):
    form_class = TracingRequestForm
    title = gettext_lazy("Edit the tracing request")
    list_url, list_label = LIST_URL, LIST_LABEL


class RequestDeed(Visible, RecordForm):
    """One deed on a request: its form, and back to the request."""

    action = "change"
    model = TracingRequest

    def save(self, form):
        try:
            self.do(form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        return self.record

    def do(self, facts):
        """The action, with the clean values of the form."""
        raise NotImplementedError

    def crumbs(self):
        return [
            {"label": LIST_LABEL, "url": reverse(LIST_URL)},
            {"label": self.record.reference, "url": self.record.get_absolute_url()},
            {"label": self.title, "url": ""},
        ]

    def cancel_url(self):
        return self.record.get_absolute_url()


class ConsentAdd(RequestDeed):
    form_class = ConsentForm
    title = gettext_lazy("Record what the enquirer consents to")

    def do(self, facts):
        tracing.record_consent(request=self.record, by=self.request.user, **facts)


class OfFound(RequestDeed):
    """A deed that is about the person found, whoever that was when its page was opened."""

    template_name = "people/tracing_of_found.html"

    def get_form_kwargs(self):
        return {"person": self.record.person}

    def save(self, form):
        form.cleaned_data["person"] = self.record.person
        del form.cleaned_data["found"]
        return super().save(form)


class ReleaseConsentAdd(OfFound):
    form_class = ReleaseConsentForm
    title = gettext_lazy("Record what the person found answered")

    def do(self, facts):
        tracing.record_release_consent(request=self.record, by=self.request.user, **facts)


class Tell(OfFound):
    form_class = TellForm
    title = gettext_lazy("Record what the enquirer was told")

    def do(self, facts):
        tracing.release(request=self.record, by=self.request.user, **facts)
