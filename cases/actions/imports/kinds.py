"""What each kind of import knows of its records: how rows are judged, and what a new record has."""

from types import ModuleType

from cases.actions.imports import correspondence, parcels
from cases.models import ImportBatch

KINDS: dict[str, ModuleType] = {
    ImportBatch.Kind.PARCELS: parcels,
    ImportBatch.Kind.CORRESPONDENCE: correspondence,
}
