"""Taking a list out of the house: asked with a reason, allowed by a second person where it is large, kept for its owner (R40)."""

from datetime import timedelta

import pghistory
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import Refused, two_persons
from cases.models import Export, ExportApproval, ExportPart

#: How long a file is kept for its owner.
KEPT = timedelta(hours=24)
#: Bytes of one piece of a file.
PIECE = 1024 * 1024
#: As bytes: in the text of a statement each of them takes two letters, which somebody has to write and to read.
_PARTS = "COPY cases_exportpart (export_id, number, content) FROM STDIN (FORMAT BINARY)"
_State = Export.State


class NotTaken(Refused):
    """A file that this person cannot have, or cannot have any more."""


@transaction.atomic
def ask(*, by, second_person, form_key=None, **facts):
    """Ask that the background make a file; where `second_person`, it waits until another coordinator allows it."""
    if again := sent_before(by=by, form_key=form_key):
        return again
    export = _create(by, form_key, state=_State.ASKED if second_person else _State.TO_MAKE, **facts)
    if second_person:
        ExportApproval.objects.create(export=export, office=export.office, asked_by=by, reason=export.reason)
    return export


@transaction.atomic
def note_sent(*, by, form_key=None, **facts):
    """Write down a file that is sent with this answer and not kept. The same `form_key` twice is one row."""
    return sent_before(by=by, form_key=form_key) or _create(
        by, form_key, state=_State.SENT, made_at=timezone.now(), taken=1, taken_at=timezone.now(), **facts
    )


@transaction.atomic
def note_printed(*, by, office, list_name, title, path, rows, query=""):
    """Write down that somebody took people out of the house on paper: a manifest, labels, a dossier."""
    now, facts = timezone.now(), {"list_name": list_name, "title": title[:200], "path": path, "query": query}
    return _create(
        by, None, office=office, state=_State.SENT, format=Export.Format.PRINT, rows=rows, made_at=now, taken=1,
        taken_at=now, **facts
    )  # fmt: skip


def sent_before(*, by, form_key):
    """The export that this very form made before, if it did."""
    return form_key and Export.objects.filter(form_key=form_key, owner=by).first()


@transaction.atomic
def decide(*, approval, allowed, by, reason=""):
    """Another coordinator's answer: the file is made, or not."""
    approval = two_persons.decide(asked=approval, allowed=allowed, by=by, reason=reason)
    with pghistory.context(user=by.pk, reason=reason):
        Export.objects.filter(pk=approval.export_id, state=_State.ASKED).update(
            state=_State.TO_MAKE if allowed else _State.REFUSED
        )
    return approval


def keep(*, export, made):
    """Keep a file that the background made, in pieces, until it expires; in the worker's transaction."""
    now = timezone.now()
    ExportPart.objects.filter(export=export).delete()
    made.file.seek(0)
    pieces = iter(lambda: made.file.read(PIECE), b"")
    with (
        connection.wrap_database_errors,  # COPY is psycopg's own, and so are its errors
        connection.cursor() as cursor,
        cursor.cursor.copy(_PARTS) as parts,
    ):
        parts.set_types(["int8", "int4", "bytea"])
        for number, content in enumerate(pieces):
            parts.write_row((export.pk, number, content))
    Export.objects.filter(pk=export.pk).update(
        state=_State.READY, made_at=now, expires_at=now + KEPT, progress=0, why="", **made.facts
    )


@transaction.atomic
def take(*, export, by):
    """Count a download by its owner, whose rights are asked again (R05); the pieces of the file, read as they are sent."""
    export = Export.objects.select_for_update(of=("self",)).get(pk=export.pk)
    if export.owner_id != by.pk:
        raise NotTaken(_("This file is for the person who asked for it."))
    if export.state != _State.READY or export.expires_at <= timezone.now():
        raise NotTaken(_("This file is not there any more: ask for the list again."))
    if (by.role, by.office_id) != (export.role, export.office_id):
        raise NotTaken(_("It was made with other rights than you have now: ask for the list again."))
    Export.objects.filter(pk=export.pk).update(taken=export.taken + 1, taken_at=timezone.now())
    return export


def pieces(export):
    """The file, a piece at a time."""
    numbers = list(export.parts.order_by("number").values_list("pk", flat=True))
    for pk in numbers:
        yield bytes(ExportPart.objects.values_list("content", flat=True).get(pk=pk))


@transaction.atomic
def expire(*, now):
    """Delete the files whose time is over; how many. What was taken, by whom and why stays."""
    over = list(Export.objects.over(now).select_for_update(skip_locked=True).values_list("pk", flat=True))
    if over:
        ExportPart.objects.filter(export__in=over).delete()
        Export.objects.filter(pk__in=over).update(state=_State.EXPIRED, held_rows=[])
    return len(over)


def _create(by, form_key, **facts):
    with pghistory.context(
        user=by.pk, reason=facts.get("reason", ""), export=_address(facts), rows=facts["rows"], format=facts["format"]
    ):  # fmt: skip
        return Export.objects.create(
            **{"office": by.office} | facts, owner=by, created_by=by, role=by.role, synthetic=by.synthetic, form_key=form_key
        )  # fmt: skip


def _address(facts):
    """Where it was asked for."""
    return facts["path"] if facts["format"] == Export.Format.PRINT else f"{facts['path']}export/"
