"""Days as sources say them: to the day, to a part of a month, by a day, about a day, without a year."""

from datetime import timedelta
from functools import lru_cache

from cases.lib import dates
from cases.lib.dates.edtf import MONTHS

_STYLES = {
    "{day} {month} {year}": 66,
    "{part} {month} {year}": 9,
    "{month} {year}": 5,
    "by {day} {month} {year}": 5,
    "about {day} {month} {year}": 4,
    "{before}–{day} {month} {year}": 4,
    "{day} {month}": 7,
}
_NO_YEAR = "{day} {month}"
_SOFT = ("{part} {month} {year}", "{month} {year}", "by {day} {month} {year}", "about {day} {month} {year}")
_parse = lru_cache(maxsize=20_000)(dates.parse)


def _words(style, day):
    part = ("early", "mid", "late")[min((day.day - 1) // 10, 2)]
    before = max(day.day - 2, 1)
    if before == day.day:
        style = style.replace("{before}–", "")
    return style.format(day=day.day, month=MONTHS[day.month - 1], year=day.year, part=part, before=before)


def plainly(day):
    """The day, as a source that knows it says it."""
    return _parse(_words("{day} {month} {year}", day))


def year(day, *, about=False):
    """The year of the day, exactly or about."""
    return _parse(f"about {day.year}" if about else str(day.year))


class Spoken:
    """Says days in words, at random; never so that a thing that happened could lie after `today`."""

    def __init__(self, rng, today):
        self.rng, self.today = rng, today
        self.styles, self.weights = list(_STYLES), list(_STYLES.values())

    def past(self, day):
        """A day on which something happened; a few without a year, or with one inferred from the source."""
        style = self.rng.choices(self.styles, self.weights)[0]
        if style == _NO_YEAR:
            published = day + timedelta(days=2)
            return _parse(_words(style, day), published=published if self.rng.random() < 0.5 else None)
        said = _parse(_words(style, day))
        return said if said.latest <= self.today else plainly(day)

    def planned(self, day):
        """A day for which something is planned or due."""
        return _parse(_words(self.rng.choice(_SOFT), day)) if self.rng.random() < 0.4 else plainly(day)

    def within(self, first, last):
        """A random day between two, ends included."""
        return first + timedelta(days=self.rng.randint(0, max((last - first).days, 0)))

    def days(self, count, first, last):
        """So many random days between two, in order."""
        return sorted(self.within(first, last) for _ in range(count))
