"""Groups: people known by number before they are known by name."""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.generic import RecordAdd, RecordEdit, RecordExport, RecordList, RecordPage
from cases.guarded import KEPT, Guarded, sees_places
from cases.lib.dates import show
from cases.listing import Column
from cases.models import Group, GroupMembership
from cases.models.person import people_once
from cases.people.filters import LISTS, GroupFilter
from cases.people.forms import GroupForm
from cases.shown.headcounts import headcounts_of
from cases.shown.people import open_places, size_text
from cases.shown.sections import section

LIMIT = 20


def _members(**of):
    """How many people on record a group has: counted for the rows that are shown, not for all."""
    rows = GroupMembership.objects.filter(group=OuterRef("pk"), person__superseded_by=None, **of).order_by()
    return Coalesce(Subquery(rows.values("group").annotate(number=people_once()).values("number")), 0)


class GroupList(RecordList):
    model = Group
    filterset_class = GroupFilter
    title = gettext_lazy("Groups")
    nouns = (gettext_lazy("group"), gettext_lazy("groups"))
    row_template = "people/_group_row.html"
    sort = "name"
    sorted_words = {
        "name": gettext_lazy("By name."), "-recorded": gettext_lazy("Latest recorded first."),
        "-last": gettext_lazy("Latest event first."),
    }  # fmt: skip
    add_url = "group_add"
    add_label = gettext_lazy("Record a group")
    lists = LISTS
    columns = (
        Column("recorded", gettext_lazy("Reference"), "created_at", falling=True),
        Column("name", gettext_lazy("Group"), "sort_key"),
        Column("where", gettext_lazy("From → now")),
        Column("size", gettext_lazy("Number, as stated"), end=True),
        Column("named", gettext_lazy("Named"), end=True),
        Column("contested", gettext_lazy("Contested")),
        Column("owner", gettext_lazy("Owner"), "owner__last_name", joined=True),
        Column("last", gettext_lazy("Last event"), "last_event_sort", falling=True),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda group: group.reference),
        (gettext_lazy("Group"), lambda group: group.name),
        (gettext_lazy("Where from"), lambda group: group.place_from),
        (gettext_lazy("Where now, as stated"), lambda group: group.place_now),
        (gettext_lazy("Number, as stated"), size_text),
        (gettext_lazy("On record"), lambda group: group.on_record),
        (gettext_lazy("Named"), lambda group: group.named),
        (gettext_lazy("Contested"), lambda group: group.contested),
        (gettext_lazy("Owner"), lambda group: group.owner),
        (gettext_lazy("Last event"), lambda group: _(group.last_event.label) if group.last_event else ""),
        (gettext_lazy("Synthetic"), lambda group: _("yes") if group.synthetic else ""),
    )

    def get_queryset(self):
        rows = super().get_queryset().select_related("place_from", "place_now", "owner", "last_event")
        return rows.annotate(on_record=_members(), named=_members(person__name__gt=""))

    def decorate(self, rows):
        for group in rows:
            group.size_words = size_text(group)
        return rows

    def get_context(self, rows, error):
        return super().get_context(rows, error) | {
            "sees_places": sees_places(self.request.user),
            "kept": KEPT,
        }


class GroupExport(RecordExport, GroupList):
    pass


class GroupPage(Guarded, RecordPage):
    model = Group
    of_person = False
    template_name = "people/group.html"
    list_url, list_label = "groups", gettext_lazy("Groups")
    edit_url = "group_edit"

    def get_queryset(self):
        return super().get_queryset().select_related("place_from", "place_now", "owner", "last_event")

    def subtitle(self):
        return size_text(self.record)

    def facts(self):
        group = self.record
        return [
            {"label": _("Number, as stated"), "value": size_text(group)},
            self.contested_fact(),
            {"label": _("Where from"), "value": self.place(group.place_from)},
            {"label": _("Where now, as stated"), "value": self.place(group.place_now)},
            {"label": _("Owner"), "value": group.owner or _("nobody")},
        ]

    def extras(self, claims):
        group, user = self.record, self.request.user
        return {
            "open_places": open_places(group, user),
            "headcounts": headcounts_of(group, user, self.request.GET, may_record=can(user, "add")),
            "sections": [table for table in (self.cases(), self.operations()) if table["rows"]],
            "related": [
                {"label": _("Evacuation"), "record": row}
                for row in group.evacuations.visible_to(user).order_by("-occurred_sort", "-pk")[:LIMIT]
            ],
        }

    def cases(self):
        rows = self.record.repatriation_cases.visible_to(self.request.user)
        columns = [
            _("Case"),
            (_("Where now → where to"), lambda row: f"{row.holding_party} → {row.receiving_party}"),
            (_("Status"), lambda row: row.status_label),
        ]  # fmt: skip
        return section(
            "cases",
            _("Cases"),
            rows.select_related("holding_party", "receiving_party").order_by("-pk"),
            columns,
        )

    def operations(self):
        rows = self.record.repatriation_events.visible_to(self.request.user).order_by("-occurred_sort", "-pk")
        columns = [
            _("What"), (_("When"), lambda row: show(row.occurred) if row.occurred else ""),
            (_("Status"), lambda row: row.status_label),
        ]  # fmt: skip
        return section("operations", _("Repatriation events"), rows, columns)


class GroupAdd(RecordAdd):
    form_class = GroupForm
    title = gettext_lazy("Record a group")
    list_url, list_label = "groups", gettext_lazy("Groups")


class GroupEdit(RecordEdit):
    form_class = GroupForm
    title = gettext_lazy("Edit the group")
    list_url, list_label = "groups", gettext_lazy("Groups")
