"""What people and groups can be filtered by."""

import django_filters as filters
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cases.filtering import Any, AnyParty, Contested, Found, StrictFilterSet, Window, Words, owner_filter
from cases.models import Confidentiality, Group, Party, Person

LISTS = (("people", _("People")), ("groups", _("Groups")))
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
OTHER = "other"


def nationalities():
    """The parties to the conflict, and all other states as one choice."""
    return [*((party.code, party.name) for party in Party.objects.all()), (OTHER, _("another state"))]


class PersonFilter(StrictFilterSet):
    phrases = {
        "q": _("with “%(value)s” in the name"),
        "naming": "%(value)s",
        "sex": _("sex: %(value)s"),
        "nationality": _("nationality: %(value)s"),
        "power": _("depending on: %(value)s"),
        "born": _("born %(value)s"),
        "group": _("of the group %(value)s"),
        "confidentiality": "%(value)s",
        "synthetic": _("synthetic: %(value)s"),
        "contested": _("contested: %(value)s"),
        "owner": _("looked after by %(value)s"),
    }

    q = Words(columns=["name", "latin_name", "label"])
    naming = filters.ChoiceFilter(
        label=_("Name"), empty_label=_("Any"), method="by_naming",
        choices=[("named", _("named")), ("unnamed", _("no name known yet"))],
    )  # fmt: skip
    sex = Any(choices=Person.Sex.choices, label=_("Sex"), empty=True)
    nationality = Any(choices=nationalities, label=_("Nationality"), empty=True, method="by_nationality")
    power = AnyParty(
        field_name="power_of_dependence", label=_("Power of dependence"), null_label=_("No value")
    )
    born = Window(question="born_within", label=_("Born"))
    group = Found(field_name="memberships__group", kind="group", label=_("Group"))
    confidentiality = Any(choices=Confidentiality.choices, label=_("Confidentiality"))
    synthetic = filters.ChoiceFilter(
        choices=YES_NO, label=_("Synthetic"), empty_label=_("Any"), method="by_synthetic"
    )
    contested = Contested()
    owner = owner_filter()

    class Meta:
        model = Person
        fields: list[str] = []

    def by_naming(self, queryset, name, value):
        return queryset.named() if value == "named" else queryset.unnamed()

    def by_nationality(self, queryset, name, value):
        if value == OTHER:
            return queryset.exclude(nationality="").exclude(nationality__in=Party.objects.values("code"))
        return queryset.filter(nationality="" if value == "null" else value)

    def by_synthetic(self, queryset, name, value):
        return queryset.filter(synthetic=value == "yes")


class GroupFilter(StrictFilterSet):
    phrases = {
        "q": _("with “%(value)s”"),
        "size": "%(value)s",
        "people": "%(value)s",
        "synthetic": _("synthetic: %(value)s"),
        "contested": _("contested: %(value)s"),
        "owner": _("looked after by %(value)s"),
    }

    q = Words(columns=["name", "description", "place_from__name", "place_now__name"])
    size = filters.ChoiceFilter(
        label=_("Number of people"), empty_label=_("Any"), method="by_size",
        choices=[
            ("one", _("one number stated")), ("range", _("different numbers stated")), ("null",
            _("no number stated")),
        ],
    )  # fmt: skip
    people = filters.ChoiceFilter(
        label=_("Names"), empty_label=_("Any"), method="by_people",
        choices=[("some", _("with people on record")), ("none", _("without anybody on record"))],
    )  # fmt: skip
    synthetic = filters.ChoiceFilter(
        choices=YES_NO, label=_("Synthetic"), empty_label=_("Any"), method="by_synthetic"
    )
    contested = Contested()
    owner = owner_filter()

    class Meta:
        model = Group
        fields: list[str] = []

    def by_size(self, queryset, name, value):
        match value:
            case "one":
                return queryset.filter(size_low=F("size_high"))
            case "range":
                return queryset.filter(size_low__lt=F("size_high"))
        return queryset.filter(size_low=None)

    def by_people(self, queryset, name, value):
        return queryset.filter(memberships__isnull=value == "none").distinct()

    def by_synthetic(self, queryset, name, value):
        return queryset.filter(synthetic=value == "yes")
