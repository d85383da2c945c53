"""History and versions by triggers, so that no code path avoids them (R36, R45)."""

import pghistory
import pgtrigger

from cases.models.about import KINDS, passes_scope_on

_NOT_HISTORY = ("version", "form_key", "last_login", "password")


def written_elsewhere(model):
    """The columns that no form writes: the caches of the ledger, the version, what stands for signing in."""
    edited = edited_fields(model)
    return [f.name for f in model._meta.concrete_fields if f.name not in edited]


def edited_fields(model):
    """The columns that people edit: not the caches of the ledger, not the version itself."""
    caches = set()
    for name in getattr(model, "caches", ()):
        caches |= {name, *(f"{name}_{suffix}" for suffix in ("words", "earliest", "latest", "basis", "sort"))}
    return [
        f.name for f in model._meta.concrete_fields if f.name not in caches and f.name not in _NOT_HISTORY
    ]


def kept(model):
    """Class decorator: every change of an edited column is kept as a history row and counted in `version`.

    Row-level for UPDATE (the statement-level trigger is quadratic on a kept connection), statement-level for INSERT.
    """
    fields = edited_fields(model)
    model = pghistory.track(
        pghistory.InsertEvent(level=pgtrigger.Statement),
        pghistory.UpdateEvent(level=pgtrigger.Row, condition=pgtrigger.AnyChange(*fields)),
        pghistory.DeleteEvent(level=pgtrigger.Row),
        fields=fields,
        model_name=f"{model.__name__}History",
        meta={
            "verbose_name": f"history of {model._meta.verbose_name}",
            "verbose_name_plural": f"history of {model._meta.verbose_name_plural}",
        },
        append_only=True,
        obj_field=pghistory.ObjForeignKey(related_name="history", db_index=True),
    )(model)
    triggers = []
    if any(field.name == "version" for field in model._meta.concrete_fields):
        triggers.append(
            pgtrigger.Trigger(
                name="count_version",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange(*[name for name in fields if name != "id"]),
                func="NEW.version = OLD.version + 1; RETURN NEW;",
            )
        )
    kind = getattr(model, "kind", None)
    if kind in KINDS:
        triggers.append(passes_scope_on(kind))
    return pgtrigger.register(*triggers)(model)
