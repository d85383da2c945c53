"""One cache that is not what the ledger gives."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Difference:
    """A stored value, and what replaying the ledger gives instead."""

    row: Any
    name: str
    stored: Any
    replayed: Any

    def __str__(self):
        return _("%(record)s: %(name)s is %(stored)s, the ledger gives %(replayed)s") % {
            "record": getattr(self.row, "reference", None) or _part_of(self.row),
            "name": self.name,
            "stored": _shown(self.stored),
            "replayed": _shown(self.replayed),
        }


def _part_of(row):
    """What tells a row without a reference apart: the question of a thread, the line of an operation's list."""
    return (
        f"{row.about.reference} {row.aspect}" if hasattr(row, "aspect") else f"{row.event.reference} {row.pk}"
    )


def _shown(value):
    return "–" if value in (None, "", [], {}) else value


def compare(row, expected, stored):
    """A difference for each expected value that is not the stored one."""
    for name, value in expected.items():
        if stored[name] != value:
            yield Difference(row, name, stored[name], value)
