"""Imports: read only; files are given, recorded and undone on the pages of the office."""

from django.contrib.admin import register

from cases.admin.ledger import CachePage
from cases.admin.site import site
from cases.models import ImportBatch, ImportRow


@register(ImportBatch, site=site)
class ImportBatchPage(CachePage):
    subject = "work"
    exclude = ("content",)
    list_display = ("file_name", "reference", "type", "consignment", "state", "new", "changed", "errors")
    list_filter = ("type", "state")
    ordering = ("-created_at", "-id")
    related = ("consignment",)


@register(ImportRow, site=site)
class ImportRowPage(CachePage):
    subject = "work"
    parents = ("batch",)
    list_display = ("number", "batch", "outcome")
    list_filter = ("outcome",)
    related = ("batch",)

    def get_queryset(self, request):
        return super().get_queryset(request).shown_to(request.user)
