"""What follow-ups can be filtered by."""

import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import lookup
from cases.filtering import Any, StrictFilterSet, Window, owner_filter
from cases.lib.workflows import WORKFLOWS
from cases.models import FollowUp

YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class FollowUpFilter(StrictFilterSet):
    """The open ones, unless it is asked for others."""

    phrases = {
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
    late = filters.ChoiceFilter(
        label=_("Late"), empty_label=_("Any"), method="by_late", choices=YES_NO, widget=forms.RadioSelect
    )
    origin = Any(choices=FollowUp.Origin.choices, label=_("Kind"))
    owner = owner_filter()
    due = Window(question="due_within", label=_("Due"))
    kind = filters.ChoiceFilter(
        label=_("Kind of record"), empty_label=_("Any"), method="by_kind",
        choices=[(workflow.kind, workflow.label) for workflow in WORKFLOWS.values()],
    )  # fmt: skip
    about = filters.CharFilter(
        label=_("Record, by its reference"), max_length=40, method="by_about",
        widget=forms.TextInput(attrs={"class": "w10"}),
    )  # fmt: skip

    class Meta:
        model = FollowUp
        fields: list[str] = []

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data["state"] else rows.open()

    def by_state(self, queryset, name, value):
        return {"open": queryset.open, "done": queryset.done, "any": queryset.all}[value]()

    def by_late(self, queryset, name, value):
        today = timezone.localdate()
        return queryset.late(today) if value == "yes" else queryset.not_late(today)

    def by_kind(self, queryset, name, value):
        return queryset.of_kind(value)

    def by_about(self, queryset, name, value):
        record = lookup.any_record(self.user, value)
        return queryset.about(record) if record else queryset.none()
