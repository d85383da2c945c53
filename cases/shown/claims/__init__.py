"""Claims side by side: what each of them answers, who else says the same, and how those differ that cannot all be true.

From the bottom up: `reading` (the claims with all that judging them needs), `folding` (who says the same),
`differences` (how they differ, in words), `scales` (the same drawn), `cards` (one claim shown), `groups` (all claims
of a record by question), `panels` (those in conflict).
"""

from cases.shown.claims.cards import MARKS, outlets_text
from cases.shown.claims.folding import voices
from cases.shown.claims.groups import groups, question
from cases.shown.claims.panels import conflicts, panel
from cases.shown.claims.reading import claims_about, claims_of, living

__all__ = [
    "MARKS", "claims_about", "claims_of", "conflicts", "groups", "living", "outlets_text", "panel",
    "question", "voices",
]  # fmt: skip
