"""The forms of a tracing request: the request itself, consents, and what the enquirer was told."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions.tracing import ANOTHER_NOW
from cases.forms import ForUser, Keyed, RecordModelForm, UncertainDateFormField
from cases.models import ReleaseConsent, TracingConsent, TracingRequest, User
from cases.models.tracing import Answer


def sees_contact(user, request):
    """May this user see how to reach the enquirer? The owner and coordinators may (safety.md §4)."""
    return user.role == User.Role.COORDINATOR or request.owner_id == user.pk


class Day(forms.DateInput):
    """A day on the calendar."""

    def __init__(self):
        super().__init__(format="%Y-%m-%d", attrs={"type": "date", "class": "w10"})


def day_field(label):
    return forms.DateField(
        label=label,
        initial=timezone.localdate,
        widget=Day(),
        validators=[not_to_come],
        error_messages={"invalid": gettext_lazy("Write the day as year, month and day, such as 2027-01-31.")},
    )


def not_to_come(day):
    """Refuse a day that is still to come."""
    if day > timezone.localdate():
        raise forms.ValidationError(_("This day is still to come: write the day on which it happened."))


class TracingRequestForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = TracingRequest
        fields = (
            "enquirer", "relationship", "enquirer_contact", "received_on", "name", "other_names", "father_name",
            "mother_maiden_name", "born", "sex", "birth_place", "last_residence", "standing", "last_seen",
            "last_seen_place", "circumstances", "marks", "confidentiality", "owner", "retention_until",
        )  # fmt: skip
        labels = {"retention_until": gettext_lazy("Keep until")}
        widgets = {
            name: forms.Textarea(attrs={"rows": rows})
            for name, rows in (
                ("enquirer_contact", 2),
                ("other_names", 2),
                ("circumstances", 4),
                ("marks", 2),
            )
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.setdefault("received_on", timezone.localdate())
            self.initial.setdefault("owner", self.user)
        elif not sees_contact(self.user, self.instance):
            del self.fields["enquirer_contact"]
        self.fields["relationship"].error_messages["required"] = _(
            "Say what the enquirer is to the person looked for: only relatives can ask."
        )

    def clean_received_on(self):
        not_to_come(self.cleaned_data["received_on"])
        return self.cleaned_data["received_on"]


class ConsentForm(ForUser, Keyed):
    """What the enquirer answered."""

    scope = forms.ChoiceField(
        label=gettext_lazy("Asked to"), choices=TracingConsent.Scope.choices,
        widget=forms.RadioSelect(attrs={"class": "lines"}),
    )  # fmt: skip
    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=Answer.choices,
        widget=forms.RadioSelect(attrs={"class": "lines"}),
    )
    answered_on = day_field(gettext_lazy("On"))
    how = forms.CharField(
        label=gettext_lazy("How"), max_length=300, widget=forms.TextInput(attrs={"class": "w20"}),
        help_text=gettext_lazy("Such as: signed form, by telephone to whom."),
    )  # fmt: skip


class OfFound(ForUser, Keyed):
    """A form about the person found: it says who that was when it was opened, and speaks of nobody else."""

    found = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)

    def __init__(self, *args, person, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        self.initial["found"] = self.fields["found"].initial = person.reference if person else ""

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("found", "") != self.initial["found"]:
            self.add_error(None, ANOTHER_NOW)
        return cleaned


class ReleaseConsentForm(OfFound):
    """What the person found answered."""

    answer = forms.ChoiceField(
        label=gettext_lazy("May the enquirer be told?"), choices=Answer.choices,
        widget=forms.RadioSelect(attrs={"class": "lines"}),
    )  # fmt: skip
    answered_on = day_field(gettext_lazy("On"))
    asked_by = forms.CharField(
        label=gettext_lazy("Asked by"), max_length=200, widget=forms.TextInput(attrs={"class": "w20"}),
        help_text=ReleaseConsent._meta.get_field("asked_by").help_text,
    )  # fmt: skip
    how = forms.CharField(
        label=gettext_lazy("How"), max_length=300, widget=forms.TextInput(attrs={"class": "w20"}),
        help_text=ReleaseConsent._meta.get_field("how").help_text,
    )  # fmt: skip


class TellForm(OfFound):
    """What the enquirer was told, and when."""

    note = forms.CharField(
        label=gettext_lazy("What the enquirer was told"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("No more than the person found has consented to."),
    )  # fmt: skip
    occurred = UncertainDateFormField(label=gettext_lazy("When"))


class JudgeForm(ForUser, Keyed):
    """Whether somebody on record is the person looked for."""

    person = forms.CharField(max_length=24, widget=forms.HiddenInput)
    verdict = forms.ChoiceField(
        choices=[("is", ""), ("is_not", ""), ("undone", "")], widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, required=False,
        widget=forms.TextInput(attrs={"class": "w20"}),
    )  # fmt: skip
