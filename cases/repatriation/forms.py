"""Opening and changing repatriation cases and operations."""

from cases.forms import RecordModelForm
from cases.guarded import NotOfOthers
from cases.models import RepatriationCase, RepatriationEvent


class RepatriationCaseForm(NotOfOthers, RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = RepatriationCase
        fields = (
            "title", "person", "group", "evacuation", "holding_party", "receiving_party", "place_now", "place_to", "mediators",
            "basis", "opened_on", "papers_ready", "medical_ready", "guardian", "travels_with",
            "confidentiality", "owner", "retention_until",
        )  # fmt: skip


class RepatriationEventForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = RepatriationEvent
        fields = (
            "title", "type", "from_party", "to_party", "mediators", "route", "groups", "cases", "confidentiality", "owner",
            "retention_until",
        )  # fmt: skip
