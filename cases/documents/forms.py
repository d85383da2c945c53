"""The forms in which a file is given to a record, and declared the wrong one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import ForUser, Keyed
from cases.lib.uploads import ENDINGS
from cases.models import Document


class DocumentForm(ForUser, Keyed):
    """A title, a kind, and the file."""

    title = forms.CharField(
        label=_("What it is"), max_length=200, help_text=_("Such as: receipt of 3 March, signed by the camp."),
        error_messages={"required": _("Write what it is, such as: receipt of 3 March.")},
    )  # fmt: skip
    type = forms.ChoiceField(label=_("Kind"), choices=Document.Kind.choices, initial=Document.Kind.OTHER)
    file = forms.FileField(
        label=_("File"), max_length=200, allow_empty_file=True,
        help_text=_("PDF, JPEG, PNG, WebP or plain text, up to 10 MB. Of a picture only the picture is kept: where and with "
                    "what it was taken is removed. A PDF is kept as it is."),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={
            "required": _("Choose the file."), "missing": _("Choose the file."),
            "max_length": _("The name of the file is longer than 200 letters: give it a short name."),
        },
    )  # fmt: skip

    field_order = ["file", "title", "type", "form_key"]

    def __init__(self, data=None, files=None, **kwargs):
        super().__init__(data, files, **kwargs)


class WrongForm(ForUser, forms.Form):
    """Why a document is the wrong one."""

    reason = forms.CharField(
        label=_("Why it is wrong"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: the receipt of another parcel. Nobody can open it any more; it stays in the list."),
        error_messages={"required": _("Write why it is wrong.")},
    )  # fmt: skip
