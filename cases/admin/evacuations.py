"""Evacuations and the people in them."""

from django.contrib.admin import register
from django.utils.translation import gettext_lazy as _

from cases.admin.ledger import LedgerPage
from cases.admin.lists import dated
from cases.admin.site import site
from cases.admin.tracked import TrackedPage
from cases.admin.words import list_url
from cases.models import Evacuation, Evacuee, RepatriationCase, WishRecord
from cases.models.about import KINDS


@register(Evacuation, site=site)
class EvacuationPage(TrackedPage):
    subject = "evacuations"
    list_display = ("title", "reference", "place_from", "place_to", dated("occurred", _("occurred")))
    search_fields = ("title",)
    date_hierarchy = "occurred_earliest"
    related = ("place_from", "place_to")
    autocomplete_fields = ("group", "place_from", "place_to", "carried_out_by", "owner")

    def more_links(self, row):
        return [
            (_("Evacuees"), list_url(Evacuee, evacuation=row.pk)),
            (_("Repatriation cases"), list_url(RepatriationCase, evacuation=row.pk)),
        ]


@register(Evacuee, site=site)
class EvacueePage(TrackedPage):
    subject = "evacuations"
    list_display = ("person", "reference", "evacuation", "place", "wish")
    list_filter = (*TrackedPage.list_filter, "wish")
    search_fields = ("reference__exact",)
    search_help_text = _("The reference, or part of the person's name.")
    finds_people = ("person",)
    related = ("person", "evacuation", "place")
    autocomplete_fields = ("evacuation", "person", "place", "owner")


@register(WishRecord, site=site)
class WishRecordPage(LedgerPage):
    """Wishes are recorded on the pages of cases and evacuees, with their event."""

    subject = "evacuations"
    adds = None
    parents = ("event", "person")
    related = ("event", "person")
    list_display = ("wish", "how", "heard_by", "person", "event")
    list_filter = ("wish", "how")
    search_fields = ("event__evacuee__reference__exact", "event__repatriation_case__reference__exact")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(*(f"event__{kind}" for kind in KINDS))
