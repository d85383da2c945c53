"""What is said of the parcels of an import that were put into their consignment, and of those that stayed behind."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions.imports.putting import BEFORE
from cases.models import ImportBatch, ImportRow, Parcel

NAMED = 20


def outcome(batch):
    """How many of its parcels were put in, and how many were not; "" before that was asked."""
    if "put_in" not in batch.facts:
        return _("Its parcels were put into the consignment.") if batch.put_in_at else ""
    done, every, left = (
        number_format(number, force_grouping=True)
        for number in (batch.facts["put_in"], batch.new, batch.facts["left"])
    )
    put = ngettext(
        "Put into the consignment: %(done)s of %(all)s parcel.",
        "Put into the consignment: %(done)s of %(all)s parcels.",
        batch.new,
    ) % {"done": done, "all": every}
    if not batch.facts["left"]:
        return put
    behind = ngettext("%(left)s stays behind.", "%(left)s stay behind.", batch.facts["left"])
    return f"{put} {behind % {'left': left}}"


def can_be_asked(batch):
    return bool(
        batch.consignment_id
        and batch.state == ImportBatch.State.APPLIED
        and batch.new
        and not batch.put_in_at
    )


def left_behind(batch, user):
    """Some of the parcels that stayed behind, of those that the user may see."""
    if not batch.facts.get("left"):
        return []
    made = batch.rows.filter(outcome=ImportRow.Outcome.NEW).values("record")
    waiting = Parcel.objects.visible_to(user).filter(pk__in=made, status__in=BEFORE)
    return list(waiting.only("reference").order_by("pk")[:NAMED])
