"""What figures leave between them: the arithmetic of what is cited, in any order, and never of a plan."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.lib.dates import parse
from cases.lib.headcounts import (
    CUMULATIVE,
    EVENT,
    PLANNED,
    REMAINING,
    Figure,
    had_happened,
    reads_to_end,
    reconcile,
)

CROSS, COMMISSIONER, MINISTRY = 1, 2, 3


def said(*rows):
    """Figures from short rows: (aspect, number, day, speaker, more)."""
    figures = []
    for key, (aspect, number, day, speaker, *more) in enumerate(rows, 1):
        facts = {"operation": None if aspect in {CUMULATIVE, REMAINING} else day} | (more[0] if more else {})
        figures.append(
            Figure(key=key, aspect=aspect, counted="residents", speaker=speaker, number=number,
                   on=parse(day) if day else None, **facts)
        )  # fmt: skip
    return figures


FOUR = (
    (EVENT, 46, "22–23 November 2024", CROSS),
    (EVENT, 33, "3–4 March 2025", CROSS),
    (CUMULATIVE, 104, "March 2025", CROSS),
    (CUMULATIVE, 124, "20 October 2025", CROSS),
)


def numbers(figures):
    return [figure.number for figure in figures]


def test_counts_in_all_less_counts_of_events_leave_what_is_derived():
    first, second = reconcile(said(*FOUR)).steps
    assert (first.number, numbers(first.parts)) == (25, [104, 46, 33])
    assert (second.number, numbers(second.parts)) == (20, [124, 104])


def test_a_plan_is_listed_and_nothing_follows_from_it():
    result = reconcile(said(*FOUR, (PLANNED, 25, "28 March 2025", CROSS)))
    assert [numbers(point.figures) for point in result.plans] == [[25]]
    assert [step.number for step in result.steps] == [25, 20]


def test_fewer_remaining_suggest_which_of_two_counts_fits():
    (step,) = reconcile(said(
        (REMAINING, 23, "25 September 2025", COMMISSIONER), (REMAINING, 13, "2 October 2025", COMMISSIONER),
        (EVENT, 10, "2 October 2025", COMMISSIONER), (EVENT, 20, "2 October 2025", COMMISSIONER),
    )).steps  # fmt: skip
    assert (step.number, step.fits, numbers(step.suggests)) == (10, True, [10])
    assert numbers(step.parts) == [13, 23]


def test_a_preferred_count_is_no_longer_contested():
    rows = (
        (EVENT, 10, "2 October 2025", COMMISSIONER),
        (EVENT, 20, "2 October 2025", MINISTRY, {"preferred": True}),
    )
    assert reconcile(said(*rows)).contested == ()
    assert [numbers(each) for each in reconcile(said(rows[0], rows[1][:4])).contested] == [[10, 20]]


def test_counts_of_other_speakers_are_compared_and_not_taken_off():
    *_, step = reconcile(said(*FOUR, (EVENT, 8, "24 August 2025", MINISTRY))).steps
    assert (step.number, step.fits) == (20, False)
    assert [numbers(point.figures) for point in step.others] == [[8]]


def test_of_another_population_nothing_is_taken_off():
    civilians = replace(said((EVENT, 7, "1 May 2025", CROSS))[0], key=99, counted="civilians")
    *_, step = reconcile([*said(*FOUR), civilians]).steps
    assert (step.number, step.others) == (20, ())


def test_figures_of_different_days_are_a_series_and_no_conflict():
    result = reconcile(said(
        (REMAINING, 13, "13 October 2025", COMMISSIONER), (REMAINING, 12, "10 November 2025", COMMISSIONER)
    ))  # fmt: skip
    assert [[numbers(point.figures) for point in points] for points in result.series] == [[[13], [12]]]
    assert result.contested == ()


@pytest.mark.parametrize(
    ("whole", "part", "low", "high"),
    [("at_least", "exact", 58, None), ("at_most", "exact", None, 58), ("exact", "at_least", None, 58),
     ("exact", "more_than", None, 57), ("about", "exact", None, None), ("exact", "about", None, None)],
)  # fmt: skip
def test_what_is_not_stated_exactly_leaves_a_range_or_nothing(whole, part, low, high):
    rows = ((CUMULATIVE, 104, "March 2025", CROSS, {"precision": whole}),
            (EVENT, 46, "23 November 2024", CROSS, {"precision": part}))  # fmt: skip
    (step,) = reconcile(said(*rows)).steps
    assert (step.low, step.high, step.number) == (low, high, None)


def test_a_rough_figure_beside_an_exact_one_is_not_needed():
    rough = (CUMULATIVE, 100, "March 2025", CROSS, {"precision": "at_least"})
    (step,) = reconcile(said(rough, *FOUR[:3])).steps
    assert (step.number, numbers(step.parts)) == (25, [104, 46, 33])


def test_less_than_nobody_is_not_a_count():
    (step,) = reconcile(said((CUMULATIVE, 40, "March 2025", CROSS), FOUR[0])).steps
    assert (step.low, step.high, step.misfit) == (None, None, True)


@pytest.mark.parametrize(
    ("event", "as_of", "expected"),
    [("3–4 March 2025", "March 2025", True), ("3 March 2025", "3 March 2025", True), ("March 2025", "3 March 2025", None),
     ("5 March 2025", "3 March 2025", False), ("3 March 2025", "about 3 March 2025", True),
     ("3 March 2025", "by 18 November 2025", None), ("December 11", "2025", None), ("3 March 2025", "late March 2025", True),
     ("25 March 2025", "late March 2025", None), ("1 April 2025", "late March 2025", False)],
)  # fmt: skip
def test_whether_a_figure_includes_an_event_is_said_only_if_certain(event, as_of, expected):
    assert had_happened(parse(event), parse(as_of)) is expected


def test_a_month_is_read_as_until_its_end_and_a_day_is_a_day():
    assert reads_to_end(parse("March 2025"))
    assert not reads_to_end(parse("20 October 2025"))
    assert not reads_to_end(parse("late March 2025"))


def test_an_event_that_may_lie_on_either_side_stops_the_arithmetic():
    step = reconcile(said(*FOUR, (EVENT, 5, "2025", CROSS))).steps[-1]
    assert (step.number, step.low, numbers(step.unplaced[0].figures)) == (None, None, [5])


def test_a_figure_without_a_day_and_two_of_uncertain_order_are_said_to_be_so():
    result = reconcile(said(
        (CUMULATIVE, 124, "", CROSS), (CUMULATIVE, 104, "late March 2025", CROSS), (CUMULATIVE, 110, "25 March 2025", CROSS)
    ))  # fmt: skip
    assert [numbers(point.figures) for point in result.undated] == [[124]]
    assert len(result.unordered) == 1
    assert result.steps == ()


DAYS = st.integers(0, 30).map(lambda n: parse((date(2025, 1, 1) + timedelta(days=n)).strftime("%-d %B %Y")))
ODD = st.sampled_from(["January 2025", "2025", "by 20 January 2025", "late January 2025", "January 11"]).map(
    parse
)
FIGURES = st.lists(
    st.builds(
        Figure,
        key=st.integers(1, 10_000),
        aspect=st.sampled_from([EVENT, CUMULATIVE, REMAINING, PLANNED]),
        counted=st.sampled_from(["residents", "civilians"]),
        speaker=st.integers(1, 3),
        number=st.integers(0, 60),
        precision=st.sampled_from(["exact", "exact", "exact", "about", "at_least", "more_than", "at_most"]),
        on=st.one_of(DAYS, DAYS, ODD, st.none()),
        operation=st.integers(1, 4),
        derived=st.booleans(),
        preferred=st.just(value=False),
    ).map(lambda f: replace(f, operation=f.operation if f.aspect in {EVENT, PLANNED} else None)),
    max_size=14,
    unique_by=lambda figure: figure.key,
)


@given(FIGURES, st.randoms())
def test_the_order_of_entry_changes_nothing(figures, random):
    shuffled = list(figures)
    random.shuffle(shuffled)
    assert reconcile(shuffled) == reconcile(figures)


@given(FIGURES)
def test_a_derived_figure_is_the_arithmetic_of_its_parts_and_never_below_nought(figures):
    for step in reconcile(figures).steps:
        assert step.low is None or step.low >= 0
        assert step.high is None or step.high >= 0
        if step.number is None:
            continue
        stocks = [f.number for f in step.parts if f.aspect == step.aspect]
        events = [f.number for f in step.parts if f.aspect == EVENT]
        assert step.number == abs(stocks[0] - sum(stocks[1:])) - sum(events)
        assert {f.precision for f in step.parts} == {"exact"}


@given(FIGURES)
def test_nothing_follows_from_plans_from_what_we_derived_or_across_speakers_and_populations(figures):
    for step in reconcile(figures).steps:
        assert all(f.aspect != PLANNED and not f.derived for f in step.parts)
        assert len({(f.speaker, f.counted) for f in step.parts}) == 1
