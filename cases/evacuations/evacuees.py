"""Evacuees: one person in one evacuation, where they stay and what they wish."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.actions import wishes
from cases.evacuations.filters import LISTS, EvacueeFilter
from cases.evacuations.forms import EvacueeForm
from cases.generic import DEEDS, RecordAdd, RecordEdit, RecordExport, RecordList, RecordPage
from cases.generic.cells import (
    OWNER,
    SYNTHETIC,
    Dated,
    Number,
    Said,
    Text,
    choice,
    last_event,
    status,
)
from cases.guarded import KEPT, BehindGlass, Guarded, kept_of, sees_places
from cases.listing import Column
from cases.models import Evacuee, RepatriationCase
from cases.shown.wishes import wishes_of


def _stays(place, kept):
    """Where somebody stays, to those who see it."""
    return str(KEPT) if place and kept == "t" else place


class EvacueeList(RecordList):
    model = Evacuee
    bulk = DEEDS
    filterset_class = EvacueeFilter
    title = gettext_lazy("Evacuated people")
    nouns = (gettext_lazy("evacuated person"), gettext_lazy("evacuated people"))
    row_template = "evacuations/_evacuee_row.html"
    table_class = "stacked dense"
    sort = "-recorded"
    sorted_words = {
        "-recorded": gettext_lazy("Latest recorded first."), "-last": gettext_lazy("Latest event first."),
        "name": gettext_lazy("By name."),
    }  # fmt: skip
    add_url = "evacuee_add"
    add_label = gettext_lazy("Add a person to an evacuation")
    lists = LISTS
    columns = (
        Column("recorded", gettext_lazy("Reference"), "created_at", falling=True),
        Column("name", gettext_lazy("Who"), "person__sort_key", joined=True),
        Column("evacuation", gettext_lazy("Evacuation")),
        Column("place", gettext_lazy("Stays in")),
        Column("wish", gettext_lazy("Wish")),
        Column("status", gettext_lazy("Status")),
        Column("contested", gettext_lazy("Contested")),
        Column("owner", gettext_lazy("Owner"), "owner__last_name", joined=True),
        Column("last", gettext_lazy("Last event"), "last_event_sort", falling=True),
    )
    export_columns = (
        (gettext_lazy("Reference"), Text("reference")),
        (gettext_lazy("Who"), Text("person__name", "person__label")),
        (gettext_lazy("In Latin letters"), Text("person__latin_name")),
        (gettext_lazy("Evacuation"), Text("evacuation__title")),
        (gettext_lazy("Stays in"), Said(_stays, "place__name", "kept")),
        (gettext_lazy("Wish"), choice(Evacuee, "wish")),
        (gettext_lazy("Wish heard by"), Text("wish_recorded_by")),
        (gettext_lazy("Status"), status(Evacuee)),
        (gettext_lazy("Contested"), Number("contested")),
        (gettext_lazy("Owner"), OWNER),
        (gettext_lazy("Last event"), last_event(Evacuee)),
        (gettext_lazy("Last event on"), Dated("last_event__occurred")),
        (gettext_lazy("Synthetic"), SYNTHETIC),
    )

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not sees_places(request.user):
            self.columns = tuple(column for column in self.columns if column.key != "place")

    def get_queryset(self):
        """With `kept`: is where they stay kept, because others look after the person?"""
        rows = super().get_queryset().select_related("person", "evacuation", "place", "owner", "last_event")
        return rows.annotate(kept=kept_of(self.request.user, "person"))

    def decorate(self, rows):
        for row in rows:
            row.stays = row.place and _stays(row.place.name, "t" if row.kept else "")
        return rows

    def get_context(self, rows, error):
        return super().get_context(rows, error) | {"sees_places": sees_places(self.request.user)}


class EvacueeExport(RecordExport, EvacueeList):
    pass


class EvacueePage(Guarded, RecordPage):
    model = Evacuee
    template_name = "evacuations/evacuee.html"
    list_url, list_label = "evacuees", gettext_lazy("Evacuated people")
    edit_url = "evacuee_edit"

    def get_queryset(self):
        related = ("person", "evacuation__group", "place", "owner", "last_event")
        return super().get_queryset().select_related(*related)

    def evidence_records(self):
        return (self.record, self.record.evacuation)

    def subtitle(self):
        return f"{self.record.evacuation} · {self.record.status_label}"

    def facts(self):
        row = self.record
        return [
            {"label": _("Wish, as recorded by us"), "value": row.get_wish_display()},
            {"label": _("Stays in"), "value": self.place(row.place)},
            self.contested_fact(),
            self.planned_fact(),
            {"label": _("Owner"), "value": row.owner or _("nobody")},
        ]

    def extras(self, claims):
        row, user = self.record, self.request.user
        cases = RepatriationCase.objects.visible_to(user)
        cases = cases.filter(person=row.person) | cases.filter(evacuation=row.evacuation)
        links = [
            (_("Person"), row.person), (_("Evacuation"), row.evacuation),
            *((_("Case"), case) for case in cases.order_by("-pk")[:10]),
        ]  # fmt: skip
        may_open = can(user, "add") and row.status in row.workflow.open_states
        may_ask = can(user, "record_event") and wishes.can_be_recorded(row)
        return {
            "wishes": wishes_of(row, user, keeps="" if self.sees_places else str(KEPT)),
            "case_url": reverse("evacuee_case", args=[row.reference]) if may_open else "",
            "wish_url": reverse("evacuee_wish", args=[row.reference]) if may_ask else "",
            "related": [{"label": label, "record": record} for label, record in links],
        }


class EvacueeAdd(RecordAdd):
    form_class = EvacueeForm
    title = gettext_lazy("Add a person to an evacuation")
    list_url, list_label = "evacuees", gettext_lazy("Evacuated people")

    def get_form_kwargs(self):
        return {"initial": {"evacuation": self.request.GET.get("evacuation", "")[:40]}}


class EvacueeEdit(BehindGlass, RecordEdit):
    form_class = EvacueeForm
    title = gettext_lazy("Edit the evacuated person’s record")
    list_url, list_label = "evacuees", gettext_lazy("Evacuated people")
