"""One event for many records, chosen in a list or pasted: what is possible is recorded, the rest is named."""

import uuid

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases import lookup
from cases.access import can
from cases.actions import bulk, proposed_steps
from cases.actions.events import NEEDS
from cases.actions.holds import OF_NOTICE
from cases.forms import LookupField, UncertainDateFormField
from cases.generic.bulk import APART, Bulk, BulkForm
from cases.lib.workflows import EARLIER_NOT_KNOWN, WORKFLOWS
from cases.models.parcel import PACKING, with_objections
from cases.recording import WhoSaysSo
from cases.templatetags.look import figure

THROUGH_NOTICE = {("person", type) for type in OF_NOTICE}


#: What takes a coordinator: caseworkers propose it on the page of the case.
PROPOSED = {("repatriation_case", type) for type in proposed_steps.PROPOSED}


def choices(kinds=(), without=frozenset()):
    """The event types of each kind of record, or of these kinds, as (“kind:type”, label) by kind; but not those `without`."""
    return [
        (gettext(workflow.label), [(f"{kind}:{step.type}",
            gettext(step.label)) for step in workflow.steps.values()
                                   if step.type != EARLIER_NOT_KNOWN and not step.apart and (kind, step.type) not in THROUGH_NOTICE | without])
        for kind, workflow in WORKFLOWS.items() if not kinds or kind in kinds
    ]  # fmt: skip


class RecordManyForm(BulkForm, WhoSaysSo):
    """What happened to all of these records, which are of one kind."""

    type = forms.ChoiceField(label=_("What happened to each"))
    occurred = UncertainDateFormField(required=False, label=_("When"), help_text=_("As the source puts it."))
    due = UncertainDateFormField(required=False, label=_("Planned or due"), ahead=True)
    place = LookupField("place", required=False, label=_("Where"))
    from_custodian = LookupField("actor", required=False, label=_("From"))
    to_custodian = LookupField("actor", required=False, label=_("To"))
    counterpart = LookupField("actor", required=False, label=_("With whom"))
    note = forms.CharField(
        required=False, label=_("Note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The same for all of them."),
    )  # fmt: skip

    field_order = [
        "type", "references", "together", "who_says_so", "source", "speaker", "modality", "occurred", "due", "place",
        "from_custodian",
        "to_custodian", "counterpart", "note", "list", "query", "form_key",
    ]  # fmt: skip
    FACTS = ("occurred", "due", "place", "from_custodian", "to_custodian", "counterpart", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        without = frozenset() if can(self.user, proposed_steps.DECIDES) else PROPOSED
        self.fields["type"].choices = [("", _("Choose …")), *choices(self.kinds(), without)]
        for name in ("occurred", "due"):
            self.fields[name].widget.attrs |= {
                "data-output": f"{self[name].auto_id}_reading",
                "data-with": self["source"].auto_id,
            }

    def kinds(self):
        """Of which kinds the chosen records are, as long as nothing was typed."""
        words = "" if self.is_bound else self.initial.get("references", "")
        return {one.kind for one in lookup.many_records(self.user, APART.split(words)).values()}

    def clean(self):
        cleaned = super().clean()
        kind, _colon, type = (cleaned.get("type") or "").partition(":")
        if type:
            for need in WORKFLOWS[kind].steps[type].needs:
                if need in self.fields and cleaned.get(need) in (None, "") and need not in self.errors:
                    self.add_error(need, NEEDS[need])
            if "count" in WORKFLOWS[kind].steps[type].needs:
                self.add_error(
                    "type", _("This needs a number of its own for each record: record it on their pages.")
                )
        return cleaned

    def found(self):
        """What postal rules object to is set aside parcel by parcel, each with its reason (D12, D14)."""
        records, exceptions = super().found()
        if self.cleaned_data["type"].partition(":")[2] not in PACKING:
            return records, exceptions
        asks = with_objections([record for record in records if record.kind == "parcel"])
        why = gettext("%(objections)s It needs a reason: record this on the page of the parcel.")
        exceptions += [
            (record.reference, why % {"objections": " ".join(map(str, record.warnings))})
            for record in records
            if record.pk in asks
        ]
        return [record for record in records if record.pk not in asks], exceptions

    def wrong_with(self, record):
        if record and record.kind != self.cleaned_data["type"].partition(":")[0]:
            return gettext("This is another kind of record: record it by itself.")
        return super().wrong_with(record)

    def facts(self):
        return {
            name: self.cleaned_data[name] for name in self.FACTS if self.cleaned_data[name] not in (None, "")
        }

    def words(self):
        kind, _colon, type = self.cleaned_data["type"].partition(":")
        return f"{WORKFLOWS[kind].steps[type].label}. {self.cleaned_data['note']}".strip()


class RecordMany(Bulk):
    """The form, and after it was sent what came of each reference; the exceptions stay in the form."""

    action = "record_event"
    form_class = RecordManyForm
    template_name = "events/many.html"
    title = _("One event for many records")
    intro = _(
        "Each record gets its own event; what one of them does not allow is listed and stops none of the others."
    )
    button = _("Record for all of them")

    def do(self, form, records):
        return bulk.record(
            records=records, type=form.cleaned_data["type"].partition(":")[2], by=self.request.user,
            form_key=form.cleaned_data["form_key"] or uuid.uuid4(), basis=lambda: form.basis(form.words()),
            together=form.cleaned_data["together"], **form.facts(),
        )  # fmt: skip

    def result(self, record, what):
        return {"url": f"{record.get_absolute_url()}#event-{what.pk}", "words": what.label}

    def done_words(self, number):
        words = ngettext("Recorded on %(number)s record", "Recorded on %(number)s records", number)
        return words % {"number": figure(number)}
