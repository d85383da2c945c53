"""Filters by uncertain dates, possibly or certainly within a time."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models.fields import UncertainDateFormField


class WindowWidget(forms.MultiWidget):
    """From, to, and how certainly."""

    template_name = "django/forms/widgets/window.html"
    use_fieldset = True

    def __init__(self, attrs=None):
        match = forms.Select(choices=[("", _("possibly within")), ("certainly", _("certainly within"))])
        parts = {
            "from": forms.TextInput(attrs={"placeholder": _("from"), "aria-label": _("From")}),
            "to": forms.TextInput(attrs={"placeholder": _("to"), "aria-label": _("To")}),
            "match": match,
        }
        match.attrs["aria-label"] = _("How certainly")
        super().__init__(parts, attrs)

    def decompress(self, value):
        return list(value) if value else [None, None, ""]


class WindowField(forms.MultiValueField):
    """Two uncertain dates and a choice; clean value (earliest day or None, latest day or None, certainly?) or None."""

    widget = WindowWidget

    def __init__(self, **kwargs):
        parts = (
            UncertainDateFormField(required=False),
            UncertainDateFormField(required=False),
            forms.ChoiceField(required=False, choices=[("", ""), ("possibly", ""), ("certainly", "")]),
        )
        kwargs.setdefault("help_text", _("Such as 2026-02-01, or “early Feb 2026”."))
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def compress(self, values):
        start, end, match = [*values, None, None, None][:3]
        for date in (start, end):
            if date and not (date.earliest or date.latest):
                raise forms.ValidationError(_("Give the year as well: a time is looked for in a year."))
        if not start and not end:
            return None
        first = (start.earliest or start.latest) if start else None
        last = (end.latest or end.earliest) if end else None
        return first, last, match == "certainly"


class Window(filters.Filter):
    """Dates possibly or certainly within a time, by the QuerySet method that it names."""

    field_class = WindowField

    def __init__(self, *args, question, **kwargs):
        super().__init__(*args, **kwargs)
        self.question = question

    def filter(self, qs, value):
        if not value:
            return qs
        start, end, certainly = value
        return getattr(qs, self.question)(start, end, certainly=certainly)
