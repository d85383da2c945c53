"""The row that belongs beside an event, such as a wish or a search for news: saved with it, kept by its correction."""

from collections import defaultdict

#: The type of an event -> the name of the row beside it.
_NAMES = {"wish_recorded": "wish_record", "came_back": "wish_record", "checked_for_news": "search"}


def copy_of(event):
    """A new row that says the same as the one beside an event, for its correction; None where there is none."""
    found = getattr(event, _NAMES[event.type], None) if event.type in _NAMES else None
    if found is None:
        return None
    columns = [column for column in found._meta.concrete_fields if not column.primary_key]
    return type(found)(**{column.attname: getattr(found, column.attname) for column in columns})


def save(rows):
    """Insert the rows of events that were just inserted: a statement for each kind of row."""
    kinds = defaultdict(list)
    for row in rows:
        kinds[type(row)].append(row)
    for model, of_one in kinds.items():
        model._default_manager.bulk_create(of_one)
