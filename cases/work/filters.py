"""What follow-ups can be filtered by."""

import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import lookup
from cases.filtering import Any, AnyParty, Found, StrictFilterSet, Window, owner_filter
from cases.guarded import sees_places, without_kept
from cases.lib.workflows import WORKFLOWS
from cases.models import Actor, FollowUp

#: How a follow-up leads to the person whom its record is of.
OF_PEOPLE = ("person", "evacuee__person", "repatriation_case__person", "tracing_request__person")
YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class WorkFilter(StrictFilterSet):
    """What the lists of follow-ups and of questions have in common: the open ones, unless it is asked for others."""

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data["state"] else rows.open()

    def by_state(self, queryset, name, value):
        return queryset.open() if value == "open" else queryset.all() if value == "any" else queryset.done()

    def by_late(self, queryset, name, value):
        today = timezone.localdate()
        return queryset.late(today) if value == "yes" else queryset.not_late(today)

    def by_kind(self, queryset, name, value):
        return queryset.of_kind(value)

    def by_about(self, queryset, name, value):
        record = lookup.any_record(self.user, value)
        return queryset.about(record) if record else queryset.none()

    def by_words(self, queryset, name, value):
        """Whoever sees no words of colleagues finds nothing by them."""
        if not sees_places(self.user):
            return queryset.none()
        found = queryset.filter(text__icontains=value)
        return without_kept(self.user, found, *OF_PEOPLE)


def kind_filter():
    return filters.ChoiceFilter(
        label=_("Kind of record"), empty_label=_("Any"), method="by_kind",
        choices=[(workflow.kind, workflow.label) for workflow in WORKFLOWS.values()],
    )  # fmt: skip


def about_filter():
    return filters.CharFilter(
        label=_("Record, by its reference"), max_length=40, method="by_about",
        widget=forms.TextInput(attrs={"class": "w10"}),
    )  # fmt: skip


def yes_or_no(method, label):
    return filters.ChoiceFilter(
        label=label, empty_label=_("Any"), method=method, choices=YES_NO, widget=forms.RadioSelect
    )


class FollowUpFilter(WorkFilter):
    phrases = {
        "q": _("with “%(value)s”"),
        "state": "%(value)s",
        "late": _("late: %(value)s"),
        "origin": "%(value)s",
        "owner": _("owner: %(value)s"),
        "due": _("due %(value)s"),
        "kind": _("about: %(value)s"),
        "about": _("about %(value)s"),
    }

    state = filters.ChoiceFilter(
        label=_("Open or done"), empty_label=None, method="by_state",
        choices=[("open", _("Open")), ("done", _("Done")), ("any", _("Open and done"))],
    )  # fmt: skip
    late = yes_or_no("by_late", _("Late"))
    origin = Any(choices=FollowUp.Origin.choices, label=_("Kind"))
    owner = owner_filter()
    due = Window(question="due_within", label=_("Due"))
    kind = kind_filter()
    about = about_filter()
    q = filters.CharFilter(
        label=_("Text"), max_length=100, method="by_words", widget=forms.TextInput(attrs={"type": "search"})
    )

    class Meta:
        model = FollowUp
        fields: list[str] = []


class AppealFilter(WorkFilter):
    """Questions of ours: those that wait for their answer, unless it is asked for others."""

    phrases = {
        "state": "%(value)s",
        "late": _("overdue: %(value)s"),
        "counterpart": _("asked of %(value)s"),
        "party": _("asked of somebody of %(value)s"),
        "owner": _("owner: %(value)s"),
        "due": _("answer due %(value)s"),
        "kind": _("about: %(value)s"),
        "about": _("about %(value)s"),
    }

    state = filters.ChoiceFilter(
        label=_("Open or answered"), empty_label=None, method="by_state",
        choices=[("open", _("Open")), ("answered", _("Answered")), ("any", _("Open and answered"))],
    )  # fmt: skip
    late = yes_or_no("by_late", _("Overdue"))
    counterpart = Found(kind="actor", label=_("Whom we asked"), method="by_whom")
    party = AnyParty(label=_("Party of whom we asked"), method="by_whom")
    due = Window(question="due_within", label=_("Answer due"))
    owner = owner_filter()
    kind = kind_filter()
    about = about_filter()

    class Meta:
        model = FollowUp
        fields: list[str] = []

    def by_whom(self, queryset, name, value):
        """Of a party: whom we can have asked there is looked up first, so that the database knows how many questions these are."""
        if name == "counterpart":
            return queryset.filter(counterpart=value)
        return queryset.filter(counterpart__in=list(Actor.objects.filter(party=value).order_by("pk")))
