"""The columns of the lists of mail, as tables and as files."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.listing import Column


def last_event(record):
    return _(record.last_event.label) if record.last_event else ""


def last_event_on(record):
    return record.last_event and record.last_event.occurred


LAST = (
    (gettext_lazy("Contested"), lambda record: record.contested),
    (gettext_lazy("Owner"), lambda record: record.owner),
    (gettext_lazy("Last event"), last_event),
    (gettext_lazy("Last event on"), last_event_on),
)

PARCEL = (
    Column("recorded", gettext_lazy("Reference"), "created_at", falling=True),
    Column("addressee", gettext_lazy("Addressee"), "addressee__sort_key", joined=True),
    Column("sender", gettext_lazy("Sender"), "sender", joined=True),
    Column("contents", gettext_lazy("Contents")),
    Column("weight", gettext_lazy("Weight"), "weight_grams", end=True, joined=True),
    Column("state", gettext_lazy("State")),
    Column("custodian", gettext_lazy("Held by")),
    Column("contested", gettext_lazy("Contested")),
    Column("owner", gettext_lazy("Owner"), "owner__last_name", joined=True),
    Column("last", gettext_lazy("Last event"), "last_event_sort", falling=True),
)
PARCEL_EXPORT = (
    (gettext_lazy("Reference"), lambda parcel: parcel.reference),
    (gettext_lazy("Postal item number"), lambda parcel: parcel.s10),
    (gettext_lazy("Consignment"), lambda parcel: parcel.consignment.reference if parcel.consignment else ""),
    (gettext_lazy("Addressee"), lambda parcel: parcel.addressee or parcel.addressee_group),
    (
        gettext_lazy("In Latin letters"),
        lambda parcel: parcel.addressee.latin_name if parcel.addressee else "",
    ),
    (gettext_lazy("Sender"), lambda parcel: parcel.sender or parcel.sender_person),
    (gettext_lazy("Contents"), lambda parcel: parcel.contents_text),
    (gettext_lazy("Weight in grams"), lambda parcel: parcel.weight_grams),
    (gettext_lazy("State"), lambda parcel: _(parcel.status_label)),
    (gettext_lazy("Held by"), lambda parcel: parcel.custodian),
    *LAST,
)

CORRESPONDENCE = (
    Column("recorded", gettext_lazy("Reference"), "created_at", falling=True),
    Column("person", gettext_lazy("Person held"), "person__sort_key", joined=True),
    Column("kind", gettext_lazy("Kind and direction")),
    Column("correspondent", gettext_lazy("Family side"), "correspondent", joined=True),
    Column("written", gettext_lazy("Written"), "written_sort", falling=True),
    Column("received", gettext_lazy("Received by us"), "received_sort", falling=True),
    Column("state", gettext_lazy("State")),
    Column("contested", gettext_lazy("Contested")),
    Column("owner", gettext_lazy("Owner"), "owner__last_name", joined=True),
    Column("last", gettext_lazy("Last event"), "last_event_sort", falling=True),
)
CORRESPONDENCE_EXPORT = (
    (gettext_lazy("Reference"), lambda letter: letter.reference),
    (gettext_lazy("Person held"), lambda letter: letter.person),
    (gettext_lazy("In Latin letters"), lambda letter: letter.person.latin_name if letter.person else ""),
    (gettext_lazy("Kind"), lambda letter: letter.get_type_display()),
    (gettext_lazy("Direction"), lambda letter: letter.get_direction_display()),
    (gettext_lazy("Quantity"), lambda letter: letter.quantity),
    (gettext_lazy("Family side"), lambda letter: letter.correspondent or letter.correspondent_person),
    (gettext_lazy("Language"), lambda letter: letter.language),
    (gettext_lazy("Written"), lambda letter: letter.written),
    (gettext_lazy("Received by us"), lambda letter: letter.received),
    (gettext_lazy("State"), lambda letter: _(letter.status_label)),
    (gettext_lazy("Parcel"), lambda letter: letter.parcel.reference if letter.parcel else ""),
    (gettext_lazy("Consignment"), lambda letter: letter.consignment.reference if letter.consignment else ""),
    *LAST,
)

CONSIGNMENT = (
    Column("recorded", gettext_lazy("Reference"), "created_at", falling=True),
    Column("title", gettext_lazy("What, from → to"), "title"),
    Column("planned_quantity", gettext_lazy("Planned"), "planned_quantity", end=True, joined=True),
    Column("prepared", gettext_lazy("Prepared"), "prepared", end=True, falling=True),
    Column("waiting", gettext_lazy("Receipt not stated"), end=True),
    Column("arrived", gettext_lazy("Received or further"), end=True),
    Column("state", gettext_lazy("State")),
    Column("planned", gettext_lazy("Planned date"), "planned_sort"),
    Column("contested", gettext_lazy("Contested")),
    Column("last", gettext_lazy("Last event"), "last_event_sort", falling=True),
)
CONSIGNMENT_EXPORT = (
    (gettext_lazy("Reference"), lambda consignment: consignment.reference),
    (gettext_lazy("What"), lambda consignment: consignment.title),
    (gettext_lazy("From"), lambda consignment: consignment.from_party),
    (gettext_lazy("To"), lambda consignment: consignment.to_party),
    (gettext_lazy("Planned number"), lambda consignment: consignment.planned_quantity),
    (gettext_lazy("Prepared"), lambda consignment: consignment.prepared),
    (gettext_lazy("Handed over, receipt not stated"), lambda consignment: consignment.waiting),
    (gettext_lazy("Received or further"), lambda consignment: consignment.arrived),
    (gettext_lazy("State"), lambda consignment: _(consignment.status_label)),
    (gettext_lazy("Planned date"), lambda consignment: consignment.planned),
    *LAST,
)
