"""The list of follow-ups of all records."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.context import OF_THE_DAY
from cases.generic import RecordExport, RecordList
from cases.guarded import kept_about, sees_places
from cases.listing import Column
from cases.models import FollowUp
from cases.shown.followups import asks_for, words
from cases.work.filters import FollowUpFilter


class FollowUpList(RecordList):
    """What is to be done about all records, the longest due first; whoever may only read sees no words of colleagues."""

    model = FollowUp
    filterset_class = FollowUpFilter
    title = gettext_lazy("Follow-ups")
    lists = OF_THE_DAY
    bulk = ("bulk_assign",)
    row_template = "work/_follow_up_row.html"
    sort = "due"
    sorted_words = {
        "due": gettext_lazy("Longest due first."),
        "-due": gettext_lazy("Last due first."),
        "-recorded": gettext_lazy("Latest recorded first."),
    }
    add_url, add_label = "follow_up_add", gettext_lazy("Add a follow-up")
    columns = (
        Column("recorded", gettext_lazy("What to do"), "id", falling=True),
        Column("about", gettext_lazy("About")),
        Column("due", gettext_lazy("Due"), "due_on"),
        Column("kind", gettext_lazy("Kind")),
        Column("owner", gettext_lazy("Owner"), "owner__last_name", joined=True),
        Column("outcome", gettext_lazy("What came of it")),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda row: row.reference),
        (gettext_lazy("What to do"), lambda row: row.words),
        (gettext_lazy("Record"), lambda row: row.about.reference),
        (gettext_lazy("Kind of record"), lambda row: row.about.workflow.label),
        (gettext_lazy("Name"), lambda row: row.about),
        (gettext_lazy("Due"), lambda row: row.due_on),
        (gettext_lazy("Late"), lambda row: _("yes") if row.is_late(timezone.localdate()) else _("no")),
        (gettext_lazy("Kind"), asks_for),
        (gettext_lazy("Owner"), lambda row: row.owner),
        (gettext_lazy("Done"), lambda row: timezone.localdate(row.done_at) if row.done_at else ""),
        (gettext_lazy("What came of it"), lambda row: row.came_of_it),
        (gettext_lazy("Done by"), lambda row: row.done_by),
    )

    @property
    def nouns(self):
        """The list opens with the open ones: it says so."""
        if self.filterset.active().get("state"):
            return _("follow-up"), _("follow-ups")
        return _("open follow-up"), _("open follow-ups")

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "done_by").with_about()

    def before_file(self, rows):
        """The words of colleagues: not of people whom others look after, but for what this user is to do."""
        user = self.request.user
        kept = set(rows) if not sees_places(user) else kept_about(user, rows)
        for row in rows:
            reads = row not in kept
            row.words = words(row, reads=reads)
            row.came_of_it = row.outcome if reads else words(row, reads=False)

    def decorate(self, rows):
        self.before_file(rows)
        today, writes = timezone.localdate(), can(self.request.user, "change")
        for row in rows:
            row.record, row.asks_for, row.late = row.about, asks_for(row), row.is_late(today)
            row.days = (today - row.due_on).days
            row.is_open = writes and row.done_at is None
        return rows

    def empty(self):
        if self.filterset.active():
            return super().empty()
        return {
            "title": _("Nothing is waiting"),
            "text": _("No follow-up is open. That nobody wrote down what is to be done does not mean that nothing is."),
            "actions": [{"label": _("Show the done ones"), "url": "?state=done"}],
        }  # fmt: skip


class FollowUpExport(RecordExport, FollowUpList):
    pass
