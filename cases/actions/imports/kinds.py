"""What each kind of import knows of its records: how rows are judged, and what a new record has."""

from types import ModuleType

from cases.actions.imports import correspondence, parcels, people, person_parts
from cases.models import ImportBatch

KINDS: dict[str, ModuleType] = {
    ImportBatch.Kind.PARCELS: parcels,
    ImportBatch.Kind.CORRESPONDENCE: correspondence,
    ImportBatch.Kind.PEOPLE: people,
}
#: What stands beside the records of a kind and is recorded and taken back with them.
BESIDE: dict[str, ModuleType] = {ImportBatch.Kind.PEOPLE: person_parts}
