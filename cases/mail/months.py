"""Parcels handed over, received and delivered by month, as far as the month is certain."""

from collections import defaultdict
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Sum, When
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _

from cases.models import Event

TYPES = {"handed_over": _("Handed over"), "received": _("Received"), "delivered": _("Delivered")}
FILLS = {"handed_over": "soft", "received": "ink2", "delivered": "ok"}
MONTHS = 12
_HEIGHT = 110
#: Labelled parcels have events of their own that came with that of their consignment: those are counted.
_PARTS = Event.objects.filter(within=OuterRef("pk"), parcel__isnull=False).order_by()


def months(user, on):
    """The last twelve months: so many parcels of each type of event; how many have no certain month, and how many events
    of whole consignments say no number, so that their parcels are in none of these. One query.
    """
    first = _back(on, MONTHS - 1)
    events = Event.objects.visible_to(user).live().filter(type__in=TYPES).order_by()
    events = events.filter(Q(parcel__isnull=False) | Q(consignment__isnull=False))
    rows = events.annotate(start=TruncMonth("occurred_earliest"), end=TruncMonth("occurred_latest"))
    counted = rows.values_list("type", "start", "end").annotate(
        n=Sum(Coalesce(F("count"), Case(When(parcel__isnull=False, then=1), default=0))),
        untold=Count("pk", filter=Q(consignment__isnull=False, count=None) & ~Exists(_PARTS)),
    )
    table, uncertain = defaultdict(lambda: dict.fromkeys(TYPES, 0)), dict.fromkeys(TYPES, 0)
    untold = 0
    for type, start, end, number, without in counted:
        untold += without if end is None or end >= first else 0
        if start is None or start != end:
            uncertain[type] += number
        elif start >= first:
            table[start][type] += number
    days = [_back(on, back) for back in range(MONTHS - 1, -1, -1)]
    return {
        "rows": [{"month": day, "numbers": [table[day][type] for type in TYPES]} for day in days],
        "heads": list(TYPES.values()), "uncertain": list(uncertain.values()),
        "any_uncertain": any(uncertain.values()), "untold": untold,
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
