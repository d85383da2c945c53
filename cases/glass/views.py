"""Who opened what was kept from them, and why: for coordinators and the auditor."""

from django.utils.translation import gettext_lazy

from cases.generic import RecordExport, RecordList
from cases.glass.filters import GlassBreakFilter
from cases.listing import Column
from cases.models import GlassBreak


class GlassBreakList(RecordList):
    model = GlassBreak
    action = "read_glass"
    filterset_class = GlassBreakFilter
    title = gettext_lazy("Broken glass")
    nouns = (gettext_lazy("time"), gettext_lazy("times"))
    row_template = "glass/_row.html"
    sort = "-at"
    sorted_words = {"-at": gettext_lazy("Latest first."), "at": gettext_lazy("Earliest first.")}
    beside = (("audit", gettext_lazy("Whole audit"), "see_office_audit"),)
    columns = (
        Column("at", gettext_lazy("When"), "broken_at", falling=True),
        Column("by", gettext_lazy("By")),
        Column("what", gettext_lazy("What was done")),
        Column("about", gettext_lazy("Record")),
        Column("reason", gettext_lazy("Reason")),
        Column("until", gettext_lazy("Until")),
    )
    export_columns = (
        (gettext_lazy("When"), lambda row: row.broken_at),
        (gettext_lazy("By"), lambda row: row.broken_by),
        (gettext_lazy("What was done"), lambda row: row.get_kind_display()),
        (gettext_lazy("Record"), lambda row: row.about.reference),
        (gettext_lazy("Reason"), lambda row: row.reason),
        (gettext_lazy("Until"), lambda row: row.until),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("person", "repatriation_case", "broken_by")


class GlassBreakExport(RecordExport, GlassBreakList):
    pass
