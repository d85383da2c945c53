"""Give a file, and say how its rows are recorded."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import ForUser, Keyed, LookupField
from cases.lib import text

LARGEST = 10 * 1024 * 1024


class UploadForm(ForUser, Keyed):
    """A file of rows for one consignment."""

    consignment = LookupField(
        "consignment", label=_("Consignment"), help_text=_("Its name or reference; the parcels are registered for it.")
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), help_text=_("CSV or XLSX, up to 10 MB and 200,000 rows. Nothing is recorded yet: first it is checked."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        error_messages={"empty": _("The file is empty: choose the file with the rows.")},
        allow_empty_file=False, max_length=200,
    )  # fmt: skip

    field_order = ["consignment", "file", "form_key"]

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(data, files, **kwargs)

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
        self.fields["only_good"].label = _("Leave the rows with errors out")
        if not batch.errors:
            del self.fields["only_good"]
        if not batch.warnings:
            del self.fields["reason"]
