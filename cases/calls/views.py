"""All calls of families, as a list; how to reach them is on the log of the family alone."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.calls.family import told
from cases.calls.filters import FamilyCallFilter
from cases.context import OF_THE_DAY
from cases.generic import RecordExport, RecordList
from cases.listing import Column
from cases.models import FamilyCall


class FamilyCallList(RecordList):
    model = FamilyCall
    action = "see_life_critical"
    filterset_class = FamilyCallFilter
    title = gettext_lazy("Family calls")
    nouns = (gettext_lazy("call"), gettext_lazy("calls"))
    lists = OF_THE_DAY
    row_template = "calls/_row.html"
    sort = "-on"
    sorted_words = {"-on": gettext_lazy("Latest call first."), "on": gettext_lazy("Earliest call first.")}
    add_url, add_label = "call_add", gettext_lazy("Family call")
    columns = (
        Column("about", gettext_lazy("About")),
        Column("on", gettext_lazy("Called"), "occurred_sort", falling=True),
        Column("who", gettext_lazy("Who called")),
        Column("asked", gettext_lazy("Asked or said")),
        Column("told", gettext_lazy("Told")),
        Column("next", gettext_lazy("Next call")),
        Column("by", gettext_lazy("Spoken with by")),
    )
    export_columns = (
        (gettext_lazy("About"), lambda call: call.event.about.reference),
        (gettext_lazy("Called"), lambda call: call.event.occurred),
        (
            gettext_lazy("Who called"),
            lambda call: call.who_called if call.closed or not call.caller_url else call.caller.reference,
        ),
        (gettext_lazy("What they are to the person"), lambda call: call.get_relationship_display()),
        (gettext_lazy("How"), lambda call: call.get_way_display()),
        (gettext_lazy("Asked or said"), lambda call: call.asked),
        (gettext_lazy("Told"), lambda call: call.told),
        (gettext_lazy("Next call"), lambda call: call.next_call_on.isoformat() if call.next_call_on else ""),
        (gettext_lazy("Spoken with by"), lambda call: call.event.recorded_by),
        (gettext_lazy("Synthetic"), lambda call: _("yes") if call.event.about.synthetic else ""),
    )

    def get_queryset(self):
        return super().get_queryset().live().with_event().defer("contact")

    def before_file(self, rows):
        """Who called and what was said: not of people whom others look after."""
        told(rows, self.request.user)

    def decorate(self, rows):
        self.before_file(rows)
        today = timezone.localdate()
        for call in rows:
            call.late = bool(call.next_call_on) and call.next_call_on < today
        return rows


class FamilyCallExport(RecordExport, FamilyCallList):
    pass
