"""The records that name a person, as tables for the person's page."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.access import can
from cases.lib.dates import show
from cases.models import (
    Correspondence,
    Evacuee,
    Group,
    GroupMembership,
    Parcel,
    RepatriationCase,
    TracingRequest,
    Visit,
    Visited,
)
from cases.shown.people import size_text
from cases.shown.sections import section


def sections(people, user):
    """The tables of records that name one of these records of a person; one that is empty is left out."""
    made = (
        make(people, user) for make in (_groups, _evacuations, _cases, _mail, _parcels, _visits, _tracing)
    )
    return [table for table in made if table["rows"]]


def _list(name, people):
    return f"{reverse(name)}?person={people[0].reference}"


def _when(date):
    return show(date) if date else ""


def _last(row):
    event = row.last_event
    return " · ".join(filter(None, [_(event.label), _when(event.occurred)])) if event else ""


def _status(row):
    return row.status_label


def _of(people, *columns):
    """From which record a row is, where records are joined."""
    references = {person.pk: person.reference for person in people}

    def record(row):
        keys = [getattr(row, column) for column in columns]
        return ", ".join(references[key] for key in dict.fromkeys(keys) if key in references)

    return [(_("Record"), record)] if len(people) > 1 else []


def _of_linked(people, links, column):
    """The same where a table of its own links the rows with people; `column` names the row there."""
    references = {person.pk: person.reference for person in people}
    linked = links.filter(person__in=people).order_by("person") if len(people) > 1 else ()
    found = {}
    for link in linked:
        found.setdefault(getattr(link, column), []).append(references[link.person_id])
    return [(_("Record"), lambda row: ", ".join(found.get(row.pk, ())))] if len(people) > 1 else []


def _groups(people, user):
    rows = Group.objects.visible_to(user).filter(memberships__person__in=people).distinct()
    of = _of_linked(people, GroupMembership.objects, "group_id")
    columns = [_("Group"), (_("Number, as stated"), size_text), *of]
    table = section(
        "groups", _("Groups"), rows.select_related("place_now").order_by("sort_key", "pk"), columns
    )
    if can(user, "change") and not people[0].superseded_by_id:
        table["url"] = reverse("membership_withdraw", args=[people[0].reference])
        table["url_label"] = _("Belongs to one by mistake")
    return table


def _evacuations(people, user):
    related = ("evacuation", "person", "last_event")
    rows = Evacuee.objects.visible_to(user).filter(person__in=people).select_related(*related)
    columns = [
        _("Evacuation"),
        (_("Wish"), lambda row: row.get_wish_display()),
        (_("Status"), _status),
        (_("Last event"), _last),
        *_of(people, "person_id"),
    ]
    url = _list("evacuees", people)
    table = section("evacuations", _("Evacuations"), rows.order_by("-pk"), columns, url=url)
    for row in table["rows"]:
        row["name"] = row["record"].evacuation
    return table


def _cases(people, user):
    related = ("holding_party", "receiving_party", "last_event")
    rows = RepatriationCase.objects.visible_to(user).filter(person__in=people).select_related(*related)
    columns = [
        _("Case"),
        (_("Where now → where to"), lambda row: f"{row.holding_party} → {row.receiving_party}"),
        (_("Status"), _status),
        (_("Last event"), _last),
        *_of(people, "person_id"),
    ]
    return section("cases", _("Cases"), rows.order_by("-pk"), columns)


def _mail(people, user):
    rows = Correspondence.objects.visible_to(user)
    rows = rows.filter(Q(person__in=people) | Q(correspondent_person__in=people))
    columns = [
        _("What"),
        (_("Direction"), lambda row: row.get_direction_display()),
        (_("Written"), lambda row: _when(row.written)),
        (_("Status"), _status),
        *_of(people, "person_id", "correspondent_person_id"),
    ]
    rows = rows.select_related("person").order_by("-created_at", "-pk")
    return section("mail", _("Mail"), rows, columns, url=_list("correspondence_list", people))


def _parcels(people, user):
    rows = Parcel.objects.visible_to(user).filter(Q(addressee__in=people) | Q(sender_person__in=people))
    columns = [
        _("Parcel"),
        (_("Contents"), lambda row: row.contents_text),
        (_("Status"), _status),
        (_("Last event"), _last),
        *_of(people, "addressee_id", "sender_person_id"),
    ]
    rows = rows.select_related("addressee", "addressee_group", "last_event").order_by("-created_at", "-pk")
    return section("parcels", _("Parcels"), rows, columns)


def _visits(people, user):
    rows = Visit.objects.visible_to(user).filter(visited__in=people).distinct()
    lists = Visited.objects.filter(person__in=people).order_by("pk")
    seen = {row.visit_id: row.get_seen_display() for row in lists}
    columns = [
        _("Visit"),
        (_("Kind"), lambda row: row.get_type_display()),
        (_("When"), lambda row: _when(row.occurred)),
        (_("Status"), _status),
        (_("Seen"), lambda row: seen.get(row.pk, "")),
        *_of_linked(people, Visit.visited.through.objects, "visit_id"),
    ]
    rows = rows.order_by("-occurred_sort", "-pk")
    return section("visits", _("Visits"), rows, columns, url=_list("visits", people))


def _tracing(people, user):
    rows = TracingRequest.objects.visible_to(user).filter(person__in=people)
    columns = [
        _("Tracing request"),
        (_("Asked by"), lambda row: f"{row.enquirer}, {row.get_relationship_display()}"),
        (_("Status"), _status),
        *_of(people, "person_id"),
    ]
    rows = rows.order_by("-received_on", "-pk")
    return section("tracing", _("Tracing requests"), rows, columns, url=_list("tracing_requests", people))
