"""What tracing requests can be filtered by."""

from datetime import timedelta

import django_filters as filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.filtering import Any, Contested, Found, TrackedFilterSet, Window, Words, owner_filter
from cases.lib.workflows import TRACING_REQUEST
from cases.models import TracingRequest

_LONGEST = 3650  # days


class TracingFilter(TrackedFilterSet):
    phrases = {
        "q": _("with “%(value)s”"),
        "waiting": _("open for %(value)s days or more"),
        "matched": "%(value)s",
        "standing": "%(value)s",
        "last_seen": _("last seen %(value)s"),
        "person": _("found to be %(value)s"),
        "owner": _("looked after by %(value)s"),
        "synthetic": _("synthetic: %(value)s"),
    }

    q = Words(columns=["name", "enquirer"])
    status = filters.ChoiceFilter(
        label=_("Status"), empty_label=_("Any"), method="by_status",
        choices=[("open", _("Open")), *TRACING_REQUEST.states.items()],
    )  # fmt: skip
    waiting = filters.NumberFilter(
        label=_("Open for at least so many days"), method="by_waiting", min_value=0, max_value=_LONGEST
    )
    matched = filters.ChoiceFilter(
        label=_("Person"), empty_label=_("Any"), method="by_matched",
        choices=[("yes", _("person on record")), ("no", _("nobody on record yet"))],
    )  # fmt: skip
    standing = Any(choices=TracingRequest.Standing.choices, label=_("Military or civilian"), empty=True)
    last_seen = Window(question="last_seen_within", label=_("Last seen"))
    person = Found(field_name="person", kind="person", label=_("Found to be"))
    contested = Contested()
    owner = owner_filter()
    synthetic = filters.ChoiceFilter(
        choices=[("yes", _("Yes")), ("no", _("No"))], label=_("Synthetic"), empty_label=_("Any"),
        method="by_synthetic",
    )  # fmt: skip

    class Meta:
        model = TracingRequest
        fields: list[str] = []

    def by_status(self, queryset, name, value):
        return queryset.open() if value == "open" else queryset.filter(status=value)

    def by_waiting(self, queryset, name, value):
        return queryset.waiting_since(timezone.localdate() - timedelta(days=int(value)))

    def by_matched(self, queryset, name, value):
        return queryset.matched() if value == "yes" else queryset.unmatched()

    def by_synthetic(self, queryset, name, value):
        return queryset.filter(synthetic=value == "yes")
