"""A day still to come, from the words in which one makes an appointment: “in 2 weeks”, “tomorrow”, “Monday”, “3 Dec”."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from cases.lib.dates.entry import parse
from cases.lib.dates.value import UnreadableDate

_UNITS: Final = {
    "day": r"d|days?|дн\w*|день|ден[ья]",
    "week": r"w|weeks?|тиж\w*|недел\w*",
    "month": r"m|months?|місяц\w*|месяц\w*",
}
_IN: Final = re.compile(r"(?:in|через|за)?\s*(?:(?P<number>\d{1,3}|a|an|one)\s*)?(?P<unit>[^\W\d]+)")
_SPOKEN: Final = {
    "today": 0, "сьогодні": 0, "сегодня": 0, "tomorrow": 1, "завтра": 1, "next week": 7,
    "наступного тижня": 7, "на следующей неделе": 7,
}  # fmt: skip
_WEEKDAYS: Final = (
    r"mon(day)?|понеділ\w*|понедел\w*", r"tue(s|sday)?|вівтор\w*|вторник\w*", r"wed(nesday)?|серед\w*|сред\w*",
    r"thu(r|rs|rsday)?|четвер\w*|четверг\w*", r"fri(day)?|п.?ятниц\w*", r"sat(urday)?|субот\w*|суббот\w*",
    r"sun(day)?|неділ\w*|воскресен\w*",
)  # fmt: skip
MOST_DAYS: Final = 3 * 366


def day_ahead(words: str, today: date) -> date:
    """The one day from today on that the words mean. Raises UnreadableDate with a sentence that says what to write."""
    text = " ".join(words.casefold().replace(".", " ").split()) if not re.search(r"\d\.", words) else words
    found = _spoken(text, today)
    if found is None:
        found = _named(words, today)
    if found < today:
        raise UnreadableDate("This day is past: give a day from today on.")
    if (found - today).days > MOST_DAYS:
        raise UnreadableDate("This is more than three years ahead: look at the year again.")
    return found


def after(day: date, days: int) -> date:
    """So many days after a day; at the end of all time its last day."""
    return day + min(timedelta(days=days), date.max - day)


def _spoken(text: str, today: date) -> date | None:
    if text in _SPOKEN:
        return today + timedelta(days=_SPOKEN[text])
    bare = text.removeprefix("on ").removeprefix("next ").removeprefix("у ").removeprefix("в ")
    for number, names in enumerate(_WEEKDAYS):
        if re.fullmatch(names, bare):
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    match = _IN.fullmatch(text)
    if not match:
        return None
    number = int(match["number"]) if (match["number"] or "").isdecimal() else 1
    if re.fullmatch(_UNITS["day"], match["unit"]):
        return today + timedelta(days=number)
    if re.fullmatch(_UNITS["week"], match["unit"]):
        return today + timedelta(weeks=number)
    return _months_on(today, number) if re.fullmatch(_UNITS["month"], match["unit"]) else None


def _months_on(day: date, months: int) -> date:
    """The same day some months on, or the last one that its month has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _named(words: str, today: date) -> date:
    read = parse(words, published=today, ahead=True)
    if read.earliest is None or read.earliest != read.latest:
        raise UnreadableDate("That can be several days: write one, such as 3 Dec, Monday or in 2 weeks.")
    return read.earliest
