"""Visits to people who are held."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.actions import visiting
from cases.generic import DEEDS, RecordAdd, RecordEdit, RecordExport, RecordList, RecordPage
from cases.generic.cells import OWNER, SYNTHETIC, Dated, Number, Text, choice, party, status
from cases.guarded import Guarded, seen_by
from cases.lib.workflows import VISIT
from cases.listing import Column
from cases.models import Visit
from cases.visits.filters import VisitFilter
from cases.visits.forms import VisitForm
from cases.visits.people import each_once, list_of
from cases.visits.steps import next_steps


class VisitList(RecordList):
    model = Visit
    bulk = DEEDS
    filterset_class = VisitFilter
    title = gettext_lazy("Visits")
    nouns = (gettext_lazy("visit"), gettext_lazy("visits"))
    row_template = "visits/_visit_row.html"
    template_name = "visits/list.html"
    table_class = "stacked dense"
    sort = "-recorded"
    sorted_words = {
        "-recorded": gettext_lazy("Latest recorded first."), "-occurred": gettext_lazy("Latest held first."),
        "-planned": gettext_lazy("Latest planned first."), "planned": gettext_lazy("Next planned first."),
    }  # fmt: skip
    add_url = "visit_add"
    add_label = gettext_lazy("Record a visit")
    columns = (
        Column("recorded", gettext_lazy("Reference"), "created_at", falling=True),
        Column("title", gettext_lazy("What")),
        Column("kind", gettext_lazy("Kind")),
        Column("basis", gettext_lazy("Legal basis")),
        Column("holding", gettext_lazy("Held by")),
        Column("occurred", gettext_lazy("When"), "occurred_sort", falling=True),
        Column("planned", gettext_lazy("Planned"), "planned_sort", falling=True),
        Column("status", gettext_lazy("Status")),
        Column("contested", gettext_lazy("Contested")),
        Column("owner", gettext_lazy("Owner"), "owner__last_name", joined=True),
    )
    export_columns = (
        (gettext_lazy("Reference"), Text("reference")),
        (gettext_lazy("What"), Text("title")),
        (gettext_lazy("Visitor"), Text("visitor__name")),
        (gettext_lazy("Kind"), choice(Visit, "type")),
        (gettext_lazy("Legal basis"), choice(Visit, "basis")),
        (gettext_lazy("Held by"), party("holding_party")),
        (gettext_lazy("When"), Dated("occurred")),
        (gettext_lazy("Planned"), Dated("planned")),
        (gettext_lazy("Status"), status(Visit)),
        (gettext_lazy("Contested"), Number("contested")),
        (gettext_lazy("Owner"), OWNER),
        (gettext_lazy("Synthetic"), SYNTHETIC),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("holding_party", "visitor", "owner")


class VisitExport(RecordExport, VisitList):
    pass


def basis_warning(visit):
    """Why the legal basis does not carry a visit of this kind, or nothing."""
    if visit.lacks_agreement:
        return _("GC III gives prisoners of war no right to family visits: name the special agreement (D30).")
    if not visit.basis_fits:
        return _(
            "%(basis)s is not about a visit of this kind; it is recorded as those who made it state it."
        ) % {"basis": visit.get_basis_display()}
    return ""


class VisitPage(Guarded, RecordPage):
    model = Visit
    template_name = "visits/visit.html"
    list_url, list_label = "visits", gettext_lazy("Visits")
    edit_url = "visit_edit"

    def get_queryset(self):
        related = ("agreement", "holding_party", "visitor", "place", "owner", "last_event")
        return super().get_queryset().select_related(*related)

    def subtitle(self):
        return f"{capfirst(self.record.get_type_display())} · {self.record.status_label}"

    def basis_fact(self):
        """The legal basis; a family visit needs a special agreement (D30)."""
        visit = self.record
        if visit.lacks_agreement:
            return {
                "label": _("Legal basis"),
                "chip": {"tone": "warn", "mark": "late", "text": _("no special agreement named")},
            }
        return {"label": _("Legal basis"), "value": visit.get_basis_display() or _("not stated")}

    def facts(self):
        visit = self.record
        return [
            self.date_fact(_("When"), visit.occurred),
            self.planned_fact(),
            self.basis_fact(),
            self.contested_fact(),
            {"label": _("Held by"), "value": visit.holding_party or _("not stated")},
            {"label": _("Visitor"), "value": visit.visitor or _("not stated")},
            {"label": _("Where"), "value": self.place(visit.place)},
            {"label": _("Owner"), "value": visit.owner or _("nobody")},
        ]

    def extras(self, claims):
        visit, user = self.record, self.request.user
        on_list = list_of(visit, user)
        listed = each_once(on_list)
        return {
            "path": self.path(), "steps": self.steps() if can(user, "record_event") else [], "listed": listed,
            "hidden": visit.list_of_visited.count() - len(on_list), "warning": basis_warning(visit),
            "people_url": reverse("visit_people", args=[visit.reference]) if can(user, "change") else "",
            "related": [{"label": _("Agreement"), "record": row} for row in seen_by(user, visit.agreement)],
        }  # fmt: skip

    def path(self):
        """The states that a visit passes, with those recorded and the one in which it is now."""
        visit, told = self.record, set(self.record.events.live().values_list("type", flat=True))
        path = ["requested", "granted", "scheduled", "held", "reported"]
        if visit.status not in path:
            path.insert(0 if visit.status == "proposed" else 2, visit.status)
        return [
            {
                "label": _(VISIT.states[state]),
                "state": "here" if state == visit.status else "done" if state in told else "",
            }
            for state in path
        ]

    def steps(self):
        reference = self.record.reference
        return [
            {"label": _(label), "url": reverse("visit_step", args=[reference, type])}
            for type, label in next_steps(self.record)
        ]


class VisitAdd(RecordAdd):
    form_class = VisitForm
    title = gettext_lazy("Record a visit")
    list_url, list_label = "visits", gettext_lazy("Visits")


class VisitEdit(RecordEdit):
    form_class = VisitForm
    title = gettext_lazy("Edit the visit")
    list_url, list_label = "visits", gettext_lazy("Visits")

    def save(self, form):
        visit = super().save(form)
        visiting.settle_basis(visit=visit, by=self.request.user)
        return visit
