"""The background: one batch after another, each held by a lock that ends with its worker, so that nothing half is left.

What a worker does is one transaction. One that is killed leaves the batch as it was, and the next worker begins again.
"""

import logging
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from cases.actions.background import ATTEMPTS, IMPORTS, reporter, try_lock, unlock
from cases.actions.imports import applying, checking, putting, reading
from cases.models import ImportBatch

log = logging.getLogger(__name__)
_State = ImportBatch.State


def work_off(report_to=None):
    """Do what is asked for one waiting batch that nobody works at; its reference, or None if there is none."""
    for pk in ImportBatch.objects.waiting().values_list("pk", flat=True)[:20]:
        if try_lock(IMPORTS, pk):
            try:
                return _one(pk, report_to or reporter(ImportBatch(pk=pk)))
            finally:
                unlock(IMPORTS, pk)
    return None


def _one(pk, report):
    batch = ImportBatch.objects.select_related("created_by", "applied_by").get(pk=pk)
    if not batch.at_work:
        return batch.reference
    ImportBatch.objects.filter(pk=pk).update(attempts=batch.attempts + 1)
    if batch.attempts >= ATTEMPTS:  # it ended its workers, again and again
        _save(batch, why="unexpected", state=_back(batch))
        return batch.reference
    try:
        with transaction.atomic():
            _DEEDS[batch.state](batch, report)
    except (reading.Unreadable, applying.NotUndone) as refused:
        _save(batch, why=refused.why, facts=batch.facts | refused.facts, state=_back(batch))
    except applying.ChangedMeanwhile:
        _save(batch, why="changed_meanwhile", state=_State.TO_CHECK, attempts=0)
    except Exception:
        log.exception("Import %s ended by itself", batch.reference)
        _save(batch, why="unexpected", state=_back(batch))
    return batch.reference


def _check(batch, report):
    found = checking.check(batch, report)
    why = batch.why if batch.why == "changed_meanwhile" else ""
    _save(batch, state=_State.CHECKED, why=why, facts={}, progress=0, **found)


def _apply(batch, report):
    applying.apply(batch, by=batch.applied_by, report=report)
    _save(batch, state=_State.APPLIED, applied_at=timezone.now(), content=None, why="", facts={})


def _put_in(batch, report):
    found = putting.put_in(batch, by=batch.applied_by, report=report)
    whole = None if found["left"] else timezone.now()  # while some are left it can be asked again
    _save(batch, state=_State.APPLIED, put_in_at=whole, why="", facts=found)


def _undo(batch, report):
    applying.undo(batch, by=batch.applied_by, report=report)
    _save(batch, state=_State.UNDONE, undone_at=timezone.now(), why="", facts={})


_DEEDS: dict[str, Callable] = {
    _State.TO_CHECK: _check,
    _State.TO_APPLY: _apply,
    _State.TO_PUT_IN: _put_in,
    _State.TO_UNDO: _undo,
}


def _back(batch):
    """Where a batch stands of which something could not be done."""
    return {
        _State.TO_CHECK: _State.REFUSED,
        _State.TO_APPLY: _State.CHECKED,
        _State.TO_UNDO: _State.APPLIED,
        _State.TO_PUT_IN: _State.APPLIED,
    }[batch.state]


def _save(batch, **columns):
    ImportBatch.objects.filter(pk=batch.pk).update(**columns)
