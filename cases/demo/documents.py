"""A few receipts in plain words, so that the documents of a record have something to show."""

from cases.actions import documents
from cases.models import Document

_MOST = 6
_WORDS = "Synthetic receipt for training.\nParcel {reference}: received.\n"


def make(world, parcels):
    """Receipts of some of the parcels; one of them is the wrong one."""
    chosen = parcels[:: max(1, len(parcels) // _MOST)][:_MOST]
    made = [
        documents.attach(
            about=parcel, title=f"Receipt of {parcel.reference}", type=Document.Kind.RECEIPT, name="receipt.txt",
            content=_WORDS.format(reference=parcel.reference).encode(), by=world.staff[number % len(world.staff)],
        )
        for number, parcel in enumerate(chosen)
    ]  # fmt: skip
    for document in made[-1:]:
        documents.declare_wrong(document=document, reason="The receipt of another parcel.", by=world.staff[0])
