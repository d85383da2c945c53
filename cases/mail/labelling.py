"""Labels for parcels that were counted in bulk: how many of them, and in which place of the account they are."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.actions import Refused, labelling
from cases.forms import UncertainDateFormField
from cases.generic.forms import RecordForm
from cases.generic.visible import Visible
from cases.lib import codes
from cases.lib.lots import STATUS_OF_BULK
from cases.models import Consignment, Lot, Parcel
from cases.recording import WhoSaysSo
from cases.templatetags.look import figure


class LabelForm(WhoSaysSo):
    """So many new labels, or the references of parcels that are registered already and were counted with the others."""

    place = forms.ChoiceField(label=gettext_lazy("Counted in bulk as"), widget=forms.RadioSelect)
    number = forms.IntegerField(
        label=gettext_lazy("New labels"), required=False, min_value=0, max_value=labelling.MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w10"}),
        help_text=gettext_lazy("Parcels of which nothing is known yet but that they are in it."),
        error_messages={"invalid": gettext_lazy("Write a whole number.")},
    )  # fmt: skip
    references = forms.CharField(
        label=gettext_lazy("Parcels registered already"), required=False, max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "mono"}),
        help_text=gettext_lazy("Their references, if they were counted in bulk as well."),
    )  # fmt: skip
    occurred = UncertainDateFormField(required=False, label=gettext_lazy("When"))

    field_order = ["place", "number", "references", "who_says_so", "source", "speaker", "modality", "occurred",
                   "form_key"]  # fmt: skip

    def __init__(self, *args, consignment, **kwargs):
        super().__init__(*args, **kwargs)
        bulk = dict(consignment.lots.filter(parcel=None).values_list("account", "quantity"))
        self.fields["place"].choices = [
            (account, f"{Lot.Account(account).label}: {figure(bulk[account])}")
            for account in STATUS_OF_BULK
            if account in bulk
        ]

    def clean_references(self):
        words = codes.apart(self.cleaned_data["references"])
        if len(words) > labelling.MOST:
            raise forms.ValidationError(
                _("These are %(number)s references: take up to %(most)s at once.")
                % {"number": figure(len(words)), "most": figure(labelling.MOST)}
            )
        named = {word: codes.spelt(word) for word in words}
        found = {
            row.reference: row
            for row in Parcel.objects.visible_to(self.user).filter(reference__in=named.values())
        }
        strange = [word for word, reference in named.items() if reference not in found]
        if strange:
            raise forms.ValidationError(
                _("There is no parcel “%(word)s”: compare it with the label.") % {"word": strange[0][:40]}
            )
        return list(found.values())


class Label(Visible, RecordForm):
    """Label parcels out of the bulk count of a consignment; they stay counted once."""

    model = Consignment
    action = "record_event"
    form_class = LabelForm
    title = gettext_lazy("Label parcels counted in bulk")

    def get_form_kwargs(self):
        return {"consignment": self.record}

    def save(self, form):
        cleaned = form.cleaned_data
        try:
            _event, self.parcels = labelling.label(
                consignment=self.record, place=cleaned["place"], number=cleaned["number"] or 0, by=self.request.user,
                parcels=cleaned["references"], form_key=cleaned["form_key"], occurred=cleaned["occurred"],
                basis=lambda: form.basis(_("Parcels labelled out of the bulk count.")),
            )  # fmt: skip
        except Refused as refused:
            form.refuse(refused)
            return None
        return self.record

    def saved_words(self, record):
        number = len(self.parcels)
        return ngettext("%(number)s parcel is labelled.", "%(number)s parcels are labelled.", number) % {
            "number": figure(number)
        }

    def cancel_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        return [
            {"label": _("Consignments"), "url": reverse("consignments")},
            {"label": self.record.reference, "url": self.record.get_absolute_url()},
            {"label": self.title, "url": ""},
        ]
