"""One event for a list of pasted references: what is possible is recorded, the rest is named."""

import uuid

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases import lookup
from cases.access import demand
from cases.actions.events import NEEDS
from cases.actions.holds import OF_NOTICE
from cases.actions.many import record_for_many
from cases.forms import LookupField, UncertainDateFormField
from cases.lib.workflows import EARLIER_NOT_KNOWN, WORKFLOWS
from cases.recording import WhoSaysSo

MOST = 500
THROUGH_NOTICE = {("person", type) for type in OF_NOTICE}


def choices():
    """The event types of each kind of record, as (“kind:type”, label) by kind."""
    return [
        (gettext(workflow.label), [(f"{kind}:{step.type}",
            gettext(step.label)) for step in workflow.steps.values()
                                   if step.type != EARLIER_NOT_KNOWN and not step.apart and (kind, step.type) not in THROUGH_NOTICE])
        for kind, workflow in WORKFLOWS.items()
    ]  # fmt: skip


class RecordManyForm(WhoSaysSo):
    """What happened to all of these records."""

    references = forms.CharField(
        label=_("References"), max_length=40_000, widget=forms.Textarea(attrs={"rows": 8, "class": "mono"}),
        help_text=_("One on each line, or apart by spaces or commas; records of one kind, up to 500."),
    )  # fmt: skip
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
        "references", "type", "who_says_so", "source", "speaker", "modality", "occurred", "due", "place",
        "from_custodian",
        "to_custodian", "counterpart", "note", "form_key",
    ]  # fmt: skip
    FACTS = ("occurred", "due", "place", "from_custodian", "to_custodian", "counterpart", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", _("Choose …")), *choices()]
        for name in ("occurred", "due"):
            self.fields[name].widget.attrs |= {
                "data-output": f"{self[name].auto_id}_reading",
                "data-with": self["source"].auto_id,
            }

    def clean_references(self):
        words = self.cleaned_data["references"].replace(",", " ").replace(";", " ").split()
        if len(words) > MOST:
            raise forms.ValidationError(
                _("These are %(number)s references: take up to %(most)s at once.")
                % {"number": len(words), "most": MOST}
            )
        return words

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
        """The records that the references name, each once, and what is wrong with the other words."""
        kind = self.cleaned_data["type"].partition(":")[0]
        records, exceptions, seen = [], [], set()
        for word in self.cleaned_data["references"]:
            record = lookup.any_record(self.user, word)
            if record is None:
                exceptions.append(
                    (word, gettext("There is no record with this reference: compare it with the label."))
                )
            elif record.kind != kind:
                exceptions.append((word, gettext("This is another kind of record: record it by itself.")))
            elif record.reference not in seen:
                records.append(record)
            seen.add(record.reference if record else word)
        return records, exceptions

    def facts(self):
        return {
            name: self.cleaned_data[name] for name in self.FACTS if self.cleaned_data[name] not in (None, "")
        }

    def words(self):
        kind, _colon, type = self.cleaned_data["type"].partition(":")
        return f"{WORKFLOWS[kind].steps[type].label}. {self.cleaned_data['note']}".strip()


def record_many(request):
    """The form, and after it was sent what came of each reference; the exceptions stay in the form."""
    demand(request.user, "record_event")
    form = RecordManyForm(request.POST or None, user=request.user)
    if request.method != "POST" or not form.is_valid():
        return _show(request, form, status=422 if form.errors else 200)
    records, exceptions = form.found()
    recorded, refused = record_for_many(
        records=records, type=form.cleaned_data["type"].partition(":")[2], by=request.user,
        form_key=form.cleaned_data["form_key"] or uuid.uuid4(), basis=lambda: form.basis(form.words()),
        **form.facts(),
    )  # fmt: skip
    exceptions += [(record.reference, why) for record, why in refused]
    return _show(request, _second_go(request, exceptions), recorded=recorded, exceptions=exceptions)


def _second_go(request, exceptions):
    """The form again with what was typed and only the references that are left, under a key of its own."""
    left = request.POST.dict() | {"references": "\n".join(word for word, _why in exceptions)}
    left.pop("form_key", None)
    return RecordManyForm(user=request.user, initial=left)


def _show(request, form, *, recorded=None, exceptions=(), status=200):
    context = {
        "form": form, "recorded": recorded, "exceptions": exceptions,
        "title": _("One event for many records"),
        "crumbs": [
            {"label": _("Events"), "url": reverse("events")},
            {"label": _("One event for many records"), "url": ""},
        ],
    }  # fmt: skip
    return render(request, "events/many.html", context, status=status)
