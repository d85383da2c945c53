"""Mutual visits side by side: for each holding party the same rows, only what is recorded, each number a link to its rows."""

from urllib.parse import urlencode

from django.db.models import Count, Min
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views import View

from cases.access import Allowed
from cases.lib.workflows import VISIT
from cases.models import Party, Person, Visit, Visited
from cases.models.person import people_once
from cases.visits.filters import VisitFilter

MUTUAL = Visit.Kind.OMBUDSMEN
ALL = "all"
LATE = 10**18  # after every visit


class VisitCompare(Allowed, View):
    """The visits of one kind, or of all, to people held by each party; no party comes first by name."""

    def get(self, request):
        kind = request.GET.get("type", MUTUAL)
        kind = kind if kind in Visit.Kind.values else ALL if kind == ALL else MUTUAL
        columns = [self.column(party, kind) for party in self.parties()]
        context = {
            "title": _("Visits compared"), "columns": columns, "rows": self.rows(columns),
            "tabs": [
                {"label": capfirst(label), "url": f"?type={value}", "current": value == kind}
                for value, label in [(MUTUAL.value, MUTUAL.label), *(
                    choice for choice in Visit.Kind.choices if choice[0] != MUTUAL), (ALL, _("all visits"))]
            ],
            "crumbs": [{"label": _("Visits"), "url": reverse("visits")}, {"label": _("Visits compared"), "url": ""}],
        }  # fmt: skip
        return render(request, "visits/compare.html", context)

    def parties(self):
        """Those who hold anybody visited, in the order in which their first visit was recorded; then the others."""
        first = dict(
            Visit.objects.visible_to(self.request.user).filter(holding_party__isnull=False)
            .values_list("holding_party").annotate(first=Min("pk")).values_list("holding_party", "first")
        )  # fmt: skip
        return sorted(Party.objects.all(), key=lambda party: (first.get(party.pk, LATE), party.pk))

    def column(self, party, kind):
        query = {"holding": party.pk} | ({} if kind == ALL else {"type": kind})
        rows = VisitFilter(
            query, Visit.objects.visible_to(self.request.user), user=self.request.user
        ).qs.order_by()
        counts = dict(rows.values_list("status").annotate(number=Count("pk")))
        took = rows.took_place()
        people = Person.objects.visible_to(self.request.user).order_by().values("pk")
        seen = Visited.objects.filter(visit__in=took.values("pk"), seen=Visited.Seen.SEEN, person__in=people)
        last = took.exclude(occurred="").order_by("-occurred_sort", "-pk").first()
        return {
            "party": party, "query": query, "counts": counts, "total": sum(counts.values()),
            "seen": seen.aggregate(number=people_once())["number"], "last": last,
        }  # fmt: skip

    def rows(self, columns):
        """(label, cells) of the table; a cell is a number with the list that has exactly these rows, or nothing recorded."""
        rows = [(_("Recorded in all"), [self.cell(each["total"], each["query"]) for each in columns])]
        for status, label in VISIT.states.items():
            cells = [
                self.cell(each["counts"].get(status, 0), each["query"] | {"status": status})
                for each in columns
            ]
            rows.append((_(label), cells))
        rows.append((_("People named as seen"), [self.people(each) for each in columns]))
        rows.append((_("Last one held"), [self.last(each["last"]) for each in columns]))
        return [{"label": label, "cells": cells} for label, cells in rows]

    def cell(self, number, query):
        return {"text": number, "url": f"{reverse('visits')}?{urlencode(query)}"} if number else None

    def people(self, column):
        """How many people were seen, with the list of them."""
        query = {"seen_held_by": column["query"]["holding"]}
        query |= {"seen_on": column["query"]["type"]} if "type" in column["query"] else {}
        return column["seen"] and {"text": column["seen"], "url": f"{reverse('people')}?{urlencode(query)}"}

    def last(self, visit):
        """The last visit that took place, and how many days ago at least, as far as its date says."""
        if visit is None:
            return None
        day = visit.occurred.latest
        ago = (timezone.localdate() - day).days if day else None
        return {"date": visit.occurred, "url": visit.get_absolute_url(), "ago": ago}
