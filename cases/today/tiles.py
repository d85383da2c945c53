"""The tiles of today: each is a list with a filter, counted by that list's own FilterSet, so that the two cannot disagree."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.access import can
from cases.generic.known import opened
from cases.lib.dates import show
from cases.listing import CAP, count_text


@dataclass(frozen=True)
class Tile:
    """A list by the name of its address, the filter that day, and what stands below the number (`beside(rows, user, on)`)."""

    list: str
    query: Callable
    label: str
    mark: str
    tone: str
    beside: Callable


def week(on):
    """From Monday to Sunday."""
    first = on - timedelta(days=on.weekday())
    return {"when_from": first.isoformat(), "when_to": (first + timedelta(days=6)).isoformat()}


def oldest_late(rows, user, on):
    due = rows.order_by("due_on", "pk").values_list("due_on", flat=True)[0]
    days = (on - due).days
    return ngettext("oldest is %(days)s day late", "oldest is %(days)s days late", days) % {"days": days}


def oldest_plan(rows, user, on):
    planned = rows.order_by("planned_latest", "pk").values_list("planned_latest", flat=True)[0]
    days = (on - planned).days
    return ngettext("oldest passed %(days)s day ago", "oldest passed %(days)s days ago", days) % {
        "days": days
    }


def own(rows, user, on):
    if not can(user, "record_event"):
        return ""
    number = rows.order_by().owned_by(user)[: CAP + 1].count()
    return ngettext("%(number)s of them yours", "%(number)s of them yours", number) % {
        "number": count_text(number)
    }


def of_all_open(rows, user, on):
    page = opened("conflicts", user).page
    return ngettext("of %(number)s open question", "of %(number)s open questions", page.counted) % {
        "number": page.count_text
    }


def next_visit(rows, user, on):
    visit = rows.filter(planned_latest__gte=on).order_by("planned_sort", "pk").first()
    return _("next: %(day)s") % {"day": show(visit.planned)} if visit else _("none of them ahead with a day")


TILES = (
    Tile("follow_ups", lambda on: {"origin": "answer_due", "late": "yes"}, gettext_lazy("Overdue replies"),
         "late", "warn", oldest_late),
    Tile("repatriation_cases", lambda on: {"quiet": "30"}, gettext_lazy("Nothing checked or heard for 30 days"),
         "none", "", own),
    Tile("repatriation_cases", lambda on: {"plan": "passed"}, gettext_lazy("Planned dates passed"), "missed", "warn",
         oldest_plan),
    Tile("conflicts", lambda on: {"new": "7"}, gettext_lazy("New conflicts"), "differ", "split", of_all_open),
    Tile("parcels", lambda on: {"idle": "14"}, gettext_lazy("Parcels without an event for 14 days"), "box", "", own),
    Tile("visits", week, gettext_lazy("Visits this week"), "day", "calm", next_visit),
)  # fmt: skip


def tiles(user, on):
    """What each tile shows to this person today."""
    return [_shown(tile, user, on) for tile in TILES]


def _shown(tile, user, on):
    query = urlencode(tile.query(on))
    listing = opened(tile.list, user, query)
    number = listing.page.counted
    return {
        "label": tile.label, "mark": tile.mark, "tone": tile.tone if number else "",
        "url": f"{reverse(tile.list)}?{query}", "number": number, "count_text": listing.page.count_text,
        "capped": listing.page.is_capped, "listing": listing,
        "beside": tile.beside(listing.filterset.qs, user, on) if number else _("none"),
    }  # fmt: skip
