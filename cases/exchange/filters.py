"""What imports can be filtered by."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from cases.filtering import Found, StrictFilterSet, owner_filter
from cases.models import ImportBatch


class ImportFilter(StrictFilterSet):
    phrases = {
        "type": "%(value)s",
        "state": "%(value)s",
        "consignment": _("into %(value)s"),
        "owner": _("looked after by %(value)s"),
    }

    type = filters.ChoiceFilter(
        choices=ImportBatch.Kind.choices, label=_("What is listed"), empty_label=_("Any")
    )
    state = filters.ChoiceFilter(choices=ImportBatch.State.choices, label=_("State"), empty_label=_("Any"))
    consignment = Found(field_name="consignment", kind="consignment", label=_("Consignment"))
    owner = owner_filter()

    class Meta:
        model = ImportBatch
        fields: list[str] = []
