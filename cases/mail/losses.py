"""What came of what was handed over, by route and by consignment, and on which evidence a loss rests."""

from collections import Counter, defaultdict

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext as _

from cases.lib.lots import Account
from cases.models import Consignment, Correspondence, Event, Handling, Lot
from cases.templatetags.look import figure

#: So many consignments are listed one by one, the latest first.
MOST = 30
_LOST = (Account.LOST, Account.UNKNOWN)
#: Before these states end nothing was handed over: what is lost or comes back then never left our hands.
_WITH_US_STILL = frozenset({"planned", "collecting", "closed", "dispatched", "cancelled"})


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
    gone = [_gone(row, places[row.pk]) for row in rows]
    lines = [
        _line(places[row.pk], grades[row.pk], number) | {"consignment": row}
        for row, number in zip(rows[:MOST], gone, strict=False)
    ]
    return {"from": pair[0], "to": pair[1], "lines": lines, "more": max(len(rows) - MOST, 0)} | _line(
        total, evidence, sum(gone)
    )


def _gone(consignment, places):
    """How many were handed over, whatever became of them."""
    with_us = {Account.WITH_US}
    if consignment.status in _WITH_US_STILL:
        with_us |= {*_LOST, Account.RETURNED}
    return sum(number for place, number in places.items() if place not in with_us)


def _line(places, grades, gone):
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


#: So many letters a row is: one without a number is one.
_LETTERS = Sum(F("quantity"), default=0) + Count("pk", filter=Q(quantity=None))


def undelivered(user):
    """Letters by direction and the side of the person held: all, undeliverable and why, lost, held. Two queries."""
    rows = Correspondence.objects.visible_to(user).order_by()
    table, causes = defaultdict(Counter), defaultdict(Counter)
    for direction, side, status, number in rows.values_list(
        "direction", "person__power_of_dependence__name", "status"
    ).annotate(n=_LETTERS):
        table[direction, side or ""].update({"all": number, status: number})
    said = rows.filter(status="undeliverable").annotate(cause=Subquery(_cause()))
    for direction, side, cause, number in said.values_list(
        "direction", "person__power_of_dependence__name", "cause"
    ).annotate(n=_LETTERS):
        causes[direction, side or ""][cause or ""] += number
    return [
        {"direction": Correspondence.Direction(route[0]).label, "side": route[1] or _("not stated"),
         "causes": _in_words(causes[route]), **{
            name: figures[name] for name in ("all", "undeliverable", "lost", "held", "returned")}}
        for route, figures in sorted(table.items(), key=lambda item: (-item[1]["all"], item[0][0]))
    ]  # fmt: skip


def _cause():
    """Why a letter could not be delivered, as the last event that says so tells."""
    told = Event.objects.live().filter(correspondence=OuterRef("pk"), type="undeliverable")
    return told.order_by("-sequence").values("handling__cause")[:1]


def _in_words(causes):
    """The causes with their numbers, the most frequent first; what nobody stated last."""
    ordered = sorted(causes.items(), key=lambda item: (not item[0], -item[1], item[0]))
    return ", ".join(
        f"{Handling.Cause(cause).label if cause else _('no cause stated')} {figure(number)}"
        for cause, number in ordered
    )
