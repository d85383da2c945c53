"""Tables of what belongs to a record: the first rows, and the way to the whole list."""

from django.utils.translation import gettext as _

CAP = 20


def section(id, title, rows, columns, *, url="", none=""):
    """The first rows of a queryset; `columns` are a label for the record and then (label, value of a row)."""
    first, *others = columns
    found = list(rows[: CAP + 1])
    shown = [{"record": row, "cells": [value(row) for _label, value in others]} for row in found[:CAP]]
    more = _("The first %(cap)s; all of them as a list") % {"cap": CAP}
    return {
        "id": id, "title": title, "heads": [first, *(label for label, _value in others)], "rows": shown,
        "none": none,
        "url": url if found else "", "url_label": more if len(found) > CAP else _("As a list"),
    }  # fmt: skip


def related(user, *pairs):
    """The records of (label, record) pairs that this user may see, for the list at the side."""
    found = [(label, record) for label, record in pairs if record is not None]
    return [{"label": label, "record": record} for label, record in found
            if type(record).objects.visible_to(user).filter(pk=record.pk).exists()]  # fmt: skip
