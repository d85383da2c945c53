"""What the audit can be filtered by."""

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.audit.words import kinds
from cases.filtering import StrictFilterSet, Window
from cases.lib import codes
from cases.models import AuditEntry, User
from cases.models.audit import HELD, OF_OWNER

_DEED = AuditEntry.Deed
ME = "me"
#: Entries of reading the audit itself: shown when they are asked for.
ITSELF = "auditentry"


class AuditFilter(StrictFilterSet):
    phrases = {
        "who": _("by %(value)s"),
        "deed": "%(value)s",
        "kind": _("kind: %(value)s"),
        "record": _("record %(value)s"),
        "on": _("on %(value)s"),
        "hands": "%(value)s",
        "itself": "%(value)s",
    }

    who = filters.CharFilter(
        label=_("Who"), max_length=100, method="by_who", help_text=_("A name, a sign-in name, or “me”.")
    )
    deed = filters.ChoiceFilter(
        label=_("What was done"), empty_label=_("Any"), method="by_deed",
        choices=[("reads", _("anything read")), ("writes", _("anything written")), *_DEED.choices],
    )  # fmt: skip
    record = filters.CharFilter(
        label=_("Record, by its reference"), max_length=40, method="by_record",
        widget=forms.TextInput(attrs={"class": "w10"}),
    )  # fmt: skip
    kind = filters.ChoiceFilter(
        label=_("Kind of record"), empty_label=_("Any"), method="by_kind", choices=kinds
    )
    on = Window(question="possibly_within", label=_("When"))
    hands = filters.ChoiceFilter(
        label=_("Whose deed it was"), empty_label=_("Any"), method="by_hands",
        choices=[("known", _("of somebody signed in")), ("unknown", _("of nobody named: a command, or by hand"))],
    )  # fmt: skip
    itself = filters.ChoiceFilter(
        label=_("Reading of the audit"), empty_label=_("not shown"), method="by_itself",
        choices=[("too", _("with the reading of the audit"))],
    )  # fmt: skip

    class Meta:
        model = AuditEntry
        fields: list[str] = []

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data["itself"] else rows.exclude(subject=ITSELF)

    def by_itself(self, queryset, name, value):
        return queryset

    def by_who(self, queryset, name, value):
        if value.strip().casefold() == ME:
            return queryset.of(self.user)
        if value.startswith("@"):
            return queryset.filter(actor__in=User.objects.filter(username=value[1:]).values("pk"))
        named = Q(username__iexact=value)
        for word in value.split():
            named |= Q(last_name__iexact=word) | Q(first_name__iexact=word)
        return queryset.filter(actor__in=User.objects.filter(named).values("pk"))

    def by_deed(self, queryset, name, value):
        match value:
            case "reads":
                return queryset.reads()
            case "writes":
                return queryset.writes()
        return queryset.filter(deed=value)

    def by_kind(self, queryset, name, value):
        return queryset.filter(subject__in=OF_OWNER if value == HELD else [value])

    def by_record(self, queryset, name, value):
        try:
            return queryset.filter(reference=codes.normalise(value))
        except codes.BadCode:
            return queryset.none()

    def by_hands(self, queryset, name, value):
        return queryset.without_actor() if value == "unknown" else queryset.filter(actor__isnull=False)
