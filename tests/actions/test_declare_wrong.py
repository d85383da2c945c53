"""A wrong event is declared, never changed; what stands afterwards is what replaying gives."""

from uuid import uuid4

import pytest

from cases.actions import Refused
from cases.actions.events import DeclarationRefused, EventRefused, declare_wrong, recompute, record_event
from cases.lib.dates import parse
from cases.models import Event, EventError, Parcel
from tests import factories as make
from tests.actions.proof import assert_replays, fresh

OWN = {"evidence": "own_observation"}


def record(about, *types, **facts):
    return [record_event(about=about, type=type, by=None, **OWN, **facts) for type in types]


def declare(event, correction=None, **other):
    kind = "incorrect_data" if correction else "did_not_occur"
    return declare_wrong(**{"event": event, "kind": kind, "reason": "Typed wrongly.", "by": None,
                            "correction": correction} | other)  # fmt: skip


@pytest.fixture
def parcel(db):
    return make.ParcelFactory(consignment=make.ConsignmentFactory())


def test_the_last_event_did_not_occur(parcel):
    _packed, dispatched = record(parcel, "packed", "dispatched")
    error = declare(dispatched)
    assert fresh(parcel).status == "packed"
    assert (error.event, error.correction) == (dispatched, None)
    assert list(Event.objects.about(parcel).live()) == [_packed]
    assert_replays(parcel)


def test_a_correction_stands_where_the_wrong_event_stood(parcel):
    packed, _handed_over, _received = record(parcel, "packed", "handed_over", "received")
    error = declare(packed, {"type": "packed", "occurred": parse("3 March 2025")})
    assert fresh(parcel).status == "received"
    assert error.correction.occurred == parse("3 March 2025")
    assert error.correction.sequence > _received.sequence
    assert_replays(parcel)


def test_a_correction_may_change_where_it_led_if_the_rest_still_follows(parcel):
    _packed, dispatched, _handed_over = record(parcel, "packed", "dispatched", "handed_over")
    declare(dispatched, {"type": "added"})
    assert fresh(parcel).status == "handed_over"
    assert_replays(parcel)


def test_a_parcel_of_no_consignment_is_not_corrected_into_one(db):
    alone = make.ParcelFactory()
    _packed, dispatched = record(alone, "packed", "dispatched")
    with pytest.raises(EventRefused, match="Say on the parcel first in which consignment it lies"):
        declare(dispatched, {"type": "added"})
    assert fresh(alone).status == "dispatched"


def test_a_correction_after_which_the_rest_does_not_follow_is_refused(parcel):
    _packed, handed_over, _received = record(parcel, "packed", "handed_over", "received")
    with pytest.raises(DeclarationRefused, match="“Received”, recorded after it, no longer follows"):
        declare(handed_over, {"type": "added"})
    assert (fresh(parcel).status, EventError.objects.count()) == ("received", 0)
    assert Event.objects.about(parcel).count() == 3


def test_an_event_on_which_others_rest_is_not_declared_wrong_alone(parcel):
    packed, handed_over, received = record(parcel, "packed", "handed_over", "received")
    with pytest.raises(DeclarationRefused, match="declare the later event wrong first"):
        declare(handed_over)
    declare(received)
    declare(handed_over)
    assert fresh(parcel).last_event == packed
    assert_replays(parcel)


def test_a_correction_is_corrected_and_keeps_its_place(parcel):
    packed, _handed_over = record(parcel, "packed", "handed_over")
    first = declare(packed, {"occurred": parse("3 March 2025")})
    second = declare(first.correction, {"occurred": parse("4 March 2025")})
    assert fresh(parcel).status == "handed_over"
    assert second.correction.occurred == parse("4 March 2025")
    record(parcel, "received")
    assert_replays(parcel)


def test_the_account_is_corrected_with_the_count(db):
    lot = make.LotFactory(quantity=10)
    consignment = lot.consignment
    record(consignment, "handed_over", count=8)
    prepared = Event.objects.about(consignment).get(type="prepared")
    with pytest.raises(
        DeclarationRefused, match="8 parcels cannot be taken from the 7 that are “held by us”"
    ):
        declare(prepared, {"count": 7})
    declare(prepared, {"count": 9})
    assert fresh(consignment).account() == {"with_us": 1, "handed_over": 8}
    assert_replays(consignment)


def test_a_labelled_parcel_leaves_the_account_with_its_event(db):
    parcel = make.ParcelFactory(consignment=make.ConsignmentFactory())
    (added,) = record(parcel, "added")
    assert fresh(parcel.consignment).prepared == 1
    declare(added)
    assert fresh(parcel.consignment).prepared == 0
    assert_replays(parcel.consignment)


def test_an_event_is_declared_wrong_once(parcel):
    (packed,) = record(parcel, "packed")
    declare(packed)
    with pytest.raises(DeclarationRefused, match="already"):
        declare(packed)


def test_the_same_form_twice_is_one_declaration(parcel):
    (packed,) = record(parcel, "packed")
    key = uuid4()
    assert declare(packed, form_key=key) == declare(packed, form_key=key)


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_declaration_needs_a_reason(parcel, reason):
    (packed,) = record(parcel, "packed")
    with pytest.raises(DeclarationRefused, match="Write what was wrong") as refused:
        declare(packed, reason=reason)
    assert refused.value.field == "reason"


@pytest.mark.parametrize(
    ("correction", "field"),
    [
        ({"type": "asked"}, "counterpart"), ({"type": "cancelled", "note": ""}, "note"),
        ({"type": "sung"}, "type"),
        ({"evidence": ""}, "who_says_so"), ({"type": "earlier_not_known"}, "declared_status"),
    ],
)  # fmt: skip
def test_a_correction_says_as_much_as_any_event(parcel, correction, field):
    (packed,) = record(parcel, "packed")
    with pytest.raises(Refused) as refused:
        declare(packed, correction)
    assert (type(refused.value), refused.value.field) == (EventRefused, field)
    assert fresh(parcel).last_event == packed


def test_what_was_found_is_corrected_to_what_happened(parcel):
    (found,) = record(parcel, "earlier_not_known", declared_status="received")
    declare(found, {"type": "packed"})
    assert fresh(parcel).status == "packed"
    assert_replays(parcel)


def test_a_question_that_was_never_asked_leaves_the_position(db):
    case = make.RepatriationCaseFactory()
    ministry = make.StateBodyFactory(party=case.holding_party)
    (asked,) = record(case, "asked", counterpart=ministry)
    assert case.positions.get(role="holding").asked == asked
    declare(asked)
    assert case.positions.get(role="holding").asked is None
    assert_replays(case)


def test_recomputing_repairs_what_somebody_wrote_past_the_ledger(parcel):
    record(parcel, "packed")
    Parcel.objects.filter(pk=parcel.pk).update(status="lost", last_event=None)
    assert recompute(parcel).status == "packed"
    assert_replays(parcel)
