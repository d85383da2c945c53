"""Repatriation: cases, positions, the operations that bring people home, and who came home."""

from django.contrib.admin import register
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.actions import positions
from cases.admin.base import Page
from cases.admin.inlines import StackedRows, TableRows
from cases.admin.ledger import CachePage
from cases.admin.lists import column, dated, moment
from cases.admin.site import site
from cases.admin.tracked import TrackedPage
from cases.admin.words import list_url
from cases.models import Position, ProposedStep, RepatriationCase, RepatriationEvent, RepatriationPart
from cases.models.repatriation import NOT_STALLED
from cases.templatetags.look import when


def at_least(day, is_least):
    """A day of which only the latest bound may be known."""
    if day is None or day == NOT_STALLED:
        return "–"
    return format_html(_("{} at the latest"), when(day)) if is_least else when(day)


stalled = column(
    "stalled",
    _("waits since"),
    lambda case: at_least(case.stalled_since, case.stalled_at_least),
    "stalled_since",
)
requested = column(
    "requested", _("requested"), lambda case: at_least(case.requested_on, case.requested_at_least)
)
checked = moment("last_checked_on", _("last checked for news"))


def stance_of(position):
    """Principle 2: silence is not refusal, and one side's word is not the other side's decision."""
    if not position.stance:
        return _("asked, no answer recorded") if position.asked_id else _("no own statement recorded")
    return position.get_stance_display()


def whose_word(position):
    if not position.claim_id:
        return "–"
    speaker = position.claim.statement.speaker
    return _("own statement") if position.own else _("said by %(speaker)s") % {"speaker": speaker}


WHO = column("who", _("who"), lambda position: position.party or position.actor)
STANCE = column("stance", _("position"), stance_of)
WORD = column("word", _("on whose word"), whose_word)


class Positions(TableRows):
    """Where each party stands, on whose word; it follows from the claims."""

    model = Position
    adds = changes = None
    fields = readonly_fields = ("role", WHO, STANCE, WORD)
    related = ("party", "actor", "claim__statement__speaker")
    show_change_link = False


@register(RepatriationCase, site=site)
class RepatriationCasePage(TrackedPage):
    subject = "repatriation"
    list_display = ("title", "reference", "holding_party", "receiving_party", "wish", stalled)
    list_filter = (*TrackedPage.list_filter, "holding_party", "receiving_party", "wish", "basis")
    search_fields = ("title",)
    search_help_text = _("Part of the title or of the person's name, or the reference.")
    finds_people = ("person",)
    related = ("holding_party", "receiving_party")
    autocomplete_fields = ("person", "group", "evacuation", "mediators", "place_now", "place_to", "owner")
    standing = (*TrackedPage.standing, requested, stalled, checked)
    inlines = (Positions,)

    def save_related(self, request, form, formsets, change):
        """Parties and mediators decide whose positions the case has."""
        super().save_related(request, form, formsets, change)
        positions.refresh(form.instance)

    def more_links(self, row):
        return [(_("Operations"), list_url(RepatriationPart, case=row.pk))]


class Parts(StackedRows):
    model = RepatriationPart
    parents = ("case", "person", "group")
    related = ("person", "group")
    fields = (
        ("person", "case"), ("group", "count"), ("direction", "unlisted"), ("papers_ready", "medical_ready"),
        ("guardian", "travels_with", "companion"),
    )  # fmt: skip
    autocomplete_fields = ("person", "group", "case", "companion")


@register(RepatriationEvent, site=site)
class RepatriationEventPage(TrackedPage):
    subject = "repatriation"
    list_display = ("title", "reference", "type", "from_party", "to_party", dated("occurred", _("occurred")))
    list_filter = (*TrackedPage.list_filter, "type", "from_party", "to_party")
    search_fields = ("title",)
    date_hierarchy = "occurred_earliest"
    ordering = ("-occurred_sort", "-id")
    related = ("from_party", "to_party")
    autocomplete_fields = ("mediators", "groups", "cases", "owner")
    inlines = (Parts,)


@register(RepatriationPart, site=site)
class RepatriationPartPage(Page):
    subject = "repatriation"
    parents = ("event", "case", "person", "group")
    related = ("event", "person", "group")
    list_display = ("event", "person", "group", "count", "direction", "outcome", "came")
    list_filter = ("outcome", "direction", "unlisted")
    search_fields = ("event__title", "event__reference__exact")
    autocomplete_fields = ("event", "case", "person", "group", "companion")
    ordering = ("-id",)


@register(Position, site=site)
class PositionPage(CachePage):
    subject = "repatriation"
    parents = ("case",)
    related = ("case", "party", "actor", "claim__statement__speaker")
    list_display = ("case", "role", WHO, STANCE, WORD)
    list_filter = ("role", "stance", "own")
    search_fields = ("case__reference__exact", "case__title")


@register(ProposedStep, site=site)
class ProposedStepPage(CachePage):
    subject = "repatriation"
    list_display = ("case", "type", "asked_by", "asked_at", "allowed", "decided_by")
    list_filter = ("type", "allowed")
    ordering = ("-asked_at", "-id")
    related = ("case", "asked_by", "decided_by")
