"""How claims differ that cannot all be true, in words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.lib import threads
from cases.lib.dates import from_edtf, show


def finding(claims):
    """The difference between claims of one thread; nothing where they do not differ."""
    found = threads.difference(claims[0].aspect, [claim.value() for claim in claims])
    if found is None:
        return ""
    first, second = claims[found.first], claims[found.second]
    values = {"first": in_words(first), "second": in_words(second)}
    match threads.VALUE_OF[first.aspect]:
        case "number":
            values["apart"] = f"{found.distance:,}"
            return _("%(first)s and %(second)s: %(apart)s apart.") % values
        case "date":
            return _of_dates(values, first, second, found.distance)
        case "place":
            return _("%(first)s and %(second)s: neither lies in the other.") % values
        case "position":
            return _("Two positions of its own for the same day: %(first)s, and %(second)s.") % values
    return _("%(first)s, and %(second)s: it cannot be both.") % values


def _of_dates(values, first, second, distance):
    values |= {"end": day(first.date_latest), "begin": day(second.date_earliest)}
    sentence = _("No day in common: %(first)s ends on %(end)s, %(second)s begins on %(begin)s.") % values
    if _is_one_day(first) and _is_one_day(second):
        return _("No day in common: %(end)s and %(begin)s.") % values
    between = distance - 1
    if not between:
        return sentence
    lie = ngettext("%(days)s day lies between them.", "%(days)s days lie between them.", between)
    return f"{sentence} {lie % {'days': f'{between:,}'}}"


def _is_one_day(claim):
    return claim.date_earliest == claim.date_latest


def in_words(claim):
    """The value within a sentence: quoted where it is in the words of a source."""
    if claim.date and not claim.statement.is_derived:
        return _("“%(words)s”") % {"words": claim.value_text}
    return claim.value_text


def day(on: date):
    return show(from_edtf(on.isoformat()))
