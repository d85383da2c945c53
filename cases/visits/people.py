"""The list of a visit: people put on it one by one or from a pasted list, and whether the visitors saw them."""

from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from cases import lookup
from cases.access import Allowed, can
from cases.actions import Refused, visits
from cases.finding.people import find_people
from cases.forms import ForUser, Keyed
from cases.generic import Visible
from cases.lib.names.compare import LIKELY
from cases.models import Person, Visit, Visited

MOST_LINES = 100
OFFERED = 4
SKIP = "skip"


class ListForm(ForUser, Keyed):
    """People, one on each line, by name in any spelling or by reference."""

    lines = forms.CharField(
        label=gettext_lazy("Put on the list"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("One person on each line: name in any spelling, or reference."),
        error_messages={"required": gettext_lazy("Write at least one name or reference.")},
    )  # fmt: skip

    def clean_lines(self):
        rows = [row.strip() for row in self.cleaned_data["lines"].splitlines() if row.strip()]
        if len(rows) > MOST_LINES:
            raise forms.ValidationError(
                _("These are %(number)s lines: paste at most %(most)s at once.")
                % {"number": len(rows), "most": MOST_LINES}
            )
        return [Line(place, row[:300]) for place, row in enumerate(rows)]


@dataclass
class Line:
    """One line as it was typed, and who on record may be meant."""

    place: int
    text: str
    found: list = field(default_factory=list)
    chosen: str = ""

    def look_up(self, user):
        """By reference there is one; by name the best few, the first of them chosen where it is likely alone."""
        known = lookup.resolve("person", self.text, user) if _names_one(self.text) else []
        if known:
            self.found = [{"person": known[0], "score": None}]
            self.chosen = self.chosen or known[0].reference
            return
        hits = find_people(user, self.text, limit=OFFERED)
        self.found = [{"person": hit.person, "score": hit.score} for hit in hits]
        likely = [hit for hit in hits if hit.score >= LIKELY]
        self.chosen = self.chosen or (likely[0].person.reference if len(likely) == 1 else SKIP)


def _names_one(text):
    return any(letter.isdigit() for letter in text)


class VisitPeople(Allowed, Visible, View):
    """The list of a visit, and two deeds on it."""

    action = "change"
    model = Visit

    def get(self, request, reference):
        return self.show(ListForm(user=request.user))

    def post(self, request, reference):
        return self.marked() if "mark" in request.POST else self.listed()

    def listed(self):
        """Read the lines; with `record`, put on the list whoever is chosen, all or nobody."""
        user, form = self.request.user, ListForm(self.request.POST, user=self.request.user)
        if not form.is_valid():
            return self.show(form, status=422)
        lines = form.cleaned_data["lines"]
        for line in lines:
            line.chosen = self.request.POST.get(f"line-{line.place}", "")[:24]
            line.look_up(user)
        if "record" not in self.request.POST:
            return self.show(form, lines=lines)
        chosen = [line.chosen for line in lines if line.chosen != SKIP]
        people = list(Person.objects.visible_to(user).filter(reference__in=chosen).order_by("pk"))
        added = visits.put_on_list(visit=self.record, people=people, by=user)
        self.say(ngettext("%(number)s person is put on the list.", "%(number)s people are put on the list.", len(added)),
                 len(added))  # fmt: skip
        return HttpResponseRedirect(self.url())

    def marked(self):
        rows = {row.pk for row in self.rows()}
        marks = {}
        for pk in rows:
            was, now = self.request.POST.get(f"was-{pk}", ""), self.request.POST.get(f"seen-{pk}", "")
            if {was, now} <= set(Visited.Seen.values):
                marks[pk] = (was, now)
        try:
            changed = visits.mark(visit=self.record, marks=marks, by=self.request.user)
        except Refused as refused:
            return self.show(ListForm(user=self.request.user), refused=str(refused), marks=marks, status=422)
        self.say(
            ngettext("%(number)s person is marked.", "%(number)s people are marked.", len(changed)),
            len(changed),
        )
        return HttpResponseRedirect(self.url())

    def say(self, words, number):
        messages.success(self.request, words % {"number": number})

    def url(self):
        return reverse("visit_people", args=[self.record.reference])

    def rows(self):
        return list_of(self.record, self.request.user)

    def show(self, form, *, lines=None, refused="", marks=None, status=200):
        visit, rows = self.record, self.rows()
        for row in rows:
            row.chosen = marks[row.pk][1] if marks and row.pk in marks else row.seen
        context = {
            "form": form, "lines": lines, "visit": visit, "rows": rows, "refused": refused,
            "choices": Visited.Seen.choices, "hidden": visit.list_of_visited.count() - len(rows),
            "title": _("People of the visit"), "may_change": can(self.request.user, "change"),
            "crumbs": [
                {"label": _("Visits"), "url": reverse("visits")},
                {"label": visit.reference, "url": visit.get_absolute_url()}, {"label": _("People"), "url": ""},
            ],
        }  # fmt: skip
        return render(self.request, "visits/people.html", context, status=status)


def list_of(visit, user):
    """The rows of the list of a visit whose people the user may see, by name."""
    seen = Person.objects.visible_to(user).order_by().values("pk")
    rows = visit.list_of_visited.filter(person__in=seen).select_related("person")
    return list(rows.order_by("person__sort_key", "pk"))


def each_once(rows):
    """Of the rows that name one human being by several records, the one that says most: who was seen under one was seen."""
    found = {}
    for row in sorted(rows, key=lambda row: (row.seen != Visited.Seen.SEEN, row.seen == Visited.Seen.LISTED)):
        found.setdefault(row.person.joined_into_id or row.person_id, row)
    return [row for row in rows if row in found.values()]
