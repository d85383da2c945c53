"""Evacuations and the people in them."""

from django.contrib.admin import register
from django.utils.translation import gettext_lazy as _

from cases.admin.lists import dated
from cases.admin.site import site
from cases.admin.tracked import TrackedPage
from cases.admin.words import list_url
from cases.models import Evacuation, Evacuee, RepatriationCase


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
