"""Parcels handed over, received and delivered by month, as far as the month is certain."""

from collections import defaultdict
from datetime import date

from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _

from cases.models import Event

TYPES = {"handed_over": _("Handed over"), "received": _("Received"), "delivered": _("Delivered")}
FILLS = {"handed_over": "soft", "received": "ink2", "delivered": "ok"}
MONTHS = 12
_HEIGHT = 110


def months(user, on):
    """The last twelve months: so many parcels of each type of event; and how many have no certain month. One query."""
    first = _back(on, MONTHS - 1)
    events = (
        Event.objects.visible_to(user).live().filter(Q(parcel__isnull=False) | Q(count__gt=0), type__in=TYPES)
    )
    events = events.filter(Q(parcel__isnull=False) | Q(consignment__isnull=False)).order_by()
    rows = events.annotate(start=TruncMonth("occurred_earliest"), end=TruncMonth("occurred_latest"))
    counted = rows.values_list("type", "start", "end").annotate(n=Sum(Coalesce(F("count"), Value(1))))
    table, uncertain = defaultdict(lambda: dict.fromkeys(TYPES, 0)), dict.fromkeys(TYPES, 0)
    for type, start, end, number in counted:
        if start is None or start != end:
            uncertain[type] += number
        elif start >= first:
            table[start][type] += number
    days = [_back(on, back) for back in range(MONTHS - 1, -1, -1)]
    return {
        "rows": [{"month": day, "numbers": [table[day][type] for type in TYPES]} for day in days],
        "heads": list(TYPES.values()), "uncertain": list(uncertain.values()),
        "any_uncertain": any(uncertain.values()),
    }  # fmt: skip


def chart(found):
    """The same as columns: three beside each other for each month."""
    most = max((number for row in found["rows"] for number in row["numbers"]), default=0)
    wide = 100 / MONTHS
    bars = [
        {"x": round(place * wide + 0.6 + each * wide / 4, 2), "width": round(wide / 4.6, 2), "fill": fill,
         "height": height, "y": _HEIGHT - height}
        for place, row in enumerate(found["rows"])
        for each, (number, fill) in enumerate(zip(row["numbers"], FILLS.values(), strict=True))
        if (height := max(round(number / most * _HEIGHT), 2) if number else 0)
    ]  # fmt: skip
    labels = [
        {"x": round(place * wide + 0.6, 2), "month": row["month"]} for place, row in enumerate(found["rows"])
    ]
    legend = [{"fill": fill, "label": TYPES[type]} for type, fill in FILLS.items()]
    return {"bars": bars, "labels": labels, "legend": legend, "base": _HEIGHT, "height": _HEIGHT + 18}


def _back(on, months):
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, 1)
