"""Events, and the declarations that correct them."""

from django import forms
from django.contrib.admin import register
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.access import can
from cases.actions.events import declare_wrong, record_event
from cases.admin.forms import AboutForm, DatedBySource, RecordForm
from cases.admin.ledger import About, LedgerPage, about
from cases.admin.lists import KindFilter, StepFilter, column, dated, recorded
from cases.admin.site import site
from cases.admin.words import change_url
from cases.lib.workflows import WORKFLOWS, allowed
from cases.models import Event, EventError
from cases.models.about import KINDS
from cases.models.fields import UncertainDateFormField


class EventForm(DatedBySource, AboutForm):
    """What happened to a record: only the types that its workflow allows now, once the record is known."""

    declared_status = forms.ChoiceField(
        required=False,
        help_text=_("Only for “found in a later state”: the state in which the record was found."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        record = self.record()
        workflows = [record.workflow] if record else WORKFLOWS.values()
        states = [(workflow.label, list(workflow.states.items())) for workflow in workflows]
        self.fields["declared_status"].choices = [("", "---------"), *states]
        self.fields["type"].choices = [("", "---------"), *(steps_of(each, record) for each in workflows)]


def steps_of(workflow, record):
    """One group of choices: what can be recorded now, or ever if no record is known yet."""
    steps = allowed(workflow, record.status) if record else workflow.steps.values()
    return (workflow.label, [(step.type, step.label) for step in steps])


@register(Event, site=site)
class EventPage(About, LedgerPage):
    subject = "evidence"
    adds = "record_event"
    form = EventForm
    list_display = (
        column("what", _("what happened"), lambda row: row.label),
        about, dated("occurred", _("when")), recorded, "recorded_by",
    )  # fmt: skip
    list_filter = (KindFilter, StepFilter, "evidence")
    ordering = ("-sequence", "-id")
    related = ("recorded_by", "error")
    autocomplete_fields = ("place", "from_custodian", "to_custodian", "counterpart", "statement")

    def record(self, by, about, type, **facts):
        return record_event(about=about, type=type, by=by, **facts)

    def links_of(self, row, request):
        links = super().links_of(row, request)
        if row.is_wrong:
            return [*links, (_("Declared wrong"), change_url(row.error))]
        wrong = f"{reverse('admin:cases_eventerror_add')}?event={row.pk}"
        return [*links, can(request.user, "declare_wrong") and (_("Declare wrong"), wrong)]


class EventErrorForm(RecordForm):
    """What was wrong; and, where it did occur, the facts as they were."""

    type = forms.ChoiceField(
        required=False, label=_("correctly: what happened"),
        help_text=_("Fill in what was different; empty fields stay as they were recorded."),
    )  # fmt: skip
    occurred = UncertainDateFormField(required=False, label=_("correctly: when"))
    due = UncertainDateFormField(required=False, label=_("correctly: planned or due"))
    count = forms.IntegerField(required=False, min_value=0, label=_("correctly: how many"))
    note = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), label=_("correctly: note")
    )
    CORRECTION = ("type", "occurred", "due", "count", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            step.type: step.label for workflow in WORKFLOWS.values() for step in workflow.steps.values()
        }
        self.fields["type"].choices = [("", "---------"), *labels.items()]

    def clean(self):
        cleaned = super().clean()
        given = any(cleaned.get(name) not in (None, "") for name in self.CORRECTION)
        if given and cleaned.get("kind") == EventError.Kind.DID_NOT_OCCUR:
            self.add_error(
                "kind",
                _("What did not occur has no correction: empty the fields below, or choose the other."),
            )
        return cleaned


@register(EventError, site=site)
class EventErrorPage(LedgerPage):
    subject = "evidence"
    adds = "declare_wrong"
    form = EventErrorForm
    exclude = ("correction",)
    parents = ("event",)
    list_display = ("event", "kind", recorded, "recorded_by")
    list_filter = ("kind",)
    related = ("recorded_by", "event")
    autocomplete_fields = ("event",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(*(f"event__{kind}" for kind in KINDS))

    def record(self, by, event, kind, reason, form_key=None, **correction):
        right = {name: value for name, value in correction.items() if value not in (None, "")}
        return declare_wrong(
            event=event, kind=kind, reason=reason, by=by, correction=right, form_key=form_key
        )
