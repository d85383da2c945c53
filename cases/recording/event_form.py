"""The form in which an event of any record is recorded."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.access import can
from cases.actions import appeals, holds, proposed_steps
from cases.actions.arrivals import MOVES
from cases.forms import LookupField, UncertainDateFormField
from cases.guarded import is_kept_from, person_of
from cases.handled import HandlingFields
from cases.lib import dates
from cases.lib.workflows import EARLIER_NOT_KNOWN, allowed
from cases.models import Event, Source
from cases.models.fields import YearChoiceInput
from cases.recording.who_says import OTHER, OUR_OFFICE, WhoSaysSo

MINUTES = 15
#: What of the event before is not carried over while it is kept from who records the next one (R03).
WHERE = {"place", "from_custodian", "to_custodian"}
FACTS = (
    "occurred",
    "due",
    "place",
    "from_custodian",
    "to_custodian",
    "counterpart",
    "count",
    "declared_status",
    "note",
)
#: What the fields mean when somebody of another house is asked, or answers; {type: {field: (label, help)}}.
APPEALS = {
    "asked": {
        "counterpart": (_("Whom we ask"), _("The Red Cross, an ombudsman, a ministry. Asked again, they are reminded.")),
        "occurred": (_("Asked on"), ""),
        "due": (_("Answer due"), _("Empty: thirty days after asking, our own rule.")),
        "note": (_("What we ask"), _("In your own words; the letter itself is not kept here.")),
    },
    "answered": {
        "counterpart": (_("Who answers"), ""),
        "occurred": (_("Answered on"), ""),
        "note": (_("What they answer"), _("In your own words. What it claims is recorded after this, claim by claim.")),
    },
}  # fmt: skip
#: What nobody gives with a question or an answer.
NOT_ASKED = {
    "asked": ("place", "count", "declared_status"),
    "answered": ("place", "count", "declared_status", "due"),
}


def proposes(user, record, type):
    """Is this step for a coordinator to allow, so that this user only proposes it (safety.md §4)?"""
    return proposed_steps.is_proposed(record, type) and not can(user, proposed_steps.DECIDES)


def question_words(question):
    """A question that is open, as one chooses it: “Red Cross, asked 12 Nov 2026”."""
    event = question.event
    day = dates.show(event.occurred) if event.occurred else gettext("on a day not stated")
    return gettext("%(whom)s, asked %(day)s") % {"whom": event.counterpart.short, "day": day}


class EventForm(WhoSaysSo, HandlingFields):
    """What happened to one record: only what its workflow allows now."""

    type = forms.ChoiceField(label=_("What happened"))
    declared_status = forms.ChoiceField(
        label=_("State in which it was found"),
        required=False,
        help_text=_("Only for “found in a later state”."),
    )
    occurred = UncertainDateFormField(
        required=False,
        label=_("When"),
        widget=YearChoiceInput,
        help_text=_("As the source puts it: 11 Dec 2025, late November, by 18 November 2025."),
    )
    due = UncertainDateFormField(
        required=False,
        label=_("Planned or due"),
        ahead=True,
        widget=YearChoiceInput,
        help_text=_("For a plan, a hold or a question: the day it is planned or due."),
    )
    place = LookupField("place", required=False, label=_("Where"))
    from_custodian = LookupField("actor", required=False, label=_("From"))
    to_custodian = LookupField("actor", required=False, label=_("To"))
    counterpart = LookupField(
        "actor",
        required=False,
        label=_("With whom"),
        help_text=_("Who was asked, answered, visited or called."),
    )
    count = forms.IntegerField(
        required=False, min_value=0, max_value=1_000_000, label=_("How many"), help_text=_("Leave empty if nobody said."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w10"}),
        error_messages={"invalid": _("Write a whole number, or leave it empty if nobody said.")},
    )  # fmt: skip
    note = forms.CharField(
        required=False, label=_("Note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Your own words, kept apart from the quotation."),
    )  # fmt: skip
    answers = forms.ChoiceField(
        required=False, label=_("Question that is answered"),
        help_text=_("Only for an answer. Left open, it is the question of whom you name, if one is open."),
    )  # fmt: skip

    field_order = [
        "type", "answers", "declared_status", "who_says_so", "source", "speaker", "modality", "occurred", "due", "place",
        "from_custodian", "to_custodian", "counterpart", "count", "note", "form_key",
    ]  # fmt: skip

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record
        chosen = self.data.get("type") if self.is_bound else self.initial.get("type")
        for name, (label, help_text) in APPEALS.get(chosen, {}).items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        self.questions = {str(one.event.pk): one for one in appeals.open_questions(record)}
        if self.questions:
            asked = [(number, question_words(one)) for number, one in self.questions.items()]
            self.fields["answers"].choices = [("", _("that of whom I name")), *asked]
        else:
            del self.fields["answers"]
        workflow = record.workflow
        steps = allowed(workflow, record.status)
        if record.kind == "person":
            steps = [step for step in steps if step.type not in holds.OF_NOTICE]
        if record.kind == "repatriation_event" and record.parts.exists():
            steps = [step for step in steps if step.type not in MOVES]
        self.fields["type"].choices = [
            ("", _("Choose …")),
            *[(step.type, self._choice(step)) for step in steps],
        ]
        self.fields["type"].widget.attrs["class"] = "w20"
        if any(step.type == EARLIER_NOT_KNOWN for step in steps):
            self.fields["declared_status"].choices = [("", "–"), *workflow.states.items()]
        else:
            del self.fields["declared_status"]
        if record.kind not in {"parcel", "consignment", "correspondence", "person", "evacuee"}:
            del self.fields["from_custodian"], self.fields["to_custodian"]
        self.fit_to(record)
        for name in ("occurred", "due"):
            output = f"{self[name].auto_id}_reading"
            self.fields[name].widget.attrs |= {"data-output": output, "data-with": self["source"].auto_id}

    def _choice(self, step):
        words = gettext(step.label)
        if proposes(self.user, self.record, step.type):
            return gettext("%(step)s (proposed to a coordinator)") % {"step": words}
        return words

    def clean_occurred(self):
        """11.12 is 11 December; a source that may be American makes us ask (decisions.md, Dates)."""
        occurred, typed = self.cleaned_data["occurred"], self.data.get(self.add_prefix("occurred"), "")
        source = self.cleaned_data.get("source")
        american = isinstance(source, Source) and source.language.lower() in {"en-us", "en_us"}
        readings = dates.ambiguous(typed) if american else ()
        if readings:
            raise forms.ValidationError(
                _("%(typed)s can be %(one)s or %(other)s in this source: write the month as a word.")
                % {"typed": typed, "one": readings[0], "other": readings[1]}
            )
        return occurred

    def clean(self):
        """The back button sends the words again with a new key: what is exactly the same is asked about (R46)."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        said = {"type": cleaned["type"]} | {
            name: cleaned.get(name) for name in FACTS if cleaned.get(name) not in (None, "")
        }
        said.setdefault("note", "")
        key = cleaned.get("form_key")
        if Event.objects.just_recorded(self.record, self.user, MINUTES, said).exclude(form_key=key).exists():
            raise forms.ValidationError(
                _(
                    "You recorded exactly this a moment ago, and it is saved. If it happened a second time, say so in the note."
                )
            )
        return cleaned

    def facts(self):
        """The facts of the event for `actions.events.record_event`."""
        cleaned = self.cleaned_data
        facts = {name: cleaned.get(name) for name in FACTS if cleaned.get(name) not in (None, "")}
        if cleaned["type"] != EARLIER_NOT_KNOWN:
            facts.pop("declared_status", None)
        if cleaned["type"] == "answered" and cleaned.get("answers"):
            facts["answers"] = self.questions[cleaned["answers"]].event
        step = self.record.workflow.steps[cleaned["type"]]
        words = f"{step.label}. {cleaned.get('note') or ''}".strip()
        return facts | self.handling() | self.basis(words)


def event_form(user, record, data=None, like=None, type=""):
    """The form for one more event of a record; `like` is the event before it in a series, whose circumstances carry over;
    `type` is chosen already."""
    initial = _carried_over(like or record.last_event, series=bool(like))
    if WHERE & set(initial) and is_kept_from(user, person_of(record)):
        initial = {name: value for name, value in initial.items() if name not in WHERE}
    if type in APPEALS:
        initial = {"type": type, "occurred": timezone.localdate().isoformat()}
        initial |= {"who_says_so": OUR_OFFICE} if type == "asked" else {}
    form = EventForm(data, user=user, record=record, initial=initial)
    if type == "answered" and len(form.questions) == 1:
        ((number, question),) = form.questions.items()
        form.initial |= {"answers": number, "counterpart": question.event.counterpart}
    for name in NOT_ASKED.get(type, ()):
        form.fields.pop(name, None)
    return form


def _carried_over(event, *, series):
    if event is None:
        return {}
    initial = {
        "place": event.place_id,
        "to_custodian": event.to_custodian_id,
        "from_custodian": event.from_custodian_id,
    }
    if series:
        initial |= {"occurred": event.occurred, "who_says_so": event.evidence or OTHER}
        if event.statement_id and event.statement_read:
            initial |= {"source": event.statement.source, "speaker": event.statement.speaker}
    return {name: value for name, value in initial.items() if value}
