"""Filters by a choice, by a record that is found, by an owner, by days."""

import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.forms import LookupField
from cases.models import Person

MINE, NOBODY = "mine", "nobody"


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

    def filter(self, qs, value):
        """Of a person also what names another record of the same human being."""
        if not isinstance(value, Person):
            return super().filter(qs, value)
        rows = qs.filter(**{f"{self.field_name}__in": Person.objects.one_with(value)})
        return rows.distinct() if qs.model._meta.get_field(self.field_name).many_to_many else rows


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


class Plan(filters.ChoiceFilter):
    """Any, a plan whose date passed, one that is ahead, none."""

    def __init__(self, *args, **kwargs):
        kwargs |= {
            "choices": [
                ("passed", _("date passed, nothing recorded")), ("ahead", _("planned, not done")), ("none", _("nothing planned")),
            ],
            "empty_label": _("Any"),
            "label": _("Plan"),
        }  # fmt: skip
        super().__init__(*args, **kwargs)

    def filter(self, qs, value):
        match value:
            case "passed":
                return qs.plan_passed(timezone.localdate())
            case "ahead":
                return qs.plan_ahead(timezone.localdate())
            case "none":
                return qs.without_plan()
        return qs


def days_filter(label, method):
    """So many days or more, up to a hundred years."""
    return filters.NumberFilter(
        label=label, method=method, min_value=0, max_value=36_500,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w5"}),
    )  # fmt: skip


class OwnerField(LookupField):
    """Somebody of one's own office by name; “mine” and “nobody” are understood as well."""

    choices = [(MINE, _("mine")), (NOBODY, _("nobody"))]

    def clean(self, value):
        word = (value or "").strip().casefold()
        for meant, translated in self.choices:
            if word in {meant, str(translated).casefold()}:
                return meant
        return super().clean(value)


class Owner(filters.Filter):
    """Who looks after it, if anybody does."""

    field_class = OwnerField

    def filter(self, qs, value):
        if value == NOBODY:
            return qs.filter(owner=None)
        return super().filter(qs, self.parent.user if value == MINE else value)


def owner_filter():
    """Who looks after it: somebody of one's own office, “mine” or “nobody”."""
    return Owner(
        field_name="owner", kind="user", label=_("Owner"), help_text=_("A name, or “mine”, or “nobody”.")
    )
