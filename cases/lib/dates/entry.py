"""The doors: a date from words or from an expression, and both readings of numbers that could be American."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from cases.lib.dates import edtf as grammar
from cases.lib.dates.draft import Draft
from cases.lib.dates.draft import infer_year as dated_by
from cases.lib.dates.edtf import Shape
from cases.lib.dates.lexer import cleaned, says_no_year
from cases.lib.dates.value import UncertainDate, UnreadableDate, YearBasis
from cases.lib.dates.words import INFERRED, read

_DAY_MONTH: Final = r"(?<![0-9])[0-9]{1,2}(?P<sep>[./])[0-9]{1,2}(?:(?P=sep)[0-9]{4})?(?![0-9])"


def parse(
    words: str,
    *,
    published: UncertainDate | date | None = None,
    infer_year: bool = True,
    ahead: bool = False,
) -> UncertainDate:
    """The date that the words say, no more precise than they are (domain.md §5). Raises UnreadableDate.

    Without a year it takes one from `published`, the date of its source, never from today: see
    `draft.infer_year` (`ahead` for a plan). If the source's own date leaves two years open, none is
    inferred.
    """
    text = cleaned(words)
    given = " ".join(words.split())
    expression = text.upper()
    if grammar.looks_like_edtf(expression):
        return from_edtf(expression, words=given)
    inferred = INFERRED.search(text)
    draft = read(text[: inferred.start()] if inferred else text)
    if not draft.yearless and inferred:
        raise UnreadableDate("A year is given twice: leave out what stands in brackets.")
    if not draft.yearless:
        return _built(draft.resolve(), given, YearBasis.STATED)
    draft.resolve()
    dated = _year_from(draft, published, ahead) if infer_year and published else None
    if inferred:
        dated = draft.in_year(int(inferred["year"]))
    if dated is None or says_no_year(text):
        return _built(draft.resolve(), given, YearBasis.UNKNOWN)
    return _built(dated.resolve(), given, YearBasis.INFERRED)


def from_edtf(edtf: str, *, words: str = "", basis: str | None = None) -> UncertainDate:
    """The date of an expression in our grammar, made canonical.

    Raises UnreadableDate, also if `basis` contradicts it.
    """
    shape, marked = grammar.read(edtf)
    known = all(part.year is not None for part in shape.parts)
    own = YearBasis.UNKNOWN if not known else YearBasis.INFERRED if marked else YearBasis.STATED
    chosen = basis or own
    if chosen not in (YearBasis.STATED, YearBasis.INFERRED, YearBasis.UNKNOWN):
        raise UnreadableDate("The year is stated, inferred or unknown: choose one of the three.")
    if (chosen == YearBasis.UNKNOWN) == known:
        raise UnreadableDate(
            "A year is unknown if and only if it is written XXXX: correct the one or the other."
        )
    if chosen == YearBasis.INFERRED and all(part.month is None for part in shape.parts):
        raise UnreadableDate(
            "A year alone cannot be inferred: give the month as well, or leave the field empty."
        )
    return _built(shape, words, chosen)


def ambiguous(words: str) -> tuple[str, ...]:
    """Both readings in words, day first and month first, if numbers allow both ("11.12"); otherwise nothing.

    `parse` always reads day first; a form asks only where the source is plausibly American (decisions.md,
    Dates).
    """
    try:
        text = cleaned(words)
        found = [re.split(r"[./]", match[0]) for match in re.finditer(_DAY_MONTH, text)]
        if not found or any(int(a) > 12 or int(b) > 12 or a == b for a, b, *_ in found):
            return ()
        readings = tuple(re.sub(_DAY_MONTH, written, text) for written in (_day_first, _month_first))
        for one in readings:
            parse(one)
    except UnreadableDate:
        return ()
    return readings


def _day_first(match: re.Match[str]) -> str:
    return _in_words(*re.split(r"[./]", match[0]))


def _month_first(match: re.Match[str]) -> str:
    month, day, *year = re.split(r"[./]", match[0])
    return _in_words(day, month, *year)


def _in_words(day: str, month: str, *year: str) -> str:
    if int(month) == 0:
        raise UnreadableDate("There is no month 0.")
    return " ".join([str(int(day)), grammar.MONTHS[int(month) - 1], *year])


def _built(shape: Shape, words: str, basis: str) -> UncertainDate:
    inferred = basis == YearBasis.INFERRED
    return UncertainDate(shape.text(inferred), words, shape.earliest, shape.latest, basis)


def _year_from(draft: Draft, published: UncertainDate | date, ahead: bool) -> Draft | None:
    if isinstance(published, date):
        return dated_by(draft, published, ahead=ahead)
    if published.earliest is None or published.latest is None:
        return None
    first = dated_by(draft, published.earliest, ahead=ahead)
    return first if first == dated_by(draft, published.latest, ahead=ahead) else None
