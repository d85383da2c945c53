"""Family calls."""

from django.contrib.admin import register

from cases.admin.ledger import LedgerPage
from cases.admin.site import site
from cases.models import FamilyCall
from cases.models.about import KINDS


@register(FamilyCall, site=site)
class FamilyCallPage(LedgerPage):
    """Recorded on a page of its own, with its event; how to reach the family is read on its log alone."""

    subject = "people"
    adds = None
    exclude = ("contact",)
    parents = ("event",)
    list_display = ("event", "who", "relationship", "way", "next_call_on")
    list_filter = ("way", "relationship")
    related = ("event", "caller")

    def get_queryset(self, request):
        rows = super().get_queryset(request).defer("contact")
        return rows.prefetch_related(*(f"event__{kind}" for kind in KINDS))


__all__ = ["FamilyCallPage"]
