"""The forms in which events of any record are recorded and declared wrong."""

from cases.recording.declare_wrong import DeclareWrongForm
from cases.recording.event_form import EventForm, event_form, proposes
from cases.recording.who_says import OTHER, OUR_OFFICE, WhoSaysSo, source_at

__all__ = [
    "OTHER",
    "OUR_OFFICE",
    "DeclareWrongForm",
    "EventForm",
    "WhoSaysSo",
    "event_form",
    "proposes",
    "source_at",
]
