"""What exports can be filtered by."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from cases.filtering import StrictFilterSet, owner_filter
from cases.models import Export


class ExportFilter(StrictFilterSet):
    phrases = {"state": "%(value)s", "format": "%(value)s", "owner": _("taken by %(value)s")}

    state = filters.ChoiceFilter(choices=Export.State.choices, label=_("State"), empty_label=_("Any"))
    format = filters.ChoiceFilter(choices=Export.Format.choices, label=_("Form"), empty_label=_("Any"))
    owner = owner_filter()

    class Meta:
        model = Export
        fields: list[str] = []
