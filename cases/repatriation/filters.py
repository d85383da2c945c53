"""What repatriation cases and events can be filtered by."""

import django_filters as filters
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.filtering import (
    Any,
    AnyParty,
    Contested,
    Found,
    Plan,
    TrackedFilterSet,
    Window,
    Words,
    days_filter,
    owner_filter,
)
from cases.lib.workflows import REPATRIATION_CASE, REPATRIATION_EVENT
from cases.models import RepatriationCase, RepatriationEvent, Stance

SILENT = "no_own_statement"


class RepatriationCaseFilter(TrackedFilterSet):
    phrases = {
        "stalled": _("stalled %(value)s days or more"),
        "position": _("a party or mediator: %(value)s"),
        "word": _("position %(value)s"),
        "quiet": _("nothing checked or heard for %(value)s days or more"),
        "plan": _("plan: %(value)s"),
        "unchecked": _("not checked for news for %(value)s days or more, or never"),
        "holding": _("now in %(value)s"),
        "receiving": _("to %(value)s"),
    }

    q = Words(
        columns=["title", "person__name", "person__latin_name", "group__name"], places=["place_now"],
        person="person",
    )  # fmt: skip
    status = filters.ChoiceFilter(
        label=_("Status"), empty_label=_("Any"), method="by_status",
        choices=[("open", _("Open")), ("closed", _("Closed or over")), *REPATRIATION_CASE.states.items()],
    )  # fmt: skip
    holding = AnyParty(field_name="holding_party", label=_("State where they are"))
    receiving = AnyParty(field_name="receiving_party", label=_("Receiving state"))
    position = filters.ChoiceFilter(
        label=_("Position of a party or mediator"), empty_label=_("Any"), method="by_position",
        choices=[(SILENT, _("no own statement recorded")), *Stance.choices],
    )  # fmt: skip
    word = filters.ChoiceFilter(
        label=_("On whose word"), empty_label=_("Any"), method="by_word",
        choices=[("own", _("in its own words")), ("other", _("only said by another, now or before"))],
    )  # fmt: skip
    mediator = Found(field_name="mediators", kind="actor", label=_("Mediator"))
    stalled = days_filter(_("Days stalled, at least"), "by_stalled")
    quiet = days_filter(_("Days in which nothing was checked or heard"), "by_quiet")
    unchecked = days_filter(_("Days not checked for news, at least"), "by_unchecked")
    plan = Plan()
    planned = Window(question="planned_within", label=_("Planned"))
    contested = Contested()
    basis = Any(choices=RepatriationCase.Basis.choices, label=_("Ground"), empty=True)
    who = filters.ChoiceFilter(
        label=_("Person or group"), empty_label=_("Any"), method="by_who",
        choices=[("person", _("A person")), ("group", _("A group"))],
    )  # fmt: skip
    owner = owner_filter()

    class Meta:
        model = RepatriationCase
        fields: list[str] = []

    def by_status(self, queryset, name, value):
        match value:
            case "open":
                return queryset.open()
            case "closed":
                return queryset.filter(status__in=REPATRIATION_CASE.closed)
        return queryset.filter(status=value)

    def by_position(self, queryset, name, value):
        """With a word asked for as well, one party holds both: `by_word` asks for them together."""
        if value == SILENT:
            return queryset.without_own_position()
        word = self.form.cleaned_data.get("word")
        return queryset if word else queryset.with_position(value, self.user)

    def by_word(self, queryset, name, value):
        stance = self.form.cleaned_data.get("position")
        stance = "" if stance == SILENT else stance
        if value == "other" and stance:
            return queryset.with_position_only_said(stance, self.user)
        return queryset.with_position(stance, self.user, own=value == "own")

    def by_quiet(self, queryset, name, value):
        return queryset.quiet_for(int(value), on=timezone.localdate())

    def by_stalled(self, queryset, name, value):
        return queryset.stalled_for(int(value), on=timezone.localdate())

    def by_unchecked(self, queryset, name, value):
        return queryset.unchecked_for(int(value), on=timezone.localdate())

    def by_who(self, queryset, name, value):
        return queryset.filter(**{f"{value}__isnull": False})


class RepatriationEventFilter(TrackedFilterSet):
    q = Words(columns=["title", "route"])
    status = Any(choices=list(REPATRIATION_EVENT.states.items()), label=_("Status"))
    type = Any(choices=RepatriationEvent.Kind.choices, label=_("Kind"))
    from_party = AnyParty(label=_("From"))
    to_party = AnyParty(label=_("To"))
    planned = Window(question="planned_within", label=_("Planned"))
    plan = Plan()
    contested = Contested()
    owner = owner_filter()

    class Meta:
        model = RepatriationEvent
        fields: list[str] = []
