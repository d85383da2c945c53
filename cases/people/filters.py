"""What people and groups can be filtered by."""

import django_filters as filters
from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Exists, F, Func, IntegerField, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.filtering import (
    Any,
    AnyParty,
    Contested,
    Found,
    StrictFilterSet,
    TrackedFilterSet,
    Window,
    Words,
    owner_filter,
)
from cases.finding.people import Search
from cases.lib import codes, matching
from cases.models import (
    Confidentiality,
    Confirmation,
    CounterpartLine,
    Group,
    IdentityLink,
    Party,
    Person,
    Visit,
)
from cases.models.custody import seen_in_visits

LISTS = (
    ("people", _("People")), ("groups", _("Groups")), ("duplicates", _("Possible duplicates")),
    ("tracing_requests", _("Tracing requests")), ("counterpart_lists", _("Lists received")),
)  # fmt: skip
YES_NO = [("yes", _("Yes")), ("no", _("No"))]
OTHER = "other"


MOST = 1000  # people by a name: the best of them, in an order that the list can show


class Named(Words):
    """People by any spelling of a name, the best match first, as the search page finds them; or a whole reference code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, columns=(), **kwargs)

    def filter(self, qs, value):
        if not value:
            return qs
        if stands := of_reference(self.parent.user, value):
            return qs.filter(pk=stands).annotate(place=Value(1, IntegerField()))
        self.parent.search = Search(self.parent.user, value, most=MOST)
        ids = standing_for(self.parent.search.ids[:MOST])
        place = Func(
            Value(ids, ArrayField(BigIntegerField())),
            F("pk"),
            function="array_position",
            output_field=IntegerField(),
        )
        return qs.filter(pk__in=ids).annotate(place=place)


class Days(filters.Filter):
    """A whole number of days, up to ten years."""

    field_class = forms.IntegerField

    def __init__(self, *args, **kwargs):
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "w10"})
        super().__init__(*args, min_value=1, max_value=3650, widget=widget, **kwargs)


def of_reference(user, text):
    """Who stands for the person whose reference code this is, among those whom the user sees; None for a name."""
    try:
        code = codes.decode(text)
    except codes.BadCode:
        return None
    if code.prefix != codes.PREFIXES[Person.kind]:
        return None
    people = Person.objects.visible_to(user).select_related("superseded_by")
    person = people.filter(reference=codes.normalise(text)).first()
    person = person and (person.superseded_by or person)
    return person and (person.joined_into_id or person.pk)


def standing_for(ids):
    """Who stands for these people in lists, in their order: of records joined as one person one."""
    stands = dict(
        Person.objects.filter(pk__in=ids, joined_into__isnull=False).values_list("pk", "joined_into")
    )
    return list(dict.fromkeys(stands.get(pk, pk) for pk in ids))


class PersonFilter(TrackedFilterSet):
    phrases = {
        "q": _("with “%(value)s” in the name"),
        "naming": "%(value)s",
        "sex": _("sex: %(value)s"),
        "nationality": _("nationality: %(value)s"),
        "power": _("depending on: %(value)s"),
        "born": _("born %(value)s"),
        "group": _("of the group %(value)s"),
        "custody": _("custody: %(value)s"),
        "seen_held_by": _("seen on a visit to people held by: %(value)s"),
        "seen_on": _("seen on a visit: %(value)s"),
        "unvisited": _("held, and seen on no visit for %(value)s days"),
        "confidentiality": "%(value)s",
        "synthetic": _("synthetic: %(value)s"),
        "owner": _("looked after by %(value)s"),
        "card": _("capture card %(value)s"),
        "no_news": _("held, without news for %(value)s days"),
    }

    q = Named()
    naming = filters.ChoiceFilter(
        label=_("Name"), empty_label=_("Any"), method="by_naming",
        choices=[("named", _("named")), ("unnamed", _("no name known yet"))],
    )  # fmt: skip
    sex = Any(choices=Person.Sex.choices, label=_("Sex"), empty=True)
    nationality = Any(choices=[], label=_("Nationality"), empty=True, method="by_nationality")
    power = AnyParty(
        field_name="power_of_dependence", label=_("Power of dependence"), null_label=_("No value")
    )
    born = Window(question="born_within", label=_("Born"))
    group = Found(kind="group", label=_("Group"), method="by_group")
    custody = filters.ChoiceFilter(
        choices=Confirmation.choices, label=_("Custody"), empty_label=_("Any"), method="by_custody"
    )
    seen_held_by = AnyParty(label=_("Seen on a visit, held by"), method="by_seen")
    seen_on = Any(choices=Visit.Kind.choices, label=_("Seen on a visit of this kind"), method="by_seen")
    unvisited = Days(label=_("Held, not visited for so many days"), method="by_unvisited")
    confidentiality = Any(choices=Confidentiality.choices, label=_("Confidentiality"))
    synthetic = filters.ChoiceFilter(
        choices=YES_NO, label=_("Synthetic"), empty_label=_("Any"), method="by_synthetic"
    )
    card = filters.ChoiceFilter(
        label=_("Capture card"), empty_label=_("Any"), method="by_card",
        choices=[("late", _("late: over 7 days (GC III 70)")), ("due", _("awaited"))],
    )  # fmt: skip
    no_news = filters.NumberFilter(
        label=_("Held, no news for days"), method="by_no_news", min_value=1, max_value=10_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w5"}),
    )  # fmt: skip
    contested = Contested()
    owner = owner_filter()

    class Meta:
        model = Person
        fields: list[str] = []

    def _fill(self, user):
        """Nationalities are the parties to the conflict, and all other states as one choice."""
        super()._fill(user)
        self.nations = {party.code: party.name for party in self.parties}
        self.form.fields["nationality"].choices = [*self.nations.items(), (OTHER, _("another state"))]

    def by_card(self, queryset, name, value):
        return queryset.card_due(timezone.localdate(), late=value == "late")

    def by_no_news(self, queryset, name, value):
        return queryset.no_news(int(value), timezone.localdate())

    def by_group(self, queryset, name, value):
        return queryset.in_group(value)

    def by_custody(self, queryset, name, value):
        """Visited, else on a list of the holder, else neither."""
        visited = _named_by(seen_in_visits(self.user))
        listed = _named_by(CounterpartLine.objects.confirming(self.user))
        if value == Confirmation.VISITED:
            return queryset.filter(visited)
        return queryset.filter(~visited, listed if value == Confirmation.HOLDER else ~listed)

    def by_seen(self, queryset, name, value):
        """Seen on one visit that is of this kind and to people held by this party: asked for once."""
        asked = {each: self.form.cleaned_data.get(each) for each in ("seen_held_by", "seen_on")}
        if name != next(each for each in asked if asked[each]):
            return queryset
        rows = seen_in_visits(self.user)
        rows = rows.filter(visit__holding_party=asked["seen_held_by"]) if asked["seen_held_by"] else rows
        rows = rows.filter(visit__type=asked["seen_on"]) if asked["seen_on"] else rows
        return queryset.filter(_named_by(rows))

    def by_unvisited(self, queryset, name, value):
        return queryset.unvisited(value, timezone.localdate())

    def by_naming(self, queryset, name, value):
        return queryset.named() if value == "named" else queryset.unnamed()

    def by_nationality(self, queryset, name, value):
        if value == OTHER:
            return queryset.exclude(nationality="").exclude(nationality__in=Party.objects.values("code"))
        return queryset.filter(nationality="" if value == "null" else value)

    def by_synthetic(self, queryset, name, value):
        return queryset.filter(synthetic=value == "yes")


class GroupFilter(TrackedFilterSet):
    phrases = {
        "q": _("with “%(value)s”"),
        "size": "%(value)s",
        "people": "%(value)s",
        "synthetic": _("synthetic: %(value)s"),
        "owner": _("looked after by %(value)s"),
    }

    q = Words(columns=["name", "description"], places=["place_from", "place_now"])
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


class DuplicateFilter(StrictFilterSet):
    phrases = {
        "state": "%(value)s",
        "band": "%(value)s",
        "person": _("of %(value)s"),
        "synthetic": _("synthetic: %(value)s"),
        "owner": _("of a person looked after by %(value)s"),
    }

    state = filters.ChoiceFilter(
        label=_("Judged"), empty_label=_("Any"), method="by_state",
        choices=[
            ("waiting", _("to be decided")), (IdentityLink.State.SAME_PROPOSED, _("for a second person")),
            (IdentityLink.State.UNSURE, _("unsure")), (IdentityLink.State.NOT_SAME, _("not the same")),
            (IdentityLink.State.SAME, _("the same")),
        ],
    )  # fmt: skip
    band = filters.ChoiceFilter(
        label=_("How alike"), empty_label=_("Any"), method="by_band",
        choices=[("likely", _("likely")), ("possible", _("possible")), ("unlikely", _("unlikely"))],
    )  # fmt: skip
    person = Found(kind="person", label=_("Person"), method="by_person")
    owner = Found(kind="user", label=_("Owner"), method="by_owner")
    synthetic = filters.ChoiceFilter(
        choices=YES_NO, label=_("Synthetic"), empty_label=_("Any"), method="by_synthetic"
    )

    class Meta:
        model = IdentityLink
        fields: list[str] = []

    def by_state(self, queryset, name, value):
        return queryset.waiting() if value == "waiting" else queryset.filter(state=value)

    def by_band(self, queryset, name, value):
        if value == "likely":
            return queryset.filter(score__gte=matching.LIKELY)
        below = queryset.filter(score__lt=matching.LIKELY)
        if value == "possible":
            return below.filter(score__gte=matching.POSSIBLE)
        return below.filter(score__lt=matching.POSSIBLE)

    def by_person(self, queryset, name, value):
        return queryset.of([value])

    def by_owner(self, queryset, name, value):
        return queryset.filter(Q(first__owner=value) | Q(second__owner=value))

    def by_synthetic(self, queryset, name, value):
        return queryset.filter(first__synthetic=value == "yes")


def _named_by(rows):
    """Is it the record that stands for a person whom one of these rows names?"""
    return Exists(rows.order_by().filter(stands=OuterRef("pk")))
