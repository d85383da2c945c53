"""What a page asks of the background: check a file, record it, undo it; or put it aside."""

import hashlib

import pghistory
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused
from cases.actions.events import lock
from cases.models import Confidentiality, ImportBatch

_State = ImportBatch.State


class NotAsked(Refused):
    """Something that is not to be asked of a batch in its state."""


@transaction.atomic
def begin(*, file_name, content, by, consignment=None, form_key=None, type=ImportBatch.Kind.PARCELS):
    """Keep a file and ask for its check: parcels for a consignment, other records for the office. The same `form_key` twice is one batch."""
    if form_key and (again := _by_form(form_key, by)):
        return again
    level = consignment.confidentiality if consignment else Confidentiality.ORDINARY
    batch = ImportBatch(
        type=type, consignment=consignment, office=consignment.office if consignment else by.office, confidentiality=level,
        synthetic=bool(consignment and consignment.synthetic), file_name=file_name[:200], size=len(content), content=content,
        sha256=hashlib.sha256(content).hexdigest(), asked_at=timezone.now(), created_by=by, owner=by, form_key=form_key,
    )  # fmt: skip
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError:  # the same form, sent at the same moment
        if form_key and (again := _by_form(form_key, by)):
            return again
        raise
    return batch


def _by_form(form_key, by):
    return ImportBatch.objects.filter(form_key=form_key, created_by=by).first()


@transaction.atomic
def ask_apply(*, batch, by, only_good=False, reason=""):
    """Ask that the checked rows be recorded; those with errors are left out only where `only_good` says so."""
    batch = lock(batch)
    if batch.state in {_State.TO_APPLY, _State.APPLIED}:
        return batch
    if batch.state != _State.CHECKED:
        raise NotAsked(_("This file is not checked: give it again."))
    if batch.errors and not only_good:
        raise NotAsked(
            _("Some rows have errors: put them right in the file, or leave them out."), field="only_good"
        )
    if batch.undecided and not only_good:
        raise NotAsked(
            _("Some rows are not decided: say who they are, or leave them out."), field="only_good"
        )
    if batch.warnings and batch.type == ImportBatch.Kind.PARCELS and not reason.strip():
        raise NotAsked(_("Postal rules warn: write why it is sent so."), field="reason")
    if not batch.new + batch.changed:
        raise NotAsked(_("Nothing in this file is new: there is nothing to record."))
    said = {"only_good": bool(batch.errors or batch.undecided), "reason": reason.strip(), "applied_by": by}
    return _ask(batch, _State.TO_APPLY, by, **said)


@transaction.atomic
def ask_put_in(*, batch, by):
    """Ask that the parcels which the batch made be put into their consignment, which counts them in its account.

    It can be asked again while some of them stayed behind.
    """
    batch = lock(batch)
    if batch.state == _State.TO_PUT_IN or batch.put_in_at:
        return batch
    if batch.type != ImportBatch.Kind.PARCELS or batch.state != _State.APPLIED or not batch.new:
        raise NotAsked(_("This file made no parcels that could be put into the consignment."))
    return _ask(batch, _State.TO_PUT_IN, by, applied_by=by, facts=batch.facts)


@transaction.atomic
def ask_undo(*, batch, by):
    """Ask that what the batch recorded be taken away again."""
    batch = lock(batch)
    if batch.state in {_State.TO_UNDO, _State.UNDONE}:
        return batch
    if batch.state != _State.APPLIED:
        raise NotAsked(_("Nothing of this file is recorded: there is nothing to undo."))
    return _ask(batch, _State.TO_UNDO, by, applied_by=by, facts=batch.facts)


@transaction.atomic
def discard(*, batch, by):
    """Put a file aside of which nothing is recorded; its rows go, what it was stays."""
    batch = lock(batch)
    if batch.state not in {_State.CHECKED, _State.REFUSED}:
        raise NotAsked(_("This file is at work or recorded: it cannot be put aside."))
    batch.rows.all()._raw_delete(batch.rows.db)
    return _write(batch, by, state=_State.DISCARDED, content=None, why="", facts={})


def _ask(batch, state, by, **columns):
    columns = {"facts": {}} | columns
    return _write(batch, by, state=state, asked_at=timezone.now(), progress=0, attempts=0, why="", **columns)


def _write(batch, by, **columns):
    with pghistory.context(user=by.pk):
        for name, value in columns.items():
            setattr(batch, name, value)
        batch.save(update_fields=columns)
    return batch
