"""The account of a consignment as a ledger: where its parcels are, and what is short or over (the loss equation)."""

from collections import Counter
from urllib.parse import urlencode

from django.db.models import Case, Count, IntegerField, Sum, Value, When
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.lib.lots import BULK_MOVES, Account
from cases.models import Event, Lot
from cases.models.parcel import CONDITIONS
from cases.shown import bars
from cases.templatetags.look import figure

ORDER = (
    Account.DELIVERED, Account.DISPUTED, Account.RECEIVED, Account.HANDED_OVER, Account.WITH_US,
    Account.RETURNED, Account.REFUSED, Account.REDIRECTED, Account.UNKNOWN, Account.LOST,
)  # fmt: skip


def ledger(consignment):
    """The terms of the account with their sum, what is short or over, and whether it all sums. One query."""
    totals, labelled = _totals(consignment)
    rows = [_row(consignment, place, totals, labelled) for place in ORDER if totals.get(place)]
    planned = consignment.planned_quantity
    short = planned - consignment.prepared if planned is not None else None
    return {
        "rows": rows, "totals": totals, "prepared": consignment.prepared, "planned": planned,
        "short": short if short and short > 0 else 0, "over": -short if short and short < 0 else 0,
        "missing": consignment.prepared - sum(totals.values()),
        "bulk": sum(totals.values()) - sum(labelled.values()),
    }  # fmt: skip


def _totals(consignment):
    """Parcels by place: all of them, and those with a label."""
    alone = Count(Case(When(parcel__isnull=False, then=Value(1)), output_field=IntegerField()))
    rows = consignment.lots.order_by().values_list("account").annotate(total=Sum("quantity"), labelled=alone)
    found = [(Account(place), total, labelled) for place, total, labelled in rows]
    return {place: total for place, total, _n in found}, {place: number for place, _total, number in found}


def _row(consignment, place, totals, labelled):
    number, alone = totals[place], labelled.get(place, 0)
    return {
        "label": capfirst(Lot.Account(place).label), "number": number, "fill": bars.FILLS[place], "place": place,
        "url": _parcels(consignment, account=place) if alone else "",
        "labelled": alone, "bulk": number - alone, "basis": _basis(number, alone),
        "bulk_url": _events(consignment, place) if number - alone else "",
        "explain": place in {Account.HANDED_OVER, Account.UNKNOWN} and _further(totals),
    }  # fmt: skip


def _further(totals):
    """Has the other side stated the receipt of some? What it did not is to be explained then."""
    return any(totals.get(place) for place in (Account.RECEIVED, Account.DELIVERED, Account.DISPUTED))


def _parcels(consignment, **query):
    return f"{reverse('parcels')}?{urlencode({'consignment': consignment.reference} | query)}"


def _events(consignment, place):
    """The events of the consignment, of the one type that brings parcels counted in bulk there if it is one."""
    types = [type for type, move in BULK_MOVES.items() if move.target == place]
    types += ["prepared"] if place == Account.WITH_US else []
    return _of_type(consignment, types[0] if len(types) == 1 else "")


def _of_type(consignment, type):
    query = {"about": consignment.reference} | ({"type": type} if type else {})
    return f"{reverse('events')}?{urlencode(query)}"


def _basis(number, labelled):
    if labelled == number:
        return _("labelled one by one")
    if not labelled:
        return _("counted in bulk")
    return _("%(labelled)s labelled, %(bulk)s counted in bulk") % {
        "labelled": figure(labelled), "bulk": figure(number - labelled),
    }  # fmt: skip


def conditions(consignment):
    """How many were found damaged, opened or incomplete: counted beside the account, wherever they are. One query."""
    events = Event.objects.live().filter(type__in=CONDITIONS).order_by()
    labelled = events.filter(parcel__consignment=consignment).values_list("type", Value(True))
    bulk = events.filter(consignment=consignment).values_list("type", Value(False))
    counted = labelled.annotate(n=Count("parcel", distinct=True)).union(
        bulk.annotate(n=Sum("count")), all=True
    )
    found = Counter({(type, has_label): number or 0 for type, has_label, number in counted})
    return [
        {"label": _(consignment.workflow.steps[type].label)}
        | linked(consignment, found[type, True], found[type, False], type, condition=type)
        for type in CONDITIONS if found[type, True] + found[type, False]
    ]  # fmt: skip


def linked(consignment, labelled, bulk, type, **query):
    """A number with what it counts: parcels with labels in their list, those counted in bulk in the events of a type."""
    return {
        "number": labelled + bulk, "url": _parcels(consignment, **query) if labelled else "",
        "bulk_url": _of_type(consignment, type) if bulk else "",
    }  # fmt: skip


def bar(account):
    """The account in a picture: a bar whose parts lead to what they count."""
    whole = max(account["prepared"] + account["short"], 1)
    parts = [
        {"number": row["number"], "fill": row["fill"], "label": Lot.Account(row["place"]).label,
         "url": row["url"] or row["bulk_url"]}
        for row in account["rows"]
    ]  # fmt: skip
    if account["short"]:
        parts.append({"number": account["short"], "fill": "p-short", "label": _("not prepared")})
    title = _("%(whole)s parcels: %(said)s. The parts sum to the whole.")
    return bars.bar(parts, whole) | {"title": title % {"whole": figure(whole), "said": bars.said(parts)}}
