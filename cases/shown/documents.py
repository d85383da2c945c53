"""The documents of a record, for the side of its page."""

from functools import reduce
from operator import or_

from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from cases.models import Document

MOST = 20


def documents_of(user, *records, reads, judges):
    """The newest documents of some records that the user may see: {document, url, size, kind, wrong_url, location}.

    The file, and where the paper lies, are for those who see where people are (`reads`); `judges`: may declare one wrong.
    """
    about = reduce(or_, (Q(**{record.kind: record.pk}) for record in records))
    rows = Document.objects.visible_to(user).filter(about)
    rows = rows.select_related("file", "wrong_by").defer("file__content").order_by("-pk")[:MOST]
    return [_shown(row, reads, judges) for row in rows]


def _shown(row, reads, judges):
    file, wrong = getattr(row, "file", None), row.wrong_at is not None
    opens = file is not None and reads and not wrong and not file.taken_out
    return {
        "document": row,
        "url": reverse("document_file", args=[row.reference]) if opens else "",
        "size": filesizeformat(file.size) if file and not file.taken_out else "",
        "gone": file is not None and file.taken_out,
        "wrong": wrong,
        "wrong_url": reverse("document_wrong", args=[row.reference]) if judges and not wrong else "",
        "location": row.location if reads else "",
    }
