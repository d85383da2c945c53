"""The path from an evacuated person to a repatriation case."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import Refused, evacuations
from cases.evacuations.forms import OpenCaseForm
from cases.generic.forms import RecordForm
from cases.generic.visible import Visible
from cases.guarded import BehindGlass, seen_by
from cases.models import Evacuee, Party, RepatriationCase


class OpenCase(BehindGlass, Visible, RecordForm):
    """Open a case that is filled in with what is known; the wish is carried over and the return requested."""

    action = "add"
    model = Evacuee
    form_class = OpenCaseForm
    template_name = "evacuations/case.html"
    title = gettext_lazy("Open a case")

    def get_queryset(self):
        related = ("person", "place", "evacuation__place_from", "evacuation__place_to", "owner")
        return super().get_queryset().select_related(*related)

    def get_form_kwargs(self):
        evacuee = self.record
        here, home = evacuee.place or evacuee.evacuation.place_to, evacuee.evacuation.place_from
        receiving = party_of(home)
        to = f" → {receiving}" if receiving else ""
        return {
            "initial": {
                "title": f"{evacuee.person}{to}"[:200], "holding_party": party_of(here), "receiving_party": receiving,
                "place_now": here and here.pk, "place_to": home and home.pk, "confidentiality": evacuee.confidentiality,
                "basis": RepatriationCase.Basis.HUMANITARIAN, "owner": self.request.user.pk,
            }
        }  # fmt: skip

    def save(self, form):
        facts = {name: form.cleaned_data[name] for name in form.Meta.fields if name in form.cleaned_data}
        try:
            return evacuations.open_case(
                evacuee=self.record, by=self.request.user, form_key=form.cleaned_data["form_key"], **facts
            )
        except Refused as refused:
            form.refuse(refused)
            return None

    def saved_words(self, record):
        return _("The case is open: the wish is carried over, and the return is requested.")

    def made_already(self, form_key):
        return None

    @cached_property
    def open_case(self):
        return evacuations.open_case_of(self.record.person)

    def cancel_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        return [
            {"label": _("Evacuated people"), "url": reverse("evacuees")},
            {"label": self.record.reference, "url": self.cancel_url()}, {"label": self.title, "url": ""},
        ]  # fmt: skip

    def show(self, form, status=200):
        context = {
            "form": form, "record": self.record, "title": self.title, "crumbs": self.crumbs(),
            "cancel_url": self.cancel_url(), "has_case": self.open_case is not None,
            "seen_case": next(iter(seen_by(self.request.user, self.open_case)), None),
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)


def party_of(place):
    """The party in whose country a place is."""
    return Party.objects.filter(code=place.country).first() if place and place.country else None
