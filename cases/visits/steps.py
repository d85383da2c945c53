"""The next step of a visit in one click: what the form needs of it and no more, our office being the evidence."""

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import Refused, events
from cases.forms import ForUser, Keyed, UncertainDateFormField
from cases.generic import RecordForm, Visible
from cases.lib import dates
from cases.lib.workflows import VISIT, allowed
from cases.models import Event, Visit

#: Steps of the path, which a button offers; others are among all events.
OFFERED = ("requested", "granted", "scheduled", "held", "reported", "refused", "postponed")


def next_steps(visit):
    """The steps that can be recorded now, in the order of the path: (type, label)."""
    return [(step.type, step.label) for step in allowed(VISIT, visit.status) if step.type in OFFERED]


class StepForm(ForUser, Keyed):
    """When, for what day it is set, and in our own words; of a refusal the reason is all that is needed."""

    occurred = UncertainDateFormField(
        label=gettext_lazy("When"), required=False, help_text=gettext_lazy("Empty if it is not stated.")
    )
    due = UncertainDateFormField(
        label=gettext_lazy("Set for"),
        ahead=True,
        help_text=gettext_lazy("The day, as precise as it is known."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, step, **kwargs):
        super().__init__(*args, **kwargs)
        if "due" not in step.needs:
            del self.fields["due"]
        if "note" in step.needs:
            self.fields["note"].required = True
            self.fields["note"].label = _("Reason, as stated")
            self.fields["note"].error_messages["required"] = _(
                "Write the reason as it was stated, or that none was."
            )


class StepAdd(Visible, RecordForm):
    """Record one step of a visit."""

    action = "record_event"
    model = Visit
    template_name = "visits/step.html"

    @cached_property
    def step(self):
        step = VISIT.steps.get(self.kwargs["type"])
        if step is None or step.type not in OFFERED:
            raise Http404
        return step

    @property
    def title(self):
        return _(self.step.label)

    def get_form(self, data=None):
        today = dates.from_edtf(timezone.localdate().isoformat())
        initial = {} if "due" in self.step.needs else {"occurred": today}
        self.record  # noqa: B018  404 for whoever may not see the visit
        return StepForm(data, user=self.request.user, step=self.step, initial=initial)

    def save(self, form):
        facts = {
            name: form.cleaned_data.get(name) for name in ("occurred", "due") if form.cleaned_data.get(name)
        }
        try:
            events.record_event(
                about=self.record, type=self.step.type, by=self.request.user, note=form.cleaned_data["note"],
                form_key=form.cleaned_data["form_key"], evidence=Event.Evidence.OWN_OBSERVATION, **facts,
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
            return None
        return self.record

    def saved_words(self, record):
        return _("Recorded: %(event)s.") % {"event": self.title}

    def show(self, form, status=200):
        context = {
            "form": form, "title": self.title, "crumbs": self.crumbs(), "cancel_url": self.cancel_url(),
            "record": self.record,
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)

    def cancel_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        return [
            {"label": _("Visits"), "url": reverse("visits")},
            {"label": self.record.reference, "url": self.record.get_absolute_url()},
            {"label": self.title, "url": ""},
        ]
