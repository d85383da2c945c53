"""The columns of the lists of mail, as tables and as files."""

from django.utils.translation import gettext_lazy

from cases.generic.cells import OWNER, Dated, Listed, Number, Text, choice, last_event, party, status
from cases.listing import Column
from cases.models import Consignment, Correspondence, Parcel


def last(model):
    """The columns with which the three files end."""
    return (
        (gettext_lazy("Contested"), Number("contested")),
        (gettext_lazy("Owner"), OWNER),
        (gettext_lazy("Last event"), last_event(model)),
        (gettext_lazy("Last event on"), Dated("last_event__occurred")),
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
    (gettext_lazy("Reference"), Text("reference")),
    (gettext_lazy("Postal item number"), Text("s10")),
    (gettext_lazy("Consignment"), Text("consignment_code")),
    (gettext_lazy("Addressee"), Text("addressee__name", "addressee__label", "addressee_group__name")),
    (gettext_lazy("In Latin letters"), Text("addressee__latin_name")),
    (gettext_lazy("Sender"), Text("sender", "sender_person__name", "sender_person__label")),
    (gettext_lazy("Contents"), Listed(lambda items: Parcel(contents=items).contents_text, "contents")),
    (gettext_lazy("Weight in grams"), Number("weight_grams")),
    (gettext_lazy("State"), status(Parcel)),
    (gettext_lazy("Held by"), Text("custodian__name")),
    *last(Parcel),
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
    (gettext_lazy("Reference"), Text("reference")),
    (gettext_lazy("Postal item number"), Text("s10")),
    (gettext_lazy("Number on the list"), Text("external_number")),
    (gettext_lazy("Person held"), Text("person__name", "person__label")),
    (gettext_lazy("In Latin letters"), Text("person__latin_name")),
    (gettext_lazy("Kind"), choice(Correspondence, "type")),
    (gettext_lazy("Direction"), choice(Correspondence, "direction")),
    (gettext_lazy("Quantity"), Number("quantity")),
    (gettext_lazy("Family side"), Text("correspondent", "correspondent_person__name", "correspondent_person__label")),
    (gettext_lazy("Language"), Text("language")),
    (gettext_lazy("Written"), Dated("written")),
    (gettext_lazy("Posted"), Dated("posted")),
    (gettext_lazy("Received by us"), Dated("received")),
    (gettext_lazy("Route"), Text("route")),
    (gettext_lazy("State"), status(Correspondence)),
    (gettext_lazy("Parcel"), Text("parcel_code")),
    (gettext_lazy("Consignment"), Text("consignment_code")),
    *last(Correspondence),
)  # fmt: skip

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
    (gettext_lazy("Reference"), Text("reference")),
    (gettext_lazy("What"), Text("title")),
    (gettext_lazy("From"), party("from_party")),
    (gettext_lazy("To"), party("to_party")),
    (gettext_lazy("Planned number"), Number("planned_quantity")),
    (gettext_lazy("Prepared"), Number("prepared")),
    (gettext_lazy("Handed over, receipt not stated"), Number("waiting")),
    (gettext_lazy("Received or further"), Number("arrived")),
    (gettext_lazy("State"), status(Consignment)),
    (gettext_lazy("Planned date"), Dated("planned")),
    *last(Consignment),
)
