"""Accepted custody periods of a person do not overlap, as far as their days are certain (D19)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.lib.dates import parse
from cases.models import CustodyPeriod
from tests import factories as make

ENDS = [
    "",
    "5 March 2025",
    "9 March 2025",
    "early March 2025",
    "by 9 March 2025",
    "after 9 March 2025",
    "March 12",
]
BEGINS = ["1 March 2025", "5 March 2025", "9 March 2025", "mid March 2025", "after 5 March 2025", "March 5"]


def period(person, begin, end="", accepted=True):
    dates = {name: parse(words) if words else None for name, words in {"begin": begin, "end": end}.items()}
    return make.CustodyPeriodFactory(person=person, accepted=accepted, **dates)


def certain_days(one):
    """From when until (not including) when the person was certainly held, where that is known."""
    begin, end = one.begin_latest, one.end_earliest
    if begin is None or (one.end and end is None):
        return None
    return begin, end or date.max


def overlap(a, b):
    ours, theirs = certain_days(a), certain_days(b)
    if ours is None or theirs is None:
        return False
    (start, end), (other_start, other_end) = ours, theirs
    return start < end and other_start < other_end and start < other_end and other_start < end


@pytest.fixture
def person(db):
    return make.PersonFactory()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(*[st.sampled_from(words) for words in (BEGINS, ENDS, BEGINS, ENDS)])
def test_the_database_refuses_exactly_certain_overlaps(person, begin, end, other_begin, other_end):
    CustodyPeriod.objects.all().delete()
    first = period(person, begin, end)
    try:
        with transaction.atomic():
            second, refused = period(person, other_begin, other_end), False
    except IntegrityError:
        second, refused = period(person, other_begin, other_end, accepted=False), True
    assert refused == overlap(first, second)


def test_whoever_is_exchanged_is_held_by_both_on_one_day(person):
    period(person, "1 March 2025", "9 March 2025")
    period(person, "9 March 2025")
    assert person.custody_periods.count() == 2


def test_what_is_only_reported_may_overlap(person):
    period(person, "1 March 2025")
    period(person, "5 March 2025", accepted=False)
    assert person.custody_periods.filter(accepted=True).count() == 1


def test_two_people_are_held_at_once(person):
    period(person, "1 March 2025")
    period(make.PersonFactory(), "1 March 2025")
    assert CustodyPeriod.objects.filter(accepted=True).count() == 2


def test_accepting_a_reported_period_later_is_refused_as_well(person):
    period(person, "1 March 2025")
    reported = period(person, "5 March 2025", accepted=False)
    with pytest.raises(IntegrityError, match="custodyperiod_apart"), transaction.atomic():
        CustodyPeriod.objects.filter(pk=reported.pk).update(accepted=True)


def test_a_form_says_so_in_a_sentence(person):
    period(person, "1 March 2025")
    reported = period(person, "5 March 2025", accepted=False)
    reported.accepted = True
    with pytest.raises(Exception, match="overlaps an accepted period of custody"):
        reported.full_clean()
