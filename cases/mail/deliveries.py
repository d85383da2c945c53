"""What deliveries rest on: who signed, and which evidence there is. A photograph is no receipt."""

from collections import Counter

from django.db.models import Count, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.lib.lots import Account
from cases.mail.account import linked
from cases.mail.filters import NOT_STATED
from cases.models import Event, Handling

_SIGNED = (*Handling.Signed.values, "")
_STATEMENT = "statement"
_GRADES = (*Event.Evidence.values, _STATEMENT)


def deliveries(consignment, account):
    """Delivered parcels by who signed and by evidence; None where none is delivered. Two queries."""
    delivered = account["totals"].get(Account.DELIVERED, 0)
    if not delivered:
        return None
    signed, bulk, grades = Counter(), Counter(), Counter()
    for counted, rows in ((signed, _of_parcels(consignment)), (bulk, _of_bulk(consignment))):
        for who, evidence, number in rows:
            counted[who or ""] += number
            grades[evidence or _STATEMENT] += number
    disputed = signed.total() + bulk.total() - delivered
    return {
        "number": delivered,
        "signed": [_signed(consignment, who, signed[who], bulk[who]) for who in _SIGNED if signed[who] + bulk[who]],
        "grades": [_grade(grade, grades[grade]) for grade in _GRADES if grades[grade]],
        "since_disputed": min(max(disputed, 0), account["totals"].get(Account.DISPUTED, 0)),
    }  # fmt: skip


def _of_parcels(consignment):
    """The last delivery of each parcel with a label that is delivered now."""
    last = Event.objects.live().filter(
        type="delivered", parcel__lot__consignment=consignment, parcel__lot__account=Account.DELIVERED
    )
    last = last.order_by("parcel", "-sequence").distinct("parcel").values("pk")
    rows = Event.objects.filter(pk__in=last).order_by().values_list("handling__signed_by", "evidence")
    return rows.annotate(n=Count("pk"))


def _of_bulk(consignment):
    rows = Event.objects.about(consignment).live().filter(type="delivered", count__gt=0).order_by()
    return rows.values_list("handling__signed_by", "evidence").annotate(n=Sum("count"))


def _signed(consignment, who, labelled, bulk):
    label = Handling.Signed(who).label if who else _("not stated by whom")
    return {"label": label} | linked(consignment, labelled, bulk, "delivered", signed=who or NOT_STATED)


def _grade(grade, number):
    label = _("a statement in a source") if grade == _STATEMENT else Event.Evidence(grade).label
    words = _("no receipt") if grade == Event.Evidence.PHOTO else ""
    return {"label": capfirst(str(label)), "number": number, "words": words}
