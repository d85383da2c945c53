"""People: persons, what belongs to them, and groups."""

from django.contrib.admin import register
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from cases.actions import identity, naming, proposals
from cases.admin.base import Page
from cases.admin.forms import RecordForm
from cases.admin.inlines import StackedRows, TableRows
from cases.admin.ledger import CachePage, LedgerPage
from cases.admin.lists import dated, recorded, yes
from cases.admin.site import site
from cases.admin.tracked import TrackedPage
from cases.admin.words import change_url, list_url
from cases.models import (
    CustodyPeriod,
    Evacuee,
    Group,
    GroupMembership,
    IdentityJudgement,
    IdentityLink,
    Person,
    PersonIdentifier,
    PersonName,
    Relationship,
    RepatriationCase,
)  # fmt: skip


class Names(StackedRows):
    model = PersonName
    fields = (("full", "type"), ("family", "given"), ("patronymic", "language"), ("script", "source"))
    autocomplete_fields = ("source",)
    related = ("person",)


class Identifiers(TableRows):
    model = PersonIdentifier
    related = ("person",)


class Relationships(TableRows):
    model = Relationship
    fk_name = "person"
    parents = ("other",)
    autocomplete_fields = ("other", "source")
    related = ("person", "other")


class InverseRelationships(Relationships):
    """The same seen from the other person: changed on that person's page."""

    fk_name = "other"
    parents = ("person",)
    autocomplete_fields = ("person", "source")
    verbose_name_plural = _("relationships recorded on the other person")
    adds = changes = None


class CustodyPeriods(StackedRows):
    model = CustodyPeriod
    autocomplete_fields = ("place", "source")
    related = ("person", "holding_power")
    fields = (("holding_power", "basis"), "place", ("begin", "end"), ("accepted", "source"))


@register(Person, site=site)
class PersonPage(TrackedPage):
    subject = "people"
    list_display = ("name_or_label", "reference", "latin_name", dated("born", _("born")), "sex")
    list_filter = (*TrackedPage.list_filter, "sex")
    search_fields = ("name", "latin_name")
    search_help_text = _("Part of the name in its own or in Latin script, or the reference.")
    ordering = ("sort_key", "id")
    autocomplete_fields = ("birth_place", "last_residence", "owner")
    inlines = (Names, Identifiers, Relationships, InverseRelationships, CustodyPeriods)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        naming.index_names([form.instance])
        proposals.propose_for(form.instance)

    def has_change_permission(self, request, obj=None):
        """Nothing personal is written again where somebody was erased."""
        return super().has_change_permission(request, obj) and not (obj and obj.is_erased)

    def add_view(self, request, form_url="", extra_context=None):
        """Nobody is recorded before somebody looked whether they are here already."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return redirect("person_add")

    def name_or_label(self, obj):
        return str(obj)

    name_or_label.short_description = _("name")
    name_or_label.admin_order_field = "sort_key"

    def more_links(self, row):
        return [
            (_("Groups"), list_url(GroupMembership, person=row.pk)),
            (_("Evacuations"), list_url(Evacuee, person=row.pk)),
            (_("Repatriation cases"), list_url(RepatriationCase, person=row.pk)),
        ]


@register(Group, site=site)
class GroupPage(TrackedPage):
    subject = "people"
    list_display = ("name", "reference", "place_now")
    search_fields = ("name",)
    ordering = ("sort_key", "id")
    autocomplete_fields = ("place_from", "place_now", "owner")
    related = ("place_now",)

    def more_links(self, row):
        return [(_("Members"), list_url(GroupMembership, group=row.pk))]


class PersonsOwn(Page):
    """Rows that belong to a person, across all persons."""

    subject = "people"
    parents = ("person",)
    related = ("person",)
    autocomplete_fields = ("person",)
    ordering = ("-id",)

    def links_of(self, row, request):
        return [(_("The person"), change_url(row.person))]


def _propose(people):
    """Whoever has another name or number may be somebody else's second record."""
    for person in people.order_by("pk"):
        proposals.propose_for(person)


@register(PersonName, site=site)
class PersonNamePage(PersonsOwn):
    list_display = ("full", "person", "type", "script")
    list_filter = ("type", "script")
    search_fields = ("full",)
    autocomplete_fields = ("person", "source")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        people = Person.objects.filter(pk__in={obj.person_id, form.initial.get("person", obj.person_id)})
        naming.index_names(people)
        _propose(people)


@register(PersonIdentifier, site=site)
class PersonIdentifierPage(PersonsOwn):
    list_display = ("value", "scheme", "person")
    search_fields = ("value__exact",)
    search_help_text = _("The whole number.")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        _propose(Person.objects.filter(pk__in={obj.person_id, form.initial.get("person", obj.person_id)}))


@register(Relationship, site=site)
class RelationshipPage(PersonsOwn):
    parents = related = ("person", "other")
    autocomplete_fields = ("person", "other", "source")
    list_display = ("person", "role", "other")
    list_filter = ("role",)
    search_fields = ("person__name", "other__name")


@register(CustodyPeriod, site=site)
class CustodyPeriodPage(PersonsOwn):
    list_display = (
        "person",
        "holding_power",
        "basis",
        dated("begin", _("from")),
        dated("end", _("until")),
        yes("accepted", _("accepted")),
    )
    list_filter = ("basis", "accepted")
    search_fields = ("person__name", "person__latin_name")
    related = ("person", "holding_power", "place")
    autocomplete_fields = ("person", "place", "source")


@register(GroupMembership, site=site)
class GroupMembershipPage(PersonsOwn):
    list_display = ("person", "group")
    search_fields = ("person__name", "person__latin_name")
    parents = ("person", "group")
    related = ("person", "group")
    autocomplete_fields = ("person", "group", "statement")


@register(IdentityLink, site=site)
class IdentityLinkPage(CachePage):
    subject = "people"
    parents = related = ("first", "second")
    list_display = ("first", "second", "state", "score")
    list_filter = ("state",)
    ordering = ("-turn", "-id")
    search_fields = ("first__name", "first__latin_name", "second__name", "second__latin_name")

    def links_of(self, row, request):
        judgements = list_url(IdentityJudgement, link=row.pk)
        return [(_("Compare and judge"), row.get_absolute_url()), (_("What was judged"), judgements)]


@register(IdentityJudgement, site=site)
class IdentityJudgementPage(LedgerPage):
    subject = "people"
    form = RecordForm
    parents = ("link",)
    list_display = ("link", "verdict", recorded, "recorded_by")
    list_filter = ("verdict",)
    related = ("link__first", "link__second", "recorded_by")
    autocomplete_fields = ("link",)

    def record(self, by, link, verdict, reason, form_key=None):
        return identity.judge(link=link, verdict=verdict, reason=reason, by=by, form_key=form_key)
