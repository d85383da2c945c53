"""Our grammar of EDTF against published vectors and against the `edtf` package as a second opinion."""

import time
import warnings
from datetime import date
from pathlib import Path

import pytest

from cases.lib.dates import UnreadableDate, from_edtf, parse

DATA = Path(__file__).parent / "data"
NOT_OURS = {
    "a year before 1": """
        0000/0000 0000-02/1111 0000-01/0000-01-03 0000-01-13/0000-01-23 0000-01/0000
        -1000/-0999 -2004-02-01/2005 -1980-11-01/1989-11-30 -1984?/2004% -1985-04-12/.. -1985-04/..
    """,
    "a season instead of months": """
        1923-21/1924 1952-23~/1953 2003-22/2004-22 2003-22/2003-22 2003-22/2003-23
    """,
    "an end not known, which is not the same as open: `..` is to be written if that is meant": """
        1984-06-02?/ -2004-06-01/ 1985-04-12/ 1985-04/ 1985/ /1985-04-12 /1985-04 /1985 /.. ../ -1985/
    """,
    "open on both sides, which says nothing": "../..",
}


def lines():
    for name in ("L0_Intervals.txt", "L1_Intervals.txt"):
        for line in (DATA / name).read_text().splitlines():
            if line.strip() and not line.startswith("#"):
                yield line.strip()


def why_not_ours(edtf):
    return next((why for why, listed in NOT_OURS.items() if edtf in listed.split()), None)


def packaged():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package's own, from its parser library
        from edtf import parse_edtf
    return parse_edtf


def bounds_by(package, edtf):
    value = package(edtf)
    return tuple(
        date(*struct[:3]) if isinstance(struct, time.struct_time) else None
        for struct in (value.lower_strict(), value.upper_strict())
    )


@pytest.mark.parametrize("edtf", list(lines()))
def test_a_published_interval_is_read_or_is_not_ours_for_a_reason_given(edtf):
    if why_not_ours(edtf):
        with pytest.raises(UnreadableDate):
            from_edtf(edtf)
        return
    d = from_edtf(edtf)
    assert (d.edtf, d.basis) == (edtf, "stated")
    assert (d.earliest, d.latest) == bounds_by(packaged(), edtf)


def test_the_published_intervals_are_all_accounted_for():
    listed = [edtf for group in NOT_OURS.values() for edtf in group.split()]
    assert set(listed) < set(lines())
    assert len(list(lines())) - len(listed) == 22


@pytest.mark.parametrize(
    "edtf",
    [
        "2025-12-11",
        "2025-12",
        "2025",
        "2025~",
        "2025-12?",
        "2025-12-11%",
        "2025?-12-11",
        "[2025-11-21..2025-11-30]",
        "[..2025-11-18]",
        "[2025-03-03..]",
        "[2026-01..2026-04]",
        "2024-11-22/2024-11-23",
        "2025?-11-22/2025?-11-23",
        "2024-11-22~/2024-11-23~",
        "../2025-12-11",
        "2024-11/..",
        "{2024-11..2025-03}",
        "2024-02",
        "2023-02",
    ],
)
def test_the_package_agrees_with_our_bounds(edtf):
    d = from_edtf(edtf)
    assert d.edtf == edtf
    assert (d.earliest, d.latest) == bounds_by(packaged(), edtf)


@pytest.mark.parametrize(
    "edtf", ["2025-12-11/2025-12-10", "2025-12/2024", " 2025-12-11", "2025 /2026", "2025-12-11 "]
)
def test_what_the_package_lets_pass_is_refused(edtf):
    with pytest.raises(UnreadableDate):
        from_edtf(edtf)


@pytest.mark.parametrize(
    ("edtf", "bounds"),
    [
        ("2025-11-2X", (date(2025, 11, 20), date(2025, 11, 29))),
        ("2025-02-2X", (date(2025, 2, 20), date(2025, 2, 28))),
        ("2025-11-0X", (date(2025, 11, 1), date(2025, 11, 9))),
        ("2025-11-3X", (date(2025, 11, 30), date(2025, 11, 30))),
        ("202X", (date(2020, 1, 1), date(2029, 12, 31))),
        ("2025-XX", (date(2025, 1, 1), date(2025, 12, 31))),
    ],
)
def test_unspecified_digits_span_what_they_can_be(edtf, bounds):
    d = from_edtf(edtf)
    assert (d.earliest, d.latest) == bounds


@pytest.mark.parametrize(
    "edtf",
    [
        "",
        "2025-02-3X",
        "2025-1",
        "20255",
        "2025-13",
        "2025-00",
        "2025-12-00",
        "2025-12-32",
        "2025?~",
        "[2025-11-21,2025-11-22]",
        "[..]",
        "{..2025}",
        "XXXX-12-11/2025",
        "202X-12",
        "0000-12-11",
        "Y20250",
        "2025-12?-11",
        "２０２５",
        "2025-12-11\n",
        "..",
        "/",
    ],
)
def test_what_is_outside_our_grammar_is_refused(edtf):
    with pytest.raises(UnreadableDate):
        from_edtf(edtf)


def test_ends_without_a_year_may_cross_a_years_end_but_not_turn_back_in_one_month():
    assert parse("20 December – 5 January").edtf == "XXXX-12-20/XXXX-01-05"
    with pytest.raises(UnreadableDate):
        from_edtf("XXXX-12-20/XXXX-12-05")
