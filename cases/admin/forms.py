"""The forms of the workshop: what pages and inlines have in common with the product's own forms."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.admin.scope import kept_from_you, visible
from cases.forms import ForUser, Keyed, Versioned
from cases.lib import codes
from cases.models.about import KINDS, model_of

#: Carried by the form, not by the model form's fields: they are not edited by anyone.
HIDDEN = ("version", "form_key")


class RowForm(ForUser, Versioned):
    """A row that people edit, refused when it was changed meanwhile. The page sets `request`, `refused`."""

    request = None
    refused = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, user=getattr(self.request, "user", None), **kwargs)
        for name, field in self.fields.items():
            key = getattr(self.instance, f"{name}_id", None)
            if key and hasattr(getattr(field, "queryset", None), "visible_to"):
                keep_unseen(field, key)

    def clean(self):
        cleaned = super().clean()
        if self.refused:
            field = getattr(self.refused, "field", None)
            self.add_error(field if field in self.fields else None, str(self.refused))
        return cleaned


def keep_unseen(field, key):
    """A related record that the user may not see stays chosen, and its name is not said."""
    if field.queryset.filter(pk=key).exists():
        return
    field.queryset = field.queryset.model._default_manager.filter(pk=key)
    field.label_from_instance = kept_from_you


class RecordForm(Keyed, RowForm):
    """A record, made once however often the form is sent."""


class ReferenceField(forms.CharField):
    """The record that something is about, by its reference: one field instead of one for each kind."""

    default_error_messages = {
        "none": _("Nothing is found by “%(words)s”: copy the reference from the record.")
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("About"))
        kwargs.setdefault(
            "help_text", _("The reference of the record, such as PCL-4K7QX: typed, pasted or scanned.")
        )
        super().__init__(max_length=40, **kwargs)
        self.request = None

    def clean(self, value):
        words = super().clean(value)
        record = find(words, self.request)
        if record is None:
            raise forms.ValidationError(self.error_messages["none"], code="none", params={"words": words})
        return record


def find(words, request):
    """The record with this reference, if the user may see it; else None."""
    try:
        code = codes.decode(words or "")
    except codes.BadCode:
        return None
    kind = next((kind for kind, prefix in codes.PREFIXES.items() if prefix == code.prefix), "")
    if kind not in KINDS:
        return None
    return visible(model_of(kind), request).filter(reference=codes.encode(code.prefix, code.number)).first()


class AboutForm(RecordForm):
    """A row about one record, named by its reference."""

    about = ReferenceField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "about" in self.fields:
            self.fields["about"].request = self.request

    def record(self):
        """The record named so far, also before or without a valid form; None while there is none."""
        typed = self.data.get("about") if self.is_bound else self.initial.get("about")
        return find(typed, self.request) if isinstance(typed, str) else None

    def clean_about(self):
        record = self.cleaned_data["about"]
        setattr(self.instance, record.kind, record)
        return record


class DatedBySource:
    """Dates without a year take it from the day on which the source was published (D4), never from today."""

    dated_by = "statement"

    def _clean_fields(self):
        published = self._published()
        for field in self.fields.values():
            if hasattr(field, "published"):
                field.published = published
        super()._clean_fields()

    def _published(self):
        chosen = self.data.get(self.add_prefix(self.dated_by)) or ""
        if not chosen.isdecimal():
            return None
        row = self.fields[self.dated_by].queryset.filter(pk=chosen).first()
        source = getattr(row, "source", row)
        return source.published if source else None
