"""Parcels that were counted in bulk get labels of their own, and stay counted once (D18)."""

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import Refused, events, together
from cases.actions.writing import ignore_nothing
from cases.lib import codes
from cases.lib.lots import LABELLED, STATUS_OF_BULK, Account
from cases.lib.workflows import EARLIER_NOT_KNOWN, PARCEL
from cases.models import Event, Parcel
from cases.models.base import next_numbers

#: So many labels at once.
MOST = 2000


class LabellingRefused(Refused):
    """Labels for parcels that are not in the bulk count, or that have their place in an account already."""


@transaction.atomic
def label(*, consignment, place, by, number=0, parcels=(), form_key=None, basis=None, **facts):
    """Take `number` new labels, and `parcels` registered already, out of what is counted in bulk in `place`.

    One event of the consignment with a part for each parcel; declared wrong, it takes them along and the bulk count has
    them again. `basis` gives the statement or evidence when it is first needed. Returns the event and its parcels.
    """
    with pghistory.context(user=by.pk if by else None):
        consignment, *parcels = events.lock_all([consignment, *parcels])
        if form_key and (again := Event.objects.filter(form_key=form_key).first()):
            return again, list(Parcel.objects.filter(events__within=again).order_by("pk"))
        facts |= basis() if basis else {}
        _check(consignment, place, number, parcels)
        ignore_nothing()
        parcels = [*_adopted(consignment, parcels), *_made(consignment, number, by)]
        event = events.record_event(
            about=consignment,
            type=LABELLED,
            by=by,
            form_key=form_key,
            count=len(parcels),
            apart=True,
            **facts,
        )
        together.record(parcels=parcels, within=event, by=by, **_found(Account(place)), **facts)
        events.rebalance(event)
    return event, parcels


def _check(consignment, place, number, parcels):
    wanted = number + len(parcels)
    if not 0 < wanted <= MOST:
        raise LabellingRefused(
            _("Label between 1 and %(most)s parcels at once.") % {"most": MOST}, field="number"
        )
    there = (
        consignment.lots.filter(parcel=None, account=place).values_list("quantity", flat=True).first() or 0
    )
    if wanted > there:
        raise LabellingRefused(
            _("%(wanted)s parcels cannot be labelled: %(there)s are counted in bulk there. Correct the number, or "
              "record first that more were prepared.") % {"wanted": wanted, "there": there},
            field="number",
        )  # fmt: skip
    for parcel in parcels:
        if parcel.status not in {"registered", "packed"} or parcel.consignment_id not in {
            None,
            consignment.pk,
        }:
            raise LabellingRefused(
                _(
                    "%(parcel)s is “%(state)s” already or belongs to another consignment: take it out of the list."
                )
                % {"parcel": parcel.reference, "state": parcel.status_label},
                field="references",
            )


def _found(place):
    """What happened to each parcel, by the place in which it was counted."""
    if place == Account.WITH_US:
        return {"type": "added"}
    return {"type": EARLIER_NOT_KNOWN, "declared_status": STATUS_OF_BULK[place]}


def _adopted(consignment, parcels):
    for parcel in parcels:
        if parcel.consignment_id is None:
            parcel.consignment = consignment
            parcel.save(update_fields=["consignment"])
    return parcels


def _made(consignment, number, by):
    """New parcels of which nothing is known yet but that they are in the consignment."""
    return Parcel.objects.bulk_create(
        Parcel(
            reference=codes.encode(codes.PREFIXES["parcel"], one), office=consignment.office,
            confidentiality=consignment.confidentiality, synthetic=consignment.synthetic, created_by=by,
            owner=consignment.owner, consignment=consignment, status=PARCEL.initial,
        )
        for one in (next_numbers(number) if number else ())
    )  # fmt: skip
