"""Uncertain dates: read from words or EDTF, compared, and shown without a day that nobody gave.

Source of the rules: domain.md §5 (the table), D3, D4; ISO 8601-2 (EDTF) for the stored text. The modules,
from the bottom up: `value` (what a date is), `edtf` (our small grammar of the stored text), `draft` (what
somebody gave, and what it means), `vocabulary` (word tables by language), `words` (reading them), `display`
(showing).
"""

from cases.lib.dates.ahead import after, day_ahead
from cases.lib.dates.display import reading, show
from cases.lib.dates.entry import ambiguous, from_edtf, parse
from cases.lib.dates.value import (
    UncertainDate,
    UnreadableDate,
    YearBasis,
    certainly_within,
    overlaps,
    possibly_within,
    sort_from,
)

__all__ = [
    "UncertainDate",
    "UnreadableDate",
    "YearBasis",
    "after",
    "ambiguous",
    "certainly_within",
    "day_ahead",
    "from_edtf",
    "overlaps",
    "parse",
    "possibly_within",
    "reading",
    "show",
    "sort_from",
]
