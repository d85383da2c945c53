"""Flags on persons, news of a death, and the cards of children: read here by whoever may see them, changed on the person's page."""

from django.contrib.admin import register
from django.utils.translation import gettext_lazy as _

from cases.admin.base import Page
from cases.admin.lists import dated
from cases.admin.people import PersonsOwn
from cases.admin.site import site
from cases.models import (
    ChildCardItem,
    ChildCardJudgement,
    DeathNotice,
    DeathReport,
    GlassBreak,
    PersonFlag,
    PersonHold,
)


@register(PersonFlag, site=site)
class PersonFlagPage(PersonsOwn):
    list_display = ("person", "type", "instruction", "begin", "until")
    list_filter = ("type",)
    search_fields = ("person__name", "person__latin_name")


@register(DeathNotice, site=site)
class DeathNoticePage(PersonsOwn):
    """A person’s notice: until the family is informed its owner alone finds it here (D38)."""

    adds = changes = None
    list_display = ("person", dated("died", _("date of death")), "owner")
    search_fields = ("person__name", "person__latin_name")
    related = ("person", "owner", "place")


@register(PersonHold, site=site)
class PersonHoldPage(PersonsOwn):
    """Seen by its owner alone, and placed and ended on the page of the person."""

    adds = changes = None
    list_display = ("person", "owner", "recorded_at")
    related = ("person", "owner")


@register(GlassBreak, site=site)
class GlassBreakPage(Page):
    """Who opened what was kept, and why: for coordinators and the auditor, recorded by the page that asks."""

    subject = "audit"
    reads, adds, changes = "read_glass", None, None
    needs_office = False
    list_display = ("broken_at", "broken_by", "kind", "person", "repatriation_case", "reason", "until")
    list_filter = ("kind",)
    related = ("person", "repatriation_case", "broken_by")
    ordering = ("-broken_at", "-id")


@register(DeathReport, site=site)
class DeathReportPage(PersonsOwn):
    adds = changes = None
    parents = ("notice",)
    list_display = ("notice", "speaker", "source", "title")
    related = ("notice__person", "speaker", "source")
    autocomplete_fields = ()
    search_fields = ("title",)

    def links_of(self, row, request):
        return []


@register(ChildCardItem, site=site)
class ChildCardItemPage(PersonsOwn):
    """What a child’s card says is written on the card, where it is judged."""

    adds = changes = None
    list_display = ("person", "item")
    list_filter = ("item",)
    search_fields = ("person__name", "person__latin_name")


@register(ChildCardJudgement, site=site)
class ChildCardJudgementPage(PersonsOwn):
    adds = changes = None
    list_display = ("person", "item", "verdict", "recorded_by")
    list_filter = ("verdict",)
    related = ("person", "recorded_by")
    autocomplete_fields = ()
    search_fields = ("person__name", "person__latin_name")
