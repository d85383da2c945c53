"""Places and parties: the reference tables, kept by coordinators and read by caseworkers."""

from django.contrib.admin import register
from django.utils.translation import gettext_lazy as _

from cases.admin.base import Page
from cases.admin.citing import Cited
from cases.admin.lists import yes
from cases.admin.site import site
from cases.admin.words import list_url
from cases.models import Actor, Party, Place, Source, Statement


class ReferencePage(Page):
    subject = "places"
    adds = changes = "change_reference_tables"


@register(Party, site=site)
class PartyPage(ReferencePage):
    list_display = ("name", "code", "name_uk", "name_ru")
    search_fields = ("name", "code__exact")
    ordering = ("code",)


@register(Actor, site=site)
class ActorPage(Cited, ReferencePage):
    list_display = ("name", "short_name", "kind", "party")
    list_filter = ("kind", "party", "synthetic")
    search_fields = ("name", "short_name")
    related = ("party",)
    ordering = ("name", "id")
    exclude = ("office",)

    def links_of(self, row, request):
        return [
            *super().links_of(row, request),
            (_("Publications"), list_url(Source, publisher=row.pk)),
            (_("Statements"), list_url(Statement, speaker=row.pk)),
        ]


@register(Place, site=site)
class PlacePage(ReferencePage):
    list_display = (
        "name",
        "name_uk",
        "country",
        "parent",
        "iso_3166_2",
        "pcode",
        yes("restricted", _("restricted")),
    )
    list_filter = ("restricted", "synthetic")
    search_fields = ("name", "name_uk", "name_ru", "pcode__exact")
    related = ("parent",)
    ordering = ("name", "id")
    autocomplete_fields = ("parent",)

    def links_of(self, row, request):
        return [(_("Places in it"), list_url(Place, parent=row.pk))]
