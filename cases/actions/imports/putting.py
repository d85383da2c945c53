"""Put the parcels that an import made into their consignment, so that its account counts them."""

from uuid import UUID, uuid5

from django.db import transaction

from cases.actions.imports.applying import in_parts
from cases.actions.many import record_for_many
from cases.models import Event, ImportRow, Parcel

_KEY = UUID("5f4b6ad2-5d0e-4c8e-9f0f-6a3c1c6d2a11")
_BEFORE = ("registered", "packed")


@transaction.atomic
def put_in(batch, *, by, report=lambda rows: None):
    """Record the event on each parcel that can take it; what is held or in it already stays as it is."""
    done = 0
    for rows in in_parts(batch, ImportRow.Outcome.NEW):
        parcels = Parcel.objects.filter(pk__in=[row.record for row in rows])
        record_for_many(
            records=[parcel for parcel in parcels if parcel.status in _BEFORE], type="added", by=by,
            form_key=uuid5(_KEY, batch.reference), basis=lambda: {"evidence": Event.Evidence.OWN_OBSERVATION},
        )  # fmt: skip
        report(done := done + len(rows))
