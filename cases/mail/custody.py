"""What is claimed beside the account: a chain of custody in which hand-over and receipt are two claims that may differ."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.lib import threads
from cases.lib.lots import Account
from cases.models import Aspect, Population
from cases.templatetags.look import figure

#: What arrived on the other side for certain, and what may have, by the place in which it is now.
ARRIVED = (Account.RECEIVED, Account.DELIVERED, Account.DISPUTED, Account.REFUSED, Account.REDIRECTED)
PERHAPS = (Account.LOST, Account.RETURNED, Account.UNKNOWN)


def chain(consignment, claims, account):
    """The steps of the way, each with what either side says of it and how the two fit."""
    sender, receiver = {"party": consignment.from_party}, {"party": consignment.to_party}
    steps = [
        (_("Preparation"), (Aspect.COUNT_PLANNED, _("Planned, as stated")),
            (Aspect.COUNT_PREPARED, _("Prepared, as stated"))),
        (_("Hand-over"), (Aspect.COUNT_HANDED_OVER, _("Handed over by %(party)s, as stated") % sender),
            (Aspect.COUNT_RECEIVED, _("Received by %(party)s, as stated") % receiver)),
        (_("Delivery"), (Aspect.COUNT_DELIVERED, _("Delivered to addressees, as stated")), None),
    ]  # fmt: skip
    return [_step(number, title, sides, claims, account) for number, (title, *sides) in enumerate(steps, 1)]


def _step(number, title, sides, claims, account):
    columns = []
    for aspect, label in filter(None, sides):
        said = [claim for claim in claims if claim.aspect == aspect]
        columns.append({"label": label, "aspect": aspect, "said": _by_value(said, account), "claims": said})
    different = sum(1 for column in columns for value in column["said"] if value["differs"])
    return {
        "number": number, "title": title, "columns": columns, "different": different,
        "stated": any(column["said"] for column in columns), "verdict": _verdict(columns),
    }  # fmt: skip


def _verdict(columns):
    """How a hand-over and its receipt fit: tone, mark and words; nothing where neither is stated."""
    if len(columns) < 2 or columns[0]["aspect"] != Aspect.COUNT_HANDED_OVER:
        return None
    given, taken = (_exact(column["claims"]) for column in columns)
    if given and not columns[1]["said"]:
        return {"tone": "calm", "mark": "none", "text": _("receipt not stated")}
    if len(given) != 1 or len(taken) != 1:
        return None
    rest = given.pop() - taken.pop()
    if rest > 0:
        return {
            "tone": "calm",
            "mark": "apart",
            "text": _("%(number)s to explain") % {"number": figure(rest)},
        }
    if rest < 0:
        return {
            "tone": "calm",
            "mark": "apart",
            "text": _("%(number)s more received") % {"number": figure(-rest)},
        }
    return {"tone": "calm", "mark": "said", "text": _("both say the same")}


def _exact(claims):
    return {
        claim.number for claim in claims
        if claim.population == Population.PARCELS and threads.bounds(claim.number, claim.precision) == (claim.number,) * 2
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
