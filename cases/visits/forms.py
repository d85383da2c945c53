"""Recording and changing visits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms import RecordModelForm
from cases.models import Visit


class VisitForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = Visit
        fields = (
            "title", "type", "basis", "agreement", "holding_party", "visitor", "place", "visited",
            "confidentiality", "owner", "retention_until",
        )  # fmt: skip
        labels = {
            "title": _("What"),
            "basis": _("Legal basis"),
            "holding_party": _("Held by"),
            "visited": _("People visited"),
            "retention_until": _("Keep until"),
        }

    keeps_unseen = frozenset({"visited"})

    as_stated = forms.BooleanField(
        required=False, label=_("It was done on this basis all the same"), widget=forms.HiddenInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.unseen = []
        if self.instance.pk:
            visited, seen = self.instance.visited.all(), self.instance.visited.visible_to(self.user)
            self.initial["visited"] = list(seen.order_by("sort_key", "pk"))
            self.unseen = list(visited.exclude(pk__in=seen.values("pk")))

    def clean(self):
        """A basis that is not about visits of this kind is asked about once; others may have done it so (D30)."""
        cleaned = super().clean()
        kind, basis = cleaned.get("type"), cleaned.get("basis")
        fits = not kind or not basis or basis in Visit.FITS[kind]
        known = self.instance.pk and not self.has_changed_basis()
        if not fits and not known:
            self.fields["as_stated"].widget = forms.CheckboxInput()
            if not cleaned.get("as_stated"):
                self.add_error(
                    "basis",
                    _(
                        "This article is not about a visit of this kind. If those who made it state it so, tick below and save again."
                    ),
                )
        return cleaned

    def has_changed_basis(self):
        return bool({"type", "basis"} & set(self.changed_data))

    def clean_visited(self):
        """Those whom the user may not see stay visited."""
        return [*self.cleaned_data["visited"], *self.unseen]
