"""The list of appeals: what we asked of whom about which record, how long it waits, and what was answered."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.context import OF_THE_DAY
from cases.generic import RecordExport, RecordList
from cases.guarded import KEPT, OF_PEOPLE, sees_places
from cases.lib.dates import show
from cases.listing import Column
from cases.models import FollowUp
from cases.shown.appeals import days_waiting, story
from cases.work.filters import AppealFilter


def day(date):
    return show(date) if date else ""


class AppealList(RecordList):
    """Questions of ours, the longest due first; each is the follow-up that waits for its answer."""

    model = FollowUp
    filterset_class = AppealFilter
    title = gettext_lazy("Appeals")
    lists = OF_THE_DAY
    row_template = "work/_appeal_row.html"
    sort = "due"
    sorted_words = {"due": gettext_lazy("Longest due first."), "-due": gettext_lazy("Last due first.")}
    columns = (
        Column("whom", gettext_lazy("Whom we asked"), "counterpart__name", joined=True),
        Column("about", gettext_lazy("About")),
        Column("asked", gettext_lazy("Asked on"), "event__occurred_sort", joined=True),
        Column("due", gettext_lazy("Answer due"), "due_on"),
        Column("waiting", gettext_lazy("Days waiting"), end=True),
        Column("answer", gettext_lazy("Answer")),
        Column("owner", gettext_lazy("Owner"), "owner__last_name", joined=True),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda row: row.reference),
        (gettext_lazy("Whom we asked"), lambda row: row.counterpart),
        (gettext_lazy("Record"), lambda row: row.about.reference),
        (gettext_lazy("Kind of record"), lambda row: row.about.workflow.label),
        (gettext_lazy("Name"), lambda row: row.about),
        (gettext_lazy("What was asked"), lambda row: row.event.note),
        (gettext_lazy("Asked on"), lambda row: day(row.event.occurred)),
        (gettext_lazy("Answer due"), lambda row: row.due_on),
        (gettext_lazy("Overdue"), lambda row: _("yes") if row.is_late(timezone.localdate()) else _("no")),
        (gettext_lazy("Days waiting"), lambda row: days_waiting(row, timezone.localdate())),
        (gettext_lazy("Answer"), lambda row: row.outcome),
        (gettext_lazy("Owner"), lambda row: row.owner),
    )

    @property
    def nouns(self):
        """The list opens with the open ones: it says so."""
        if self.filterset.active().get("state"):
            return _("question"), _("questions")
        return _("open question"), _("open questions")

    def get_queryset(self):
        rows = super().get_queryset().questions()
        return rows.select_related("owner", "event", "counterpart").with_about()

    def decorate(self, rows):
        reads, writes = sees_places(self.request.user), can(self.request.user, "record_event")
        today = timezone.localdate()
        story(rows, self.request.user, today)
        for row in rows:
            row.record, row.late, row.is_open = row.about, row.is_late(today), writes and row.done_at is None
            of_people = row.about_kind in OF_PEOPLE or getattr(row.about, "person_id", None)
            row.whom = row.counterpart.short if reads or not of_people else KEPT
            row.what = row.event.note if reads else row.event.note and KEPT
        return rows

    def empty(self):
        if self.filterset.active():
            return super().empty()
        return {
            "title": _("No question waits for an answer"),
            "text": _("What we ask of a counterpart or of the Red Cross is recorded on the page of its record, and stands "
                      "here until an answer is recorded. That none is recorded does not mean that nobody was asked."),
            "actions": [{"label": _("Show the answered ones"), "url": f"{reverse('appeals')}?state=answered"}],
        }  # fmt: skip


class AppealExport(RecordExport, AppealList):
    pass
