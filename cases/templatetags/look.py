"""The look in tags: marks, chips, uncertain dates, references, and links that keep the rest of the query.

Shape says what, fill says whose words, dash says not certain or not yet.
Everything is escaped through format_html.
"""

import datetime
import re
from functools import lru_cache

from django import template
from django.forms import BoundField
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from cases.lib.dates import UncertainDate, from_edtf, reading, show

register = template.Library()

SPRITE = """
brand said told yes yes-o no no-o if asked none planned missed differ apart back harm late box day ask twice
cross x find letter card slot
"""
MARKS = frozenset(SPRITE.split())
TONES = frozenset(["", "ok", "warn", "stop", "split", "calm"])
PATTERNS = {"soft": ("var(--calmbg)", "var(--edge)")} | {
    f"p-{name}": (f"url(#p-{name})", "none") for name in ("short", "split", "harm", "back")
}
CERTAIN_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@register.simple_tag
@lru_cache(maxsize=256)
def mark(name: str, cls: str = "") -> SafeString:
    """One symbol of the sprite, silent to a screen reader: the word stands beside it."""
    if name not in MARKS:
        raise ValueError(f"There is no mark called {name!r}; see templates/_parts/_sprite.html.")
    classes = f"m {cls}".rstrip()
    return format_html('<svg class="{}" aria-hidden="true"><use href="#{}"/></svg>', classes, name)


@register.simple_tag
def chip(tone: str, name: str, text: object, cls: str = "") -> SafeString:
    """A mark and a word on a tint. `cls` is "badge" (bold, never wraps) or "big" (the position board)."""
    if tone not in TONES:
        raise ValueError(f"There is no tone called {tone!r}.")
    classes = " ".join(filter(None, ["chip", tone, cls]))
    return format_html('<span class="{}">{}{}</span>', classes, mark(name) if name else "", text)


@register.simple_tag
def swatch(fill: str) -> SafeString:
    """The square beside a row of the ledger, filled as its part of the bar: a token, "soft" or a pattern."""
    paint, stroke = PATTERNS.get(fill, (f"var(--{fill})", "none"))
    rect = format_html('<rect fill="{}" stroke="{}" x=".5" y=".5" width="13" height="13"/>', paint, stroke)
    return format_html('<svg class="sw" aria-hidden="true">{}</svg>', rect)


@register.simple_tag
def fuzzy(date: object) -> SafeString:
    """A date as its source put it, then how we read it: late November · 21 to 30 Nov 2025.

    A certain single day is a plain <time>; `datetime` holds only what is certain; nothing renders nothing.
    """
    if not is_uncertain(date):
        return when(date)
    words, read = date.words or show(date, language()), reading(date, language())
    if not read or read == words:
        return time_tag(words, date.iso, "fuzzy")
    return format_html('{} <span class="read">{}</span>', time_tag(words, date.iso, "fuzzy"), read)


@register.simple_tag
def when(date: object) -> SafeString:
    """A date in its shortest form, for tables: late Nov 2025. Also a plain date, a moment, or words."""
    if date is None or date == "":
        return SafeString("")
    if isinstance(date, UncertainDate):
        return time_tag(show(date, language()), date.iso, "fuzzy" if is_uncertain(date) else "")
    if not isinstance(date, datetime.date):
        return format_html("{}", date)
    if not isinstance(date, datetime.datetime):
        return time_tag(show(from_edtf(date.isoformat()), language()), date.isoformat())
    local = timezone.localtime(date) if timezone.is_aware(date) else date
    day = show(from_edtf(local.date().isoformat()), language())
    return time_tag(f"{day}, {local:%H:%M}", local.isoformat(timespec="minutes"))


@register.filter
def read_as(field: BoundField) -> str:
    """How the words that stand in a date field are read so far; nothing where there are none, or they cannot be read."""
    words = field.value()
    date = field.field.read(words) if words else None
    return gettext("Read as %(reading)s") % {"reading": reading(date, language())} if date else ""


def is_uncertain(date: object) -> bool:
    return isinstance(date, UncertainDate) and not CERTAIN_DAY.fullmatch(date.edtf)


def language() -> str:
    return (get_language() or "en")[:2]


def time_tag(text: object, iso: str | None, cls: str = "") -> SafeString:
    attributes = SafeString("")
    if cls:
        attributes += format_html(' class="{}"', cls)
    if iso:
        attributes += format_html(' datetime="{}"', iso)
    return format_html("<time{}>{}</time>", attributes, text)


@register.filter
def ref(code: object) -> SafeString:
    """A reference code: never translated, never broken over two lines, read from the left in any script."""
    return format_html('<span class="ref mono" dir="ltr" translate="no">{}</span>', code)


@register.filter
def figure(number: object) -> str:
    """A number with its thousands apart: 2,000 parcels."""
    return number_format(number, use_l10n=True, force_grouping=True)


@register.filter
def bdi(name: object, lang: str = "") -> SafeString:
    """A name as written, kept apart from the text around it; `name|bdi:"uk"` says its language."""
    if lang:
        return format_html('<bdi lang="{}">{}</bdi>', lang, name)
    return format_html("<bdi>{}</bdi>", name)


@register.simple_tag(takes_context=True)
def url_with(context: template.Context, **changes: object) -> str:
    """This page's query with some keys changed (an empty value drops its key), back on the first page."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_without(context: template.Context, *keys: str) -> str:
    """This page's query without some keys, for the cross on a filter's chip."""
    return url_with(context, **dict.fromkeys(keys))
