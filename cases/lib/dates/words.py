"""What words give: a form and its points.

Nothing is guessed; what is not understood is refused with a sentence.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from cases.lib.dates import edtf as grammar
from cases.lib.dates.draft import Draft, Point, earlier_in_year
from cases.lib.dates.lexer import ADVICE, Token, cleaned, tokens_of
from cases.lib.dates.value import UncertainDate, UnreadableDate, YearBasis

INFERRED: Final = re.compile(r"(?<!\s)\s*\((?P<year>[0-9]{4})(?:-[0-9]{4})? inferred\)$")
_ENDS: Final = {"to", "and", "or", "-"}
_FORMS: Final = {"by", "before", "until", "after", "since", "between"}
_REFUSED: Final = {
    "relative": "Write the day itself, such as “11 December 2025”: “today” means another day tomorrow.",
    "season": "Write months instead of a season, such as “between June and August 2025”.",
    "unknown": "If the date is not known, leave the field empty: nothing needs to be written.",
    "num": "Write the year with four digits, such as 2025.",
}


@lru_cache(maxsize=4096)
def read(text: str) -> Draft:
    """What the words give, years not yet inferred. Takes what `cleaned` returns. Raises UnreadableDate."""
    tokens = tokens_of(text)
    if not tokens or tokens[0].kind == "unknown" or all(t.kind == "possibly" for t in tokens):
        raise UnreadableDate("If the date is not known, leave the field empty: nothing needs to be written.")
    tokens, mark = _marks(tokens)
    form = tokens.pop(0).kind if tokens and tokens[0].kind in _FORMS else "one"
    if form == "since":  # "from 22 until 23 November" is a range; so is «з 22 до 23 листопада»
        tokens = [replace(token, kind="to") if token.kind in ("until", "by") else token for token in tokens]
    if form == "one" and tokens and tokens[-1].kind in ("or_later", "or_earlier"):
        form = tokens.pop().kind
    if form == "by" and tokens and tokens[0].kind == "end":
        form = "by_end"
        tokens.pop(0)
    split = next((i for i, token in enumerate(tokens) if token.kind in _ENDS), len(tokens))
    start, rest = _point(tokens[:split]), tokens[split:]
    if not rest:
        draft = Draft(form, _whole(start))
        if form == "between":
            raise UnreadableDate("“Between” needs two dates: write “between 21 and 30 November 2025”.")
    else:
        draft = _pair(form, rest[0].kind, start, _point(rest[1:]))
    return _with_mark(draft, mark)


def given(d: UncertainDate) -> Draft | None:
    """What the date's words gave, if they are read to the same expression; it tells the precision given."""
    try:
        text = cleaned(d.words)
        if grammar.looks_like_edtf(text.upper()):
            return None
        draft = read(INFERRED.sub("", text))
    except UnreadableDate:
        return None
    near = {day.year + n for day in (d.earliest, d.latest) if day for n in (-1, 0, 1)}
    tries = [draft.in_year(year) for year in sorted(near)] if draft.yearless and near else [draft]
    for one in tries:
        try:
            if one.resolve().text(d.basis == YearBasis.INFERRED) == d.edtf:
                return one
        except UnreadableDate:
            continue
    return None


def _marks(tokens: list[Token]) -> tuple[list[Token], str]:
    """The tokens without "about" and "possibly", wherever they stand, and the mark that these make."""
    kinds = {token.kind for token in tokens}
    about, possibly = bool(kinds & {"about", "%"}), bool(kinds & {"possibly", "%"})
    mark = "%" if about and possibly else "~" if about else "?" if possibly else ""
    return [token for token in tokens if token.kind not in ("about", "possibly", "%")], mark


def _with_mark(draft: Draft, mark: str) -> Draft:
    if not mark:
        return draft
    end = replace(draft.end, mark=mark) if draft.end else None
    return Draft(draft.form, replace(draft.start, mark=mark), end)


def _point(tokens: list[Token]) -> Point:
    """What one end of the words gives; day, month or year may still be missing."""
    if not tokens:
        raise UnreadableDate(f"A date is missing here. {ADVICE}")
    seen: dict[str, int] = {}
    part = ""
    for token in tokens:
        if token.kind in ("early", "mid", "late", "end"):
            if part:
                raise UnreadableDate(
                    "Write one of “early”, “mid” or “late”, or a range such as “early to mid November”."
                )
            part = "late" if token.kind == "end" else token.kind
            continue
        for name, value in _numbers(token).items():
            if name in seen:
                raise UnreadableDate(
                    f"Two {name}s are given in one date: write years with four digits, "
                    "ranges as “21–22 November 2025”."
                )
            seen[name] = value
    return Point(
        seen.get("year"), seen.get("month"), seen.get("day"), part, "decade" in seen, "", seen.get("weekday")
    )


def _numbers(token: Token) -> dict[str, int]:
    if token.kind in ("month", "weekday"):
        return {token.kind: token.value}
    if token.kind in ("iso", "ymd", "dmy", "dm"):
        numbers = [int(n) for n in re.split(r"[./-]", token.text)]
        names = ("year", "month", "day") if token.kind in ("iso", "ymd") else ("day", "month", "year")
        return dict(zip(names, numbers, strict=False))  # a year or a day may be missing
    if token.kind == "decade":
        return {"year": int(token.text[:4]), "decade": 1}
    if token.kind == "ordinal" or (token.kind == "num" and len(token.text) <= 2):
        return {"day": int(token.text[:4])}
    if token.kind == "num" and len(token.text) == 4:
        return {"year": int(token.text)}
    raise UnreadableDate(
        _REFUSED.get(token.kind, f"“{token.text[:20]}” is not understood in a date. {ADVICE}")
    )


def _whole(point: Point) -> Point:
    if point.day is not None and point.month is None:
        raise UnreadableDate("A day needs its month, a year four digits: write “11 December 2025”.")
    if point.month is None and point.year is None:
        raise UnreadableDate(f"A month or a year is missing. {ADVICE}")
    if point.part and (point.day is not None or point.decade):
        raise UnreadableDate(
            "“Early”, “mid” and “late” go with a month or a year, such as “late November 2025”."
        )
    return point


def _pair(form: str, link: str, start: Point, end: Point) -> Draft:
    """A range, its ends completed from each other: "22–23 November 2024", "Nov 22–23", "22 Nov – 4 Mar
    2025".
    """
    kind = {"between": "between", "since": "span", "one": "or" if link == "or" else "span"}.get(form)
    if kind is None or (link == "and") != (kind == "between"):
        raise UnreadableDate("Write “22–23 November 2024” or “between 21 and 30 November 2025”.")
    if start.month is None and start.year is None:
        start = replace(start, month=end.month)
    if end.month is None and end.day is not None:
        end = replace(end, month=start.month)
    if start.year is None and end.year is not None:
        start = replace(start, year=end.year - (1 if earlier_in_year(end, start) else 0))
    elif end.year is None and start.year is not None:
        end = replace(end, year=start.year + (1 if earlier_in_year(end, start) else 0))
    return Draft(kind, _whole(start), _whole(end))
