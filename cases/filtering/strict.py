"""The strict FilterSet: an unknown key or a bad value shows an error and no rows (R08); and the filter in words."""

import django_filters as filters
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cases.filtering.choices import AnyParty, Found
from cases.filtering.window import WindowField
from cases.forms import LookupField
from cases.models import Claim, Party

#: What an address of a list has besides filters; `view` is the saved view from which it was opened.
FURNITURE = frozenset({"sort", "page", "after", "before", "count", "view"})
#: How the filters that many lists share are said, where a list does not say it in its own way.
PHRASES = {
    "contested": _("contested: %(value)s"),
    "source": _("with a claim in %(value)s"),
    "speaker": _("with a claim of %(value)s"),
    "said_by_party": _("with a claim of a speaker of %(value)s"),
}


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
