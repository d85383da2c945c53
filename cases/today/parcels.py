"""Parcels by state: each state counted to a cap in one statement, drawn as a bar, each number a link to its list."""

from urllib.parse import urlencode

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.lib.lots import ACCOUNT_OF_STATUS, Account
from cases.lib.workflows import PARCEL
from cases.models import Parcel
from cases.shown import bars
from cases.templatetags.look import figure

#: So many parcels of one state are counted, read from an index: what the page costs stays the same at a million.
MOST = 5000
ORDER = (
    "delivered", "delivery_disputed", "received", "handed_over", "dispatched", "in_consignment", "packed", "registered",
    "returned", "refused", "redirected", "cancelled", "lost",
)  # fmt: skip
#: As the account of a consignment is painted; whatever is under way is pale, as in the style guide's balance bar.
FILLS = {status: bars.FILLS[account] for status, account in ACCOUNT_OF_STATUS.items()} | dict.fromkeys(
    ("registered", "packed", "in_consignment", "dispatched", "handed_over", "received"), "soft"
) | {"cancelled": bars.FILLS[Account.UNKNOWN]}  # fmt: skip


def by_state(user):
    """The states that parcels of this person's office are in, with the bar; None where there are no parcels."""
    counted = counts(user)
    parts = [_part(status, counted[status]) for status in ORDER if counted.get(status)]
    if not parts:
        return None
    whole, beyond = sum(part["number"] for part in parts), any(part["beyond"] for part in parts)
    words = _("More than %(whole)s parcels: %(said)s.") if beyond else _("%(whole)s parcels: %(said)s.")
    title = words % {"whole": figure(whole), "said": bars.said(parts)}
    return bars.bar(parts, whole) | {"title": title, "whole": whole, "beyond": beyond, "most": MOST}


def counts(user):
    """How many parcels are in each state, at most one more than `MOST`: one statement, whatever there is."""
    rows, parts, params = Parcel.objects.visible_to(user).order_by(), [], []
    for status in PARCEL.states:
        sql, given = rows.filter(status=status).values("pk")[: MOST + 1].query.sql_with_params()
        parts.append(f"SELECT %s, count(*) FROM ({sql}) AS found")  # noqa: S608 – a queryset of ours, parameters apart
        params += [status, *given]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return dict(cursor.fetchall())


def _part(status, number):
    return {
        "label": _(PARCEL.states[status]), "fill": FILLS[status], "number": min(number, MOST), "beyond": number > MOST,
        "url": f"{reverse('parcels')}?{urlencode({'status': status})}",
    }  # fmt: skip
