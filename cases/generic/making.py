"""The background: exports that are too large for an answer are made one after another, each held by a lock of its worker."""

import logging

from django.db import transaction
from django.utils import timezone, translation

from cases.access import EXPORT_MOST, can
from cases.actions import exports
from cases.actions.background import ATTEMPTS, EXPORTS, reporter, try_lock, unlock
from cases.generic.known import export_at
from cases.generic.leaving import Leaving, NotReadable
from cases.models import Export

log = logging.getLogger(__name__)
_State = Export.State


class _NotMade(Exception):
    """Why a file cannot be made: a word of `cases.exports.words`."""


def work_off(report_to=None):
    """Delete the files whose time is over; make one that is asked for and nobody works at: its reference, or None."""
    exports.expire(now=timezone.now())
    for pk in Export.objects.to_make().values_list("pk", flat=True)[:20]:
        if try_lock(EXPORTS, pk):
            try:
                return _one(pk, report_to)
            finally:
                unlock(EXPORTS, pk)
    return None


def _one(pk, report):
    export = Export.objects.select_related("owner").get(pk=pk)
    if not export.at_work:
        return export.reference
    Export.objects.filter(pk=pk).update(attempts=export.attempts + 1)
    try:
        if export.attempts >= ATTEMPTS:  # it ended its workers, again and again
            raise _NotMade("unexpected")
        with transaction.atomic(), translation.override(export.language):
            _make(export, report or reporter(export))
    except _NotMade as refused:
        _fail(export, str(refused))
    except Exception:
        log.exception("Export %s ended by itself", export.reference)
        _fail(export, "unexpected")
    return export.reference


def _make(export, report):
    """Rights are asked again: what was allowed yesterday is not today (R05)."""
    owner = export.owner
    if not can(owner, "export") or (owner.role, owner.office_id) != (export.role, export.office_id):
        raise _NotMade("rights")
    listing = export_at(export.path, owner, export.query)
    if listing is None:
        raise _NotMade("rights")
    leaving = Leaving(listing)
    try:
        number = leaving.count(EXPORT_MOST[owner.role])
    except NotReadable as bad:
        raise _NotMade("filter") from bad
    if number > min(EXPORT_MOST[owner.role], export.rows + export.rows // 10):
        raise _NotMade("grown")
    made = leaving.make(export.format, report)
    with made.file:
        exports.keep(export=export, made=made)


def _fail(export, why):
    Export.objects.filter(pk=export.pk).update(state=_State.FAILED, why=why, progress=0)


def held_since(export, user):
    """Is anything of this kind held now that was not when the file was made? Then it does not leave (D38)."""
    listing = export_at(export.path, user, export.query)
    return listing is None or bool(Leaving(listing).held - set(export.held_rows))
