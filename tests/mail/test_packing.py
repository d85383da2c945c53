"""What postal rules object to is said when a parcel is packed, and set aside with a reason (D12, D14)."""

import pytest

from cases.models import Event
from tests.factories import ParcelFactory

KEY = "8d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


@pytest.fixture
def parcel(office):
    return ParcelFactory(office=office, contents=["books", "food"])


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
