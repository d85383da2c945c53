"""Naming the people of a group: one by one, or from a list that is pasted, read line by line and looked up."""

import uuid
from dataclasses import dataclass, field

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from cases.access import Allowed
from cases.actions import Refused, people
from cases.forms import ForUser
from cases.generic import Visible
from cases.lib import name_lists
from cases.lib.dates import UncertainDate
from cases.lib.matching import POSSIBLE
from cases.models import Group, Person
from cases.people.creating import candidates

MOST_LINES = 60
OFFERED = 3
NEW, SKIP = "new", "skip"


class ListForm(ForUser, forms.Form):
    """A list of names, one on each line; after the name, apart by a semicolon or a tab, the birth."""

    lines = forms.CharField(
        label=gettext_lazy("Paste a list"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("One person on each line: the name, then, after a semicolon or a tab, when born."),
    )  # fmt: skip
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)

    def clean_lines(self):
        written = self.cleaned_data["lines"].replace("\t", ";")
        read = name_lists.read(written, ";" if ";" in written else "")
        nameless = [
            Line(number, "", None, _("No name can be read on this line.")) for number in read.nameless
        ]
        lines = [*map(Line.of, read.lines), *nameless]
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(
                _("These are %(number)s lines: paste at most %(most)s at once.")
                % {"number": len(lines), "most": MOST_LINES}
            )
        lines.sort(key=lambda line: line.place)
        for place, line in enumerate(lines):
            line.place = place
        return lines


@dataclass
class Line:
    """One line of a list as it was read, and who on record may be meant."""

    place: int
    name: str
    born: UncertainDate | None
    trouble: str = ""
    other: str = ""  # what the line says besides, which is not taken over
    found: list = field(default_factory=list)
    more: bool = False  # there are more like this than are offered
    chosen: str = ""
    unseen: bool = False  # somebody like this was found who was not shown before

    @classmethod
    def of(cls, line):
        trouble = ""
        if line.unread:
            trouble = _("When born cannot be read: write 3 March 1987, 1987 or 1987-03-03, or leave it out.")
        elif len(line.name) == name_lists.LONGEST_NAME:
            trouble = _("This is too long for a name: one person on each line.")
        return cls(line.number, line.name, line.born, trouble, line.other)

    def look_up(self, user):
        if not self.trouble:
            sought = {"name": self.name, "born": self.born, "sex": ""}
            found = candidates(user, sought)
            self.found, self.more = found[:OFFERED], len(found) > OFFERED
        alike = bool(self.found) and self.found[0]["score"] >= POSSIBLE
        self.chosen = self.chosen or (SKIP if self.trouble or alike else NEW)


class NamePeople(Allowed, Visible, View):
    """The people of a group without a name, and a list that names them."""

    action = "add"
    model = Group

    def get(self, request, reference):
        return self.show(ListForm(user=request.user))

    def post(self, request, reference):
        form = ListForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.show(form, status=422)
        lines = form.cleaned_data["lines"]
        for line in lines:
            line.chosen = request.POST.get(f"line-{line.place}", "")
            line.look_up(request.user)
        if "record" not in request.POST:
            return self.show(form, lines=lines)
        if self.anybody_unseen(form, lines):
            messages.warning(
                request, _("Somebody was found meanwhile who was not shown: look at the lines that say so.")
            )
            return self.show(form, lines=lines, status=422)
        return self.show(form, lines=lines, done=self.recorded(form, lines))

    def anybody_unseen(self, form, lines):
        """Is somebody like a new person on record who was not shown for the line? Those of this very form are not meant."""
        form_key = form.cleaned_data["form_key"]
        own = {people.key_of(form_key, line.place) for line in lines} if form_key else set()
        for line in lines:
            shown = self.shown_for(line)
            line.unseen = line.chosen == NEW and any(
                item["score"] >= POSSIBLE
                and item["person"].reference not in shown
                and item["person"].form_key not in own
                for item in line.found
            )
        return any(line.unseen for line in lines)

    def shown_for(self, line):
        """The references of those who were shown as possibly meant by a line."""
        return self.request.POST.getlist(f"shown-{line.place}")[:OFFERED]

    def recorded(self, form, lines):
        """All of them, or none."""
        entries = [entry for line in lines if (entry := self.entry(line))]
        try:
            with transaction.atomic():
                return people.name_list(
                    group=self.record, entries=entries, by=self.request.user,
                    form_key=form.cleaned_data["form_key"] or uuid.uuid4(),
                )  # fmt: skip
        except Refused as refused:
            messages.error(self.request, str(refused))
            return None

    def entry(self, line):
        if line.chosen == SKIP or line.trouble:
            return None
        visible = Person.objects.visible_to(self.request.user)
        if line.chosen == NEW:
            shown = visible.filter(reference__in=self.shown_for(line)).order_by("pk")
            return people.Entry(line.name, line.born, None, list(shown))
        person = get_object_or_404(visible, reference=line.chosen)
        return people.Entry(line.name, line.born, person, [])

    def show(self, form, *, lines=None, done=None, status=200):
        group = self.record
        unnamed = group.members.counted().unnamed().visible_to(self.request.user).order_by("sort_key", "pk")
        context = {
            "form": form, "lines": lines, "done": done, "group": group, "unnamed": list(unnamed[:MOST_LINES]),
            "title": _("Name people"),
            "crumbs": [
                {"label": _("Groups"), "url": reverse("groups")},
                {"label": group.reference, "url": group.get_absolute_url()}, {"label": _("Name people"), "url": ""},
            ],
        }  # fmt: skip
        return render(self.request, "people/name.html", context, status=status)
