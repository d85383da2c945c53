"""The filters of all lists: strict (an unknown key or a bad value shows an error and no rows, R08) and put into words."""

import contextlib

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.forms import LookupField
from cases.lib import codes
from cases.models import Party
from cases.models.fields import UncertainDateFormField

FURNITURE = frozenset({"sort", "page", "after", "before", "count"})


class Any(filters.ChoiceFilter):
    """A choice with Any and, where the column can be empty, No value."""

    def __init__(self, *args, empty=False, **kwargs):
        kwargs.setdefault("empty_label", _("Any"))
        if empty:
            kwargs.setdefault("null_label", _("No value"))
        super().__init__(*args, **kwargs)

    def filter(self, qs, value):
        if value == self.null_value:
            column = qs.model._meta.get_field(self.field_name)
            blank = {f"{self.field_name}__isnull": True} if column.null else {self.field_name: ""}
            return qs.filter(**blank)
        return super().filter(qs, value)


class AnyParty(filters.ChoiceFilter):
    """One of the parties to the conflict, or Any; all such fields of a list are filled by one query."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **({"empty_label": _("Any"), "choices": []} | kwargs))


class Found(filters.Filter):
    """A record found by name or reference, as in a `LookupField`."""

    field_class = LookupField

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, kind=kind, **kwargs)


class Contested(filters.ChoiceFilter):
    """Any, yes, no."""

    def __init__(self, *args, **kwargs):
        kwargs |= {
            "choices": [("yes", _("Yes")), ("no", _("No"))],
            "empty_label": _("Any"),
            "widget": forms.RadioSelect,
            "label": _("Contested"),
            "method": "by_contested",
        }
        super().__init__(*args, **kwargs)


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


class Words(filters.CharFilter):
    """Text in any of some columns, or a whole reference code."""

    def __init__(self, *args, columns, **kwargs):
        kwargs.setdefault("label", _("Text"))
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "search"}))
        super().__init__(*args, **kwargs)
        self.columns = columns

    def filter(self, qs, value):
        if not value:
            return qs
        found = Q()
        for column in self.columns:
            found |= Q(**{f"{column}__icontains": value})
        with contextlib.suppress(codes.BadCode):
            found |= Q(reference=codes.normalise(value))
        return qs.filter(found)


class StrictFilterSet(filters.FilterSet):
    """The base of every list's filters. `user` decides what is seen; `said()` is the filter in words."""

    phrases: dict[str, str] = {}

    def __init__(self, data=None, queryset=None, *, user, request=None):
        self.user = user
        super().__init__(data, queryset, request=request)
        self._fill(user)

    def _fill(self, user):
        """Give the fields what they choose from: the user's own records, and the parties, read once."""
        parties = None
        for name, field in self.form.fields.items():
            if isinstance(field, LookupField):
                field.user = user
            elif isinstance(self.filters.get(name), AnyParty):
                parties = parties or [(str(party.pk), str(party)) for party in Party.objects.all()]
                field.choices = parties

    def is_valid(self):
        self.form.errors  # noqa: B018 – asks the form to clean, so that unknown keys can be added to its errors
        unknown = sorted(set(self.data) - self._known())
        if unknown and not self.form.non_field_errors():
            names = ", ".join(name[:40] for name in unknown[:3])
            self.form.add_error(
                None,
                _("There is no filter called “%(names)s”: clear it and filter again.") % {"names": names},
            )
        return self.form.is_valid()

    def _known(self):
        known = set(FURNITURE)
        for name, field in self.form.fields.items():
            known.add(name)
            if isinstance(field.widget, forms.MultiWidget):
                known |= {name + suffix for suffix in field.widget.widgets_names}
        return known

    @property
    def qs(self):
        """The rows; none of them when a value is bad or a key unknown."""
        return super().qs if self.is_valid() else self.queryset.none()

    def by_contested(self, queryset, name, value):
        return queryset.contested() if value == "yes" else queryset.uncontested()

    def active(self):
        """The names of the filters that are set, with their clean values."""
        return (
            {n: v for n, v in self.form.cleaned_data.items() if v not in (None, "", [], ())}
            if self.is_valid()
            else {}
        )

    def said(self, url_without):
        """The parts of the sentence that says the filter; `url_without(names)` gives the address without some keys."""
        tokens = []
        for name, value in self.active().items():
            bound = self.form[name]
            shown = self._shown(bound.field, value)
            text = self.phrases[name] % {"value": shown} if name in self.phrases else shown
            lead = "" if name in self.phrases else f"{str(bound.label).lower()}"
            keys = [name]
            if isinstance(bound.field.widget, forms.MultiWidget):
                keys = [name + suffix for suffix in bound.field.widget.widgets_names]
            tokens.append(
                {
                    "lead": lead,
                    "text": text,
                    "label": f"{bound.label}: {shown}",
                    "remove_url": url_without(keys),
                }
            )
        return tokens

    def _shown(self, field, value):
        if isinstance(field, WindowField):
            start, end, certainly = value
            span = " – ".join(day.isoformat() if day else "…" for day in (start, end))
            return f"{_('certainly within') if certainly else _('possibly within')} {span}"
        if isinstance(value, list):
            return _(" or ").join(self._shown(field, one) for one in value)
        if value == "null" and hasattr(field, "queryset"):
            return str(_("No value"))
        for key, label in getattr(field, "choices", ()) if not hasattr(field, "queryset") else ():
            if str(key) == str(value):
                return str(label)
        return str(value)


def owner_filter():
    """Who looks after it: somebody of one's own office."""
    return Found(field_name="owner", kind="user", label=_("Owner"))


__all__ = [
    "Any", "AnyParty", "Contested", "Found", "StrictFilterSet", "Window", "Words", "owner_filter",
]  # fmt: skip
