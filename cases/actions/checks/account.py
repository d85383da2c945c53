"""The lots of consignments, against their events and the statuses of their labelled parcels (D18)."""

from collections import Counter, defaultdict

from cases.actions.checks.difference import Difference, compare
from cases.lib.lots import ACCOUNT_OF_STATUS
from cases.models import Lot


def of_consignments(replays):
    """Consignments whose bulk lots are not what their events give, or whose lots do not sum to `prepared`."""
    bulk: defaultdict[int, dict[str, int]] = defaultdict(dict)
    totals: Counter[int] = Counter()
    for lot in Lot.objects.filter(consignment__in=[row for row, _caches in replays]):
        totals[lot.consignment_id] += lot.quantity
        if lot.parcel_id is None:
            bulk[lot.consignment_id][lot.account] = lot.quantity
    for row, caches in replays:
        if not isinstance(caches, Exception) and bulk[row.pk] != caches.bulk:
            yield Difference(row, "lots", _words(bulk[row.pk]), _words(caches.bulk))
        yield from compare(row, {"prepared": totals[row.pk]}, vars(row))


def of_parcels(rows):
    """Labelled parcels whose lot is not where their status says."""
    held = {lot.parcel_id: (lot.consignment_id, lot.account) for lot in Lot.objects.filter(parcel__in=rows)}
    for row in rows:
        account = ACCOUNT_OF_STATUS.get(row.status) if row.consignment_id else None
        expected = (row.consignment_id, str(account)) if account else None
        if held.get(row.pk) != expected:
            yield Difference(row, "lot", held.get(row.pk), expected)


def _words(lots):
    return ", ".join(f"{account} {quantity}" for account, quantity in lots.items())
