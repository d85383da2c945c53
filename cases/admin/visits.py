"""Visits, and who was on their lists."""

from django.contrib.admin import register
from django.utils.translation import gettext_lazy as _

from cases.actions import visiting
from cases.admin.base import Page
from cases.admin.inlines import TableRows
from cases.admin.lists import dated
from cases.admin.site import site
from cases.admin.tracked import TrackedPage
from cases.admin.words import change_url
from cases.models import Visit, Visited


class ListOfVisited(TableRows):
    """Whoever of its people the user may see; the others stay on it."""

    model = Visited
    parents = ("person",)
    fields = ("person", "seen")
    autocomplete_fields = ("person",)
    related = ("person",)


@register(Visit, site=site)
class VisitPage(TrackedPage):
    subject = "mail"
    list_display = ("title", "reference", "type", "basis", "holding_party", dated("occurred", _("held")))
    list_filter = (*TrackedPage.list_filter, "type", "basis", "holding_party")
    search_fields = ("title",)
    date_hierarchy = "occurred_earliest"
    related = ("holding_party",)
    autocomplete_fields = ("agreement", "visitor", "place", "owner")
    inlines = (ListOfVisited,)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        visiting.settle_basis(visit=form.instance, by=request.user)


@register(Visited, site=site)
class VisitedPage(Page):
    """Who was on the lists of all visits."""

    subject = "people"
    parents = ("visit", "person")
    related = ("visit", "person")
    autocomplete_fields = ("visit", "person")
    list_display = ("person", "visit", "seen")
    list_filter = ("seen",)
    ordering = ("-id",)

    def links_of(self, row, request):
        return [(_("The visit"), change_url(row.visit)), (_("The person"), change_url(row.person))]


__all__ = ["VisitPage", "VisitedPage"]
