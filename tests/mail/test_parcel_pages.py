"""The page of a parcel, and the form that registers and changes one."""

import pytest
from django.urls import reverse

from cases.models import Consignment, Event, Lot, Parcel
from tests import factories
from tests.factories import ConsignmentFactory, EventFactory, ParcelFactory

KEY = "2d9c4f1e-7c0a-4a53-8d0a-3e5a6a1b2c3d"


def typed(**changes):
    return {
        "form_key": KEY,
        "confidentiality": "ordinary",
        "contents": ["food"],
        "sender": "A family",
    } | changes


def edited(parcel, **changes):
    return typed(version=parcel.version, sender=parcel.sender, contents=parcel.contents, **changes)


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def test_the_page_shows_what_is_known_and_what_is_not_stated(client, office):
    holder = factories.ActorFactory(name="Camp office")
    parcel = ParcelFactory(office=office, sender="A family in Sumy", contents=["drawings"], weight_grams=1250)
    EventFactory(about=parcel, type="packed", note="", to_custodian=holder)
    letter = factories.CorrespondenceFactory(office=office, parcel=parcel, correspondent="Aunt")
    page = client.get(parcel.get_absolute_url()).content.decode()
    for words in (
        "A family in Sumy",
        "drawings",
        "1.25 kg",
        "Camp office",
        "Packed",
        letter.reference,
        "none",
    ):
        assert words in page


def test_a_parcel_is_registered_once_however_often_the_form_is_sent(client, office, caseworker):
    person = factories.PersonFactory(office=office)
    data = typed(addressee=person.reference, weight_grams="900", s10="rr 123456785 ua")
    first, second = client.post("/parcels/add/", data), client.post("/parcels/add/", data)
    parcel = Parcel.objects.get()
    assert first.url == parcel.get_absolute_url()
    assert second.status_code in {302, 422}
    assert (parcel.s10, parcel.addressee, parcel.office, parcel.created_by) == (
        "RR123456785UA",
        person,
        office,
        caseworker,
    )
    assert parcel.contents == ["food"]


def test_several_contents_are_all_kept(client):
    client.post("/parcels/add/", typed(contents=["food", "clothing", "letters"]))
    assert Parcel.objects.get().contents == ["food", "clothing", "letters"]


@pytest.mark.parametrize(
    ("s10", "sentence"),
    [("RR123456784UA", "a digit is wrong"), ("ABC", "two letters, nine digits and two letters")],
)
def test_a_wrong_item_number_says_what_to_do_and_what_was_typed_stays(client, s10, sentence):
    answer = client.post("/parcels/add/", typed(s10=s10, sender="Grandmother"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Grandmother" in page
    assert s10 in page
    assert not Parcel.objects.exists()


def test_the_same_item_number_is_the_same_parcel(client, office):
    known = ParcelFactory(office=office, s10="RR123456785UA")
    page = client.post("/parcels/add/", typed(s10="RR123456785UA")).content.decode()
    assert f"Parcel {known.reference} has this postal item number" in page


def test_the_item_number_of_a_hidden_parcel_tells_nothing_of_it(client, client_for, office):
    hidden = ParcelFactory(office=office, s10="RR123456785UA", confidentiality="strict")
    answer = client.post("/parcels/add/", typed(s10="RR123456785UA"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A parcel that you may not see has this number: ask a coordinator." in page
    assert hidden.reference not in page
    seen = client_for("coordinator").post("/parcels/add/", typed(s10="RR123456785UA")).content.decode()
    assert f"Parcel {hidden.reference} has this postal item number" in seen


def test_a_person_or_a_group_not_both(client, office):
    group, person = factories.GroupFactory(office=office), factories.PersonFactory(office=office)
    page = client.post("/parcels/add/", typed(addressee=person.reference, addressee_group=group.reference))
    assert "Choose a person or a group as addressee, not both." in page.content.decode()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"contents": ["books", "food"]}, "Books do not travel in a parcel with food or clothing"),
        ({"contents": ["medical"]}, "Medical supplies travel in collective parcels"),
        ({"weight_grams": "5001"}, "Above 5 kg"),
        ({"weight_grams": "10001"}, "Above 10 kg"),
    ],
)
def test_what_postal_rules_object_to_is_said_first(client, facts, sentence):
    assert "anyway" not in client.get("/parcels/add/").context["form"].fields
    answer = client.post("/parcels/add/", typed(**facts))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Save it anyway" in answer.content.decode()


def test_a_warning_is_set_aside_with_a_reason_that_is_kept(client):
    heavy = typed(weight_grams="7000", anyway="on")
    assert "Write why it is sent so." in client.post("/parcels/add/", heavy).content.decode()
    client.post("/parcels/add/", heavy | {"anyway_reason": "A wheelchair."})
    event = Event.objects.get()
    assert event.about == Parcel.objects.get()
    assert (event.type, event.reason) == ("noted", "A wheelchair.")


def test_a_warning_set_aside_once_is_not_asked_again(client, office):
    parcel = ParcelFactory(office=office, weight_grams=7000, contents=["sports"])
    url = reverse("parcel_edit", args=[parcel.reference])
    assert client.post(url, edited(parcel, weight_grams="7000", s10="RR123456785UA")).status_code == 302
    assert "Above 5 kg" in client.get(parcel.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("grams", "asks"), [("9000", False), ("10001", True)])
def test_a_collective_parcel_may_be_heavier(client, office, grams, asks):
    group = factories.GroupFactory(office=office)
    data = typed(addressee_group=group.reference, weight_grams=grams, contents=["medical"])
    assert (client.post("/parcels/add/", data).status_code == 422) == asks


def test_a_parcel_put_into_a_consignment_is_in_its_account(client, office):
    parcel = ParcelFactory(office=office, contents=["food"])
    EventFactory(about=parcel, type="earlier_not_known", declared_status="in_consignment", note="")
    consignment = ConsignmentFactory(office=office)
    url = reverse("parcel_edit", args=[parcel.reference])
    client.post(url, edited(parcel, consignment=consignment.reference))
    assert Lot.objects.get(parcel=parcel).consignment == consignment
    assert Consignment.objects.get().prepared == 1


def test_a_parcel_in_an_account_stays_there(client, office):
    parcel = ParcelFactory(office=office, contents=["food"], consignment=ConsignmentFactory(office=office))
    EventFactory(about=parcel, type="added", note="")
    url = reverse("parcel_edit", args=[parcel.reference])
    answer = client.post(url, edited(parcel, consignment=ConsignmentFactory(office=office).reference))
    assert answer.status_code == 422
    assert "stays there" in answer.content.decode()


def test_a_stale_form_is_refused_and_nothing_typed_is_lost(client, office):
    parcel = ParcelFactory(office=office, contents=["food"])
    data = edited(parcel)
    Parcel.objects.filter(pk=parcel.pk).update(sender="Somebody else was faster")
    answer = client.post(reverse("parcel_edit", args=[parcel.reference]), data | {"sender": "My words"})
    assert answer.status_code == 422
    assert "My words" in answer.content.decode()
    parcel.refresh_from_db()
    assert parcel.sender == "Somebody else was faster"


@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_who_only_reads_changes_nothing(client_for, office, role):
    parcel = ParcelFactory(office=office)
    assert client_for(role).get("/parcels/add/").status_code == 403
    assert client_for(role).post(reverse("parcel_edit", args=[parcel.reference]), typed()).status_code in {
        403,
        404,
    }


def test_a_new_parcel_begins_with_the_consignment_it_was_asked_for_on(client, office):
    consignment = ConsignmentFactory(office=office)
    page = client.get(f"/parcels/add/?consignment={consignment.reference}").content.decode()
    assert f'value="{consignment.reference}"' in page
