"""Agreements, with what each party undertook side by side and never summed across parties."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.agreements import undertaken
from cases.agreements.filters import AgreementFilter
from cases.agreements.forms import AgreementForm, UndertakingForm
from cases.generic import RecordAdd, RecordEdit, RecordExport, RecordList, RecordPage
from cases.listing import Column
from cases.models import Agreement, Consignment, Party, Undertaking, Visit
from cases.shown.sections import section
from cases.shown.states import state
from cases.templatetags.look import figure

LIST = {"list_url": "agreements", "list_label": gettext_lazy("Agreements")}


def between(agreement):
    return ", ".join(actor.short for actor in agreement.made_by.all())


def undertaken_by(agreement):
    """The parties that undertook something, each once, in the order in which it was recorded."""
    parties = dict.fromkeys(undertaking.party for undertaking in agreement.undertakings.all())
    return ", ".join(str(party) for party in parties)


class AgreementList(RecordList):
    model = Agreement
    filterset_class = AgreementFilter
    title = gettext_lazy("Agreements")
    nouns = (gettext_lazy("agreement"), gettext_lazy("agreements"))
    row_template = "agreements/_row.html"
    sort = "-last"
    sorted_words = {"-last": gettext_lazy("Latest event first.")}
    add_url, add_label = "agreement_add", gettext_lazy("Record an agreement")
    columns = (
        Column("recorded", gettext_lazy("Reference"), "created_at", falling=True),
        Column("title", gettext_lazy("What"), "title"),
        Column("between", gettext_lazy("Between")),
        Column("undertaken", gettext_lazy("Undertaken by")),
        Column("concluded", gettext_lazy("Concluded"), "concluded_sort", falling=True),
        Column("state", gettext_lazy("State")),
        Column("contested", gettext_lazy("Contested")),
        Column("last", gettext_lazy("Last event"), "last_event_sort", falling=True),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda agreement: agreement.reference),
        (gettext_lazy("What"), lambda agreement: agreement.title),
        (gettext_lazy("Between"), between),
        (gettext_lazy("Undertaken by"), undertaken_by),
        (gettext_lazy("Concluded"),
            lambda agreement: agreement.concluded),
        (gettext_lazy("State"), lambda agreement: _(agreement.status_label)),
        (gettext_lazy("Contested"), lambda agreement: agreement.contested),
        (gettext_lazy("Last event"),
            lambda agreement: _(agreement.last_event.label) if agreement.last_event else ""),
        (gettext_lazy("Last event on"), lambda agreement: agreement.last_event and agreement.last_event.occurred),
    )  # fmt: skip

    def get_queryset(self):
        return super().get_queryset().select_related("last_event").with_sides(self.request.user)

    def decorate(self, rows):
        for row in rows:
            row.state, row.between, row.undertaken = state(row), between(row), undertaken_by(row)
        return rows


class AgreementExport(RecordExport, AgreementList):
    pass


class AgreementPage(RecordPage):
    model = Agreement
    template_name = "agreements/agreement.html"
    list_url, list_label = "agreements", gettext_lazy("Agreements")
    edit_url = "agreement_edit"

    def get_queryset(self):
        return super().get_queryset().select_related("owner").with_sides(self.request.user)

    @cached_property
    def undertakings(self):
        return list(self.record.undertakings.all())

    def evidence_records(self):
        return (self.record, *self.undertakings)

    def subtitle(self):
        agreement = self.record
        return " · ".join(filter(None, [between(agreement), _(agreement.status_label)]))

    def facts(self):
        agreement = self.record
        concluded = {"label": _("Concluded"), "date": agreement.concluded} if agreement.concluded else {
            "label": _("Concluded"), "value": _("not stated")}  # fmt: skip
        return [
            concluded,
            self.contested_fact(),
            {
                "label": _("Undertakings"),
                "value": len(self.undertakings) or _("none recorded"),
                "url": "#undertakings",
            },
            self.planned_fact(),
            {"label": _("Owner"), "value": agreement.owner or _("nobody")},
        ]

    def extras(self, claims):
        agreement, user, sides = self.record, self.request.user, self._sides()
        visits = Visit.objects.visible_to(user).filter(agreement=agreement).select_related("holding_party")
        consignments = (
            Consignment.objects.visible_to(user)
            .filter(agreement=agreement)
            .select_related("from_party", "to_party")
        )
        return {
            "sides": sides,
            "rows": undertaken.rows(
                agreement, self.undertakings, [side["party"] for side in sides], claims, user, self.today,
                may_add=can(user, "add"),
            ),
            "add_undertaking_url": reverse("undertaking_add", args=[agreement.reference]) if can(user,
                "add") else "",
            "sections": [
                section(
                    "consignments", _("Consignments"), consignments.order_by("-last_event_sort", "-pk"),
                    [_("Consignment"), (_("From → to"), lambda c: f"{c.from_party} → {c.to_party}"),
                     (_("Planned"),
                         lambda c: None if c.planned_quantity is None else figure(c.planned_quantity)),
                     (_("Prepared"), lambda c: figure(c.prepared) if c.prepared else None),
                     (_("State"), lambda c: _(c.status_label))],
                    url=f"{reverse('consignments')}?agreement={agreement.reference}",
                    none=_("No consignment is recorded under it."),
                ),
                section(
                    "visits", _("Visits"), visits.order_by("-occurred_sort", "-planned_sort", "-pk"),
                    [_("Visit"), (_("Kind"), lambda visit: visit.get_type_display()),
                     (_("Held by"), lambda visit: visit.holding_party),
                     (_("When"), lambda visit: visit.occurred),
                     (_("Planned"), lambda visit: visit.planned),
                     (_("Status"), lambda visit: visit.status_label)],
                    url=f"{reverse('visits')}?agreement={agreement.reference}",
                    none=_("No visit is recorded under it."),
                ),
            ],
        }  # fmt: skip

    def _sides(self):
        """Each party's undertakings; a party of those who made it that undertook nothing has its side too."""
        sides = {undertaking.party: [] for undertaking in self.undertakings}
        for actor in self.record.made_by.all():
            if actor.party_id:
                sides.setdefault(actor.party, [])
        for undertaking in self.undertakings:
            sides[undertaking.party].append(undertaking)
        return [{"party": party, "undertakings": found} for party, found in sides.items()]


class AgreementAdd(RecordAdd):
    form_class = AgreementForm
    title = gettext_lazy("Record an agreement")
    list_url, list_label = LIST.values()


class AgreementEdit(RecordEdit):
    form_class = AgreementForm
    title = gettext_lazy("Edit")
    list_url, list_label = LIST.values()


class UndertakingAdd(RecordAdd):
    """What a party undertook under the agreement whose page one comes from."""

    form_class = UndertakingForm
    title = gettext_lazy("Record an undertaking")
    list_url, list_label = LIST.values()

    @cached_property
    def agreement(self):
        return get_object_or_404(
            Agreement.objects.visible_to(self.request.user), reference=self.kwargs["reference"]
        )

    def get_form_kwargs(self):
        return {"instance": Undertaking(agreement=self.agreement), "initial": self.other_direction()}

    def other_direction(self):
        """Where the page offers it: the same thing undertaken by another party, of which nothing is stated."""
        asked = self.request.GET
        seen = Undertaking.objects.visible_to(self.request.user).filter(agreement=self.agreement)
        first = seen.filter(reference=asked.get("other", "")[:24].replace("\0", "")).first()
        if first is None:
            return {}
        party = Party.objects.filter(code=asked.get("party", "")[:2].replace("\0", "")).first()
        return {"party": party, "text": first.text, "population": first.population}

    def crumbs(self):
        return _under(self.agreement, self.title)

    def cancel_url(self):
        return self.agreement.get_absolute_url()


class UndertakingEdit(RecordEdit):
    form_class = UndertakingForm
    title = gettext_lazy("Edit the undertaking")
    list_url, list_label = LIST.values()

    def get_queryset(self):
        """It is shown on the page of its agreement alone: whoever may not open that, does not edit it either."""
        seen = Agreement.objects.visible_to(self.request.user)
        return super().get_queryset().filter(agreement__in=seen).select_related("agreement", "party")

    def crumbs(self):
        return _under(self.record.agreement, self.title)


def _under(agreement, title):
    return [
        {"label": LIST["list_label"], "url": reverse(LIST["list_url"])},
        {"label": agreement.reference, "url": agreement.get_absolute_url()},
        {"label": title, "url": ""},
    ]
