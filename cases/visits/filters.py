"""What visits can be filtered by."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from cases.filtering import Any, AnyParty, Contested, Found, TrackedFilterSet, Window, Words, owner_filter
from cases.lib.workflows import VISIT
from cases.models import Visit


class VisitFilter(TrackedFilterSet):
    phrases = {
        "q": _("with “%(value)s”"),
        "type": "%(value)s",
        "basis": _("basis: %(value)s"),
        "holding": _("to people held by: %(value)s"),
        "when": _("planned or held %(value)s"),
        "planned": _("planned %(value)s"),
        "occurred": _("held %(value)s"),
        "visitor": _("by %(value)s"),
        "person": _("to %(value)s"),
        "agreement": _("under %(value)s"),
        "owner": _("looked after by %(value)s"),
    }

    q = Words(columns=["title", "visitor__name"])
    status = filters.ChoiceFilter(
        label=_("Status"), empty_label=_("Any"), method="by_status",
        choices=[("open", _("Open")), ("closed", _("Closed")), *VISIT.states.items()],
    )  # fmt: skip
    type = Any(choices=Visit.Kind.choices, label=_("Kind"))
    basis = Any(choices=Visit.Basis.choices, label=_("Legal basis"), empty=True)
    holding = AnyParty(field_name="holding_party", label=_("Held by"), null_label=_("No value"))
    when = Window(question="planned_or_held_within", label=_("Planned or held"))
    planned = Window(question="planned_within", label=_("Planned"))
    occurred = Window(question="occurred_within", label=_("When"))
    visitor = Found(field_name="visitor", kind="actor", label=_("Visitor"))
    person = Found(field_name="visited", kind="person", label=_("Person visited"))
    agreement = Found(field_name="agreement", kind="agreement", label=_("Agreement"))
    contested = Contested()
    owner = owner_filter()

    class Meta:
        model = Visit
        fields: list[str] = []

    def by_status(self, queryset, name, value):
        match value:
            case "open":
                return queryset.open()
            case "closed":
                return queryset.filter(status__in=VISIT.closed)
        return queryset.filter(status=value)
