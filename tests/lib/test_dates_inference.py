"""A year comes from the source's own date, never from today (principle 3, D4)."""

from datetime import date

import pytest

from cases.lib.dates import from_edtf, parse, show

PUBLISHED = date(2025, 12, 13)


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("December 11", "2025?-12-11", "11 Dec (2025 inferred)"),
        ("13 December", "2025?-12-13", "13 Dec (2025 inferred)"),
        ("14 December", "2024?-12-14", "14 Dec (2024 inferred)"),
        ("late November", "[2025?-11-21..2025?-11-30]", "late Nov (2025 inferred)"),
        ("in December", "2025?-12", "Dec (2025 inferred)"),
        ("29 February", "2024?-02-29", "29 Feb (2024 inferred)"),
        ("22–23 November", "2025?-11-22/2025?-11-23", "22–23 Nov (2025 inferred)"),
        ("20 December to 5 January", "2024?-12-20/2025?-01-05", "20 Dec – 5 Jan (2024–2025 inferred)"),
        ("since 3 March", "2025?-03-03/..", "since 3 Mar (2025 inferred)"),
        ("possibly 11 December", "2025?-12-11?", "possibly 11 Dec (2025 inferred)"),
        ("Thursday 11 December", "2025?-12-11", "11 Dec (2025 inferred)"),
    ],
)
def test_the_most_recent_such_date_not_after_the_publication_is_taken(typed, stored, shown):
    d = parse(typed, published=PUBLISHED)
    assert (d.edtf, d.basis, show(d)) == (stored, "inferred", shown)
    assert from_edtf(d.edtf).basis == "inferred"


@pytest.mark.parametrize(
    ("typed", "published", "stored"),
    [
        ("by 18 November", date(2025, 12, 11), "[..2025?-11-18]"),
        ("by 18 November", date(2025, 11, 13), "[..2025?-11-18]"),
        ("by December", date(2025, 11, 25), "[..2025?-11-30]"),
        ("by January", PUBLISHED, "[..2025?-12-31]"),
        ("before 1 March", date(2025, 2, 20), "[..2025?-02-28]"),
    ],
)
def test_a_limit_may_lie_ahead_of_its_source_so_the_nearest_is_taken(typed, published, stored):
    assert parse(typed, published=published).edtf == stored


def test_a_plan_takes_the_next_such_date():
    assert parse("20 December", published=PUBLISHED, ahead=True).edtf == "2025?-12-20"
    assert parse("3 March", published=PUBLISHED, ahead=True).edtf == "2026?-03-03"


@pytest.mark.parametrize("typed", ["11 December", "late November", "by 18 November"])
def test_without_a_source_the_year_stays_unknown_and_there_are_no_bounds(typed):
    for d in (parse(typed), parse(typed, published=PUBLISHED, infer_year=False)):
        assert (d.basis, d.earliest, d.latest, d.sort_key) == ("unknown", None, None, 0)
        assert "XXXX" in d.edtf
        assert show(d).endswith("(year not given)")


def test_a_stated_year_is_left_alone_whatever_the_source():
    assert parse("11 December 2023", published=PUBLISHED).edtf == "2023-12-11"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Friday 11 December", "the weekday contradicts it"),
        ("22 November – 4 March", "it was not over when the source was published"),
        ("11 December (year not given)", "the words say so"),
        ("XXXX-12-11", "the expression says so"),
    ],
)
def test_no_year_is_inferred_against_the_words(typed, why):
    assert parse(typed, published=PUBLISHED).basis == "unknown", why


def test_a_source_of_uncertain_date_gives_a_year_only_if_it_leaves_one_open():
    assert parse("11 October", published=parse("late November 2025")).edtf == "2025?-10-11"
    assert parse("25 November", published=parse("late November 2025")).basis == "unknown"
    assert parse("11 October", published=parse("2025")).basis == "unknown"
    assert parse("11 October", published=parse("by 18 November 2025")).basis == "unknown"
    assert parse("11 October", published=parse("18 November")).basis == "unknown"


def test_sources_at_the_ends_of_the_calendar_do_no_harm():
    assert parse("11 December", published=date.min).basis == "unknown"
    assert parse("11 December", published=date.max).edtf == "9999?-12-11"
    assert parse("by 1 January", published=date.min).edtf == "[..0001?-01-01]"
