"""Whether somebody on record is the person a relative looks for: the likeliest side by side with the request."""

import uuid

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views import View

from cases.access import Allowed
from cases.actions import Refused, tracing
from cases.finding.people import find_people
from cases.generic import Visible
from cases.guarded import glass, is_kept_from
from cases.models import Person, TracingJudgement, TracingRequest
from cases.people.tracing import LIST_LABEL, LIST_URL
from cases.people.tracing_forms import JudgeForm
from cases.shown.comparison import comparison

SHOWN = 8  # people who are compared on one page
MORE = 4  # records of one person: so many more are looked for, for each who was judged already
SPELLINGS = 4  # names of one request that are looked for
ASKED = ("name", "born", "sex", "father_name", "mother_maiden_name", "birth_place", "last_residence")
Verdict = TracingJudgement.Verdict


class TracingCompare(Allowed, Visible, View):
    """The people most like the one who is looked for; one of them is that person, or none of them."""

    action = "change"
    model = TracingRequest

    def get_queryset(self):
        return super().get_queryset().select_related("person")

    def get(self, request, reference):
        return self.show()

    def post(self, request, reference):
        form = JudgeForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.show(form, status=422)
        facts = form.cleaned_data
        person = get_object_or_404(Person.objects.visible_to(request.user), reference=facts["person"])
        if self.comes_to_look_after(person, facts["verdict"]):
            return HttpResponseRedirect(glass(person))
        try:
            tracing.judge(**facts | {"request": self.record, "person": person, "by": request.user})
        except Refused as refused:
            form.refuse(refused)
            return self.show(form, status=422)
        if facts["verdict"] == Verdict.IS:
            messages.success(
                request, _("%(person)s is said to be the person looked for.") % {"person": person}
            )
            return HttpResponseRedirect(self.record.get_absolute_url())
        return HttpResponseRedirect(request.path)

    def comes_to_look_after(self, person, verdict):
        """Would this user look after somebody by it whom others look after? The glass asks why first."""
        user = self.request.user
        return verdict == Verdict.IS and self.record.owner_id == user.pk and is_kept_from(user, person)

    @cached_property
    def said(self):
        return tracing.judged(self.record)

    def candidates(self):
        """Who may be the person, the likeliest first, each compared with the request; those judged already not among them."""
        user, asked = self.request.user, self.record.description()
        born = asked.born and (asked.born.earliest or asked.born.latest)
        known = {
            "born": born.year if born else None,
            "place": self.record.last_residence or self.record.birth_place,
        }
        found = {
            hit.pk
            for name in self.record.names[:SPELLINGS]
            for hit in find_people(user, name, limit=SHOWN + 1 + MORE * len(self.said), **known)
        }
        people = Person.objects.described().in_bulk(found | self.said.keys())
        judged = {_stands(people[pk]) for pk in self.said if pk in people}
        rows = [
            {
                "person": person,
                "form_key": uuid.uuid4(),
                **comparison(asked, person.description(), only=ASKED),
            }
            for person in people.values()
            if person.pk in found and _stands(person) not in judged
        ]
        once: dict[int, dict] = {}  # records joined as one person are one candidate
        for row in sorted(rows, key=lambda row: (-row["score"], row["person"].pk)):
            once.setdefault(_stands(row["person"]), row)
        return list(once.values())

    def show(self, form=None, status=200):
        people = Person.objects.visible_to(self.request.user).in_bulk(self.said)
        found = [] if self.record.person_id else self.candidates()
        context = {
            "record": self.record, "title": _("Compare with the people on record"), "refused": form,
            "found": found[:SHOWN], "more": len(found) > SHOWN,
            "dismissed": [people[pk] for pk, verdict in self.said.items() if pk in people and verdict == Verdict.IS_NOT],
            "typed": form["person"].value() if form else "",
            "crumbs": [
                {"label": LIST_LABEL, "url": reverse(LIST_URL)},
                {"label": self.record.reference, "url": self.record.get_absolute_url()},
                {"label": _("Compare"), "url": ""},
            ],
        }  # fmt: skip
        return render(self.request, "people/tracing_compare.html", context, status=status)


def _stands(person):
    return person.joined_into_id or person.pk
