"""Each column of each table has a class and a time for which it is kept (R41)."""

import pytest
from django.apps import apps

from cases.lib.registry import OF_PEOPLE, Sensitivity, registry
from cases.models.fields import UncertainDateField
from cases.models.two_persons import TwoPersons
from tests.models.kinds import HISTORY

#: Views of the database over history rows; they keep nothing themselves.
VIEWS = {"pghistory.events", "pghistory.middlewareevents"}
TABLES = [
    model for model in apps.get_models() if model not in HISTORY and model._meta.label_lower not in VIEWS
]


def label(model):
    return model._meta.label_lower


def columns(model):
    """The columns that one may read, an uncertain date as one."""
    fields = [field for field in model._meta.get_fields() if field.concrete]
    dates = [field.name for field in fields if isinstance(field, UncertainDateField)]
    beside = {f"{name}_{part}" for name in dates for part in ("words", "earliest", "latest", "basis", "sort")}
    return {field.name for field in fields} - beside


@pytest.mark.parametrize("model", TABLES, ids=label)
def test_each_column_has_a_class(model):
    known = registry()
    entered = set(known.table(label(model)).columns) | set(known.every)
    assert columns(model) - entered == set()


@pytest.mark.parametrize("model", TABLES, ids=label)
def test_each_column_of_the_registry_exists(model):
    assert set(registry().table(label(model)).columns) - columns(model) == set()


def test_each_table_of_the_registry_exists():
    assert set(registry().tables) == {label(model).removeprefix("cases.") for model in TABLES}


def test_what_is_said_of_every_table_is_true_of_one():
    shared = {field.name for field in TwoPersons._meta.get_fields()}
    assert set(registry().every) - {name for model in TABLES for name in columns(model)} - shared == set()


def test_each_period_is_used_and_says_why():
    known = registry()
    assert {table.period.name for table in known.tables.values()} == set(known.periods)
    for period in known.periods.values():
        assert period.why
        assert (period.months is None) == (period.after == "")


@pytest.mark.parametrize("model", HISTORY, ids=label)
def test_history_follows_its_model(model):
    tracked = label(model.pgh_tracked_model)
    for field in model._meta.concrete_fields:
        name = field.name
        if not name.startswith("pgh_") and name in columns(model.pgh_tracked_model):
            assert registry().sensitivity(tracked, name) in Sensitivity


def test_free_words_may_name_somebody():
    """Text without choices, on a table that goes with people, is never said to be internal by an oversight."""
    known, wrong = registry(), []
    for model in TABLES:
        free = [
            f.name for f in model._meta.concrete_fields if type(f).__name__ == "TextField" and not f.choices
        ]
        if known.table(label(model)).period.name != "permanent":
            classes = {name: known.sensitivity(label(model), name) for name in free if name not in NUMBERS}
            wrong += [f"{label(model)}.{name}" for name, one in classes.items() if one not in OF_PEOPLE]
    assert wrong == []


NUMBERS = {"object_id"}  # of a row, as text
