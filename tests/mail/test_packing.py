"""What postal rules object to is said when a parcel is packed, and set aside with a reason (D12, D14)."""

import pytest

from cases.actions.events import record_event
from cases.models import Event
from tests.factories import ConsignmentFactory, ParcelFactory

KEY = "8d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def parcel(office):
    consignment = ConsignmentFactory(office=office)
    return ParcelFactory(office=office, contents=["books", "food"], consignment=consignment)


def post(client, parcel, **data):
    base = {"type": "packed", "who_says_so": "own_observation", "form_key": KEY}
    return client.post(f"/record/{parcel.reference}/event/", base | data)


def test_a_parcel_with_books_and_food_is_packed_with_a_reason(client_for, parcel):
    client = client_for("caseworker")
    answer = post(client, parcel)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "GC III Art. 72" in page
    assert "write why it is sent as it is" in page
    assert not Event.objects.exists()
    assert post(client, parcel, reason="A prayer book wrapped apart.").status_code == 302
    assert Event.objects.get().reason == "A prayer book wrapped apart."


def test_what_was_set_aside_once_is_not_asked_again(client_for, parcel):
    client = client_for("caseworker")
    post(client, parcel, reason="Wrapped apart.")
    assert post(client, parcel, type="dispatched", form_key="").status_code == 302


def test_what_another_side_did_is_recorded_without_a_reason(client_for, parcel):
    assert post(client_for("caseworker"), parcel, type="noted", note="Asked for back.").status_code == 302


def test_a_parcel_that_nothing_speaks_against_asks_for_no_reason(client_for, office):
    light = ParcelFactory(office=office, contents=["food"], weight_grams=4000)
    client = client_for("caseworker")
    assert "reason" not in client.get(f"/record/{light.reference}/event/").context["form"].fields
    assert post(client, light).status_code == 302


def test_many_at_once_leave_out_those_that_need_a_reason(client_for, office, parcel):
    light, set_aside = ParcelFactory(office=office), ParcelFactory(office=office, weight_grams=20_000)
    client = client_for("caseworker")
    post(client, set_aside, reason="A wheelchair, which cannot be divided.", form_key="")
    words = " ".join(each.reference for each in (parcel, light, set_aside))
    data = {"references": words, "who_says_so": "own_observation", "form_key": KEY}
    answer = client.post("/record-many/", data | {"type": "parcel:dispatched"})
    left = dict(answer.context["exceptions"])
    assert set(left) == {parcel.reference, light.reference}
    assert "GC III Art. 72" in left[parcel.reference]
    assert "needs a reason" in left[parcel.reference]
    assert "not possible now" in left[light.reference]
    assert [record for record, _event in answer.context["recorded"]] == [set_aside]
    noted = client.post("/record-many/", data | {"type": "parcel:noted", "note": "Counted.", "form_key": ""})
    assert not noted.context["exceptions"]


def test_a_scan_that_needs_a_reason_says_so_and_records_nothing(client_for, parcel):
    client = client_for("caseworker")
    scan = {"code": parcel.reference, "form_key": KEY}
    verdict = client.post("/scan/?event=added&evidence=own_observation", scan).context["verdict"]
    assert verdict["kind"] == "refused"
    assert "needs a reason" in verdict["words"]
    assert not Event.objects.exists()
    post(client, parcel, reason="Wrapped apart.", form_key="")
    again = client.post("/scan/?event=added&evidence=own_observation", scan).context["verdict"]
    assert again["kind"] == "recorded"


@pytest.mark.parametrize("step", ["dispatched", "handed_over"])
def test_parcels_that_go_along_with_their_consignment_are_asked_for_a_reason_like_others(
    client_for, office, step
):
    consignment = ConsignmentFactory(office=office)
    record_event(about=consignment, type="collecting", by=None, evidence="own_observation")
    heavy = ParcelFactory(office=office, consignment=consignment, weight_grams=20_000)
    light = ParcelFactory(office=office, consignment=consignment)
    for each in (heavy, light):
        record_event(about=each, type="packed", by=None, evidence="own_observation")
        record_event(about=each, type="added", by=None, evidence="own_observation")
    client = client_for("caseworker")
    data = {
        "type": step,
        "who_says_so": "own_observation",
        "with_parcels": "on",
        "form_key": KEY,
        "count": "0",
    }
    before = Event.objects.count()
    answer = client.post(f"/record/{consignment.reference}/event/", data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1 parcel" in page
    assert heavy.reference in answer.context["form"].errors["reason"][0]
    assert "10 kg" in page
    assert light.reference not in answer.context["form"].errors["reason"][0]
    assert Event.objects.count() == before
    answer = client.post(f"/record/{consignment.reference}/event/", data | {"reason": "A wheelchair."})
    assert answer.status_code == 302
    assert heavy.events.get(type=step).reason == "A wheelchair."
    assert light.events.get(type=step).reason == ""
    assert not heavy.objections


def test_a_consignment_without_such_parcels_asks_for_no_reason(client_for, office):
    consignment = ConsignmentFactory(office=office)
    form = client_for("caseworker").get(f"/record/{consignment.reference}/event/").context["form"]
    assert "reason" not in form.fields
