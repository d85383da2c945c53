"""The fields of a form in which somebody says how mail was handled, beside what happened to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Handling, Party
from cases.models.handling import COLUMNS, LIMIT
from cases.models.parcel import PACKING

#: Kinds of record of which this can be said.
MAIL = frozenset({"parcel", "consignment", "correspondence"})


def _number():
    return forms.TextInput(attrs={"inputmode": "numeric", "class": "w10"})


def _choice(name, label, help_text=""):
    choices = [("", _("not stated")), *Handling._meta.get_field(name).choices]
    return forms.ChoiceField(label=label, choices=choices, required=False, help_text=help_text)


class HandlingFields(forms.Form):
    """Who signed, which side examined it and how, why it was held or not delivered; empty where nobody said."""

    signed_by = _choice("signed_by", _("Signed by"), _("For a delivery. A photograph is no receipt."))
    side = forms.ModelChoiceField(
        Party.objects.all(), label=_("By which side"), required=False, empty_label=_("not stated"),
        help_text=_("For an examination, a hold or a limit."),
    )  # fmt: skip
    presence = _choice(
        "presence", _("In the presence of"), _("For the examination of a parcel (GC III Art. 76).")
    )
    outcome = _choice("outcome", _("Outcome of the examination"))
    cause = _choice(
        "cause", _("Reason"), _("For a hold, a limit, a dispute, or what could not be delivered.")
    )
    letters = forms.IntegerField(
        label=_("Letters a month, as stated"), required=False, min_value=0, max_value=1000,
        help_text=_("For a limit on mail: 0 where it is stopped, empty if nobody said."), widget=_number(),
    )  # fmt: skip
    cards = forms.IntegerField(
        label=_("Cards a month, as stated"), required=False, min_value=0, max_value=1000, widget=_number(),
        help_text=_("Capture cards do not count."),
    )  # fmt: skip
    with_parcels = forms.BooleanField(
        label=_("The same happened to its labelled parcels"), required=False,
        help_text=_("To each that can take this step now. “How many” counts those without a label."),
    )  # fmt: skip

    reason = forms.CharField(
        label=_("Why it is sent as it is"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def fit_to(self, record):
        """Leave out what does not belong to this kind of record."""
        self.objections = record.objections if record.kind == "parcel" else []
        self.fields["reason"].help_text = " ".join(map(str, self.objections))
        carries = (
            record.kind == "consignment" and self.is_bound and self.data.get(self.add_prefix("with_parcels"))
        )
        if (
            not self.objections and not carries
        ):  # of parcels that go along the action asks, which has them before it
            del self.fields["reason"]
        told = (set(COLUMNS) - {"letters", "cards"}) if record.kind in MAIL else set()
        told = set(LIMIT) if record.kind == "person" else told
        for name in set(COLUMNS) - told:
            del self.fields[name]
        if record.kind == "correspondence":
            del self.fields["presence"]
        if record.kind != "consignment":
            del self.fields["with_parcels"]

    def clean(self):
        """A parcel that postal rules object to is packed or sent with a reason, kept on the event."""
        cleaned = super().clean()
        if self.objections and cleaned.get("type") in PACKING and not cleaned.get("reason"):
            self.add_error(
                "reason", [*self.objections, _("Correct the parcel, or write why it is sent as it is.")]
            )
        return cleaned

    @property
    def handling_fields(self):
        """The bound fields, and whether one of them is filled in or refused."""
        return [self[name] for name in COLUMNS if name in self.fields]

    @property
    def handling_open(self):
        return any(field.errors or field.value() not in (None, "") for field in self.handling_fields)

    def handling(self):
        """The facts for the action; empty where nothing is said."""
        said = {
            name: self.cleaned_data.get(name)
            for name in COLUMNS
            if self.cleaned_data.get(name) not in (None, "")
        }
        kept = {"reason": self.cleaned_data["reason"]} if self.cleaned_data.get("reason") else {}
        return kept | ({"handling": said} if said else {})
