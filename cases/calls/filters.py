"""What family calls can be filtered by."""

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases import lookup
from cases.actions import calls
from cases.filtering import Any, Found, StrictFilterSet, Window, Words
from cases.guarded import without_kept
from cases.models import FamilyCall, FollowUp, Person, Relationship


class FamilyCallFilter(StrictFilterSet):
    phrases = {
        "q": _("with “%(value)s”"),
        "about": _("about %(value)s"),
        "caller": _("of %(value)s"),
        "way": "%(value)s",
        "relationship": _("by: %(value)s"),
        "on": _("on %(value)s"),
        "by": _("spoken with by %(value)s"),
        "next": "%(value)s",
        "due": _("next call %(value)s"),
    }

    q = Words(columns=["caller_name", "told", "event__note"], method="by_words")
    about = Found(kind=lookup.RECORD, label=_("About"), method="by_about")
    caller = Found(field_name="caller", kind="person", label=_("Caller on record"))
    relationship = Any(choices=Relationship.Role.choices, label=_("What they are to the person"), empty=True)
    way = Any(choices=FamilyCall.Way.choices, label=_("How"), empty=True)
    on = Window(question="called_within", label=_("Day of the call"))
    by = Found(field_name="event__recorded_by", kind="user", label=_("Spoken with by"), method="by_worker")
    next = filters.ChoiceFilter(
        label=_("Next call"), empty_label=_("Any"), method="by_next",
        choices=[("waiting", _("next call still to be made")), ("none", _("no next call agreed"))],
    )  # fmt: skip
    due = Window(question="due_within", label=_("Next call due"))

    class Meta:
        model = FamilyCall
        fields: list[str] = []

    def filter_queryset(self, queryset):
        """Who called and what was said is not found either of people whom others look after."""
        rows = super().filter_queryset(queryset)
        if any(self.form.cleaned_data.get(name) for name in ("q", "caller", "relationship")):
            rows = without_kept(self.user, rows, "event__person", "event__repatriation_case__person")
        return rows

    def by_words(self, queryset, name, value):
        found = Q()
        for column in self.filters[name].columns:
            found |= Q(**{f"{column}__icontains": value})
        return queryset.filter(found)

    def by_about(self, queryset, name, value):
        """Of a person also the calls about their cases, and about other records of the same human being."""
        if isinstance(value, Person):
            people = list(Person.objects.one_with(value).values_list("pk", flat=True))
            return queryset.filter(
                Q(event__person__in=people) | Q(event__repatriation_case__person__in=people)
            )
        return (
            queryset.filter(**{f"event__{value.kind}": value.pk})
            if value.kind in calls.KINDS
            else queryset.none()
        )

    def by_worker(self, queryset, name, value):
        return queryset.filter(event__recorded_by=value)

    def by_next(self, queryset, name, value):
        if value == "none":
            return queryset.filter(next_call_on=None)
        waiting = FollowUp.objects.open().filter(origin=FollowUp.Origin.NEXT_CALL)
        return queryset.filter(event__in=waiting.order_by().values("event"))
