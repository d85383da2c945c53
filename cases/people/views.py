"""Persons: one row for one human being, named or not."""

from django.db.models import IntegerField, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access import can
from cases.actions import child_card, holds, visits
from cases.generic import DEEDS, RecordEdit, RecordExport, RecordList, RecordPage
from cases.guarded import KEPT, BehindGlass, Guarded, seen_by
from cases.listing import Column
from cases.models import Person
from cases.people import columns as files
from cases.people.consents import consents_of
from cases.people.custody import custody_of
from cases.people.death import shown_notice
from cases.people.filters import LISTS, PersonFilter
from cases.people.forms import PersonForm
from cases.people.holding import own_holds
from cases.people.mail_meter import mail_meter
from cases.people.particulars import joins, names, particulars, relatives
from cases.people.sections import sections
from cases.shown.claims import living
from cases.shown.custody import confirmations, standing, state_of

MATCH = Column("match", gettext_lazy("Why"), "place", joined=True)


class PersonList(RecordList):
    model = Person
    bulk = DEEDS
    filterset_class = PersonFilter
    title = gettext_lazy("People")
    nouns = (gettext_lazy("person"), gettext_lazy("people"))
    row_template = "people/_person_row.html"
    table_class = "stacked dense"
    sort = "name"
    sorted_words = {
        "name": gettext_lazy("By name."), "-recorded": gettext_lazy("Latest recorded first."),
        "-last": gettext_lazy("Latest event first."), "match": gettext_lazy("Best match first."),
    }  # fmt: skip
    add_url = "person_add"
    add_label = gettext_lazy("Record a person")
    lists = LISTS
    columns = (
        Column("recorded", gettext_lazy("Reference"), "created_at", falling=True),
        Column("name", gettext_lazy("Name"), "sort_key"),
        Column("born", gettext_lazy("Born"), "born_sort"),
        Column("sex", gettext_lazy("Sex")),
        Column("nationality", gettext_lazy("Nationality")),
        Column("power", gettext_lazy("Depends on")),
        Column("custody", gettext_lazy("Custody")),
        Column("contested", gettext_lazy("Contested")),
        Column("owner", gettext_lazy("Owner"), "owner__last_name", joined=True),
        Column("last", gettext_lazy("Last event"), "last_event_sort", falling=True),
    )

    def setup(self, request, *args, **kwargs):
        """Where a name is asked for, the list says how well each fits, and begins with the best."""
        super().setup(request, *args, **kwargs)
        if request.GET.get("q", "").strip():
            self.sort, self.columns = MATCH.key, (*self.columns, MATCH)

    def get_queryset(self):
        related = ("power_of_dependence", "owner", "last_event")
        rows = super().get_queryset().counted().select_related(*related).defer("contact", "address")
        if self.sort == MATCH.key:
            rows = rows.annotate(place=Value(0, IntegerField()))  # until the filter knows better, or refuses
        return rows

    def decorate(self, rows):
        states = self.filterset.nations
        confirmed = confirmations(rows, self.request.user)
        for person in rows:
            person.custody = standing(confirmed[person.pk])
            person.nation = states.get(person.nationality, person.nationality)
            person.why = _("the reference") if self.sort == MATCH.key else None
        return self.with_reasons(rows)

    def with_reasons(self, rows):
        """Where a name is asked for, why each person fits it."""
        search = getattr(self.filterset, "search", None)
        if search is None:
            return rows
        why = search.why({person.pk for person in rows})
        for person in rows:
            person.why = why.get(person.pk) or _("fits the name of a record joined with it")
        return rows


class PersonExport(RecordExport, PersonList):
    export_columns = files.PERSON

    def get_queryset(self):
        user = self.request.user
        rows = super().get_queryset().annotate(confirmed=state_of(user))
        return rows.annotate(**files.derived(user, timezone.localdate()))


class PersonPage(Guarded, RecordPage):
    model = Person
    template_name = "people/person.html"
    list_url, list_label = "people", gettext_lazy("People")
    edit_url = "person_edit"

    def get_queryset(self):
        related = (
            "power_of_dependence",
            "birth_place",
            "last_residence",
            "owner",
            "last_event",
            "superseded_by",
            "joined_into",
        )
        return super().get_queryset().select_related(*related)

    @cached_property
    def records(self):
        """The records of this human being that the user may see; of one for which another stands, itself alone."""
        if self.record.joined_into_id:
            return [self.record]
        return [self.record, *self.record.joined.visible_to(self.request.user).order_by("pk")]

    def evidence_records(self):
        return self.records

    def same_records(self):
        return self.records

    def subtitle(self):
        person = self.record
        if person.superseded_by_id:
            named = seen_by(self.request.user, person.superseded_by)
            words = _("A placeholder: named since as %(name)s") if named else _("A placeholder: named since")
            return words % {"name": person.superseded_by}
        if person.is_erased:
            return _("Erased: nothing personal is kept")
        return "" if person.is_named else _("No name is known yet")

    def facts(self):
        person = self.record
        return [
            self.date_fact(_("Born"), person.born),
            {"label": _("Held at, as last stated"), "value": self.custody["held_at"]},
            {"label": _("Custody"), "value": self.custody["standing"]["label"], "url": "#custody"},
            self.date_fact(_("Last event"), person.last_event and person.last_event.occurred),
            self.contested_fact(),
            self.visited_fact(),
            {"label": _("Owner"), "value": person.owner or _("nobody")},
        ]

    def visited_fact(self):
        """The last visit on which the person was seen; that none is recorded is said so."""
        visit = visits.last_seen(self.records, self.request.user)
        if visit is None:
            return {"label": _("Last visited"), "value": _("no visit recorded")}
        date = {"date": visit.occurred} if visit.occurred else {"value": _("date not stated")}
        return {"label": _("Last visited"), "url": visit.get_absolute_url(), **date}

    @cached_property
    def custody(self):
        claims = living(self.get_claims())
        return custody_of(self.records, claims, self.request.user, self.sees_places, self.today)

    @cached_property
    def said(self):
        return super().get_claims()

    def get_claims(self):
        """Read once for the page, and for what it says of custody."""
        return self.said

    def extras(self, claims):
        person, user = self.record, self.request.user
        workshop = can(user, "enter_admin") and can(user, "change")
        return {
            "death": shown_notice(person, user, KEPT, sees=self.sees_places),
            "holds": own_holds(person, user),
            "left_behind": holds.left_behind(person) if can(user, "take_over") else None,
            "consents": consents_of(person, user) if self.sees_places else None,
            "joined": joins(person, user),
            "several": len(self.records) > 1,
            "names": names(self.records, user),
            "custody": self.custody,
            "mail": mail_meter(self.records, user, self.today, held=bool(self.custody["periods"])),
            "particulars": particulars(person, self.sees_places, KEPT),
            "relatives": relatives(self.records, user),
            "workshop_url": reverse("admin:cases_person_change", args=[person.pk]) if workshop else "",
            "sections": sections(self.records, user),
            "related": self.related(),
            "card_url": self.card_url(),
            **({"edit_url": ""} if person.is_erased else {}),
        }

    def card_url(self):
        """The card of an evacuated child, for those who are or may be one."""
        may = self.sees_places and child_card.may_be_child(self.record, self.today)
        return reverse("child_card", args=[self.record.reference]) if may else ""

    def related(self):
        person = self.record
        others = [(_("Named since as"), other) for other in seen_by(self.request.user, person.superseded_by)]
        others += [
            (_("Replaces the placeholder"), other)
            for other in person.supersedes.visible_to(self.request.user)
        ]
        return [{"label": label, "record": record} for label, record in others]


class PersonEdit(BehindGlass, RecordEdit):
    form_class = PersonForm
    title = gettext_lazy("Edit the person")
    list_url, list_label = "people", gettext_lazy("People")
