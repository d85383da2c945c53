"""The form in which an event is declared wrong."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import ForUser, Keyed, LookupField, UncertainDateFormField
from cases.models import EventError


class DeclareWrongForm(ForUser, Keyed):
    """What is wrong with an event, and the right facts if it did occur."""

    kind = forms.ChoiceField(label=_("What is wrong"), choices=EventError.Kind, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What was wrong, and how it was found out."),
    )  # fmt: skip
    occurred = UncertainDateFormField(
        required=False, label=_("When, rightly"), help_text=_("Empty if it stays.")
    )
    count = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=1_000_000,
        label=_("How many, rightly"),
        help_text=_("Empty if it stays."),
    )
    place = LookupField("place", required=False, label=_("Where, rightly"), help_text=_("Empty if it stays."))
    note = forms.CharField(
        required=False, label=_("Note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Empty if it stays."),
    )  # fmt: skip

    field_order = ["kind", "reason", "occurred", "count", "place", "note", "form_key"]

    def correction(self):
        """The facts that change, or None where the event did not occur."""
        if self.cleaned_data["kind"] == EventError.Kind.DID_NOT_OCCUR:
            return None
        names = ("occurred", "count", "place", "note")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name] not in (None, "")}

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("kind") == EventError.Kind.INCORRECT_DATA
            and not self.errors
            and not self.correction()
        ):
            self.add_error("occurred", _("Write what is right: when, how many, where or the note."))
        return cleaned
