"""What leaves the house of a list: the rows of its page, in its order, each in words; of what is held, a placeholder (D38)."""

import hashlib
from dataclasses import dataclass
from itertools import islice
from time import monotonic
from typing import IO

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions import holds
from cases.actions.removing.retention import over_rows
from cases.generic import copied, copied_forms, sheets
from cases.generic.cells import Cell, Text
from cases.listing import BadPage

CHUNK = 500
EVERY = 1  # seconds between two words on how far a file is, each on a connection of its own


class NotReadable(ValueError):
    """A filter, sort or page that the address names and the list does not have: nothing leaves (R08)."""


@dataclass(frozen=True)
class Made:
    """A file of a list, and what is written down about it."""

    file: IO[bytes]
    facts: dict


class Leaving:
    """A list that was opened by somebody, on its way out."""

    def __init__(self, listing):
        self.listing = listing
        self.user = listing.request.user

    @cached_property
    def rows(self):
        """The rows in order. Raises `NotReadable`."""
        try:
            rows = self.listing.page.ordered
        except BadPage as bad:
            raise NotReadable(str(bad)) from bad
        if not self.listing.filterset.is_valid():
            raise NotReadable(_("The filter is not valid: nothing is exported."))
        return rows

    def count(self, most):
        """How many rows, counted to one above what may leave."""
        return self.rows.order_by()[: most + 1].count()

    @cached_property
    def held(self):
        """The records of this kind that name a person of whom nothing leaves the house now (D38), or whose time is over (D32)."""
        asked = self.listing.filterset.qs
        found = (holds.held_rows(asked), over_rows(asked.model, timezone.localdate()))
        return {
            pk for rows in found if rows is not None for pk in rows.visible_to(self.user).values_list("pk", flat=True)
        }  # fmt: skip

    def held_words(self):
        """How many rows of the list leave as a placeholder."""
        if not self.held or not self.listing.filterset.is_valid():
            return ""
        number = self.listing.filterset.qs.order_by().filter(pk__in=self.held).count()
        return number and ngettext(
            "%(number)s row is held by the office and leaves with its reference only.",
            "%(number)s rows are held by the office and leave with their references only.",
            number,
        ) % {"number": number}

    def make(self, form, report=None):
        """The file. Its rows are copied out of the database where each column says what it reads, else read in parts."""
        columns = self.listing.export_columns
        heads, cells = [str(label) for label, _value in columns], [value for _label, value in columns]
        counter = _Counter(report)
        if is_copied(cells):
            form = copied_forms.FORMS[form](heads)
            copy = copied.Copy(cells, form, held=self.held, placeholder=self._blank())
            file = form.file(copy.blocks(self.rows, counter.add))
        else:
            file = sheets.FILES[form](heads, counter.over(self._values()))
        return Made(file, {
            "rows": counter.number, "held": self._number_held(), "held_rows": sorted(self.held), **_facts_of(file),
        })  # fmt: skip

    def _values(self):
        coming = self.rows.iterator(chunk_size=CHUNK)
        while part := list(islice(coming, CHUNK)):
            self.listing.before_file(part)
            for row in part:
                if row.pk in self.held:
                    yield [row.reference if hasattr(row, "reference") else "", *self._blank()]
                else:
                    yield [value(row) for _label, value in self.listing.export_columns]

    def _blank(self):
        """What stands in place of what is known of a record that is held, after its reference."""
        return [_("held by the office"), *[""] * (len(self.listing.export_columns) - 2)]

    def _number_held(self):
        return self.rows.order_by().filter(pk__in=self.held).count() if self.held else 0


def is_copied(cells):
    """Do all columns say what they read? The first is the reference, which is left of what is held."""
    return all(isinstance(cell, Cell) for cell in cells) and cells[0] == Text("reference")


class _Counter:
    """Counts the rows, with a word each second on how many there were."""

    def __init__(self, report):
        self.report, self.number, self.said = report, 0, monotonic()

    def add(self, number):
        self.number += number
        if self.report and monotonic() - self.said >= EVERY:
            self.report(self.number)
            self.said = monotonic()

    def over(self, rows):
        for row in rows:
            yield row
            self.add(1)


def _facts_of(file):
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = file.tell()
    file.seek(0)
    return {"sha256": digest, "size": size}
