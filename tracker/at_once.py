"""Many operations of one migration as a single step.

Django brings its picture of all models up to date after each operation, which takes minutes where a first
migration has hundreds. Here the tables are made from the final picture, complete: it is drawn once.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

# What a table that is made complete has already.
INCLUDED = (
    operations.AddField,
    operations.AddIndex,
    operations.AddConstraint,
    operations.AlterUniqueTogether,
)


class AtOnce(Operation):
    """Run operations that make tables and what belongs to them against the state after the last one."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.operations], {}

    @property
    def reversible(self) -> bool:
        return False

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        vars(state).pop("apps", None)  # the picture drawn so far; a new one is drawn when somebody looks
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: ProjectState
    ) -> None:
        made = {each.name_lower for each in self.operations if isinstance(each, operations.CreateModel)}
        for operation in self.operations:
            if isinstance(operation, INCLUDED) and model_of(operation) in made:
                continue
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{len(self.operations)} operations at once"


def model_of(operation: Operation) -> str:
    """Name the model of an operation, as each kind spells it."""
    return (getattr(operation, "model_name", None) or operation.name).lower()
