"""Recording and changing evacuations and the people in them."""

from django.utils.translation import gettext_lazy as _

from cases.forms import RecordModelForm
from cases.models import Evacuation, Evacuee


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


class EvacueeForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = Evacuee
        fields = (
            "evacuation", "person", "place", "wish", "wish_recorded_by", "confidentiality", "owner",
            "retention_until",
        )  # fmt: skip
        labels = {"retention_until": _("Keep until")}
