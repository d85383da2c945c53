"""Today: what needs a hand this morning, found by the same questions as the lists."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from cases.access import can
from cases.actions import holds
from cases.generic.known import opened
from cases.generic.saved import Opened
from cases.models import Claim, SavedView, Statement
from cases.shown.claims import MARKS
from cases.today.parcels import by_state
from cases.today.tiles import tiles

SHOWN = 8  # follow-ups, and views with their numbers: each view costs one statement
STATEMENTS = 10
VISITS = 5


class Today(TemplateView):
    """The page on which one lands; whoever only administers goes on to the workshop."""

    template_name = "today/today.html"

    def dispatch(self, request, *args, **kwargs):
        if not can(request.user, "view"):
            return redirect("admin:index")
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def on(self):
        return timezone.localdate()

    def get_context_data(self, **kwargs):
        user = self.request.user
        shown, works = tiles(user, self.on), can(user, "record_event")
        views = SavedView.objects.visible_to(user)
        context = {
            "today": self.on, "tiles": shown, "works": works,
            "follow_ups": self.follow_ups() if works else [], "held": self.held() if works else [],
            "views": [Opened(view, user) for view in views.pinned_by(user).with_looks_of(user).order_by("name", "id")[:SHOWN]],
            "may_save": can(user, "save_view"), "more_views": views.count(),
            "statements": self.statements(), "parcels": by_state(user), "visits": visits(shown[-1]["listing"]),
            "visits_url": shown[-1]["url"],
            "record_url": reverse("record_many") if works else "",
            "statement_url": reverse("statement_add") if can(user, "add") else "",
        }  # fmt: skip
        return super().get_context_data(**(context | kwargs))

    def held(self):
        """What this user holds and alone can end: of whom and since when, in the same words whatever holds (decision 0025)."""
        rows = holds.held_by(self.request.user)
        for row in rows:
            row.days = (self.on - timezone.localdate(row.recorded_at)).days
        return rows

    def follow_ups(self):
        """The first that are due, of the list of mine."""
        mine = opened("follow_ups", self.request.user, "owner=mine")
        return mine.decorate(list(mine.filterset.qs.order_by("due_on", "pk")[:SHOWN]))

    def statements(self):
        """The last that were recorded, each with the first record that a claim of it is about."""
        user = self.request.user
        rows = Statement.objects.visible_to(user).with_source().counted().select_related("created_by")
        found = list(rows.order_by("-id")[:STATEMENTS])
        claims = (
            Claim.objects.live().visible_to(user).filter(statement__in=found).with_about().order_by("-id")
        )
        about = {claim.statement_id: claim.about for claim in claims}
        for row in found:
            row.mark, row.record = MARKS[row.modality], about.get(row.pk)
        return found


def visits(listing):
    """The first visits of the week, those held before those ahead: rows of the list that the tile counts."""
    rows = list(listing.filterset.qs.order_by("planned_sort", "occurred_sort", "pk")[:VISITS])
    return listing.decorate(rows)
