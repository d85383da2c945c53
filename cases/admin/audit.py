"""The audit: who changed which fields when and why, for the auditor, read-only and across offices.

What the fields held is not shown here but for staff and offices: the values are on the record's own history
page, for those who may see the record (safety.md §4: the auditor sees people masked).
"""

from django.contrib.admin import ChoicesFieldListFilter, register
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from pghistory.models import Context

from cases.admin import history
from cases.admin.base import Page
from cases.admin.browsing import reference
from cases.admin.lists import Choice, column
from cases.admin.site import site
from cases.models import AuditEntry, AuditSeal, Office, Party, User
from cases.models.audit import HELD, OF_OWNER
from cases.templatetags.look import when

PUBLIC = (User, Office, Party)


class DeedFilter(Choice):
    title = _("what was done")
    parameter_name = "pgh_label"

    def lookups(self, request, model_admin):
        return [("insert", _("Added")), ("update", _("Changed")), ("delete", _("Deleted"))]

    def queryset(self, request, queryset):
        return queryset.filter(pgh_label=self.value()) if self.value() else queryset


class AuditPage(Page):
    subject = "audit"
    reads = "read_audit"
    adds = changes = None
    needs_office = False

    def get_fieldsets(self, request, obj=None):
        return [(None, {"fields": self.shown})]

    def get_readonly_fields(self, request, obj=None):
        return self.shown


def by(row):
    facts = row.metadata if isinstance(row, Context) else history.facts_of(row)
    return history.names_of([facts.get("user")]).get(facts.get("user"), _("not known"))


def reason(row):
    return (row.metadata if isinstance(row, Context) else history.facts_of(row)).get("reason", "") or "–"


def changes(row):
    """Which columns changed; of staff and offices also what they held."""
    before = (
        type(row).objects.filter(pgh_obj_id=row.pgh_obj_id, pgh_id__lt=row.pgh_id).order_by("-pgh_id").first()
    )
    fields = history.changed_fields(before, row)
    if row.pgh_tracked_model not in PUBLIC:
        return ", ".join(str(f.verbose_name) for f in fields)
    lines = [(f.verbose_name, getattr(before, f.attname, "–"), getattr(row, f.attname)) for f in fields]
    return format_html_join("\n", "{}: {} → {}", lines)


WHEN = column("when", _("when"), lambda row: when(row.pgh_created_at), "pgh_id")
WHAT = column("what", _("what"), history.deed)
WHICH = column("which", _("which"), lambda row: getattr(row, "reference", "") or f"#{row.pgh_obj_id}")
BY = column("by", _("by"), by)
REASON = column("reason", _("reason"), reason)
CHANGES = column("changes", _("changed fields"), changes)


class HistoryPage(AuditPage):
    list_display = (WHEN, WHAT, WHICH, BY, REASON)
    list_filter = (DeedFilter,)
    shown = (WHEN, WHAT, WHICH, BY, REASON, CHANGES)
    related = ("pgh_context",)
    ordering = ("-pgh_id",)
    search_fields = ("pgh_id__exact",)
    search_help_text = _("The reference of a record, or its number after #.")

    def get_search_results(self, request, queryset, search_term):
        if not search_term:
            return queryset, False
        number = search_term.lstrip("#")
        if number.isdecimal() and len(number) < 19:
            return queryset.filter(pgh_obj_id=number), False
        if (code := reference(search_term)) and hasattr(self.model, "reference"):
            live = self.model.pgh_tracked_model.objects.filter(reference=code)
            return queryset.filter(pgh_obj_id__in=live.values("pk")), False
        return queryset.none(), False


def touched(deed):
    """What was changed in one transaction: each row of each table."""
    rows = [
        (
            history.deed(row),
            row.pgh_tracked_model._meta.verbose_name,
            getattr(row, "reference", f"#{row.pgh_obj_id}"),
        )
        for model in HISTORIES
        for row in model.objects.filter(pgh_context_id=deed.pk).order_by("pgh_id")[:100]
    ]
    return format_html_join("\n", "{}: {} {}", rows) or "–"


class DeedPage(AuditPage):
    """One transaction of somebody: when, by whom, why, and what it changed."""

    title = _("All changes")
    list_display = (column("when", _("when"), lambda row: when(row.created_at), "created_at"), BY, REASON)
    shown = (*list_display, column("touched", _("changed"), touched))
    ordering = ("-created_at",)


@register(AuditEntry, site=site)
class EntryPage(AuditPage):
    """Everything that was written and read, in the order in which it was; the product has the same as a list that is filtered."""

    list_display = (
        column("when", _("when"), lambda row: when(row.at), "id"),
        column("by", _("by"), lambda row: row.actor or _("not known")),
        column("deed", _("what"), lambda row: row.get_deed_display()),
        column("subject", _("kind"), lambda row: row.told_kind or row.page),
        column(
            "which",
            _("which"),
            lambda row: row.reference or (row.row and row.told_kind != HELD and f"#{row.row}") or "–",
        ),
    )
    shown = (*list_display, column("reason", _("reason"), lambda row: (row.facts or {}).get("reason", "–")))
    list_filter = (("deed", ChoicesFieldListFilter),)
    related = ("actor",)
    ordering = ("-id",)
    search_fields = ("reference__exact",)
    search_help_text = _("The reference of a record.")


@register(AuditSeal, site=site)
class SealPage(AuditPage):
    """The links of the chain."""

    list_display = (
        column("number", _("seal"), lambda row: row.pk, "id"), column("when", _("when"), lambda row: when(row.at)), "entries",
    )  # fmt: skip
    shown = (*list_display, column("anchor", _("anchor"), lambda row: row.anchor))
    ordering = ("-id",)


site.register(Context, DeedPage)
#: Without what its owner alone sees: which rows there are of news of a death, and when they changed, would tell of it (D38).
HISTORIES = [
    model.history.rel.related_model for model in site._registry
    if hasattr(model, "history") and model._meta.model_name not in OF_OWNER
]  # fmt: skip
site.register(HISTORIES, HistoryPage)
