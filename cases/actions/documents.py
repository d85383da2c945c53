"""Attach a file to a record, and say that it was the wrong one (R30)."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pghistory
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

import cases
from cases.actions import Refused
from cases.lib import uploads
from cases.models import Document, DocumentFile

HERE = Path(cases.__file__).resolve().parent.parent


@transaction.atomic
def attach(*, about, title, type, name, content, by, form_key=None):
    """Keep a file with a record; a picture is drawn anew first. The same `form_key` twice is one document. Raises `Refused`."""
    if form_key and (again := Document.objects.filter(form_key=form_key, created_by=by).first()):
        return again
    media_type, kept = cleaned(name, content)
    with pghistory.context(user=by.pk):
        digest = hashlib.sha256(kept).hexdigest()
        document = Document(
            title=title, type=type, sha256=digest, created_by=by, form_key=form_key, office=about.office,
            synthetic=about.synthetic, **{about.kind: about},
        )  # fmt: skip
        document.save(force_insert=True)
        DocumentFile.objects.create(
            document=document, content=kept, sha256=digest, received_sha256=hashlib.sha256(content).hexdigest(),
            media_type=media_type, size=len(kept), recorded_by=by,
        )  # fmt: skip
    return document


@transaction.atomic
def declare_wrong(*, document, reason, by):
    """The wrong file: it is shown to nobody any more and stays, with the reason, until it is erased. Raises `Refused`."""
    with pghistory.context(user=by.pk, reason=reason):
        row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if not reason.strip():
            raise Refused(_("Write why it is wrong."), field="reason")
        if row.wrong_at is None:
            Document.objects.filter(pk=row.pk).update(
                wrong_at=timezone.now(), wrong_by=by, wrong_reason=reason.strip(), version=F("version")
            )
            row.refresh_from_db()
        return row


def cleaned(name, content):
    """The media type of a file and what is kept of it. Raises `Refused` with what to do instead."""
    try:
        kind = uploads.kind_of(name, content)
        return kind, _drawn(content, kind) if uploads.is_picture(kind) else content
    except uploads.NotTaken as refusal:
        raise Refused(_SENTENCES[refusal.why]() % refusal.facts, field="file") from refusal


def _drawn(content, kind):
    """The picture drawn anew by a child that has little memory and time."""
    try:
        child = subprocess.run(  # noqa: S603  our own module; `kind` is one of ours
            [sys.executable, "-m", "cases.lib.uploads", kind], input=content, capture_output=True, cwd=HERE,
            timeout=uploads.SECONDS, env={"PATH": ""}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise uploads.NotTaken("broken") from late
    if child.returncode == 0:
        return child.stdout
    word = child.stderr.decode(errors="replace")
    raise uploads.NotTaken(word if word in _SENTENCES else "broken")


_SENTENCES = {
    "empty": lambda: _("The file is empty: choose the scan or the photograph."),
    "too_large": lambda: _("The file is larger than 10 MB: scan it at 300 points to the inch, or save the pages apart."),
    "name": lambda: _("The name of the file has signs that cannot be seen, or none at all: give it a plain name, such as scan.pdf."),
    "ending": lambda: _("Files that end in .pdf, .jpg, .png, .webp or .txt are taken: save it as one of these."),
    "content": lambda: _("By its content the file is not what its name says (%(ending)s): open it and save it again in that format."),
    "pdf_end": lambda: _("Something stands behind the end of this PDF: print it to a new PDF and choose that."),
    "pdf_active": lambda: _("This PDF carries scripts, programs or other files: print it to a new PDF and choose that."),
    "pdf_bomb": lambda: _("This PDF unfolds to far more than it is: print it to a new PDF and choose that."),
    "points": lambda: _("The picture has more than 40 million points: make it smaller and choose it again."),
    "moving": lambda: _("The file has several pictures: save each by itself, or all of them as a PDF."),
    "broken": lambda: _("The picture cannot be read: open it, save it again and choose that."),
}  # fmt: skip
