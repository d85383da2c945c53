"""Put the parcels that an import made into their consignment, so that its account counts them."""

from uuid import UUID, uuid5

from django.db import transaction

from cases.actions.imports.applying import in_parts
from cases.actions.many import record_for_many
from cases.models import Event, ImportRow, Parcel

_KEY = UUID("5f4b6ad2-5d0e-4c8e-9f0f-6a3c1c6d2a11")
#: Where a parcel stands that can be put in.
BEFORE = ("registered", "packed")


@transaction.atomic
def put_in(batch, *, by, report=lambda rows: None):
    """Record the event on each parcel that can take it; how many were put in by then, and how many were refused and stay behind."""
    done, found = 0, {"put_in": 0, "left": 0}
    for rows in in_parts(batch, ImportRow.Outcome.NEW):
        parcels = Parcel.objects.filter(pk__in=[row.record for row in rows])
        _recorded, refused = record_for_many(
            records=[parcel for parcel in parcels if parcel.status in BEFORE], type="added", by=by,
            form_key=uuid5(_KEY, batch.reference), basis=lambda: {"evidence": Event.Evidence.OWN_OBSERVATION},
        )  # fmt: skip
        added = Event.objects.live().filter(type="added", parcel__in=[row.record for row in rows])
        found["put_in"] += added.values("parcel").distinct().count()
        found["left"] += len(refused)
        report(done := done + len(rows))
    return found
