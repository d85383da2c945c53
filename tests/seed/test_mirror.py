"""The mirror test (D36): exchanging the two states in the data changes nothing but the names."""

import pytest
from django.db import transaction

from cases.models import Claim, Event, Lot, Position, Thread
from cases.models.about import KINDS, model_of
from cases.seed.load import load
from cases.seed.reading import mirrored, read

pytestmark = pytest.mark.django_db

OTHER = {"RU": "UA", "UA": "RU", None: None}


def structure(swap):
    """All that follows from the data, with every party as `swap` names it."""
    records = (row for kind in KINDS for row in model_of(kind).objects.order_by("form_key"))
    return {
        "records": [_record(row) for row in records],
        "threads": sorted(_thread(row, swap) for row in Thread.objects.select_related("party")),
        "claims": sorted(_claim(row, swap) for row in Claim.objects.select_related("party", "statement")),
        "positions": sorted(
            (str(row.case.form_key), row.role, swap(row.party and row.party.code), row.stance, row.own)
            for row in Position.objects.select_related("party", "case")
        ),
        "events": sorted(str(row.form_key) for row in Event.objects.all()),
        "lots": sorted(
            (str(row.consignment.form_key), row.account, row.quantity) for row in Lot.objects.all()
        ),
    }


def _record(row):
    names = ("status", "contested", "prepared", "size_low", "size_high", "requested_on", "requested_at_least",
             "position_changed_on", "stalled_since", "stalled_at_least")  # fmt: skip
    return str(row.form_key), row.planned, *(getattr(row, name, None) for name in names)


def _thread(row, swap):
    state = (row.live, row.disagrees, row.open, row.preferred_id is None)
    about = str(row.about.form_key)
    return about, row.aspect, row.population, swap(row.party and row.party.code) or "", row.as_of, *state


def _claim(row, swap):
    about, party = str(row.about.form_key), swap(row.party and row.party.code) or ""
    value = (row.number or 0, (row.date and row.date.edtf) or "", row.position, row.outcome, row.words)
    return str(row.statement.form_key), about, row.aspect, row.population, party, row.own, *value


def loaded(data, swap):
    with transaction.atomic():
        load(data)
        found = structure(swap)
        transaction.set_rollback(True)
    return found


def test_exchanging_the_two_states_changes_nothing_but_the_names():
    data = read()
    plain = loaded(data, lambda code: code)
    swapped = loaded(mirrored(data), OTHER.__getitem__)
    for part, found in plain.items():
        assert swapped[part] == found, part


def test_the_mirror_of_the_mirror_is_the_data():
    data = read()
    assert mirrored(data) != data
    assert mirrored(mirrored(data)) == data
