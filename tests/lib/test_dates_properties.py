"""What holds for every date that can be written."""

import re
from datetime import date, timedelta

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from cases.lib.dates import (
    UnreadableDate,
    certainly_within,
    from_edtf,
    overlaps,
    parse,
    possibly_within,
    reading,
    show,
)

settings.register_profile("lib", deadline=None)
settings.load_profile("lib")

MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@st.composite
def points(draw, yearless=False):
    """Words for one point, from a day to a year."""
    day = draw(days)
    month, year = draw(st.sampled_from([MONTHS[day.month - 1], MONTHS[day.month - 1][:3]])), f" {day.year}"
    if yearless:
        year = ""
    forms = [
        f"{day.day} {month}{year}",
        f"{month}{year}",
        f"late {month}{year}",
        f"{month} {day.day}{year and ','}{year}",
    ]
    forms += (
        [] if yearless else [day.isoformat(), f"{day:%d.%m.%Y}", str(day.year), f"early{year}", f"mid{year}"]
    )
    return draw(st.sampled_from(forms))


@st.composite
def phrases(draw, yearless=False):
    """Words for a date of any form."""
    one, other = draw(points(yearless=yearless)), draw(points(yearless=yearless))
    limits = [
        "by",
        "before",
        "after",
        "since",
        "until",
        "by the end of",
        "about",
        "possibly",
        "probably about",
    ]
    return draw(
        st.sampled_from(
            [
                one,
                f"{one} – {other}",
                f"between {one} and {other}",
                f"from {one} to {other}",
                f"{one} or later",
            ]
            + [f"{limit} {one}" for limit in limits]
        )
    )


def read(words, **options):
    try:
        return parse(words, **options)
    except UnreadableDate:
        assume(False)


dated = phrases().map(lambda words: (words, None)) | st.tuples(phrases(yearless=True), days)
dates = (dated | st.tuples(phrases(yearless=True), st.none())).map(
    lambda pair: read(pair[0], published=pair[1])
)
windows = st.tuples(st.none() | days, st.none() | days)


@given(dates)
def test_the_stored_expression_reads_back_as_the_same_date(d):
    again = from_edtf(d.edtf, words=d.words)
    assert again == d


@given(dates)
@example(read("early 2000 – mid 2000", published=None))
@example(read("early 2000 – 1 January 2000", published=None))
@example(read("2000 – 10 January 2000", published=None))
def test_what_is_shown_reads_back_as_the_same_date(d):
    assert parse(show(d)).edtf == d.edtf


@given(dates)
def test_what_an_expression_shows_by_itself_reads_back_within_the_same_bounds(d):
    bare = from_edtf(d.edtf)
    again = parse(show(bare))
    assert (again.earliest, again.latest, again.basis) == (d.earliest, d.latest, d.basis)


@given(dates)
def test_no_day_is_shown_that_the_words_do_not_hold(d):
    def numbers(text):
        return {int(n) for n in re.findall(r"[0-9]+", text) if len(n) < 3}

    assert numbers(show(d)) <= numbers(d.words)


@given(dates)
def test_bounds_are_in_order_and_none_without_a_year(d):
    if d.earliest and d.latest:
        assert d.earliest <= d.latest
    if d.basis == "unknown":
        assert d.earliest is None
        assert d.latest is None
    else:
        assert d.earliest or d.latest
    assert reading(d)


@given(dates, dates)
def test_the_sort_key_orders_by_earliest_then_latest(a, b):
    def bounds(d):
        return (d.earliest or d.latest or date.min, d.latest or d.earliest or date.min)

    assume(a.basis != "unknown" and b.basis != "unknown")
    assert (a.sort_key < b.sort_key) == (bounds(a) < bounds(b))
    assert 0 < a.sort_key < 2**63


@given(dates, dates)
def test_overlap_is_symmetric_and_undecided_only_without_a_year(a, b):
    assert overlaps(a, b) == overlaps(b, a)
    assert (overlaps(a, b) is None) == ("unknown" in (a.basis, b.basis))
    assert overlaps(a, a) is not False


@given(dates, windows)
@example(parse("by 18 November 2025"), (None, date(2025, 11, 18)))
def test_what_is_certainly_within_is_possibly_within(d, window):
    if certainly_within(d, *window):
        assert possibly_within(d, *window)


@given(dates, days, days)
def test_a_day_is_possibly_in_a_window_exactly_if_a_day_of_the_date_is(d, one, other):
    start, end = sorted((one, other))
    assume(d.basis != "unknown")
    first, last = d.earliest or date.min, d.latest or date.max
    assert possibly_within(d, start, end) == (max(first, start) <= min(last, end))
    assert certainly_within(d, start, end) == (start <= first and last <= end)


@given(dates)
def test_a_date_without_a_year_may_be_anywhere_and_is_certainly_nowhere(d):
    assume(d.basis == "unknown")
    assert possibly_within(d, date(2025, 1, 1), date(2025, 1, 1))
    assert not certainly_within(d, date(1, 1, 1), date(9999, 12, 31))


@given(phrases(yearless=True).filter(lambda words: not words.startswith(("by", "before", "until"))), days)
def test_an_inferred_year_never_begins_after_its_source(words, published):
    d = read(words, published=published)
    assume(d.basis == "inferred" and d.earliest)
    assert d.earliest <= published + timedelta(days=31 if words.startswith("after") else 0)


@given(days, days)
def test_windows_the_wrong_way_round_hold_nothing(one, other):
    assume(one > other)
    assert not possibly_within(parse("1900 – 2100"), one, other)
