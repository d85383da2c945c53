"""The form of a family call: a few words, and Enter."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import lookup
from cases.actions import calls
from cases.forms import ForUser, Keyed, LookupField
from cases.lib import codes, dates
from cases.models import FamilyCall, Person, Relationship
from cases.shown.timeline import show_day


class CallerField(LookupField):
    """Who called: somebody on record, chosen from the list or by reference, or else words."""

    def clean(self, value):
        words = forms.CharField.clean(self, value)
        found = lookup.resolve(self.kind, words, self.user) if "·" in words or is_code(words) else []
        return found[0] if len(found) == 1 else words


def is_code(words):
    try:
        return bool(codes.decode(words))
    except codes.BadCode:
        return False


class CallForm(ForUser, Keyed):
    """Who called about whom, what they asked, what we told them, and when we speak again."""

    about = LookupField(
        lookup.RECORD, label=gettext_lazy("About whom"),
        help_text=gettext_lazy("A person or a case: name or reference."),
    )  # fmt: skip
    who = CallerField(
        "person", label=gettext_lazy("Who called"), required=False, max_length=200,
        help_text=gettext_lazy("In words, or somebody on record from the list."),
    )  # fmt: skip
    relationship = forms.ChoiceField(
        label=gettext_lazy("What they are to the person"), required=False,
        choices=[("", gettext_lazy("not stated")), *Relationship.Role.choices],
    )  # fmt: skip
    asked = forms.CharField(
        label=gettext_lazy("Asked or said"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write what the family asked or said.")},
    )  # fmt: skip
    told = forms.CharField(
        label=gettext_lazy("What we told them"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=gettext_lazy("Empty if nothing was told."),
    )  # fmt: skip
    next_call = forms.CharField(
        label=gettext_lazy("Next call"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"class": "w20", "autocomplete": "off"}),
        help_text=gettext_lazy("In 2 weeks, Monday, 3 Dec. Empty if none is agreed."),
    )  # fmt: skip
    was_due = forms.MultipleChoiceField(
        label=gettext_lazy("This was the call that was due"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "lines"}),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("How"), choices=FamilyCall.Way.choices, initial=FamilyCall.Way.TELEPHONE,
        widget=forms.RadioSelect,
    )  # fmt: skip
    on = forms.DateField(
        label=gettext_lazy("Day of the call"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w10"}),
        error_messages={"invalid": gettext_lazy("Write the day as year, month and day, such as 2027-01-31.")},
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("How to reach them"), required=False, max_length=300,
        widget=forms.TextInput(attrs={"class": "w20", "autocomplete": "off"}),
        help_text=gettext_lazy("Shown on the log of the family alone; it leaves the house in no list."),
    )  # fmt: skip

    field_order = [
        "about", "who", "relationship", "asked", "told", "next_call", "was_due", "way", "on", "contact", "form_key",
    ]  # fmt: skip

    def __init__(self, *args, due=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.due = list(due)
        self.fields["on"].initial = timezone.localdate
        first = next((name for name in ("about", "who") if not self.initial.get(name)), "asked")
        self.fields[first].widget.attrs["autofocus"] = True
        if self.due:
            first, was_due = self.due[0], self.fields["was_due"]
            was_due.choices = [(row.pk, _due_words(row)) for row in self.due]
            was_due.valid_value = lambda value: True  # what a colleague did meanwhile is no mistake
            was_due.initial = [first.pk] if first.due_on <= timezone.localdate() else []
        else:
            del self.fields["was_due"]

    def clean_about(self):
        record = self.cleaned_data["about"]
        if record.kind not in calls.KINDS:
            raise forms.ValidationError(_("A family calls about a person or a case: choose one of them."))
        return record

    def clean_next_call(self):
        words = self.cleaned_data["next_call"]
        if not words:
            return None
        try:
            return dates.day_ahead(words, timezone.localdate())
        except dates.UnreadableDate as error:
            raise forms.ValidationError(_(str(error))) from error

    def facts(self):
        """What `actions.calls.record_call` takes."""
        cleaned = self.cleaned_data
        on_record = isinstance(cleaned["who"], Person)
        return {
            "caller": cleaned["who"] if on_record else None,
            "caller_name": "" if on_record else cleaned["who"],
            "next_call_on": cleaned["next_call"],
            "was_due": [row for row in self.due if str(row.pk) in cleaned.get("was_due", ())],
            **{
                name: cleaned[name]
                for name in ("about", "relationship", "asked", "told", "way", "on", "contact", "form_key")
            },
        }


def _due_words(follow_up):
    """On which day a call was due, and when that was agreed."""
    agreed = follow_up.event.occurred if follow_up.event else None
    return _("on %(day)s, agreed on %(agreed)s") % {
        "day": show_day(follow_up.due_on),
        "agreed": dates.show(agreed) if agreed else _("a day not stated"),
    }
