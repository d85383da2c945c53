"""The audit as a list: who did and read what; for most people what they did themselves."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.audit.filters import AuditFilter
from cases.audit.words import facts_words, kind_words, page_words
from cases.generic import RecordExport, RecordList
from cases.listing import Column
from cases.models import AuditEntry
from cases.models.audit import HELD

AT_THE_DOOR = AuditEntry.AT_THE_DOOR


class AuditList(RecordList):
    model = AuditEntry
    action = "see_audit"
    filterset_class = AuditFilter
    nouns = (gettext_lazy("entry"), gettext_lazy("entries"))
    row_template = "audit/_row.html"
    table_class = "stacked dense"
    sort = "-when"
    sorted_words = {"-when": gettext_lazy("Latest first."), "when": gettext_lazy("Earliest first.")}
    columns = (
        Column("when", gettext_lazy("When"), "id", falling=True),
        Column("who", gettext_lazy("Who")),
        Column("deed", gettext_lazy("What was done")),
        Column("which", gettext_lazy("On what")),
        Column("why", gettext_lazy("Why, and which")),
    )
    export_columns = (
        (gettext_lazy("Number"), lambda row: row.pk),
        (gettext_lazy("When"), lambda row: row.at.isoformat()),
        (gettext_lazy("Who"), lambda row: row.actor),
        (gettext_lazy("What was done"), lambda row: row.get_deed_display()),
        (gettext_lazy("Kind"), lambda row: kind_words(row.subject) if row.subject else ""),
        (gettext_lazy("Reference"), lambda row: row.reference),
        (gettext_lazy("Page"), lambda row: page_words(row.page)),
        (gettext_lazy("Reason"), lambda row: (row.facts or {}).get("reason", "")),
    )

    @property
    def title(self):
        return _("Audit") if can(self.request.user, "see_office_audit") else _("What I did")

    @cached_property
    def beside(self):
        return (
            ("audit_unusual", _("Unusual reading"), "see_office_audit"),
            ("glass_breaks", _("Broken glass"), "read_glass"),
            ("audit_seals", _("Seals"), "see_office_audit"),
        )

    def get_queryset(self):
        return super().get_queryset().select_related("actor")

    def decorate(self, rows):
        user = self.request.user
        for row in rows:
            row.kind_name = kind_words(row.subject) if row.subject else ""
            row.number = None if row.told_kind == HELD else row.row
            row.page_name = (
                page_words(row.page) if row.page and not row.reference and row.deed not in AT_THE_DOOR else ""
            )
            row.why = facts_words(row, user)
            row.who_url = (
                f"{reverse('audit')}?who=%40{row.actor.username}" if row.actor_id and row.actor else ""
            )
            row.record_url = f"{reverse('audit')}?record={row.reference}" if row.reference else ""
        return rows

    def empty(self):
        if self.filterset.active():
            return super().empty()
        text = _("Whatever is written or read from now on stands here.")
        return {"title": _("Nothing is written down yet"), "text": text, "actions": []}


class AuditExport(RecordExport, AuditList):
    pass
