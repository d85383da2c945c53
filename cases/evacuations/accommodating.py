"""Recording where the people of an evacuation stay, for several at once."""

import uuid

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View

from cases.access import Allowed
from cases.actions import evacuations
from cases.evacuations.forms import AccommodationForm
from cases.generic import Visible
from cases.guarded import kept_from
from cases.models import Evacuation, Evacuee

MOST = 300  # people on one page


class Accommodate(Allowed, Visible, View):
    """Some of the people of an evacuation stay in one place."""

    action = "record_event"
    model = Evacuation
    title = gettext_lazy("Record where they stay")

    def get(self, request, reference):
        return self.show(self.form())

    def post(self, request, reference):
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        recorded, refused = evacuations.accommodate(
            evacuees=form.chosen(), place=form.cleaned_data["place"], by=request.user,
            form_key=form.cleaned_data["form_key"] or uuid.uuid4(), basis=lambda: form.basis(form.words()),
            **form.facts(),
        )  # fmt: skip
        for evacuee, why in refused:
            messages.warning(request, f"{evacuee.person}: {why}")
        if recorded:
            words = ngettext(
                "Recorded for %(number)s person.", "Recorded for %(number)s people.", len(recorded)
            )
            messages.success(request, words % {"number": len(recorded)})
        return HttpResponseRedirect(self.record.get_absolute_url())

    def form(self, data=None):
        rows = Evacuee.objects.visible_to(self.request.user).filter(evacuation=self.record).open()
        rows = rows.select_related("person", "place").order_by("person__sort_key", "pk")[:MOST]
        kept = kept_from(self.request.user, (row.person_id for row in rows))
        return AccommodationForm(data, user=self.request.user, evacuees=rows, kept=kept)

    def show(self, form, status=200):
        url = self.record.get_absolute_url()
        context = {
            "form": form, "record": self.record, "title": self.title, "cancel_url": url,
            "crumbs": [
                {"label": _("Evacuations"), "url": reverse("evacuations")},
                {"label": self.record.reference, "url": url}, {"label": self.title, "url": ""},
            ],
        }  # fmt: skip
        return render(self.request, "evacuations/accommodation.html", context, status=status)
