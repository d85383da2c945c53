"""What sources, statements and events can be filtered by."""

from datetime import timedelta

import django_filters as filters
from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases import lookup
from cases.filtering import (
    Any,
    AnyParty,
    Contested,
    Found,
    Saying,
    StrictFilterSet,
    TrackedFilterSet,
    Window,
    Words,
    days_filter,
)
from cases.lib.workflows import EVENT_LABELS, WORKFLOWS
from cases.models import Aspect, Claim, Event, Source, Statement, Thread

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
STATEMENT = "statement"
SETTLED = "settled"
KINDS_OF_RECORD = [(workflow.kind, workflow.label) for workflow in WORKFLOWS.values()]


def language_filter():
    return filters.CharFilter(
        label=_("Language code"),
        lookup_expr="iexact",
        max_length=10,
        widget=forms.TextInput(attrs={"class": "w5"}),
    )


def yes_or_no(method, label):
    return filters.ChoiceFilter(
        label=label, empty_label=_("Any"), method=method, choices=YES_NO, widget=forms.RadioSelect
    )


class SourceFilter(StrictFilterSet):
    phrases = {
        "publisher": _("published by %(value)s"),
        "language": _("in the language “%(value)s”"),
        "published": _("published %(value)s"),
        "relays": _("quoting %(value)s"),
        "relayed": _("quoting another source: %(value)s"),
        "dated": _("date of publication: %(value)s"),
        "withdrawn": _("withdrawn: %(value)s"),
    }

    q = Words(columns=["title", "url", "publisher__name", "publisher__short_name"])
    type = Any(choices=Source.Kind.choices, label=_("Kind"))
    publisher = Found(kind="actor", label=_("Publisher"))
    reliability = Any(choices=Source.Reliability.choices, label=_("Reliability"))
    language = language_filter()
    published = Window(question="published_within", label=_("Published"))
    dated = filters.ChoiceFilter(
        label=_("Date of publication"), empty_label=_("Any"), method="by_dated",
        choices=[("yes", _("given")), ("no", _("No value"))],
    )  # fmt: skip
    relays = Found(field_name="relayed_from", kind="source", label=_("Quotes the source"))
    relayed = filters.ChoiceFilter(
        label=_("Quotes another source"), empty_label=_("Any"), method="by_relayed", choices=YES_NO
    )
    withdrawn = yes_or_no("by_withdrawn", _("Withdrawn"))

    class Meta:
        model = Source
        fields: list[str] = []

    def by_dated(self, queryset, name, value):
        return queryset.filter(published="") if value == "no" else queryset.exclude(published="")

    def by_relayed(self, queryset, name, value):
        return queryset.filter(relayed_from__isnull=value == "no")

    def by_withdrawn(self, queryset, name, value):
        return queryset.filter(withdrawn=value == "yes")


class StatementFilter(StrictFilterSet):
    phrases = {
        "q": _("with “%(value)s”"),
        "source": _("in %(value)s"),
        "publisher": _("published by %(value)s"),
        "speaker": _("of %(value)s"),
        "party": _("of a speaker of %(value)s"),
        "said": _("said %(value)s"),
        "published": _("published %(value)s"),
        "language": _("in the language “%(value)s”"),
        "claims": _("with claims: %(value)s"),
        "kind": _("with claims about: %(value)s"),
        "about": _("with claims about %(value)s"),
        "withdrawn": _("source withdrawn: %(value)s"),
    }

    q = Saying(
        label=_("Words"),
        help_text=_("In any form: English, Ukrainian, Russian. A “phrase”, -not, or."),
    )
    source = Found(kind="source", label=_("Source"))
    publisher = Found(field_name="source__publisher", kind="actor", label=_("Publisher"))
    speaker = Found(kind="actor", label=_("Speaker"))
    party = AnyParty(field_name="speaker__party", label=_("Party of the speaker"))
    modality = Any(choices=Statement.Modality.choices, label=_("The speaker"))
    said = Window(question="said_within", label=_("Said"))
    published = Window(question="published_within", label=_("Published"))
    language = language_filter()
    claims = filters.ChoiceFilter(
        label=_("Claims rest on it"), empty_label=_("Any"), method="by_claims", choices=YES_NO
    )
    kind = filters.ChoiceFilter(
        label=_("Claims about"), empty_label=_("Any"), method="by_kind", choices=KINDS_OF_RECORD
    )
    about = filters.CharFilter(
        label=_("Claims about the record"), max_length=40, method="by_about",
        widget=forms.TextInput(attrs={"class": "w10"}), help_text=_("Its reference."),
    )  # fmt: skip
    contested = Contested()
    withdrawn = yes_or_no("by_withdrawn", _("Source withdrawn"))

    class Meta:
        model = Statement
        fields: list[str] = []

    def by_claims(self, queryset, name, value):
        return queryset.with_claims(value == "yes")

    def by_kind(self, queryset, name, value):
        return queryset.with_claims_about(value)

    def by_about(self, queryset, name, value):
        record = lookup.any_record(self.user, value)
        return (
            queryset.filter(pk__in=Claim.objects.about(record).values("statement"))
            if record
            else queryset.none()
        )

    def by_contested(self, queryset, name, value):
        return queryset.contested(value == "yes")

    def by_withdrawn(self, queryset, name, value):
        return queryset.filter(source__withdrawn=value == "yes")


class ConflictFilter(TrackedFilterSet):
    """Open disagreements, unless those are asked for that somebody settled."""

    phrases = {
        "standing": "%(value)s",
        "kind": _("about: %(value)s"),
        "aspect": "%(value)s",
        "opened": _("opened %(value)s"),
        "new": _("opened in the last %(value)s days"),
    }

    standing = filters.ChoiceFilter(
        label=_("Open or settled"), empty_label=_("Open"), method="by_standing",
        choices=[(SETTLED, _("Settled"))], widget=forms.RadioSelect,
    )  # fmt: skip
    kind = filters.ChoiceFilter(
        label=_("Kind of record"), empty_label=_("Any"), method="by_kind", choices=KINDS_OF_RECORD
    )
    aspect = Any(choices=Aspect.choices, label=_("What is contested"))
    opened = Window(question="opened_within", label=_("Opened"))
    new = days_filter(_("Opened in the last days"), "by_new")

    class Meta:
        model = Thread
        fields: list[str] = []

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data["standing"] else rows.open()

    def by_new(self, queryset, name, value):
        return queryset.opened_since(timezone.now() - timedelta(days=int(value)))

    def by_standing(self, queryset, name, value):
        return queryset.settled()

    def by_kind(self, queryset, name, value):
        return queryset.of_kind(value)


class EventFilter(StrictFilterSet):
    phrases = {
        "about": _("of %(value)s"),
        "kind": _("of the kind %(value)s"),
        "occurred": _("happened %(value)s"),
        "wrong": _("declared wrong: %(value)s"),
        "evidence": _("resting on %(value)s"),
        "recorded_by": _("recorded by %(value)s"),
        "statement": _("resting on %(value)s"),
    }

    q = filters.CharFilter(
        label=_("Text"), max_length=100, method="by_words", widget=forms.TextInput(attrs={"type": "search"})
    )
    about = filters.CharFilter(
        label=_("Record, by its reference"),
        max_length=40,
        method="by_about",
        widget=forms.TextInput(attrs={"class": "w10"}),
    )
    kind = filters.ChoiceFilter(
        label=_("Kind of record"), empty_label=_("Any"), method="by_kind",
        choices=KINDS_OF_RECORD,
    )  # fmt: skip
    type = Any(choices=sorted(EVENT_LABELS.items(), key=lambda pair: pair[1]), label=_("What happened"))
    occurred = Window(question="occurred_within", label=_("Happened"))
    evidence = filters.ChoiceFilter(
        label=_("Rests on"), empty_label=_("Any"), method="by_evidence",
        choices=[(STATEMENT, _("a statement in a source")), *Event.Evidence.choices],
    )  # fmt: skip
    statement = Found(kind="statement", label=_("Statement"))
    recorded_by = Found(kind="user", label=_("Recorded by"))
    wrong = filters.ChoiceFilter(
        label=_("Declared wrong"),
        empty_label=_("Any"),
        method="by_wrong",
        choices=YES_NO,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Event
        fields: list[str] = []

    def by_words(self, queryset, name, value):
        """Words of the note, the reason or the statement; or all events of the record of a reference."""
        record = lookup.any_record(self.user, value)
        if record:
            return queryset.about(record)
        said = Statement.objects.visible_to(self.user).filter(text__icontains=value)
        words = Q(note__icontains=value) | Q(reason__icontains=value) | Q(statement__in=said)
        return queryset.filter(words)

    def by_about(self, queryset, name, value):
        record = lookup.any_record(self.user, value)
        return queryset.about(record) if record else queryset.none()

    def by_kind(self, queryset, name, value):
        return queryset.of_kind(value)

    def by_evidence(self, queryset, name, value):
        return (
            queryset.filter(statement__isnull=False)
            if value == STATEMENT
            else queryset.filter(evidence=value)
        )

    def by_wrong(self, queryset, name, value):
        return queryset.declared_wrong() if value == "yes" else queryset.live()
