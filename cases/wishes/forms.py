"""Recording what people wish: of one case or evacuee, and of all the people of an evacuation at once."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import wishes
from cases.forms import LookupField, UncertainDateFormField
from cases.models import Wish, WishRecord
from cases.models.fields import YearChoiceInput
from cases.recording import OTHER, OUR_OFFICE, WhoSaysSo

WISHES = [choice for choice in Wish.choices if choice[0] != Wish.UNKNOWN]


class Heard(WhoSaysSo):
    """How a wish was expressed, who heard it, when, and who was present; on whose word, which is never a party's."""

    how = forms.ChoiceField(
        label=gettext_lazy("How it was expressed"), choices=[("", gettext_lazy("Choose …")), *WishRecord.How.choices],
        required=False, widget=forms.Select(attrs={"class": "w20"}),
    )  # fmt: skip
    heard_by = forms.CharField(
        label=gettext_lazy("Heard by"), max_length=200, required=False, widget=forms.TextInput(attrs={"class": "w20"}),
        help_text=gettext_lazy("Who asked and heard it: name or function."),
    )  # fmt: skip
    present = forms.CharField(
        label=gettext_lazy("Who was present"), max_length=300, required=False, widget=forms.TextInput(attrs={"class": "w20"}),
        help_text=gettext_lazy("Besides the two: an interpreter, a guard, relatives."),
    )  # fmt: skip
    occurred = UncertainDateFormField(
        required=False, label=gettext_lazy("When"), widget=YearChoiceInput,
        help_text=gettext_lazy("As precise as it is known: 11 Dec 2025, early December."),
    )  # fmt: skip
    note = forms.CharField(
        required=False, label=gettext_lazy("Note"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What was said, in your own words."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["modality"]
        field = self.fields["who_says_so"]
        field.label = _("On whose word")
        ours, *others = field.choices
        field.choices = [
            (ours[0], _("our office heard it")),
            *[c for c in others if c[0] == OTHER or c[0] in self.recent],
        ]
        field.initial = OUR_OFFICE
        self.fields["source"].help_text = _(
            "A letter, a report of the Red Cross: title, reference or address."
        )
        output = f"{self['occurred'].auto_id}_reading"
        self.fields["occurred"].widget.attrs |= {"data-output": output, "data-with": self["source"].auto_id}

    def circumstances(self):
        """The facts that all wishes of the form share, but for their basis."""
        names = ("how", "heard_by", "present", "occurred", "note")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}


class SpokenFor(forms.Form):
    """For those who cannot express a wish: who speaks for them, and what they find."""

    guardian = forms.CharField(
        label=gettext_lazy("Guardian"), max_length=200, required=False, widget=forms.TextInput(attrs={"class": "w20"}),
    )  # fmt: skip
    assessed_by = forms.CharField(
        label=gettext_lazy("Best interests assessed by"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"class": "w20"}), help_text=gettext_lazy("Where there is no guardian."),
    )  # fmt: skip
    assessment = forms.CharField(
        label=gettext_lazy("What the assessment finds"), max_length=5000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=gettext_lazy("In a few words."),
    )  # fmt: skip
    in_interest = forms.BooleanField(
        label=gettext_lazy("The return is in the person’s interest"), required=False,
        help_text=gettext_lazy("As the guardian says, or the assessment finds: without it no return is planned."),
    )  # fmt: skip


class WishForm(SpokenFor, Heard):
    """What a person or a whole group wishes."""

    wish = forms.ChoiceField(
        label=gettext_lazy("What is wished"), choices=WISHES, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is wished. If nobody was asked, there is no wish to record.")},
    )  # fmt: skip
    person = LookupField(
        "person", required=False, label=gettext_lazy("Whose wish"),
        help_text=gettext_lazy("One of the group; empty for the wish of all of them."),
    )  # fmt: skip

    def __init__(self, *args, record, **kwargs):
        super().__init__(*args, **kwargs)
        self.record = record
        if not getattr(record, "group_id", None):
            del self.fields["person"]

    def save(self):
        """Record the wish, with the source and statement that it rests on where they are new."""
        cleaned = self.cleaned_data
        own = ("wish", "person", "guardian", "assessed_by", "assessment", "in_interest")
        facts = (
            {"how": "", "heard_by": ""}
            | self.circumstances()
            | {name: cleaned[name] for name in own if cleaned.get(name)}
        )
        words = f"{Wish(cleaned['wish']).label}. {cleaned['note']}".strip()
        return wishes.record_wish(
            record=self.record, by=self.user, form_key=cleaned["form_key"], **facts, **self.basis(words)
        )


class SurveyForm(Heard):
    """How all were asked; what differs for one of them stands in that one's row."""


class RowForm(forms.Form):
    """The wish of one of an evacuation; a row without one is left as it is."""

    wish = forms.ChoiceField(
        label=gettext_lazy("Wish"), required=False, choices=[("", gettext_lazy("not asked")), *WISHES]
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How"),
        required=False,
        choices=[("", gettext_lazy("as above")), *WishRecord.How.choices],
    )
    heard_by = forms.CharField(label=gettext_lazy("Heard by"), required=False, max_length=200)
    present = forms.CharField(label=gettext_lazy("Present"), required=False, max_length=300)
    guardian = forms.CharField(label=gettext_lazy("Guardian"), required=False, max_length=200)
    in_interest = forms.ChoiceField(
        label=gettext_lazy("Return in their interest"), required=False,
        choices=[("", gettext_lazy("not said")), ("yes", gettext_lazy("yes"))],
    )  # fmt: skip

    def __init__(self, *args, evacuee, **kwargs):
        super().__init__(*args, prefix=f"e{evacuee.pk}", use_required_attribute=False, **kwargs)
        self.evacuee = evacuee
        for name in ("heard_by", "present"):
            self.fields[name].widget.attrs["placeholder"] = _("as above")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("wish") and "wish" not in self.errors and any(cleaned.values()):
            self.add_error("wish", _("Choose what is wished, or empty this row."))
        return cleaned

    def facts(self):
        """What the row says besides what all have in common."""
        return {name: value for name, value in self.cleaned_data.items() if value} | {
            "in_interest": bool(self.cleaned_data["in_interest"])
        }

    def refuse(self, refused):
        """Show an action's refusal at the field that is to blame."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))
