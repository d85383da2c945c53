"""The account of a consignment as a ledger and a bar, and what is claimed beside it (the loss equation)."""

from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.lib import threads
from cases.lib.lots import ACCOUNT_OF_STATUS, Account
from cases.models import Aspect, Lot, Population
from cases.shown import bars
from cases.templatetags.look import figure

ORDER = (
    Account.DELIVERED, Account.DISPUTED, Account.RECEIVED, Account.HANDED_OVER, Account.WITH_US,
    Account.RETURNED,
    Account.REFUSED, Account.REDIRECTED, Account.UNKNOWN, Account.LOST,
)  # fmt: skip
#: What arrived on the other side for certain, and what may have, by the place in which it is now.
ARRIVED = (Account.RECEIVED, Account.DELIVERED, Account.DISPUTED, Account.REFUSED, Account.REDIRECTED)
PERHAPS = (Account.LOST, Account.RETURNED, Account.UNKNOWN)


def ledger(consignment):
    """The terms of the account with their sum, what is short or over, and whether it all sums."""
    totals = {Account(place): number for place, number in consignment.account().items()}
    labelled = dict(
        consignment.lots.filter(parcel__isnull=False)
        .values_list("account")
        .annotate(n=Count("pk"))
        .order_by()
    )
    rows = [
        _row(consignment, place, totals[place], labelled.get(place, 0))
        for place in ORDER
        if totals.get(place)
    ]
    missing = consignment.prepared - sum(totals.values())
    planned = consignment.planned_quantity
    short = planned - consignment.prepared if planned is not None else None
    return {
        "rows": rows, "totals": totals, "prepared": consignment.prepared, "planned": planned,
        "short": short if short and short > 0 else 0, "over": -short if short and short < 0 else 0,
        "missing": missing,
    }  # fmt: skip


def _row(consignment, place, number, labelled):
    statuses = [status for status, account in ACCOUNT_OF_STATUS.items() if account == place]
    query = {"consignment": consignment.reference} | ({"status": statuses[0]} if len(statuses) == 1 else {})
    return {
        "label": capfirst(Lot.Account(place).label), "number": number, "fill": bars.FILLS[place], "place": place,
        "url": f"{reverse('parcels')}?{urlencode(query)}" if labelled else "",
        "basis": _basis(number, labelled),
    }  # fmt: skip


def _basis(number, labelled):
    if labelled == number:
        return _("labelled one by one")
    if not labelled:
        return _("counted in bulk")
    return _("%(labelled)s labelled, %(bulk)s counted in bulk") % {
        "labelled": figure(labelled), "bulk": figure(number - labelled),
    }  # fmt: skip


def bar(account):
    """The same in a picture, in per cent; parts under 1 % are drawn at 1 %, taken off the largest."""
    whole = max(account["prepared"] + account["short"], 1)
    parts = [
        {"number": row["number"], "fill": row["fill"], "label": Lot.Account(row["place"]).label}
        for row in account["rows"]
    ]
    if account["short"]:
        parts.append({"number": account["short"], "fill": "p-short", "label": _("not prepared")})
    title = _("%(whole)s parcels: %(said)s. The parts sum to the whole.")
    return bars.bar(parts, whole) | {"title": title % {"whole": figure(whole), "said": bars.said(parts)}}


def said_beside(claims, account):
    """What is claimed of each step, as in a chain of custody, and where it differs from the account."""
    steps = [
        (_("Preparation"), (Aspect.COUNT_PLANNED, _("Planned, as stated")),
            (Aspect.COUNT_PREPARED, _("Prepared, as stated"))),
        (_("Hand-over"), (Aspect.COUNT_HANDED_OVER, _("Handed over, as stated")),
            (Aspect.COUNT_RECEIVED, _("Received, as stated"))),
        (_("Delivery"), (Aspect.COUNT_DELIVERED, _("Delivered, as stated")), None),
    ]  # fmt: skip
    return [_step(number, title, sides, claims, account) for number, (title, *sides) in enumerate(steps, 1)]


def _step(number, title, sides, claims, account):
    columns = []
    for aspect, label in filter(None, sides):
        said = [claim for claim in claims if claim.aspect == aspect]
        columns.append({"label": label, "said": _by_value(said, account)})
    different = sum(1 for column in columns for value in column["said"] if value["differs"])
    return {
        "number": number, "title": title, "columns": columns, "different": different,
        "stated": any(column["said"] for column in columns),
    }  # fmt: skip


def _by_value(claims, account):
    """Claims that say the same stand under one number, each with its speaker and source."""
    values = {}
    for claim in claims:
        population = "" if claim.population == Population.PARCELS else claim.get_population_display()
        value = values.setdefault((claim.value_text, population), {
            "value": claim.value_text, "population": population, "differs": _difference(claim, account),
            "said": []})  # fmt: skip
        statement = claim.statement
        value["said"].append({
            "speaker": statement.speaker.short, "on": statement.said,
            "planned": statement.modality == "planned",
            "reference": statement.reference, "url": statement.get_absolute_url(),
        })  # fmt: skip
    return list(values.values())


def held(aspect, account):
    """Fewest and most parcels that our account has for an aspect; None where it has nothing to say."""
    totals = account["totals"]
    arrived, perhaps = (sum(totals.get(place, 0) for place in places) for places in (ARRIVED, PERHAPS))
    match aspect:
        case Aspect.COUNT_PLANNED:
            return account["planned"], account["planned"]
        case Aspect.COUNT_PREPARED:
            return account["prepared"], account["prepared"]
        case Aspect.COUNT_HANDED_OVER:
            gone = arrived + totals.get(Account.HANDED_OVER, 0)
            return gone, gone + perhaps
        case Aspect.COUNT_RECEIVED:
            return arrived, arrived + perhaps
    delivered = totals.get(Account.DELIVERED, 0)
    return delivered, delivered + totals.get(Account.DISPUTED, 0)


def _difference(claim, account):
    """How far a claim lies outside our account, in words; nothing where it fits."""
    fewest, most = held(claim.aspect, account)
    if claim.population != Population.PARCELS or fewest is None:
        return ""
    lowest, highest = threads.bounds(claim.number, claim.precision)
    if lowest is not None and lowest > most:
        number = lowest - most
        words = ngettext("%(number)s more than our account", "%(number)s more than our account", number)
    elif highest is not None and highest < fewest:
        number = fewest - highest
        words = ngettext("%(number)s fewer than our account", "%(number)s fewer than our account", number)
    else:
        return ""
    return words % {"number": figure(number)}
