"""Repatriation cases: the list, the page, opening and changing one."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.access import can
from cases.actions import planning, positions, wishes
from cases.generic import DEEDS, RecordAdd, RecordEdit, RecordExport, RecordList, RecordPage, Start
from cases.guarded import KEPT, BehindGlass, Guarded, kept_from, seen_by, sees_places
from cases.listing import Column
from cases.models import GroupMembership, ProposedStep, RepatriationCase, Stance
from cases.repatriation.filters import RepatriationCaseFilter
from cases.repatriation.forms import RepatriationCaseForm
from cases.repatriation.people import people_of
from cases.shown import positions as shown_positions
from cases.shown.people import group_line
from cases.shown.wishes import wishes_of

LISTS = (
    ("repatriation_cases", gettext_lazy("Cases")),
    ("repatriation_events", gettext_lazy("Repatriation events")),
)


class RepatriationCaseList(RecordList):
    model = RepatriationCase
    bulk = DEEDS
    filterset_class = RepatriationCaseFilter
    title = gettext_lazy("Repatriation cases")
    nouns = (gettext_lazy("case"), gettext_lazy("cases"))
    lists = LISTS
    row_template = "repatriation/_case_row.html"
    table_class = "stacked dense"
    sort = "stalled"
    sorted_words = {
        "stalled": gettext_lazy("Longest stalled first."),
        "-last": gettext_lazy("Latest event first."),
    }
    starts = (
        Start(gettext_lazy("Stalled 20 days or more"), {"stalled": "20"}),
        Start(
            gettext_lazy("Refusal only said by another"),
            {"position": Stance.DOES_NOT_ACCEPT.value, "word": "other"},
        ),
        Start(gettext_lazy("Nothing checked or heard for 30 days"), {"quiet": "30"}),
        Start(gettext_lazy("Planned date passed"), {"plan": "passed"}),
        Start(gettext_lazy("Contested"), {"contested": "yes"}),
        Start(gettext_lazy("Mine"), {"owner": "mine"}),
    )
    add_url = "repatriation_case_add"
    add_label = gettext_lazy("Open a case")
    columns = (
        Column("reference", gettext_lazy("Reference"), "reference"),
        Column("who", gettext_lazy("Who"), "title", joined=True),
        Column("where", gettext_lazy("Where now → where to")),
        Column("positions", gettext_lazy("Positions")),
        Column("stalled", gettext_lazy("Stalled"), "stalled_since", end=True, inverse=True),
        Column("planned", gettext_lazy("Next planned"), "planned_sort"),
        Column("contested", gettext_lazy("Contested")),
        Column("owner", gettext_lazy("Owner"), "owner__last_name", joined=True),
        Column("last", gettext_lazy("Last event"), "last_event_sort", falling=True),
    )
    export_columns = (
        (gettext_lazy("Reference"), lambda case: case.reference),
        (gettext_lazy("Case"), lambda case: case.title),
        (gettext_lazy("Status"), lambda case: case.status_label),
        (gettext_lazy("State where they are"), lambda case: case.holding_party),
        (gettext_lazy("Receiving state"), lambda case: case.receiving_party),
        (gettext_lazy("Where now, as stated"), lambda case: case.where),
        (gettext_lazy("Positions"), lambda case: "; ".join(f"{c['party']}: {c['words']}" for c in shown_positions.chips(case))),
        (gettext_lazy("Days stalled"), lambda case: case.days_stalled(timezone.localdate())),
        (gettext_lazy("At least"), lambda case: _("yes") if case.stalled_at_least else ""),
        (gettext_lazy("Next planned"), lambda case: case.planned),
        (gettext_lazy("Contested"), lambda case: case.contested),
        (gettext_lazy("Owner"), lambda case: case.owner),
        (gettext_lazy("Last event"), lambda case: _(case.last_event.label) if case.last_event else ""),
        (gettext_lazy("Last event on"), lambda case: case.last_event and case.last_event.occurred),
        (gettext_lazy("Last checked for news"), lambda case: case.last_checked_on or ""),
    )  # fmt: skip

    def get_queryset(self):
        return super().get_queryset().for_list(self.request.user)

    def decorate(self, rows):
        today = timezone.localdate()
        named = GroupMembership.objects.named_in([case.group_id for case in rows if case.group_id])
        self.before_file(rows)
        for case in rows:
            case.chips = shown_positions.chips(case)
            case.days = case.days_stalled(today)
            case.plan_has_passed = bool(case.planned_latest and case.planned_latest < today)
            case.people = group_line(case.group, named.get(case.group_id, 0)) if case.group_id else ""
        return rows

    def before_file(self, rows):
        """Where they are, to those who see it."""
        sees, kept = sees_places(self.request.user), kept_from(self.request.user, (c.person_id for c in rows))
        for case in rows:
            closed = case.person_id in kept or (not sees and case.place_now and case.place_now.restricted)
            case.where = None if closed else case.place_now


class RepatriationCaseExport(RecordExport, RepatriationCaseList):
    pass


class RepatriationCasePage(Guarded, RecordPage):
    model = RepatriationCase
    template_name = "repatriation/case.html"
    list_url, list_label = "repatriation_cases", gettext_lazy("Repatriation cases")
    edit_url = "repatriation_case_edit"
    print_url = "repatriation_case_dossier"

    def get_queryset(self):
        related = (
            "person",
            "group",
            "evacuation",
            "holding_party",
            "receiving_party",
            "place_now",
            "place_to",
            "owner",
            "last_event",
        )
        return (
            super()
            .get_queryset()
            .for_list(self.request.user)
            .select_related(*related)
            .prefetch_related("mediators")
        )

    @property
    def of_person(self):
        return self.record.person_id is not None

    def evidence_records(self):
        case = self.record
        return (case, *seen_by(self.request.user, case.evacuation, case.group, case.person))

    def subtitle(self):
        case = self.record
        named = (
            GroupMembership.objects.named_in([case.group_id]).get(case.group_id, 0) if case.group_id else 0
        )
        who = group_line(case.group, named) if case.group_id else str(case.person)
        return f"{who} · {case.status_label} · {_('opened %(day)s') % {'day': f'{case.opened_on.day} {case.opened_on:%b %Y}'}}"

    def facts(self):
        case = self.record
        days = case.days_stalled(self.today)
        stalled = _("not stalled")
        if days is not None:
            stalled = ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
            stalled = _("at least %(days)s") % {"days": stalled} if case.stalled_at_least else stalled
        return [
            {"label": _("Stalled"), "value": stalled},
            self.contested_fact(),
            self.planned_fact(),
            {
                "label": _("Where now, as stated"),
                "value": self.place(case.place_now) if case.place_now else case.holding_party,
            },
            {"label": _("Where to"), "value": case.place_to or case.receiving_party},
            {"label": _("Wish"), "value": case.get_wish_display()},
            {"label": _("Last checked for news"), "date": case.last_checked_on, "value": _("never")},
            {"label": _("Owner"), "value": case.owner or _("nobody")},
        ]

    def extras(self, claims):
        case = self.record
        return {
            "board": shown_positions.board(
                case, claims, self.today, may_search=can(self.request.user, "record_event")
            ),
            "people": people_of(case, self.request.user),
            "warning": planning.warning(case),
            "proposed": ProposedStep.objects.waiting().filter(case=case).select_related("asked_by").first(),
            "wishes": wishes_of(
                case,
                self.request.user,
                keeps="" if self.sees_places else str(KEPT),
                kept_from=kept_from,
                kept=str(KEPT),
            ),
            "wish_url": self.wish_url(),
            "related": self.related(),
        }

    def wish_url(self):
        may = can(self.request.user, "record_event") and wishes.can_be_recorded(self.record)
        return reverse("repatriation_case_wish", args=[self.record.reference]) if may else ""

    def related(self):
        case = self.record
        links = [
            (_("Group"), case.group), (_("Person"), case.person), (_("Evacuation"), case.evacuation),
            *[(_("Repatriation event"), event) for event in case.repatriation_events.all()[:10]],
            *[(_("Repatriation event of the group"), event) for event in
              (case.group.repatriation_events.order_by("-occurred_sort")[:10] if case.group_id else ())],
        ]  # fmt: skip
        seen = seen_by(self.request.user, *[record for _label, record in links])
        return [{"label": label, "record": record} for label, record in links if record in seen]


class RepatriationCaseSaved:
    """After a case is saved its positions follow its parties and mediators."""

    form_class = RepatriationCaseForm
    list_url, list_label = "repatriation_cases", gettext_lazy("Repatriation cases")

    def save(self, form):
        case = super().save(form)
        positions.refresh(case)
        return case


class RepatriationCaseAdd(RepatriationCaseSaved, RecordAdd):
    title = gettext_lazy("Open a case")


class RepatriationCaseEdit(BehindGlass, RepatriationCaseSaved, RecordEdit):
    title = gettext_lazy("Edit")
