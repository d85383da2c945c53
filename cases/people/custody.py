"""Where a person was held, by whom, on whose word: the strip, the claims side by side, and the forms of a period."""

from django import forms
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.actions import Refused
from cases.actions import custody as deeds
from cases.forms import RecordModelForm
from cases.generic.forms import RecordForm
from cases.generic.visible import Visible
from cases.guarded import KEPT, BehindGlass
from cases.lib.spans import Span, line
from cases.models import Aspect, CustodyPeriod, Person, Source
from cases.shown.claims import voices
from cases.shown.claims.cards import card
from cases.shown.custody import confirmations, standing

CAP = 20  # periods that are drawn


def where(period, sees_places):
    """The place and the power that holds the person, unless the place's name says that already."""
    power, place = str(period.holding_power), str(period.place or _("place not stated"))
    if period.place_id and not sees_places:
        return f"{power}, {_('place')} {KEPT}"
    return place if power in place else f"{place}, {power}"


def custody_of(people, claims, user, sees_places, today):
    """All that is known of the custody of some records of one person: a few questions, however many periods."""
    periods = CustodyPeriod.objects.filter(person__in=people).order_by("-begin_sort", "-pk")
    periods = list(periods.select_related("holding_power", "place", "person"))
    sources = (
        Source.objects.visible_to(user)
        .select_related("publisher")
        .in_bulk({p.source_id for p in periods} - {None})
    )
    confirmed = confirmations(people[:1], user)[people[0].joined_into_id or people[0].pk]
    places = [claim for claim in claims if claim.aspect == Aspect.PLACE]
    return {
        "periods": [
            {"period": period, "where": where(period, sees_places), "source": sources.get(period.source_id)}
            for period in periods
        ],
        "strip": strip(periods[:CAP], sees_places, today),
        "held_at": held_at(periods, sees_places),
        "standing": standing(confirmed),
        "confirmations": confirmed,
        "places": [card(voice, places) for voice in voices(places)],
        "contested": any(claim.thread.open for claim in places),
    }


def held_at(periods, sees_places):
    """Where the latest period without an end says the person is held; an accepted one before a reported one."""
    open_now = [period for period in periods if not period.end]
    last = max(open_now, key=lambda period: (period.accepted, period.begin_sort, period.pk), default=None)
    return where(last, sees_places) if last else _("nothing recorded")


def strip(periods, sees_places, today):
    """The periods as bars on one line of time, the latest first; None where no day is known."""
    drawn = line([_span(period) for period in periods], today)
    if drawn is None:
        return None
    rows = [
        {"period": period, "bar": bar, "y": 28 * place, "where": where(period, sees_places)}
        for place, (period, bar) in enumerate(zip(periods, drawn.bars, strict=True))
    ]
    return {
        "rows": rows,
        "marks": drawn.marks,
        "height": 28 * len(rows) + 22,
        "base": 28 * len(rows),
        "line": drawn,
    }


def _span(period):
    return Span(
        period.begin_earliest,
        period.begin_latest,
        period.end_earliest,
        period.end_latest,
        ended=bool(period.end),
    )


class PeriodForm(RecordModelForm):
    class Meta(RecordModelForm.Meta):
        model = CustodyPeriod
        fields = ("holding_power", "basis", "place", "begin", "end", "source", "accepted")
        widgets = {name: forms.Select(attrs={"class": "w20"}) for name in ("holding_power", "basis")}
        labels = {"accepted": gettext_lazy("We accept it")}

    def clean(self):
        cleaned = super().clean()
        begin, end = cleaned.get("begin"), cleaned.get("end")
        if begin and end and begin.earliest and end.latest and end.latest < begin.earliest:
            self.add_error("end", _("It ends before it begins: write the dates the other way round."))
        return cleaned

    def validate_constraints(self):
        """Asked by the action, which says with what a period overlaps."""


class PeriodAdd(BehindGlass, Visible, RecordForm):
    """A time in which a power held the person."""

    action = "change"
    model = Person
    form_class = PeriodForm
    template_name = "people/period.html"
    title = gettext_lazy("Record a period of custody")
    list_url, list_label = "people", gettext_lazy("People")

    def get(self, request, **kwargs):
        self.record  # noqa: B018  404 for whoever may not see the person
        return super().get(request, **kwargs)

    def save(self, form):
        """The period, or its refusal at the field; what overlaps can be recorded as reported instead."""
        try:
            return self.do(form)
        except Refused as refused:
            form.refuse(refused)
            return None

    def do(self, form):
        facts = {name: form.cleaned_data[name] for name in form.Meta.fields}
        if "reported" in self.request.POST:
            facts["accepted"] = False
        return deeds.record_period(
            person=self.record, by=self.request.user, form_key=form.cleaned_data["form_key"], **facts
        )

    def saved_words(self, record):
        return _("The period of custody is saved.")

    def cancel_url(self):
        return self.record.get_absolute_url()

    def crumbs(self):
        first, last = super().crumbs()
        return [first, {"label": self.record.reference, "url": self.cancel_url()}, last]


class PeriodEdit(PeriodAdd):
    """Change a period, end it, or accept it."""

    title = gettext_lazy("Change the period of custody")

    def get_form_kwargs(self):
        self.record  # noqa: B018
        return {"instance": get_object_or_404(CustodyPeriod, person=self.record, pk=self.kwargs["pk"])}

    def do(self, form):
        period = form.save(commit=False)
        if "reported" in self.request.POST:
            period.accepted = False
        return deeds.change_period(period=period, by=self.request.user)
