"""What agreements can be filtered by."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from cases.filtering import Any, AnyParty, Contested, Found, TrackedFilterSet, Window, Words, owner_filter
from cases.lib.workflows import AGREEMENT, UNDERTAKING
from cases.models import Agreement


class AgreementFilter(TrackedFilterSet):
    phrases = {
        "concluded": _("concluded %(value)s"),
        "between": _("of %(value)s"),
        "party": _("something undertaken by %(value)s"),
        "undertaking": _("an undertaking %(value)s"),
    }

    q = Words(columns=["title", "description"])
    status = Any(choices=list(AGREEMENT.states.items()), label=_("Status"))
    between = Found(field_name="made_by", kind="actor", label=_("Between, one of"))
    party = AnyParty(label=_("Something undertaken by"), method="by_party")
    undertaking = filters.ChoiceFilter(
        label=_("An undertaking"),
        empty_label=_("Any"),
        method="by_undertaking",
        choices=list(UNDERTAKING.states.items()),
    )
    concluded = Window(question="concluded_within", label=_("Concluded"))
    planned = Window(question="planned_within", label=_("Extended to"))
    contested = Contested()
    owner = owner_filter()

    class Meta:
        model = Agreement
        fields: list[str] = []

    def by_party(self, queryset, name, value):
        return queryset.with_undertaking(party=value)

    def by_undertaking(self, queryset, name, value):
        return queryset.with_undertaking(status=value)
