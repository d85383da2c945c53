"""The table of domain.md §5 and the ways of writing around it, as vectors."""

from datetime import date

import pytest

from cases.lib.dates import UnreadableDate, ambiguous, from_edtf, parse, reading, show

PUBLISHED = date(2025, 12, 13)

TABLE = [
    # typed, stored, earliest, latest, shown
    ("11 December 2025", "2025-12-11", "2025-12-11", "2025-12-11", "11 Dec 2025"),
    ("December 11", "XXXX-12-11", None, None, "11 Dec (year not given)"),
    ("late November 2025", "[2025-11-21..2025-11-30]", "2025-11-21", "2025-11-30", "late Nov 2025"),
    ("November 2025", "2025-11", "2025-11-01", "2025-11-30", "Nov 2025"),
    ("2025", "2025", "2025-01-01", "2025-12-31", "2025"),
    ("about 2025", "2025~", "2025-01-01", "2025-12-31", "about 2025"),
    ("by 18 November 2025", "[..2025-11-18]", None, "2025-11-18", "by 18 Nov 2025"),
    ("after 3 March 2025", "[2025-03-03..]", "2025-03-03", None, "after 3 Mar 2025"),
    ("22–23 November 2024", "2024-11-22/2024-11-23", "2024-11-22", "2024-11-23", "22–23 Nov 2024"),
    # parts of months and years
    ("early November 2025", "[2025-11-01..2025-11-10]", "2025-11-01", "2025-11-10", "early Nov 2025"),
    ("mid-November 2025", "[2025-11-11..2025-11-20]", "2025-11-11", "2025-11-20", "mid Nov 2025"),
    ("the end of February 2024", "[2024-02-21..2024-02-29]", "2024-02-21", "2024-02-29", "late Feb 2024"),
    ("early 2026", "[2026-01..2026-04]", "2026-01-01", "2026-04-30", "early 2026"),
    ("mid 2026", "[2026-05..2026-08]", "2026-05-01", "2026-08-31", "mid 2026"),
    ("late 2026", "[2026-09..2026-12]", "2026-09-01", "2026-12-31", "late 2026"),
    ("late November", "[XXXX-11-21..XXXX-11-30]", None, None, "late Nov (year not given)"),
    ("the 1990s", "[1990..1999]", "1990-01-01", "1999-12-31", "1990s"),
    # limits: what was given is shown, not the day at which its range ends
    ("before 3 March 2025", "[..2025-03-02]", None, "2025-03-02", "before 3 Mar 2025"),
    ("by December 2025", "[..2025-11-30]", None, "2025-11-30", "by Dec 2025"),
    ("by 2026", "[..2025-12-31]", None, "2025-12-31", "by 2026"),
    ("by the end of December 2025", "[..2025-12]", None, "2025-12-31", "by the end of Dec 2025"),
    ("by mid-November 2025", "[..2025-11-20]", None, "2025-11-20", "by mid Nov 2025"),
    ("no later than 18 Nov 2025", "[..2025-11-18]", None, "2025-11-18", "by 18 Nov 2025"),
    ("in December 2025", "2025-12", "2025-12-01", "2025-12-31", "Dec 2025"),
    ("after December 2025", "[2026-01..]", "2026-01-01", None, "after Dec 2025"),
    ("since 3 March 2025", "2025-03-03/..", "2025-03-03", None, "since 3 Mar 2025"),
    ("from November 2024", "2024-11/..", "2024-11-01", None, "since Nov 2024"),
    ("until 11 December 2025", "../2025-12-11", None, "2025-12-11", "until 11 Dec 2025"),
    ("Nov 2025 or earlier", "[..2025-11]", None, "2025-11-30", "Nov 2025 or earlier"),
    # ranges
    (
        "between 21 and 30 November 2025",
        "[2025-11-21..2025-11-30]",
        "2025-11-21",
        "2025-11-30",
        "between 21 and 30 Nov 2025",
    ),
    ("21 or 22 Nov 2025", "[2025-11-21..2025-11-22]", "2025-11-21", "2025-11-22", "21 or 22 Nov 2025"),
    ("November 2024 – March 2025", "2024-11/2025-03", "2024-11-01", "2025-03-31", "Nov 2024 – Mar 2025"),
    ("November – March 2025", "2024-11/2025-03", "2024-11-01", "2025-03-31", "Nov 2024 – Mar 2025"),
    (
        "22 Nov 2024 to 4 Mar 2025",
        "2024-11-22/2025-03-04",
        "2024-11-22",
        "2025-03-04",
        "22 Nov 2024 – 4 Mar 2025",
    ),
    ("Nov 22–23, 2024", "2024-11-22/2024-11-23", "2024-11-22", "2024-11-23", "22–23 Nov 2024"),
    ("22–23.11.2024", "2024-11-22/2024-11-23", "2024-11-22", "2024-11-23", "22–23 Nov 2024"),
    ("from 22 to 23 November 2024", "2024-11-22/2024-11-23", "2024-11-22", "2024-11-23", "22–23 Nov 2024"),
    ("2024–2025", "2024/2025", "2024-01-01", "2025-12-31", "2024–2025"),
    ("night of 20 to 21 Dec 2025", "2025-12-20/2025-12-21", "2025-12-20", "2025-12-21", "20–21 Dec 2025"),
    # expressions typed directly
    ("2025-11-21/2025-11-30", "2025-11-21/2025-11-30", "2025-11-21", "2025-11-30", "21–30 Nov 2025"),
    ("../2025-12-11", "../2025-12-11", None, "2025-12-11", "until 11 Dec 2025"),
    ("2024-11/..", "2024-11/..", "2024-11-01", None, "since Nov 2024"),
    ("{2024-11..2025-03}", "{2024-11..2025-03}", "2024-11-01", "2025-03-31", "Nov 2024 – Mar 2025"),
    ("2025-11-2X", "[2025-11-20..2025-11-29]", "2025-11-20", "2025-11-29", "between 20 and 29 Nov 2025"),
    ("2025-11-XX", "2025-11", "2025-11-01", "2025-11-30", "Nov 2025"),
    ("2025?", "2025?", "2025-01-01", "2025-12-31", "possibly 2025"),
    ("2025~", "2025~", "2025-01-01", "2025-12-31", "about 2025"),
    ("xxxx-12-11", "XXXX-12-11", None, None, "11 Dec (year not given)"),
    # the same day in many hands
    *(
        (words, "2025-12-11", "2025-12-11", "2025-12-11", "11 Dec 2025")
        for words in (
            "11.12.2025",
            "11/12/2025",
            "11-12-2025",
            "11-Dec-2025",
            "2025-12-11",
            "2025/12/11",
            "Dec 11, 2025",
            "11th of December, 2025",
            "11 DEC 2025",
            "Thursday, 11 December 2025",
            "as of 11 Dec 2025",
            "on the night of 11 December 2025",
            "１１.１２.２０２５",
            "11\u00a0Dec\u00a02025",
            "11 грудня 2025 року",
            "11 декабря 2025 г.",
            "четвер, 11 грудня 2025",
        )
    ),
    # not sure
    ("c. 1990", "1990~", "1990-01-01", "1990-12-31", "about 1990"),
    ("around 3 March 2025", "2025-03-03~", "2025-03-03", "2025-03-03", "about 3 Mar 2025"),
    ("probably 11 Dec 2025", "2025-12-11?", "2025-12-11", "2025-12-11", "possibly 11 Dec 2025"),
    ("possibly about 2025", "2025%", "2025-01-01", "2025-12-31", "possibly about 2025"),
    ("наприкінці листопада 2025", "[2025-11-21..2025-11-30]", "2025-11-21", "2025-11-30", "late Nov 2025"),
    ("с 22 по 23 ноября 2024", "2024-11-22/2024-11-23", "2024-11-22", "2024-11-23", "22–23 Nov 2024"),
    *(
        (words, "2024-11-22/2024-11-23", "2024-11-22", "2024-11-23", "22–23 Nov 2024")
        for words in ("з 22 до 23 листопада 2024", "в період з 22 по 23 лист. 2024", "from 22 until 23 Nov 2024")
    ),
    *(
        (words, "[..2025-11-18]", None, "2025-11-18", "by 18 Nov 2025")
        for words in ("до 18 ноября 2025", "до 18 листопада 2025 включно", "не пізніше 18 листопада 2025",
                      "не позже 18 нояб. 2025", "к 18 ноября 2025")
    ),
    *(
        (words, "[..2025-11]", None, "2025-11-30", "by the end of Nov 2025")
        for words in ("до кінця листопада 2025", "к концу ноября 2025", "до конца ноября 2025")
    ),
    *(
        (words, "[2025-11-21..2025-11-30]", "2025-11-21", "2025-11-30", "late Nov 2025")
        for words in ("в конце ноября 2025", "на кінець листопада 2025", "кінець листопада 2025 року")
    ),
    *(
        (words, "2025-12-12", "2025-12-12", "2025-12-12", "12 Dec 2025")
        for words in ("станом на 12 грудня 2025", "по состоянию на 12 декабря 2025", "у п’ятницю, 12 грудня 2025",
                      "в пятницу, 12 дек. 2025", "в ніч на 12 грудня 2025", "в ночь на 12 декабря 2025")
    ),
    ("до грудня 2025", "[..2025-11-30]", None, "2025-11-30", "by Dec 2025"),
    ("раніше 5 листопада 2025", "[..2025-11-04]", None, "2025-11-04", "before 5 Nov 2025"),
    ("не раніше 5 листопада 2025", "2025-11-05/..", "2025-11-05", None, "since 5 Nov 2025"),
    ("не ранее 5 ноября 2025", "2025-11-05/..", "2025-11-05", None, "since 5 Nov 2025"),
    ("21 або 22 листопада 2025", "[2025-11-21..2025-11-22]", "2025-11-21", "2025-11-22", "21 or 22 Nov 2025"),
    ("біля 20 листопада 2025", "2025-11-20~", "2025-11-20", "2025-11-20", "about 20 Nov 2025"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "stored", "earliest", "latest", "shown"), TABLE)
def test_words_are_stored_bounded_and_shown_as_the_table_says(typed, stored, earliest, latest, shown):
    d = parse(typed)
    bounds = tuple(day and date.fromisoformat(day) for day in (earliest, latest))
    assert (d.edtf, d.earliest, d.latest, show(d)) == (stored, *bounds, shown)
    assert d.words == " ".join(typed.split())
    again = from_edtf(d.edtf)
    assert (again.edtf, again.earliest, again.latest, again.basis) == (d.edtf, d.earliest, d.latest, d.basis)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("late November", "21 to 30 Nov 2025 · year inferred"),
        ("11 December", "11 Dec 2025 · year inferred"),
        ("about 2025", "1 Jan to 31 Dec 2025 · approximate"),
        ("by December 2025", "up to 30 Nov 2025"),
        ("after 3 March 2025", "3 Mar 2025 or later"),
        ("22 Nov 2024 to 4 Mar 2025", "22 Nov 2024 to 4 Mar 2025"),
        ("possibly November 2025", "1 to 30 Nov 2025 · uncertain"),
    ],
)
def test_the_form_echoes_how_the_words_were_read(typed, read):
    assert reading(parse(typed, published=PUBLISHED)) == read


def test_the_form_says_that_a_year_was_not_given():
    assert reading(parse("late November")) == "21 to 30 Nov · year not given"


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("18 November 2025", "2025-11-18"),
        ("November 2025", "2025-11"),
        ("2025", "2025"),
        ("late November 2025", "2025-11"),
        ("22–23 November 2024", "2024-11"),
        ("November 2024 – March 2025", ""),
        ("about 2025", ""),
        ("possibly 11 December 2025", ""),
        ("by 18 November 2025", ""),
        ("December 11", ""),
    ],
)
def test_machines_are_told_only_what_is_certain(typed, iso):
    assert parse(typed).iso == iso
    assert parse(typed, infer_year=False).iso == iso


def test_an_inferred_year_is_not_told_to_machines_but_its_day_is_certain_given_the_year():
    d = parse("11 December", published=PUBLISHED)
    assert (d.iso, d.certain_on) == ("", date(2025, 12, 11))


@pytest.mark.parametrize(
    "typed", ["about 11 Dec 2025", "11 Dec 2025?", "11–12 Dec 2025", "11 Dec", "by 11 Dec 2025"]
)
def test_what_is_vague_is_certain_on_no_day(typed):
    assert parse(typed).certain_on is None


@pytest.mark.parametrize(
    ("typed", "advice"),
    [
        ("", "leave the field empty"),
        ("unknown", "leave the field empty"),
        ("not stated", "leave the field empty"),
        ("?", "leave the field empty"),
        ("today", "Write the day itself"),
        ("yesterday", "Write the day itself"),
        ("last week", "Write the day itself"),
        ("summer 2025", "months instead of a season"),
        ("31 February 2025", "has no day 31"),
        ("29 February 2025", "has no day 29"),
        ("12.25.2025", "no month 25"),
        ("11.12.25", "four digits"),
        ("11 Dec 25", "four digits"),
        ("11 Dec 99999", "four digits"),
        ("0000", "between 1 and 9999"),
        ("after 9999", "between 1 and 9999"),
        ("before 0001", "no day before"),
        ("Friday 11 December 2025", "was a Thursday"),
        ("30–21 November 2025", "earlier date first"),
        ("2025-12-11/2025-12-10", "earlier date first"),
        ("[2025-11-30..2025-11-21]", "earlier date first"),
        ("between 21 November 2025", "needs two dates"),
        ("21 or 25 November 2025", "neighbours"),
        ("early late November", "Write one of"),
        ("11", "needs its month"),
        ("11 Dec 2024 (2025 inferred)", "given twice"),
        ("the day after the exchange", "not understood"),
        ("../..", "leave the field empty"),
        ("XXXX", "at least a month or a year"),
        ("2025-XX-11", "needs its month"),
    ],
)
def test_what_is_no_date_is_refused_with_a_sentence_that_helps(typed, advice):
    with pytest.raises(UnreadableDate) as refused:
        parse(typed)
    assert advice in refused.value.message
    assert refused.value.message.endswith((".", "2025-12-11”."))


def test_numbers_read_day_first_and_both_readings_can_be_asked_for():
    assert parse("11.12").edtf == "XXXX-12-11"
    assert ambiguous("11.12") == ("11 December", "12 November")
    assert ambiguous("by 11/12/2025") == ("by 11 December 2025", "by 12 November 2025")


@pytest.mark.parametrize(
    "typed", ["13.12", "11.11", "11 Dec", "2025-12-11", "1.2.3.4", "0.5", "nonsense", "\0"]
)
def test_only_numbers_that_allow_both_are_ambiguous(typed):
    assert ambiguous(typed) == ()


def test_what_an_expression_alone_cannot_say_is_shown_as_the_expression_has_it():
    assert show(from_edtf("[..2025-11-30]")) == "by 30 Nov 2025"
    assert show(from_edtf("[..2025-11-30]", words="by December")) == "by Dec 2025"
    assert show(from_edtf("[2026-01..]")) == "Jan 2026 or later"
    assert show(from_edtf("[..2025-11-30]", words="ahead of winter, as they put it")) == "by 30 Nov 2025"


def test_a_language_without_a_table_is_shown_in_english():
    assert show(parse("late November 2025"), lang="uk") == "late Nov 2025"


def test_a_basis_given_with_an_expression_must_fit_it():
    assert from_edtf("2025-12-11", basis="inferred").edtf == "2025?-12-11"
    assert from_edtf("2025?-12-11", basis="stated").edtf == "2025-12-11"
    for edtf, basis in [
        ("XXXX-12-11", "stated"),
        ("2025-12-11", "unknown"),
        ("2025", "inferred"),
        ("2025", "x"),
    ]:
        with pytest.raises(UnreadableDate):
            from_edtf(edtf, basis=basis)
