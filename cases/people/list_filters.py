"""What received lists, their lines, and the people who are not on them can be filtered by."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from cases.filtering import Any, AnyParty, Found, StrictFilterSet, Window, Words, owner_filter
from cases.models import Confidentiality, CounterpartLine, CounterpartList, CustodyPeriod, Person
from cases.people.filters import YES_NO

STATES = [
    ("open", _("to be decided")), ("decided", _("decided")), *CounterpartLine.State.choices[1:],
]  # fmt: skip


class ListFilter(StrictFilterSet):
    phrases = {
        "q": _("with “%(value)s”"), "sender": _("from %(value)s"), "says": "%(value)s", "state": "%(value)s",
        "party": _("of people held by %(value)s"), "group": _("about %(value)s"), "received": _("received %(value)s"),
        "confidentiality": "%(value)s", "owner": _("looked after by %(value)s"), "synthetic": _("synthetic: %(value)s"),
    }  # fmt: skip

    q = Words(columns=["title"])
    state = filters.ChoiceFilter(
        label=_("Lines"), empty_label=_("Any"), method="by_state",
        choices=[("waiting", _("with lines to be decided")), ("done", _("all lines decided"))],
    )  # fmt: skip
    sender = Found(field_name="sender", kind="actor", label=_("From whom"))
    says = Any(choices=CounterpartList.Says.choices, label=_("Whom it names"))
    party = AnyParty(field_name="holding_party", label=_("Held by"))
    group = Found(field_name="group", kind="group", label=_("Group"))
    received = Window(question="received_within", label=_("Received"))
    confidentiality = Any(choices=Confidentiality.choices, label=_("Confidentiality"))
    owner = owner_filter()
    synthetic = filters.ChoiceFilter(
        choices=YES_NO, label=_("Synthetic"), empty_label=_("Any"), method="by_synthetic"
    )

    class Meta:
        model = CounterpartList
        fields: list[str] = []

    def by_state(self, queryset, name, value):
        return queryset.waiting() if value == "waiting" else queryset.worked_off()

    def by_synthetic(self, queryset, name, value):
        return queryset.filter(synthetic=value == "yes")


class LineFilter(StrictFilterSet):
    phrases = {"q": _("with “%(value)s”"), "found": "%(value)s", "state": "%(value)s"}

    q = filters.CharFilter(
        label=_("Text of the line"), max_length=100, field_name="text", lookup_expr="icontains"
    )
    found = filters.ChoiceFilter(
        label=_("Compared"), empty_label=_("Any"), method="by_found",
        choices=[("both", _("in both")), ("theirs", _("theirs only")), ("uncertain", _("uncertain"))],
    )  # fmt: skip
    state = filters.ChoiceFilter(label=_("Judged"), empty_label=_("Any"), method="by_state", choices=STATES)

    class Meta:
        model = CounterpartLine
        fields: list[str] = []

    def by_found(self, queryset, name, value):
        parts = {"both": queryset.in_both, "theirs": queryset.theirs_only, "uncertain": queryset.uncertain}
        return parts[value]()

    def by_state(self, queryset, name, value):
        return queryset.decided() if value == "decided" else queryset.filter(state=value)


class OursFilter(StrictFilterSet):
    """Which people of ours a list is compared with: of a group, held by a power, of an operation."""

    phrases = {
        "group": _("of the group %(value)s"), "party": _("held by %(value)s"), "operation": _("of %(value)s"),
        "q": _("with “%(value)s”"),
    }  # fmt: skip

    group = Found(kind="group", label=_("Group"), method="by_group")
    party = AnyParty(label=_("Held by"), method="by_party")
    operation = Found(kind="repatriation_event", label=_("Operation"), method="by_operation")
    q = Words(columns=["name", "latin_name"])

    class Meta:
        model = Person
        fields: list[str] = []

    def by_group(self, queryset, name, value):
        return queryset.in_group(value)

    def by_party(self, queryset, name, value):
        return queryset.named_in(CustodyPeriod.objects.open_with(value))

    def by_operation(self, queryset, name, value):
        return queryset.named_in(value.parts.filter(person__isnull=False))
