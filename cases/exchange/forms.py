"""Give a file, and say how its rows are recorded."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import ForUser, Keyed, LookupField
from cases.lib import text
from cases.models import ImportBatch

LARGEST = 10 * 1024 * 1024


class UploadForm(ForUser, Keyed):
    """A file of rows: parcels for one consignment, or letters or people for the office."""

    type = forms.ChoiceField(
        label=_("What is listed"), choices=ImportBatch.Kind.choices, initial=ImportBatch.Kind.PARCELS, required=False
    )  # fmt: skip
    consignment = LookupField(
        "consignment", label=_("Consignment"), required=False,
        help_text=_("For parcels: its name or reference; they are registered for it."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), help_text=_("CSV or XLSX, up to 10 MB and 200,000 rows. Nothing is recorded yet: first it is checked."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"empty": _("The file is empty: choose the file with the rows.")},
        allow_empty_file=False, max_length=200,
    )  # fmt: skip

    field_order = ["type", "consignment", "file", "form_key"]

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(data, files, **kwargs)

    def clean(self):
        """Parcels lie in a consignment; a list of letters or people is of the office."""
        cleaned = super().clean()
        cleaned["type"] = cleaned.get("type") or ImportBatch.Kind.PARCELS
        if cleaned["type"] != ImportBatch.Kind.PARCELS:
            if cleaned.get("consignment"):
                self.add_error(
                    "consignment", _("Only parcels are imported for a consignment: leave it empty.")
                )
        elif not cleaned.get("consignment") and "consignment" not in self.errors:
            self.add_error("consignment", _("Say for which consignment the parcels are."))
        return cleaned

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 10 MB: divide it, or save it as CSV."))
        file.name = text.clean(file.name) or "file"
        return file


class RecordForm(ForUser, forms.Form):
    """How the checked rows are recorded: without those that have errors, and in spite of warnings."""

    only_good = forms.BooleanField(required=False)
    reason = forms.CharField(
        required=False, label=_("Why it is sent so"), max_length=1000,
        help_text=_("Postal rules warn of some rows; kept with the import."),
    )  # fmt: skip

    def __init__(self, data=None, *, batch, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["only_good"].label = _left_out(batch)
        if not (batch.errors or batch.undecided):
            del self.fields["only_good"]
        if not batch.warnings or batch.type != ImportBatch.Kind.PARCELS:
            del self.fields["reason"]


def _left_out(batch):
    if batch.errors and batch.undecided:
        return _("Leave the rows with errors, and those not decided, out")
    return (
        _("Leave the rows that are not decided out")
        if batch.undecided
        else _("Leave the rows with errors out")
    )
