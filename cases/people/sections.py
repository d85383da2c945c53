"""The records that name a person, as tables for the person's page."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.lib.dates import show
from cases.models import Correspondence, Evacuee, Group, Parcel, RepatriationCase, Visit
from cases.shown.people import size_text
from cases.shown.sections import section


def sections(person, user):
    """The tables of records that name the person; one that is empty is left out."""
    made = (make(person, user) for make in (_groups, _evacuations, _cases, _mail, _parcels, _visits))
    return [table for table in made if table["rows"]]


def _list(name, person):
    return f"{reverse(name)}?person={person.reference}"


def _when(date):
    return show(date) if date else ""


def _last(row):
    event = row.last_event
    return " · ".join(filter(None, [_(event.label), _when(event.occurred)])) if event else ""


def _status(row):
    return row.status_label


def _groups(person, user):
    rows = Group.objects.visible_to(user).filter(memberships__person=person).select_related("place_now")
    columns = [_("Group"), (_("Number, as stated"), size_text)]
    return section("groups", _("Groups"), rows.order_by("sort_key", "pk"), columns)


def _evacuations(person, user):
    rows = (
        Evacuee.objects.visible_to(user)
        .filter(person=person)
        .select_related("evacuation", "person", "last_event")
    )
    columns = [
        _("Evacuation"),
        (_("Wish"), lambda row: row.get_wish_display()),
        (_("Status"), _status),
        (_("Last event"), _last),
    ]
    table = section(
        "evacuations", _("Evacuations"), rows.order_by("-pk"), columns, url=_list("evacuees", person)
    )
    for row in table["rows"]:
        row["name"] = row["record"].evacuation
    return table


def _cases(person, user):
    related = ("holding_party", "receiving_party", "last_event")
    rows = RepatriationCase.objects.visible_to(user).filter(person=person).select_related(*related)
    columns = [
        _("Case"),
        (_("Where now → where to"), lambda row: f"{row.holding_party} → {row.receiving_party}"),
        (_("Status"), _status),
        (_("Last event"), _last),
    ]
    return section("cases", _("Cases"), rows.order_by("-pk"), columns)


def _mail(person, user):
    rows = Correspondence.objects.visible_to(user).filter(Q(person=person) | Q(correspondent_person=person))
    columns = [
        _("What"),
        (_("Direction"), lambda row: row.get_direction_display()),
        (_("Written"), lambda row: _when(row.written)),
        (_("Status"), _status),
    ]
    rows = rows.select_related("person").order_by("-created_at", "-pk")
    return section("mail", _("Mail"), rows, columns, url=_list("correspondence_list", person))


def _parcels(person, user):
    rows = Parcel.objects.visible_to(user).filter(Q(addressee=person) | Q(sender_person=person))
    columns = [
        _("Parcel"),
        (_("Contents"), lambda row: row.contents_text),
        (_("Status"), _status),
        (_("Last event"), _last),
    ]
    rows = rows.select_related("addressee", "addressee_group", "last_event").order_by("-created_at", "-pk")
    return section("parcels", _("Parcels"), rows, columns)


def _visits(person, user):
    rows = Visit.objects.visible_to(user).filter(visited=person).order_by("-occurred_sort", "-pk")
    columns = [
        _("Visit"),
        (_("Kind"), lambda row: row.get_type_display()),
        (_("When"), lambda row: _when(row.occurred)),
        (_("Status"), _status),
    ]
    return section("visits", _("Visits"), rows, columns, url=_list("visits", person))
