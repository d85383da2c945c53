"""Work: follow-ups and documents."""

from django.contrib.admin import EmptyFieldListFilter, register
from django.utils.translation import gettext_lazy as _

from cases.admin.base import RecordPage
from cases.admin.forms import AboutForm, RecordForm
from cases.admin.ledger import About, about
from cases.admin.lists import moment
from cases.admin.site import site
from cases.models import Document, FollowUp
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
    list_display = ("text", "due_on", about, "owner", moment("done_at", _("done")))
    list_filter = (("done_at", EmptyFieldListFilter),)
    ordering = ("due_on", "id")
    related = ("owner",)


@register(Document, site=site)
class DocumentPage(WorkPage):
    list_display = ("title", "reference", "type", about, "location")
    list_filter = ("type",)
