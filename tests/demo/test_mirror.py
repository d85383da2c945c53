"""Neutral by test: change the two states over, and the same office comes out with the states changed over."""

from collections import Counter

import pytest

from cases.demo.names import NAMES
from tests.demo.small import directions, rolled_back

pytestmark = pytest.mark.django_db
OTHER = {"RU": "UA", "UA": "RU"}


def changed_over(seen):
    return Counter({tuple(OTHER.get(part, part) for part in row): number for row, number in seen.items()})


def test_changing_the_states_over_changes_nothing_but_the_states():
    assert rolled_back(directions, parties=("UA", "RU")) == changed_over(rolled_back(directions))


def test_both_directions_have_the_same_cases_and_consignments():
    seen = Counter()
    for (kind, party, status, *_), number in rolled_back(directions).items():
        if kind in {"repatriation_case", "consignment", "repatriation_event", "undertaking"}:
            seen[kind, party, status] += number
    assert changed_over(seen) == seen


def test_both_sides_have_as_many_names_to_draw_from():
    ours, theirs = (
        [len(names.surnames), *(len(given) for given in names.given.values()), len(names.fathers)]
        for names in NAMES.values()
    )
    assert ours == theirs
