"""Evacuations: people brought from one place to another, as stated."""

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.access import can
from cases.evacuations.filters import LISTS, EvacuationFilter
from cases.evacuations.forms import EvacuationForm
from cases.evacuations.numbers import cases_of, numbers_of
from cases.generic import RecordAdd, RecordEdit, RecordExport, RecordList, RecordPage
from cases.generic.cells import OWNER, SYNTHETIC, Dated, Number, Text, status
from cases.guarded import KEPT, Guarded, kept_from, seen_by, sees_places
from cases.listing import Column
from cases.models import Evacuation, Evacuee
from cases.models.person import people_once
from cases.shown.sections import CAP, section


def _people(user, **of):
    """How many people an evacuation has on record: counted for the rows that are shown, not for all."""
    rows = Evacuee.objects.visible_to(user).filter(evacuation=OuterRef("pk"), **of).order_by()
    return Coalesce(Subquery(rows.values("evacuation").annotate(number=people_once()).values("number")), 0)


class EvacuationList(RecordList):
    model = Evacuation
    filterset_class = EvacuationFilter
    title = gettext_lazy("Evacuations")
    nouns = (gettext_lazy("evacuation"), gettext_lazy("evacuations"))
    row_template = "evacuations/_evacuation_row.html"
    table_class = "stacked dense"
    sort = "-occurred"
    sorted_words = {
        "-occurred": gettext_lazy("Latest first."), "-recorded": gettext_lazy("Latest recorded first."),
        "-last": gettext_lazy("Latest event first."),
    }  # fmt: skip
    add_url = "evacuation_add"
    add_label = gettext_lazy("Record an evacuation")
    lists = LISTS
    columns = (
        Column("recorded", gettext_lazy("Reference"), "created_at", falling=True),
        Column("title", gettext_lazy("What")),
        Column("where", gettext_lazy("From → to")),
        Column("by", gettext_lazy("Carried out by")),
        Column("occurred", gettext_lazy("When"), "occurred_sort", falling=True),
        Column("people", gettext_lazy("People on record"), end=True),
        Column("status", gettext_lazy("Status")),
        Column("contested", gettext_lazy("Contested")),
        Column("owner", gettext_lazy("Owner"), "owner__last_name", joined=True),
    )
    export_columns = (
        (gettext_lazy("Reference"), Text("reference")),
        (gettext_lazy("What"), Text("title")),
        (gettext_lazy("From"), Text("place_from__name")),
        (gettext_lazy("To"), Text("place_to__name")),
        (gettext_lazy("Carried out by"), Text("carried_out_by__name")),
        (gettext_lazy("When"), Dated("occurred")),
        (gettext_lazy("People on record"), Number("people")),
        (gettext_lazy("Named"), Number("named")),
        (gettext_lazy("Status"), status(Evacuation)),
        (gettext_lazy("Contested"), Number("contested")),
        (gettext_lazy("Owner"), OWNER),
        (gettext_lazy("Synthetic"), SYNTHETIC),
    )

    def get_queryset(self):
        user = self.request.user
        rows = super().get_queryset().select_related("place_from", "place_to", "carried_out_by", "owner")
        return rows.annotate(people=_people(user), named=_people(user, person__name__gt=""))

    def get_context(self, rows, error):
        return super().get_context(rows, error) | {
            "sees_places": sees_places(self.request.user),
            "kept": KEPT,
        }


class EvacuationExport(RecordExport, EvacuationList):
    pass


class EvacuationPage(Guarded, RecordPage):
    model = Evacuation
    of_person = False
    template_name = "evacuations/evacuation.html"
    list_url, list_label = "evacuations", gettext_lazy("Evacuations")
    edit_url = "evacuation_edit"

    def get_queryset(self):
        related = ("group", "place_from", "place_to", "carried_out_by", "owner", "last_event")
        return super().get_queryset().select_related(*related)

    def evidence_records(self):
        return (self.record, *seen_by(self.request.user, self.record.group))

    def subtitle(self):
        places = [self.place(place) for place in (self.record.place_from, self.record.place_to)]
        return f"{places[0]} → {places[1]} · {self.record.status_label}"

    def facts(self):
        row = self.record
        people = Evacuee.objects.visible_to(self.request.user).filter(evacuation=row)
        number = people.aggregate(total=people_once(), named=people_once(filter=~Q(person__name="")))
        on_record = ngettext(
            "%(total)s person, %(named)s named", "%(total)s people, %(named)s named", number["total"]
        )
        return [
            self.date_fact(_("When"), row.occurred),
            {"label": _("On record"), "value": on_record % number},
            self.contested_fact(),
            {"label": _("Carried out by"), "value": row.carried_out_by or _("not stated")},
            {"label": _("From"), "value": self.place(row.place_from)},
            {"label": _("To"), "value": self.place(row.place_to)},
            {"label": _("Owner"), "value": row.owner or _("nobody")},
        ]  # fmt: skip

    def extras(self, claims):
        row, user = self.record, self.request.user
        groups = [{"label": _("Group"), "record": group} for group in seen_by(user, row.group)]
        cases = row.repatriation_cases.visible_to(user).order_by("-pk")[:10]
        may_record = can(user, "record_event")
        return {
            "sections": [self.people()],
            "numbers": numbers_of(row, user),
            "survey_url": reverse("evacuation_wishes", args=[row.reference]) if may_record else "",
            "accommodation_url": reverse("accommodate", args=[row.reference]) if may_record else "",
            "related": [*groups, *({"label": _("Case"), "record": case} for case in cases)],
            "add_evacuee_url": f"{reverse('evacuee_add')}?evacuation={row.reference}"
            if can(user, "add")
            else "",
        }

    def people(self):
        rows = Evacuee.objects.visible_to(self.request.user).filter(evacuation=self.record)
        rows = rows.select_related("person", "place", "evacuation").order_by("person__sort_key", "pk")
        cases = cases_of(rows[:CAP], self.request.user)
        kept = kept_from(self.request.user, rows[:CAP].values_list("person", flat=True))
        place = (
            _("Stays in"),
            lambda row: str((KEPT if row.person_id in kept else row.place) if row.place else ""),
        )
        columns = [
            _("Who"), *([place] if self.sees_places else []),
            (_("Wish"), lambda row: row.get_wish_display()), (_("Status"), lambda row: row.status_label),
            (_("Case"), lambda row: cases.get(row.person_id, "")),
        ]  # fmt: skip
        url = f"{reverse('evacuees')}?evacuation={self.record.reference}"
        none = _("Nobody is on record in it yet: that does not mean that nobody was.")
        table = section("people", _("People"), rows, columns, url=url, none=none)
        for row in table["rows"]:
            row["name"] = row["record"].person
        return table


class EvacuationAdd(RecordAdd):
    form_class = EvacuationForm
    title = gettext_lazy("Record an evacuation")
    list_url, list_label = "evacuations", gettext_lazy("Evacuations")


class EvacuationEdit(RecordEdit):
    form_class = EvacuationForm
    title = gettext_lazy("Edit the evacuation")
    list_url, list_label = "evacuations", gettext_lazy("Evacuations")
