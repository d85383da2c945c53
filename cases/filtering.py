"""The filters of all lists: strict (an unknown key or a bad value shows an error and no rows, R08) and put into words."""

import contextlib

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.forms import LookupField
from cases.lib import codes
from cases.models import Claim, Party, Person
from cases.models.fields import UncertainDateFormField
from cases.models.words import LONGEST, NoWord, matching

#: What an address of a list has besides filters; `view` is the saved view from which it was opened.
FURNITURE = frozenset({"sort", "page", "after", "before", "count", "view"})
MINE, NOBODY = "mine", "nobody"
#: How the filters that many lists share are said, where a list does not say it in its own way.
PHRASES = {
    "contested": _("contested: %(value)s"),
    "source": _("with a claim in %(value)s"),
    "speaker": _("with a claim of %(value)s"),
    "said_by_party": _("with a claim of a speaker of %(value)s"),
}


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


class Saying(Words):
    """Words in any of their forms, by the full-text search of the queryset; or a whole reference code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, columns=(), max_length=LONGEST, validators=[has_a_word], **kwargs)

    def filter(self, qs, value):
        if not value:
            return qs
        with contextlib.suppress(codes.BadCode):
            return qs.filter(Q(reference=codes.normalise(value)) | Q(matching(value)))
        return qs.saying(value)


def has_a_word(text):
    """Refuse what names nothing to look for, with a sentence."""
    try:
        matching(text)
    except NoWord as none:
        raise forms.ValidationError(str(none)) from none


class StrictFilterSet(filters.FilterSet):
    """The base of every list's filters. `user` decides what is seen; `said()` is the filter in words.

    `last` are the filters that stand in a group of their own at the end of the panel, under `last_label`.
    """

    phrases: dict[str, str] = {}
    last: tuple[str, ...] = ()
    last_label = ""

    def __init__(self, data=None, queryset=None, *, user, request=None):
        self.user = user
        super().__init__(data, queryset, request=request)
        self._fill(user)

    def _fill(self, user):
        """Give the fields what they choose from: the user's own records, and the parties, read once."""
        for name, field in self.form.fields.items():
            if isinstance(field, LookupField):
                field.user = user
            elif isinstance(self.filters.get(name), AnyParty):
                field.choices = (
                    self._named_parties
                )  # asked when somebody looks at them: who only counts does not

    def _named_parties(self):
        return [(str(party.pk), str(party)) for party in self.parties]

    @cached_property
    def parties(self):
        """The parties to the conflict, read once for all fields."""
        return list(Party.objects.all())

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

    def panel(self):
        """The fields of the panel: those of the list, then the group at its end."""
        fields = {field.name: field for field in self.form.visible_fields()}
        last = [fields.pop(name) for name in self.last if name in fields]
        return {"fields": list(fields.values()), "last": last, "last_label": self.last_label}

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
        for name, value in sorted(self.active().items(), key=lambda each: each[0] in self.last):
            bound = self.form[name]
            shown = self._shown(bound.field, value)
            phrase = self.phrases.get(name) or PHRASES.get(name)
            text = phrase % {"value": shown} if phrase else shown
            lead = "" if phrase else f"{str(bound.label).lower()}"
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


class TrackedFilterSet(StrictFilterSet):
    """Filters of a list whose rows claims are made about: who made one that counts, at the end of the panel."""

    last = ("source", "speaker", "said_by_party")
    last_label = _("Who says")

    source = Found(kind="source", label=_("Source"), method="by_who_says")
    speaker = Found(kind="actor", label=_("Speaker"), method="by_who_says")
    said_by_party = AnyParty(label=_("Party of the speaker"), method="by_who_says")

    def by_who_says(self, queryset, name, value):
        """One claim that fits all that is asked for, so that it is asked for once."""
        asked = [each for each in self.last if self.form.cleaned_data.get(each)]
        if name != asked[0]:
            return queryset
        who = {each.removeprefix("said_by_"): self.form.cleaned_data[each] for each in asked}
        return queryset.with_claims_of(Claim.objects.live().read_by(self.user).said_by(**who))

    def by_contested(self, queryset, name, value):
        return queryset.contested() if value == "yes" else queryset.uncontested()


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


__all__ = [
    "Any", "AnyParty", "Contested", "Found", "Plan", "Saying", "StrictFilterSet", "TrackedFilterSet",
    "Window", "Words", "days_filter", "owner_filter",
]  # fmt: skip
