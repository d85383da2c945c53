"""What saved views can be filtered by."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from cases.filtering import StrictFilterSet, Words
from cases.models import SavedView


class SavedViewFilter(StrictFilterSet):
    phrases = {"whose": "%(value)s", "pinned": "%(value)s"}

    q = Words(columns=["name"], label=_("Name"))
    whose = filters.ChoiceFilter(
        label=_("Whose"), empty_label=_("Any"), method="by_whose",
        choices=[("own", _("my own")), ("shared", _("shared by others"))],
    )  # fmt: skip
    pinned = filters.ChoiceFilter(
        label=_("On my page of today"),
        empty_label=_("Any"),
        method="by_pinned",
        choices=[("yes", _("pinned"))],
    )

    class Meta:
        model = SavedView
        fields: list[str] = []

    def by_whose(self, queryset, name, value):
        return queryset.owned_by(self.user) if value == "own" else queryset.exclude(owner=self.user)

    def by_pinned(self, queryset, name, value):
        return queryset.pinned_by(self.user)
