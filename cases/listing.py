"""One page of a list: sorting, counting to a cap, pages by number and by key, and what each says (decisions.md, Lists)."""

from dataclasses import dataclass, field
from functools import cached_property

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.formats import number_format
from django.utils.translation import gettext as _

CAP = 1000
PAGE = 25


@dataclass(frozen=True)
class Column:
    """A column of a table. `order` is the not-null column that it sorts by; `joined` where that is on another
    table, or has no index of its own, so that it sorts up to the cap.

    `falling`: the first click sorts downwards. `inverse`: what is shown falls where the column rises (days, from a date).
    """

    key: str
    label: str
    order: str = ""
    end: bool = False
    joined: bool = False
    falling: bool = False
    inverse: bool = False


class BadPage(ValueError):
    """A sort, page or cursor that the address names and the list does not have."""


def count_text(number, *, whole=False):
    """A number of rows in words; `whole` where it was counted beyond the cap."""
    if number > CAP and not whole:
        return _("more than %(cap)s") % {"cap": number_format(CAP, use_l10n=True, force_grouping=True)}
    return number_format(number, use_l10n=True, force_grouping=True)


@dataclass
class Page:
    """The rows of one page of a filtered queryset, as the address asks for them. Raises `BadPage`."""

    queryset: object
    columns: tuple[Column, ...]
    sort: str
    query: object
    size: int = PAGE
    whole_count: bool = False
    goes_on: bool = field(default=False, init=False)

    @cached_property
    def counted(self):
        """How many rows there are, counted to one above the cap unless the whole number is asked for."""
        rows = self.queryset.order_by()
        return rows.count() if self.whole_count else rows[: CAP + 1].count()

    @property
    def is_capped(self):
        return self.counted > CAP and not self.whole_count

    @property
    def count_text(self):
        return count_text(self.counted, whole=self.whole_count)

    @cached_property
    def column(self):
        found = next((c for c in self.columns if c.order and c.key == self.sort.removeprefix("-")), None)
        if found is None:
            raise BadPage(_("This list cannot be sorted by “%(key)s”.") % {"key": self.sort[:40]})
        if found.joined and self.counted > CAP:
            raise BadPage(
                _("Sorting by “%(label)s” works up to %(cap)s rows: filter first.")
                % {"label": found.label, "cap": CAP}
            )
        return found

    @property
    def falling(self):
        return self.sort.startswith("-")

    @cached_property
    def ordered(self):
        return self._in_order(self.queryset, self.falling)

    def _in_order(self, rows, falling):
        sign = "-" if falling else ""
        return rows.order_by(f"{sign}{self.column.order}", f"{sign}pk")

    @cached_property
    def number(self):
        text = self.query.get("page", "1")
        last = self.last_number
        if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= max(last, 1):
            raise BadPage(_("There is no page “%(page)s” of this list.") % {"page": text[:20]})
        return int(text)

    @property
    def last_number(self):
        return -(-min(self.counted, CAP) // self.size)

    @cached_property
    def rows(self):
        """The rows to show, fetched once."""
        after, before = self.query.get("after"), self.query.get("before")
        if after:
            return self._beyond(after, backwards=False)
        if before:
            return self._beyond(before, backwards=True)
        start = (self.number - 1) * self.size
        return list(self.ordered[start : start + self.size])

    def _beyond(self, cursor, *, backwards):
        """The page after (or before) a row, found by its key: as fast at the millionth row as at the first."""
        falling = self.falling != backwards
        key = Tuple(F(self.column.order), F("pk"))
        compare = TupleLessThan if falling else TupleGreaterThan
        found = self._in_order(self.queryset.filter(compare(key, self._cursor(cursor))), falling)
        rows = list(found[: self.size + 1])
        self.goes_on = backwards or len(rows) > self.size
        rows = rows[: self.size]
        return rows[::-1] if backwards else rows

    def _cursor(self, text):
        value, _mark, pk = text.rpartition("~")
        try:
            column = self.queryset.model._meta.get_field(self.column.order)  # none, where it is computed
            return Value(column.to_python(value), output_field=column), Value(int(pk))
        except (ValidationError, ValueError, OverflowError, TypeError, FieldDoesNotExist) as error:
            raise BadPage(_("This page of the list cannot be found: start from the first page.")) from error

    def cursor_of(self, row):
        return f"{getattr(row, self.column.order)}~{row.pk}"

    @property
    def by_key(self):
        return bool(self.query.get("after") or self.query.get("before"))

    def links(self, url_with):
        """What the pagination shows; `url_with(**keys)` gives this address with some keys changed."""
        shown = {"text": self._range_text(), "number": 0, "numbers": [], "previous_url": "", "next_url": ""}
        if self.by_key:
            if self.rows:
                shown["previous_url"] = url_with(before=self.cursor_of(self.rows[0]))
                if self.goes_on:
                    shown["next_url"] = url_with(after=self.cursor_of(self.rows[-1]))
            return shown
        last = self.last_number
        near = {1, 2, last - 1, last, *range(self.number - 2, self.number + 3)}
        for number in sorted(n for n in near if 1 <= n <= last):
            if shown["numbers"] and number - shown["numbers"][-1]["number"] > 1:
                shown["numbers"].append({"number": "", "url": "", "current": False})
            item = {"number": number, "url": url_with(page=number), "current": number == self.number}
            shown["numbers"].append(item)
        shown["number"] = self.number
        shown["previous_url"] = url_with(page=self.number - 1) if self.number > 1 else ""
        if self.number < last:
            shown["next_url"] = url_with(page=self.number + 1)
        elif self.is_capped and self.rows:
            shown["next_url"] = url_with(after=self.cursor_of(self.rows[-1]))
        return shown

    def _range_text(self):
        if self.by_key or not self.rows:
            return _("beyond the first %(cap)s rows") % {"cap": CAP} if self.by_key else ""
        first = (self.number - 1) * self.size + 1
        return _("%(first)s to %(last)s of %(count)s") % {
            "first": first, "last": first + len(self.rows) - 1, "count": self.count_text,
        }  # fmt: skip

    def heads(self, url_with):
        """The head of the table: a link where a column sorts, and why not where it does not now."""
        heads = []
        for column in self.columns:
            why_not = ""
            sortable = bool(column.order)
            if sortable and column.joined and self.counted > CAP:
                sortable, why_not = False, _("sorts up to %(cap)s rows") % {"cap": CAP}
            here = sortable and column.key == self.sort.removeprefix("-")
            direction = ("descending" if self.falling != column.inverse else "ascending") if here else ""
            first = f"-{column.key}" if column.falling else column.key
            other = column.key if self.falling else f"-{column.key}"
            heads.append(
                {
                    "label": column.label, "end": column.end, "sortable": sortable, "why_not": why_not,
                    "sort": direction, "url": url_with(sort=other if here else first),
                }
            )  # fmt: skip
        return heads
