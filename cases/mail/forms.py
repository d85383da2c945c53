"""Registering and changing parcels, correspondence and consignments."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import RecordModelForm
from cases.lib import codes
from cases.models import Confidentiality, Consignment, Correspondence, Lot, Parcel
from cases.models.parcel import postal_warnings


class ParcelForm(RecordModelForm):
    """A parcel. What postal rules object to is a warning, set aside with a tick and a reason (D12, D14)."""

    contents = forms.MultipleChoiceField(
        label=_("Contents"), choices=Parcel.Content.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What is in it, as stated."),
    )  # fmt: skip
    s10 = forms.CharField(
        label=_("Postal item number"), required=False, max_length=40,
        help_text=_("UPU S10, such as RR123456785UA."),
        widget=forms.TextInput(attrs={"class": "w20 mono", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    anyway = forms.BooleanField(label=_("Save it anyway"), required=False)
    anyway_reason = forms.CharField(
        label=_("Why"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Kept with the parcel as a note of your own."),
    )  # fmt: skip

    class Meta(RecordModelForm.Meta):
        model = Parcel
        fields = (
            "addressee", "addressee_group", "sender", "sender_person", "contents", "weight_grams", "s10",
            "consignment",
            "confidentiality", "owner", "retention_until",
        )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self._without_ticks()

    def _without_ticks(self):
        """Nothing is to be set aside, so nothing is asked."""
        del self.fields["anyway"], self.fields["anyway_reason"]

    def clean_s10(self):
        """D15, and one number is one parcel."""
        if not self.cleaned_data["s10"]:
            return ""
        try:
            number = codes.validate_s10(self.cleaned_data["s10"])
        except codes.BadCode as error:
            raise forms.ValidationError(error.message) from error
        again = (
            Parcel.objects.filter(office=self.user.office, s10=number).exclude(pk=self.instance.pk).first()
        )
        if again and not Parcel.objects.visible_to(self.user).filter(pk=again.pk).exists():
            raise forms.ValidationError(
                _("A parcel that you may not see has this number: ask a coordinator.")
            )
        if again:
            raise forms.ValidationError(
                _("Parcel %(reference)s has this postal item number: open that one, or compare the label.")
                % {"reference": again.reference}
            )
        return number

    def clean_consignment(self):
        """What is in the account of a consignment stays in it (D18)."""
        consignment = self.cleaned_data["consignment"]
        moved = self.instance.pk and self.initial.get("consignment") != (
            consignment.pk if consignment else None
        )
        if moved and Lot.objects.filter(parcel=self.instance).exists():
            raise forms.ValidationError(
                _("The parcel is in the account of %(consignment)s and stays there. If it never was in it, "
                  "declare that event wrong first.") % {"consignment": self.instance.consignment.reference}
            )  # fmt: skip
        return consignment

    def clean(self):
        cleaned = super().clean()
        self.warnings = self._new_warnings(cleaned)
        if not self.warnings:
            self._without_ticks()
            return cleaned
        if not cleaned.get("anyway"):
            for sentence in self.warnings:
                self.add_error("anyway", sentence)
            self.add_error("anyway", _("Correct the parcel, or tick this and write why."))
        elif not cleaned.get("anyway_reason"):
            self.add_error("anyway_reason", _("Write why it is sent so."))
        return cleaned

    def _new_warnings(self, cleaned):
        """Warnings that this change brings; those that the parcel had were set aside before."""
        had = self.instance.warnings if self.instance.pk else []
        collective = bool(cleaned.get("addressee_group"))
        found = postal_warnings(
            cleaned.get("contents") or [], cleaned.get("weight_grams"), collective=collective
        )
        return [sentence for sentence in found if sentence not in had]


class CorrespondenceForm(RecordModelForm):
    s10 = forms.CharField(
        label=_("Postal item number"), required=False, max_length=40,
        help_text=_("UPU S10, such as RR123456785UA."),
        widget=forms.TextInput(attrs={"class": "w20 mono", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    class Meta(RecordModelForm.Meta):
        model = Correspondence
        fields = (
            "type", "direction", "person", "correspondent", "correspondent_person", "language", "written",
            "posted", "received", "route",
            "reply_to", "parcel", "consignment", "quantity", "s10", "external_number", "family_news", "confidentiality", "owner", "retention_until",
        )  # fmt: skip

    def clean_s10(self):
        """D15, and one number is one letter."""
        if not self.cleaned_data["s10"]:
            return ""
        try:
            number = codes.validate_s10(self.cleaned_data["s10"])
        except codes.BadCode as error:
            raise forms.ValidationError(error.message) from error
        others = Correspondence.objects.filter(office=self.user.office, s10=number).exclude(
            pk=self.instance.pk
        )
        if others.exists():
            raise forms.ValidationError(_("Another letter has this postal item number: compare the label."))
        return number

    def clean(self):
        cleaned = super().clean()
        is_red_cross = cleaned.get("type") == Correspondence.Kind.RED_CROSS_MESSAGE
        if is_red_cross and cleaned.get("confidentiality") == Confidentiality.ORDINARY:
            self.add_error(
                "confidentiality",
                _("Correspondence with the Red Cross is restricted (D39): choose “Restricted” or “Strict”."),
            )
        return cleaned


class ConsignmentForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = Consignment
        fields = (
            "title", "agreement", "undertaking", "from_party", "to_party", "carrier", "planned_quantity",
            "seals", "manifest",
            "confidentiality", "owner", "retention_until",
        )  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        agreement, undertaking = cleaned.get("agreement"), cleaned.get("undertaking")
        if agreement and undertaking and undertaking.agreement_id != agreement.pk:
            self.add_error(
                "undertaking",
                _("This undertaking belongs to another agreement: choose one of this agreement."),
            )
        return cleaned
