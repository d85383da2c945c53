"""The operations that bring people home: the list, the page, planning and changing one."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import Allowed, can
from cases.actions.travellers import OVER
from cases.generic import DEEDS, RecordAdd, RecordEdit, RecordExport, RecordList, RecordPage, Visible
from cases.generic.cells import Dated, Number, Text, choice, party, status
from cases.guarded import KEPT, kept_from, seen_by, sees_places
from cases.listing import Column
from cases.models import RepatriationEvent
from cases.repatriation.filters import RepatriationEventFilter
from cases.repatriation.forms import RepatriationEventForm
from cases.repatriation.views import LISTS
from cases.shown.stated_counts import stated_counts
from cases.shown.travellers import travellers


class RepatriationEventList(RecordList):
    model = RepatriationEvent
    bulk = DEEDS
    filterset_class = RepatriationEventFilter
    title = gettext_lazy("Repatriation events")
    nouns = (gettext_lazy("operation"), gettext_lazy("operations"))
    lists = LISTS
    row_template = "repatriation/_event_row.html"
    sort = "-occurred"
    sorted_words = {"-occurred": gettext_lazy("Latest first.")}
    add_url = "repatriation_event_add"
    add_label = gettext_lazy("Plan an operation")
    columns = (
        Column("reference", gettext_lazy("Reference"), "reference"),
        Column("title", gettext_lazy("What"), "title", joined=True),
        Column("kind", gettext_lazy("Kind")),
        Column("route", gettext_lazy("From → to")),
        Column("occurred", gettext_lazy("When"), "occurred_sort", falling=True),
        Column("planned", gettext_lazy("Planned"), "planned_sort"),
        Column("status", gettext_lazy("Status")),
        Column("expected", gettext_lazy("Expected"), end=True),
        Column("came", gettext_lazy("Came"), end=True),
        Column("contested", gettext_lazy("Contested")),
    )
    export_columns = (
        (gettext_lazy("Reference"), Text("reference")),
        (gettext_lazy("What"), Text("title")),
        (gettext_lazy("Kind"), choice(RepatriationEvent, "type")),
        (gettext_lazy("From"), party("from_party")),
        (gettext_lazy("To"), party("to_party")),
        (gettext_lazy("When"), Dated("occurred")),
        (gettext_lazy("Planned"), Dated("planned")),
        (gettext_lazy("Status"), status(RepatriationEvent)),
        (gettext_lazy("Expected, on our list"), Number("expected")),
        (gettext_lazy("Came, as we count"), Number("came")),
        (gettext_lazy("Contested"), Number("contested")),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("from_party", "to_party").with_totals()


class RepatriationEventExport(RecordExport, RepatriationEventList):
    pass


class RepatriationEventPage(RecordPage):
    model = RepatriationEvent
    template_name = "repatriation/operation.html"
    list_url, list_label = "repatriation_events", gettext_lazy("Repatriation events")
    edit_url = "repatriation_event_edit"

    def get_queryset(self):
        return super().get_queryset().select_related("from_party", "to_party", "owner").with_totals()

    def subtitle(self):
        event = self.record
        arrow = "⇄" if event.is_exchange else "→"
        return f"{event.get_type_display().capitalize()} · {event.from_party} {arrow} {event.to_party} · {event.status_label}"

    def facts(self):
        event = self.record
        return [
            {"label": _("When"), "date": event.occurred}
            if event.occurred
            else {"label": _("When"), "value": _("not stated")},
            self.contested_fact(),
            self.planned_fact(),
            {"label": _("Route"), "value": event.route or _("not stated")},
            {
                "label": _("Mediators"),
                "value": ", ".join(a.short for a in event.mediators.all()) or _("none stated"),
            },
            {"label": _("Expected, on our list"), "value": event.expected or _("nobody listed")},
            {
                "label": _("Came home, as we count"),
                "value": _("not counted") if event.came is None else event.came,
            },
            {"label": _("Owner"), "value": event.owner or _("nobody")},
        ]

    def extras(self, claims):
        event, user = self.record, self.request.user
        links = [
            *[(_("Group"), group) for group in event.groups.all()],
            *[(_("Case"), case) for case in event.cases.all()[:10]],
        ]
        seen = seen_by(user, *[record for _label, record in links])
        private = sees_places(user)
        return {
            "related": [{"label": label, "record": record} for label, record in links if record in seen],
            "travellers": travellers(
                event,
                user,
                private=private,
                may_undo=can(user, "declare_wrong"),
                kept_from=kept_from,
                kept=KEPT,
            ),
            "private": private,
            "stated": stated_counts(claims, event),
            "steps": self.steps(),
        }

    def steps(self):
        """What one can do with the operation and its people now."""
        event, user = self.record, self.request.user
        if not can(user, "record_event"):
            return {}
        over = event.status in OVER
        return {
            "people": "" if over else reverse("operation_people", args=[event.reference]),
            "readiness": "" if over else reverse("operation_readiness", args=[event.reference]),
            "move": "" if over else reverse("operation_move", args=[event.reference]),
            "arrivals": "" if event.status in {"cancelled", "did_not_take_place"}
            else reverse("operation_arrivals", args=[event.reference]),
            "manifest": reverse("operation_manifest", args=[event.reference]),
        }  # fmt: skip


class OfOperation(Allowed, Visible):
    """A page about the people of one operation, before a view."""

    model = RepatriationEvent
    title = ""

    def get_queryset(self):
        return super().get_queryset().select_related("from_party", "to_party")

    @cached_property
    def operation(self):
        return self.record

    def crumbs(self):
        return [
            {"label": _("Repatriation events"), "url": reverse("repatriation_events")},
            {"label": self.operation.reference, "url": self.operation.get_absolute_url()},
            {"label": self.title, "url": ""},
        ]

    def context(self, **more):
        cancel = f"{self.operation.get_absolute_url()}#travellers"
        return {
            "operation": self.operation,
            "title": self.title,
            "crumbs": self.crumbs(),
            "cancel_url": cancel,
        } | more


class RepatriationEventAdd(RecordAdd):
    form_class = RepatriationEventForm
    title = gettext_lazy("Plan an operation")
    list_url, list_label = "repatriation_events", gettext_lazy("Repatriation events")


class RepatriationEventEdit(RecordEdit):
    form_class = RepatriationEventForm
    title = gettext_lazy("Edit")
    list_url, list_label = "repatriation_events", gettext_lazy("Repatriation events")
