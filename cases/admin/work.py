"""Work: follow-ups and documents."""

from django.contrib.admin import EmptyFieldListFilter, register
from django.utils.translation import gettext_lazy as _

from cases.admin.base import Page, RecordPage
from cases.admin.forms import AboutForm, RecordForm
from cases.admin.ledger import About, LedgerPage, about
from cases.admin.lists import moment, recorded
from cases.admin.site import site
from cases.models import Document, DocumentFile, FollowUp, SavedView, SavedViewLook
from cases.models.about import KINDS


class WorkPage(About, RecordPage):
    subject = "work"
    exclude = ("office", "confidentiality", *KINDS)
    kept = ("owner", "retention_until")
    autocomplete_fields = ("owner",)

    def get_form(self, request, obj=None, change=False, **kwargs):
        """About one record, for good: an existing row stays with its record."""
        kwargs["form"] = RecordForm if obj else AboutForm
        return super().get_form(request, obj, change=change, **kwargs)


@register(FollowUp, site=site)
class FollowUpPage(WorkPage):
    """What waits for an answer is done by its answer alone (`actions.appeals`)."""

    list_display = ("text", "due_on", about, "origin", "owner", moment("done_at", _("done")))
    list_filter = (("done_at", EmptyFieldListFilter), "origin")
    standing = ("origin", "rule")
    ordering = ("due_on", "id")
    related = ("owner",)

    def get_readonly_fields(self, request, obj=None):
        readonly = super().get_readonly_fields(request, obj)
        waits = obj is not None and obj.origin == FollowUp.Origin.ANSWER_DUE
        return (*readonly, "done_at", "outcome") if waits else readonly


@register(Document, site=site)
class DocumentPage(WorkPage):
    list_display = ("title", "reference", "type", about, "location")
    list_filter = ("type",)


@register(DocumentFile, site=site)
class DocumentFilePage(LedgerPage):
    """Kept with its document, and fetched from the page of the record."""

    subject = "work"
    adds = None
    exclude = ("content",)
    parents = ("document",)
    list_display = ("document", "media_type", "size", recorded, "recorded_by")
    related = ("document", "recorded_by")

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")


class ViewPage(Page):
    """Views are made where their filter is tried, and belong to one person: here they are read."""

    subject = "work"
    adds = changes = None


@register(SavedView, site=site)
class SavedViewPage(ViewPage):
    list_display = ("name", "reference", "list", "owner", "shared", moment("created_at", _("saved")))
    list_filter = ("shared",)
    search_fields = ("name",)
    fields = ("name", "list", "query", "owner", "shared")
    ordering = ("name", "id")
    related = ("owner",)


@register(SavedViewLook, site=site)
class SavedViewLookPage(ViewPage):
    title = _("Looks at saved views")
    list_display = ("view", "pinned", moment("looked_at", _("last looked")))
    fields = ("view", "pinned", "looked_at", "beyond")
    ordering = ("id",)
    parents = related = ("view",)

    def get_queryset(self, request):
        """One's own only."""
        return super().get_queryset(request).of(request.user)
