"""The visits of a day on paper: where, by whom, on which basis, to whom, with room for remarks and a signature."""

from datetime import date

from django.db.models import Prefetch, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from cases.access import Allowed
from cases.guarded import KEPT, sees_places
from cases.models import Person, Visit, Visited
from cases.shown.timeline import show_day

MOST = 100


class VisitDay(Allowed, View):
    """What is planned for, or was held on, a day that may be this one."""

    def get(self, request):
        on = self.day()
        visits = list(self.visits(on)[: MOST + 1])
        places = sees_places(request.user)
        for visit in visits:
            visit.where = (visit.place if places else KEPT) if visit.place_id else ""
            visit.planned_here = visit.status not in {"held", "reported"}
        context = {
            "title": _("Visits on %(day)s") % {"day": show_day(on)}, "on": on, "visits": visits[:MOST],
            "more": len(visits) > MOST,
            "crumbs": [{"label": _("Visits"), "url": reverse("visits")}, {"label": show_day(on), "url": ""}],
        }  # fmt: skip
        return render(request, "visits/day.html", context)

    def day(self):
        text = self.request.GET.get("on", "")
        if not text:
            return timezone.localdate()
        try:
            return date.fromisoformat(text[:10])
        except ValueError:
            raise Http404 from None

    def visits(self, on):
        """Planned for a time that may be the day, or held at one; a plan without any bound is for no day."""
        user = self.request.user
        rows = Visit.objects.visible_to(user)
        planned = rows.planned_within(on, on).exclude(planned_earliest=None, planned_latest=None)
        held = rows.took_place().occurred_within(on, on).exclude(occurred_earliest=None, occurred_latest=None)
        people = Visited.objects.filter(person__in=Person.objects.visible_to(user).order_by().values("pk"))
        people = people.select_related("person").order_by("person__sort_key", "pk")
        found = rows.filter(
            Q(pk__in=planned.order_by().values("pk")) | Q(pk__in=held.order_by().values("pk"))
        )
        related = ("holding_party", "visitor", "place", "agreement", "owner")
        return (
            found.select_related(*related)
            .prefetch_related(Prefetch("list_of_visited", people, to_attr="listed"))
            .order_by("title", "pk")
        )
