"""The filters of all lists: strict (an unknown key or a bad value shows an error and no rows, R08) and put into words."""

from cases.filtering.choices import Any, AnyParty, Contested, Found, Plan, days_filter, owner_filter
from cases.filtering.strict import FURNITURE, StrictFilterSet, TrackedFilterSet
from cases.filtering.window import Window
from cases.filtering.words import Saying, Words

__all__ = [
    "FURNITURE", "Any", "AnyParty", "Contested", "Found", "Plan", "Saying", "StrictFilterSet", "TrackedFilterSet",
    "Window", "Words", "days_filter", "owner_filter",
]  # fmt: skip
