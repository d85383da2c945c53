"""Filters by words."""

import contextlib

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.guarded import shown_at
from cases.lib import codes
from cases.models.words import LONGEST, NoWord, matching


class Words(filters.CharFilter):
    """Text in any of some columns, or a whole reference code; in the names of places and records as far as the list shows them.

    `places` and `records` are relations, these with the column that is read; whose place it is, `person` names.
    """

    def __init__(self, *args, columns, places=(), person="", records=(), **kwargs):
        kwargs.setdefault("label", _("Text"))
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "search"}))
        super().__init__(*args, **kwargs)
        self.columns, self.places, self.person, self.records = columns, places, person, records

    def filter(self, qs, value):
        if not value:
            return qs
        found = Q()
        for column in self.columns:
            found |= Q(**{f"{column}__icontains": value})
        user = self.parent.user
        for place in self.places:
            found |= Q(**{f"{place}__name__icontains": value}) & shown_at(user, place, self.person)
        for name, column in self.records:
            seen = qs.model._meta.get_field(name).related_model.objects.visible_to(user)
            found |= Q(**{f"{name}__in": seen.filter(**{f"{column}__icontains": value})})
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
