"""Which lists left the house as files: one's own, and for coordinators and the auditor those of others (R38, R40)."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.context import OF_THE_DAY
from cases.exports.filters import ExportFilter
from cases.generic import RecordExport, RecordList, Start
from cases.listing import Column
from cases.models import Export


class ExportList(RecordList):
    model = Export
    action = "see_exports"
    filterset_class = ExportFilter
    title = gettext_lazy("Exports")
    nouns = (gettext_lazy("export"), gettext_lazy("exports"))
    lists = OF_THE_DAY
    row_template = "exports/_row.html"
    sort = "-recorded"
    sorted_words = {"-recorded": gettext_lazy("Latest first."), "-rows": gettext_lazy("Largest first.")}
    starts = (
        Start(gettext_lazy("Mine"), {"owner": "mine"}),
        Start(gettext_lazy("Ready to download"), {"state": "ready"}),
    )
    columns = (
        Column("list", gettext_lazy("List")),
        Column("recorded", gettext_lazy("Asked for"), "created_at", falling=True),
        Column("owner", gettext_lazy("Taken by"), "owner__last_name", joined=True),
        Column("reason", gettext_lazy("What for")),
        Column("rows", gettext_lazy("Rows"), "rows", end=True, falling=True),
        Column("state", gettext_lazy("State")),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda export: export.reference),
        (gettext_lazy("List"), lambda export: export.title),
        (gettext_lazy("Filter"), lambda export: export.said),
        (gettext_lazy("Asked for"), lambda export: timezone.localtime(export.created_at).isoformat(" ", "minutes")),
        (gettext_lazy("Taken by"), lambda export: export.owner),
        (gettext_lazy("What for"), lambda export: export.reason),
        (gettext_lazy("Rows"), lambda export: export.rows),
        (gettext_lazy("Held rows"), lambda export: export.held),
        (gettext_lazy("Form"), lambda export: export.get_format_display()),
        (gettext_lazy("State"), lambda export: export.get_state_display()),
        (gettext_lazy("Downloads"), lambda export: export.taken),
        ("SHA-256", lambda export: export.sha256),
        (gettext_lazy("Synthetic"), lambda export: _("yes") if export.synthetic else ""),
    )  # fmt: skip

    def get_queryset(self):
        return super().get_queryset().select_related("owner").defer("held_rows")


class ExportsAsFile(RecordExport, ExportList):
    pass
