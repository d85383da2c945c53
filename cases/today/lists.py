"""The list of saved views: one's own, and those that others share."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.context import OF_THE_DAY
from cases.generic import RecordExport, RecordList
from cases.generic.known import list_of
from cases.listing import Column
from cases.models import SavedView
from cases.today.filters import SavedViewFilter


class SavedViewList(RecordList):
    """Names only: what each of them finds is counted on the page of today, for those that are pinned."""

    model = SavedView
    filterset_class = SavedViewFilter
    title = gettext_lazy("Saved views")
    nouns = (gettext_lazy("view"), gettext_lazy("views"))
    lists = OF_THE_DAY
    row_template = "today/_view_row.html"
    sort = "name"
    sorted_words = {"name": gettext_lazy("By name.")}
    columns = (
        Column("name", gettext_lazy("Name"), "name"),
        Column("list", gettext_lazy("List")),
        Column("whose", gettext_lazy("Whose")),
        Column("looked", gettext_lazy("You last looked")),
        Column("pinned", gettext_lazy("My page of today")),
        Column("recorded", gettext_lazy("Saved"), "created_at", falling=True),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda view: view.reference),
        (gettext_lazy("Name"), lambda view: view.name),
        (gettext_lazy("List"), lambda view: title_of(view)),
        (gettext_lazy("Owner"), lambda view: view.owner),
        (gettext_lazy("Shared"), lambda view: _("yes") if view.shared else _("no")),
        (gettext_lazy("Saved"), lambda view: timezone.localdate(view.created_at)),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("owner").with_looks_of(self.request.user)

    def decorate(self, rows):
        user = self.request.user
        for row in rows:
            row.list_title, row.mine = title_of(row, user), row.owner_id == user.pk
            row.look = row.own_looks[0] if row.own_looks else None
            row.may_change, row.may_pin = row.mine and can(user, "save_view"), can(user, "save_view")
        return rows

    def empty(self):
        if self.filterset.active():
            return super().empty()
        return {
            "title": _("No view is saved yet"),
            "text": _("Filter any list, then choose “Save this view” above it: the filter gets a name, and this page "
                      "and your page of today lead to it."),
            "actions": [],
        }  # fmt: skip


class SavedViewExport(RecordExport, SavedViewList):
    pass


def title_of(view, user=None):
    """The list that a view filters; "" where it is no longer there, or not for this user."""
    listing = list_of(view.list)
    return str(listing.title) if listing and (user is None or can(user, listing.action)) else ""
