"""What evacuations and evacuees can be filtered by."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from cases.filtering import Any, Contested, Found, TrackedFilterSet, Window, Words, owner_filter
from cases.guarded import sees_places, shown_at
from cases.lib.workflows import EVACUATION, EVACUEE
from cases.models import Evacuation, Evacuee, Place, Wish

LISTS = (("evacuees", _("Evacuated people")), ("evacuations", _("Evacuations")))


class In(Found):
    """In a place or in any part of it: a region finds its settlements. Whose place it is, `person` names."""

    def __init__(self, *args, person="", **kwargs):
        super().__init__(*args, kind="place", **kwargs)
        self.person = person

    def filter(self, qs, value):
        if not value:
            return qs
        shown = shown_at(self.parent.user, self.field_name, self.person)
        return qs.filter(shown, **{f"{self.field_name}__in": parts_of(value)})


def parts_of(place):
    """The ids of a place and of all that lies in it."""
    found, inner = set(), {place.pk}
    while inner:
        found |= inner
        inner = set(Place.objects.filter(parent__in=inner).values_list("pk", flat=True)) - found
    return found


class EvacuationFilter(TrackedFilterSet):
    phrases = {
        "q": _("with “%(value)s”"),
        "place_from": _("from %(value)s"),
        "place_to": _("to %(value)s"),
        "by": _("carried out by %(value)s"),
        "group": _("of the group %(value)s"),
        "occurred": _("carried out %(value)s"),
        "owner": _("looked after by %(value)s"),
    }

    q = Words(columns=["title"], places=["place_from", "place_to"])
    status = Any(choices=list(EVACUATION.states.items()), label=_("Status"))
    occurred = Window(question="occurred_within", label=_("When"))
    place_from = In(field_name="place_from", label=_("From"))
    place_to = In(field_name="place_to", label=_("To"))
    by = Found(field_name="carried_out_by", kind="actor", label=_("Carried out by"))
    group = Found(field_name="group", kind="group", label=_("Group"))
    contested = Contested()
    owner = owner_filter()

    class Meta:
        model = Evacuation
        fields: list[str] = []


class EvacueeFilter(TrackedFilterSet):
    phrases = {
        "q": _("with “%(value)s”"),
        "wish": "%(value)s",
        "evacuation": _("of %(value)s"),
        "place": _("in %(value)s"),
        "housed": _("place %(value)s"),
        "naming": "%(value)s",
        "person": "%(value)s",
        "planned": _("planned %(value)s"),
        "owner": _("looked after by %(value)s"),
    }

    q = Words(columns=["person__name", "person__latin_name", "person__label", "evacuation__title"])
    status = filters.ChoiceFilter(
        label=_("Status"), empty_label=_("Any"), method="by_status",
        choices=[("open", _("Open")), ("closed", _("Closed")), *EVACUEE.states.items()],
    )  # fmt: skip
    wish = Any(choices=Wish.choices, label=_("Wish"))
    evacuation = Found(field_name="evacuation", kind="evacuation", label=_("Evacuation"))
    place = In(field_name="place", person="person", label=_("Stays in"))
    housed = filters.ChoiceFilter(
        label=_("Place where they stay"), empty_label=_("Any"), method="by_housed",
        choices=[("stated", _("stated")), ("null", _("not stated"))],
    )  # fmt: skip
    naming = filters.ChoiceFilter(
        label=_("Name"), empty_label=_("Any"), method="by_naming",
        choices=[("named", _("named")), ("unnamed", _("no name known yet"))],
    )  # fmt: skip
    person = Found(field_name="person", kind="person", label=_("Person"))
    planned = Window(question="planned_within", label=_("Planned"))
    contested = Contested()
    owner = owner_filter()

    class Meta:
        model = Evacuee
        fields: list[str] = []

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        if not sees_places(user):
            for name in ("place", "housed"):
                del self.filters[name], self.form.fields[name]

    def by_status(self, queryset, name, value):
        match value:
            case "open":
                return queryset.open()
            case "closed":
                return queryset.filter(status__in=EVACUEE.closed)
        return queryset.filter(status=value)

    def by_housed(self, queryset, name, value):
        return queryset.filter(place__isnull=value == "null")

    def by_naming(self, queryset, name, value):
        return queryset.unnamed() if value == "unnamed" else queryset.exclude(person__name="")
