"""Exports: read only; files are asked for, allowed and fetched on the pages of the office."""

from django.contrib.admin import register

from cases.admin.ledger import CachePage
from cases.admin.site import site
from cases.models import Export, ExportApproval


@register(Export, site=site)
class ExportPage(CachePage):
    subject = "audit"
    reads = "see_exports"
    needs_office = False
    exclude = ("held_rows",)
    list_display = ("title", "reference", "owner", "rows", "format", "state")
    list_filter = ("state", "format")
    ordering = ("-created_at", "-id")
    related = ("owner",)


@register(ExportApproval, site=site)
class ExportApprovalPage(CachePage):
    subject = "audit"
    reads = "see_exports"
    needs_office = False
    list_display = ("export", "asked_by", "asked_at", "allowed", "decided_by")
    list_filter = ("allowed",)
    ordering = ("-asked_at", "-id")
    related = ("export", "asked_by", "decided_by")
