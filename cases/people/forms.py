"""Recording and changing persons and groups."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions import naming, proposals
from cases.forms import RecordModelForm
from cases.models import Group, Person


class PersonForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = Person
        fields = (
            "name", "latin_name", "label", "father_name", "mother_maiden_name", "born", "birth_place",
            "sex", "nationality", "power_of_dependence", "rank", "service_number", "last_residence",
            "contact",
            "address", "confidentiality", "owner", "retention_until",
        )  # fmt: skip
        labels = {
            "latin_name": _("Name in Latin letters"),
            "label": _("While no name is known"),
            "retention_until": _("Keep until"),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 2}) for name in ("contact", "address")} | {
            "nationality": forms.TextInput(attrs={"class": "w5"}),
            "sex": forms.Select(attrs={"class": "w20"}),
            "power_of_dependence": forms.Select(attrs={"class": "w20"}),
        }

    def _save_m2m(self):
        super()._save_m2m()
        naming.index_names([self.instance])
        proposals.propose_for(self.instance)

    def clean(self):
        if self.instance.is_erased:
            raise forms.ValidationError(
                _(
                    "Who was here is erased, and nothing personal is written here again: record the person anew."
                )
            )
        return super().clean()

    def clean_nationality(self):
        code = self.cleaned_data["nationality"].upper()
        if code and not re.fullmatch("[A-Z]{2}", code):
            raise forms.ValidationError(
                _("Write the two letters of the state in ISO 3166-1, such as XA, or leave it empty.")
            )
        return code


class GroupForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = Group
        fields = (
            "name", "description", "place_from", "place_now", "confidentiality", "owner", "retention_until",
        )  # fmt: skip
        labels = {"retention_until": _("Keep until")}
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
