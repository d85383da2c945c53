"""What came of what was handed over, by route and by consignment, and on which evidence a loss rests."""

from collections import Counter, defaultdict

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from cases.lib.lots import Account
from cases.models import Consignment, Correspondence, Event, Lot
from cases.templatetags.look import figure

#: So many consignments are listed one by one, the latest first.
MOST = 30
_LOST = (Account.LOST, Account.UNKNOWN)


def losses(user):
    """Routes, each with its consignments: handed over, receipt not stated, lost, and the evidence. Three queries."""
    seen = (
        Consignment.objects.visible_to(user)
        .select_related("from_party", "to_party")
        .order_by("-created_at", "-pk")
    )
    places = defaultdict(Counter)
    for pk, account, number in (
        Lot.objects.filter(consignment__in=seen.order_by().values("pk")).order_by()
        .values_list("consignment", "account").annotate(n=Sum("quantity"))
    ):  # fmt: skip
        places[pk][account] += number
    grades = _grades(seen)
    routes = defaultdict(list)
    for consignment in seen:
        if places[consignment.pk]:
            routes[consignment.from_party, consignment.to_party].append(consignment)
    return [_route(pair, rows, places, grades) for pair, rows in sorted(routes.items(), key=_by_size(places))]


def _by_size(places):
    """The route on which most is on its way comes first: no party first by its name."""
    return lambda route: (-sum(sum(places[row.pk].values()) for row in route[1]), route[1][0].pk)


def _route(pair, rows, places, grades):
    total, evidence = Counter(), Counter()
    for row in rows:
        total.update(places[row.pk])
        evidence.update(grades[row.pk])
    lines = [_line(places[row.pk], grades[row.pk]) | {"consignment": row} for row in rows[:MOST]]
    return {"from": pair[0], "to": pair[1], "lines": lines, "more": max(len(rows) - MOST, 0)} | _line(
        total, evidence
    )


def _line(places, grades):
    gone = sum(number for place, number in places.items() if place != Account.WITH_US)
    lost = sum(places[place] for place in _LOST)
    return {
        "gone": gone, "waiting": places[Account.HANDED_OVER], "delivered": places[Account.DELIVERED],
        "disputed": places[Account.DISPUTED], "lost": lost,
        "rate": _("%(rate)s %%") % {"rate": f"{lost / gone * 100:.1f}"} if gone and lost else "",
        "grades": ", ".join(f"{_grade(grade)} {figure(number)}" for grade, number in sorted(grades.items())),
    }  # fmt: skip


def _grade(grade):
    return Event.Evidence(grade).label if grade else _("a statement in a source")


def _grades(seen):
    """By consignment, on what the losses in its account rest: of labelled parcels their last, in bulk all."""
    lost = Event.objects.live().filter(type__in=("lost", "unaccounted"))
    ids = seen.order_by().values("pk")
    last = lost.filter(parcel__lot__account__in=_LOST, parcel__lot__consignment__in=ids)
    last = last.order_by("parcel", "-sequence").distinct("parcel").values("pk")
    found = defaultdict(Counter)
    labelled = Event.objects.filter(pk__in=last).order_by().values_list("parcel__consignment", "evidence")
    bulk = lost.filter(consignment__in=ids).order_by().values_list("consignment", "evidence")
    for pk, evidence, number in labelled.annotate(n=Count("pk")).union(
        bulk.annotate(n=Sum("count")), all=True
    ):
        found[pk][evidence] += number or 0
    return found


def undelivered(user):
    """Letters by direction and the side of the person held: all, undeliverable, lost, held; one without a number is one."""
    rows = Correspondence.objects.visible_to(user).order_by()
    counted = rows.values_list("direction", "person__power_of_dependence__name", "status").annotate(
        n=Sum(F("quantity"), default=0) + Count("pk", filter=Q(quantity=None))
    )
    table = defaultdict(Counter)
    for direction, side, status, number in counted:
        table[direction, side or ""].update({"all": number, status: number})
    return [
        {"direction": Correspondence.Direction(direction).label, "side": side or _("not stated"), **{
            name: figures[name] for name in ("all", "undeliverable", "lost", "held", "returned")}}
        for (direction, side), figures in sorted(table.items(), key=lambda item: (-item[1]["all"], item[0][0]))
    ]  # fmt: skip
