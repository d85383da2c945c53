"""When claims disagree (domain.md §3): the same in any order, and exactly when two of them do."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.lib.dates import parse
from cases.lib.threads import VALUE_OF, Value, bounds, disagree
from cases.models import Aspect
from tests.actions.values import contradict, threads


@settings(deadline=None, max_examples=200)
@given(threads())
def test_claims_disagree_exactly_when_two_of_them_do(thread):
    aspect, values = thread
    assert disagree(aspect, values) == any(contradict(aspect, a, b) for a, b in combinations(values, 2))


@settings(deadline=None)
@given(threads(), st.randoms())
def test_the_order_of_claims_does_not_matter(thread, random):
    aspect, values = thread
    other = random.sample(values, len(values))
    assert disagree(aspect, other) == disagree(aspect, values) == disagree(aspect, iter(values))


@settings(deadline=None)
@given(threads(), threads())
def test_a_further_claim_never_makes_others_agree(thread, further):
    aspect, values = thread
    more = [value for value in further[1] if VALUE_OF[further[0]] == VALUE_OF[aspect]]
    assert disagree(aspect, values) <= disagree(aspect, values + more)


@settings(deadline=None)
@given(threads())
def test_saying_it_again_changes_nothing(thread):
    aspect, values = thread
    assert disagree(aspect, values * 2) == disagree(aspect, values)
    assert not disagree(aspect, values[:1] * 3)


def test_each_aspect_has_a_value_that_can_be_compared():
    assert set(VALUE_OF) == set(Aspect.values)


def when(words):
    read = parse(words)
    return Value(earliest=read.earliest, latest=read.latest)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("in December 2025", "by December 2025", True),
        ("late November 2025", "18 November 2025", True),
        ("late November 2025", "November 2025", False),
        ("December 11", "18 November 2025", False),
        ("by 18 November 2025", "after 3 March 2025", False),
    ],
)
def test_dates_of_the_two_articles(one, other, differ):
    assert disagree("date", [when(one), when(other)]) == differ


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ((10, "exact"), (20, "exact"), True),
        ((10, "at_least"), (20, "exact"), False),
        ((20, "more_than"), (20, "exact"), True),
        ((20, "at_most"), (20, "exact"), False),
        ((10, "about"), (20, "exact"), False),
    ],
)
def test_counts_by_how_precise_they_are(one, other, differ):
    values = [Value(lowest=low, highest=high) for low, high in (bounds(*one), bounds(*other))]
    assert disagree("count_event", values) == differ


def test_two_positions_conflict_in_the_own_words_of_a_party_only():
    said = [Value(word="does_not_accept"), Value(word="considering", own=True)]
    assert not disagree("position", said)
    assert disagree("position", [*said, Value(word="withdrawn", own=True)])


def test_manners_never_conflict_by_themselves():
    assert not disagree("manner", [Value(word="rescued"), Value(word="deported")])
    assert not disagree("date", [Value(earliest=date(2025, 1, 1)), Value()])
