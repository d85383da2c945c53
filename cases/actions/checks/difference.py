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
            "record": getattr(self.row, "reference", None) or f"{self.row.about.reference} {self.row.aspect}",
            "name": self.name,
            "stored": _shown(self.stored),
            "replayed": _shown(self.replayed),
        }


def _shown(value):
    return "–" if value in (None, "", [], {}) else value


def compare(row, expected, stored):
    """A difference for each expected value that is not the stored one."""
    for name, value in expected.items():
        if stored[name] != value:
            yield Difference(row, name, stored[name], value)
