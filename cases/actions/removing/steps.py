"""How each column is emptied, or its words replaced: what is asked of the owner's function, table by table."""

import json

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from cases.lib.registry import OF_PEOPLE, registry
from cases.lib.text import sort_key
from cases.models.fields import UncertainDateField
from cases.models.person import ERASED, LAST

REDACTED = "[redacted]"
#: Columns that are emptied in a way of their own: how, and with which value.
_OWN_WAY = {
    ("person", "name"): ("empty", None),
    ("person", "latin_name"): ("empty", None),
    ("person", "label"): ("value", ERASED),
    ("person", "sort_key"): ("value", f"{LAST}{sort_key(ERASED)}"),
    ("group", "sort_key"): ("value", sort_key(ERASED)),
    ("parcel", "s10"): ("empty", None),
    ("correspondence", "s10"): ("empty", None),
}
#: What stands beside a column and changes with it.
_BESIDE = {
    ("documentfile", "content"): [("taken_out", "yes", None)],
    ("storedcopy", "content"): [("taken_out", "yes", None)],
}


def erasing(rows):
    """The steps that empty all that is personal in these rows ({model: numbers})."""
    return [step for model, numbers in rows.items() if (step := _step(model, numbers, _emptied(model)))]


def replacing(rows, words):
    """The steps that replace some words wherever they stand in these rows."""
    pattern = as_pattern(words)
    return [
        step
        for model, numbers in rows.items()
        if (
            step := _step(
                model,
                numbers,
                [(f, "clear" if f.name == "sort_key" else "words", pattern) for f in wordy(model)],
            )
        )
    ]


def copies_gone(model, numbers):
    """The step that empties the stored copies of sources; their digests stay."""
    return _step(model, numbers, [(model._meta.get_field("content"), "bytes", None)])


def wordy(model):
    """The columns of free words that may name somebody."""
    return [
        field
        for name in registry().table(model._meta.label_lower).of(*OF_PEOPLE)
        if isinstance(field := model._meta.get_field(name), models.CharField | models.TextField)
        and not isinstance(field, UncertainDateField)
        and not field.choices
        and not field.generated
    ]


def as_pattern(words):
    """A regular expression of PostgreSQL that finds exactly these words, whatever the blanks between them."""
    return r"\s+".join(
        "".join(letter if letter.isalnum() else f"\\{letter}" for letter in word) for word in words.split()
    )


def _emptied(model):
    table = registry().table(model._meta.label_lower)
    found = []
    for name in table.of(*OF_PEOPLE):
        field = model._meta.get_field(name)
        if isinstance(field, UncertainDateField):
            found += [(model._meta.get_field(part), *how) for part, how in _no_date(field)]
        elif not field.generated and not field.many_to_many:
            found.append((field, *_how(table.name, field)))
    return found


def _no_date(field):
    none = field.columns(None)
    return [(name, ("null", None) if value is None else ("value", value)) for name, value in none.items()]


def _how(table, field):
    if (table, field.name) in _OWN_WAY:
        return _OWN_WAY[table, field.name]
    if isinstance(field, models.BinaryField):
        return "bytes", None
    if isinstance(field, ArrayField):
        return "list", None
    if field.null:
        return "null", None
    if field.choices or (field.max_length or 100) < len(ERASED) + 2:
        return "empty", None
    return ("each" if _is_unique(field) else "mark"), None


def _is_unique(field):
    """Alone, or with the record that the row is of."""
    rules = field.model._meta.constraints
    return field.unique or any(
        isinstance(rule, models.UniqueConstraint) and field.name in rule.fields for rule in rules
    )


def _step(model, numbers, columns):
    """What the function reads: the table, its history, the rows, and for each column how it is changed."""
    if not columns or not numbers:
        return None
    table = model._meta.label_lower.removeprefix("cases.")
    beside = [
        (model._meta.get_field(name), how, value)
        for field, *_how in columns
        for name, how, value in _BESIDE.get((table, field.name), ())
    ]
    history = getattr(model, "pgh_event_models", None)
    return {
        "table": model._meta.db_table,
        "history": next(iter(history.values()))._meta.db_table if history else "",
        "ids": list(numbers),
        "mark": REDACTED if any(how == "words" for _field, how, _value in columns) else ERASED,
        "set": [
            {"column": f.column, "how": how, "value": value, "most": f.max_length}
            for f, how, value in [*columns, *beside]
        ],
    }


def take_out(decision, steps):
    """Have the owner's function change rows, under a decision that is allowed and not yet done; how many rows it was."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT cases_take_out(%s, %s, %s, %s)",
            [decision._meta.model_name, decision.pk, json.dumps(steps), decision.reference],
        )
        return cursor.fetchone()[0]


def forgetting(decision):
    """The step that forgets the words of a decision that is made, in its history as well."""
    model = type(decision)
    columns = [(model._meta.get_field("words"), "empty", None)]
    return [_step(model, [decision.pk], columns)]
