"""Recording and changing evacuations and the people in them."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.actions import accommodation
from cases.forms import LookupField, RecordModelForm, UncertainDateFormField
from cases.guarded import KEPT, NotOfOthers
from cases.models import Evacuation, Evacuee, RepatriationCase
from cases.models.fields import YearChoiceInput
from cases.recording import WhoSaysSo


class EvacuationForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = Evacuation
        fields = (
            "title", "group", "place_from", "place_to", "carried_out_by", "confidentiality", "owner",
            "retention_until",
        )  # fmt: skip
        labels = {
            "title": _("What"),
            "place_from": _("From"),
            "place_to": _("To"),
            "retention_until": _("Keep until"),
        }


class EvacueeForm(NotOfOthers, RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = Evacuee
        fields = (
            "evacuation", "person", "place", "confidentiality", "owner", "retention_until",
        )  # fmt: skip
        labels = {"retention_until": _("Keep until")}

    def __init__(self, *args, **kwargs):
        """Once an event says where the person stays, nobody types it here."""
        super().__init__(*args, **kwargs)
        if self.instance.pk and accommodation.is_told(self.instance):
            del self.fields["place"]


class AccommodationForm(WhoSaysSo):
    """Who of an evacuation stays where, since when, and who says so."""

    people = forms.MultipleChoiceField(
        label=_("Who"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )
    place = LookupField(
        "place", label=_("Stay in"), error_messages={"required": _("Say where they stay.")},
    )  # fmt: skip
    occurred = UncertainDateFormField(
        required=False, label=_("Since when"), widget=YearChoiceInput, help_text=_("As the source puts it.")
    )
    note = forms.CharField(
        required=False, label=_("Note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args, evacuees, kept=frozenset(), **kwargs):
        super().__init__(*args, **kwargs)
        self.evacuees = {evacuee.reference: evacuee for evacuee in evacuees}
        field = self.fields["people"]
        field.choices = [(reference, _chosen(evacuee, kept)) for reference, evacuee in self.evacuees.items()]
        field.initial = [
            reference for reference, evacuee in self.evacuees.items() if evacuee.place_id is None
        ]
        output = f"{self['occurred'].auto_id}_reading"
        self.fields["occurred"].widget.attrs |= {"data-output": output, "data-with": self["source"].auto_id}

    def chosen(self):
        return [self.evacuees[reference] for reference in self.cleaned_data["people"]]

    def facts(self):
        names = ("occurred", "note")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}

    def words(self):
        return gettext("Accommodated. %(note)s") % {"note": self.cleaned_data["note"]}


def _chosen(evacuee, kept):
    place = KEPT if evacuee.place_id and evacuee.person_id in kept else evacuee.place
    return f"{evacuee.person} · {place or gettext('place not stated')}"


class OpenCaseForm(RecordModelForm):
    """A repatriation case for an evacuated person; whose it is and what they wish is known."""

    class Meta(RecordModelForm.Meta):
        model = RepatriationCase
        fields = (
            "title", "holding_party", "receiving_party", "place_now", "place_to", "mediators", "basis", "papers_ready",
            "medical_ready", "guardian", "travels_with", "confidentiality", "owner",
        )  # fmt: skip
