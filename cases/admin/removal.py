"""What two people took out of records: read by the auditor; asked for and decided on pages of the office."""

from django.contrib.admin import register
from django.utils.translation import gettext_lazy as _

from cases.admin.ledger import CachePage
from cases.admin.lists import moment
from cases.admin.site import site
from cases.models import Erasure, Redaction, Removal
from cases.models.about import KINDS
from cases.models.audit import OF_OWNER

_OF_OWNER = f"^cases_({'|'.join(OF_OWNER)})"


class RemovingPage(CachePage):
    subject = "audit"
    reads = "read_audit"
    needs_office = False
    exclude = ("words", *KINDS)
    list_display = ("reference", "asked_by", "decided_by", "allowed", "places", moment("done_at", _("done")))
    list_filter = ("allowed",)
    ordering = ("-asked_at", "-id")
    related = ("asked_by", "decided_by")


@register(Redaction, site=site)
class RedactionPage(RemovingPage):
    """Without the number of rows: with it one could try out what stands in rows that one does not see."""

    exclude = (*RemovingPage.exclude, "places")
    list_display = tuple(name for name in RemovingPage.list_display if name != "places")


@register(Erasure, site=site)
class ErasurePage(RemovingPage):
    list_filter = ("allowed", "basis")


@register(Removal, site=site)
class RemovalPage(CachePage):
    subject = "audit"
    reads = "read_audit"
    needs_office = False
    list_display = ("table", "row", "columns", moment("at", _("at")))
    ordering = ("-id",)
    related = ("redaction", "erasure")

    def get_queryset(self, request):
        """Without those of tables that tell of a death or a hold: that there is one, its owner alone knows (D38)."""
        return super().get_queryset(request).exclude(table__regex=_OF_OWNER)
