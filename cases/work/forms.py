"""Adding, finishing and changing follow-ups."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import lookup
from cases.forms import ForUser, Keyed, LookupField, RecordModelForm
from cases.models import FollowUp

WEEK = timedelta(days=7)


def day_field(label, **kwargs):
    """A day, typed or chosen."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "w10"})
    errors = {
        "required": _("Give the day by which it is to be done."),
        "invalid": _("Write the day as year, month and day, such as 2027-01-31."),
    }
    return forms.DateField(label=label, widget=widget, error_messages=errors, **kwargs)


def text_field(label, **kwargs):
    return forms.CharField(
        label=label, max_length=300, widget=forms.TextInput(attrs={"class": "w20"}),
        error_messages={"required": _("Write what is to be done.")}, **kwargs,
    )  # fmt: skip


class FollowUpForm(ForUser, Keyed):
    """Something to be done about a record by a day."""

    instance = FollowUp  # whose constraints refuse what this form makes

    about = LookupField(
        lookup.RECORD, label=_("About"), help_text=_("The reference of a record, or part of its name.")
    )
    text = text_field(_("What to do"))
    due_on = day_field(_("Due"))
    owner = LookupField("user", label=_("Owner"), required=False, help_text=_("Somebody of the office."))

    field_order = ["about", "text", "due_on", "owner", "form_key"]


class FinishForm(ForUser, Keyed):
    """What came of a follow-up, and what is to be done next, if anything."""

    instance = FollowUp

    outcome = forms.CharField(
        label=_("What came of it"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what came of it.")},
    )  # fmt: skip
    next_text = text_field(_("What next"), required=False, help_text=_("Empty if nothing is left to do."))
    next_due_on = day_field(_("Next due"), required=False)
    next_owner = LookupField("user", label=_("Owner of the next"), required=False)

    field_order = ["outcome", "next_text", "next_due_on", "next_owner", "form_key"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("next_text") and not cleaned.get("next_due_on") and "next_due_on" not in self.errors:
            self.add_error("next_due_on", _("Give the day by which the next step is to be done."))
        return cleaned

    def then(self):
        """The next follow-up, or None."""
        given = self.cleaned_data
        if not given["next_text"]:
            return None
        return {"text": given["next_text"], "due_on": given["next_due_on"], "owner": given["next_owner"]}


class FollowUpEditForm(RecordModelForm):
    """Other words, another day (with a reason, kept in the history), another owner."""

    reason = forms.CharField(
        label=_("Why another day"), required=False, max_length=500,
        widget=forms.TextInput(attrs={"class": "w20"}), help_text=_("Kept in the history. Only for another day."),
    )  # fmt: skip

    class Meta(RecordModelForm.Meta):
        model = FollowUp
        fields = ("text", "due_on", "owner")

    field_order = ["text", "owner", "due_on", "reason", "version", "form_key"]

    def clean(self):
        cleaned = super().clean()
        if "due_on" in self.changed_data and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say why it is moved to another day: it stays in the history."))
        return cleaned


def in_a_week():
    return timezone.localdate() + WEEK
