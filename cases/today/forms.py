"""Giving a list's filter a name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.access import can
from cases.forms import RecordModelForm
from cases.models import SavedView


class SavedViewForm(RecordModelForm):
    """What the view is called, who else sees it, and whether it stands on one's own page of today."""

    pinned = forms.BooleanField(
        required=False,
        label=_("Pin to my page of today"),
        help_text=_("With its number of rows, and what is new."),
    )

    class Meta(RecordModelForm.Meta):
        model = SavedView
        fields = ("name", "shared")
        help_texts = {"shared": _("Each of them sees the rows that they may see. They can read its name.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = ""
        if not can(self.user, "share_view"):
            del self.fields["shared"]
