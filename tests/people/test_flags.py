"""Flags: an instruction stands wherever the person is handled, for whoever may see the person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import PersonFlag
from tests.factories import (
    CorrespondenceFactory,
    GroupFactory,
    GroupMembershipFactory,
    ParcelFactory,
    PersonFactory,
    PersonFlagFactory,
    RepatriationCaseFactory,
)

WORDS = "Say nothing to callers"


@pytest.fixture
def person(office):
    return PersonFactory(office=office, name="Орлова Наталья")


def page(client, record, path=""):
    return client.get(f"{record.get_absolute_url()}{path}").content.decode()


def post(client, person, **data):
    data = {"type": "do_not_disclose", "instruction": WORDS} | data
    return client.post(f"{person.get_absolute_url()}flags/add/", data)


def test_a_caseworker_puts_a_flag_that_everybody_sees_on_the_page(client_for, person):
    assert post(client_for("caseworker"), person).status_code == 302
    text = page(client_for("viewer"), person)
    assert "Do not disclose." in text
    assert WORDS in text
    assert "Change or end" not in text


def test_a_viewer_puts_no_flag(client_for, person):
    assert post(client_for("viewer"), person).status_code == 403
    assert not PersonFlag.objects.exists()


def test_a_flag_that_ends_before_it_begins_is_refused_with_what_was_typed(client_for, person):
    response = post(client_for("caseworker"), person, begin="2026-02-02", until="2026-02-01")
    assert response.status_code == 422
    assert WORDS in response.content.decode()


def test_the_same_form_twice_is_one_flag(client_for, person):
    client, key = client_for("caseworker"), "7e3a1f55-6a0c-4b6f-9a0b-3f8d8f1f0e11"
    post(client, person, form_key=key)
    post(client, person, form_key=key)
    assert PersonFlag.objects.count() == 1


@pytest.mark.parametrize("kind", ["parcel", "letter", "case"])
def test_it_stands_where_the_person_is_handled(client_for, office, person, kind):
    PersonFlagFactory(person=person, instruction=WORDS)
    make = {
        "parcel": lambda: ParcelFactory(office=office, addressee=person),
        "letter": lambda: CorrespondenceFactory(office=office, person=person),
        "case": lambda: RepatriationCaseFactory(office=office, person=person, group=None),
    }
    record, client = make[kind](), client_for("caseworker")
    assert WORDS in page(client, record)
    assert WORDS in client.get(f"/record/{record.reference}/event/").content.decode()


def test_a_group_says_it_shortly_beside_its_member(client_for, office, person):
    group = GroupFactory(office=office)
    GroupMembershipFactory(group=group, person=person)
    PersonFlagFactory(person=person, type="minor", instruction=WORDS)
    text = page(client_for("viewer"), group)
    assert "<small>Minor</small>" in text
    assert WORDS not in text


def test_the_export_of_people_has_them(client_for, person):
    PersonFlagFactory(person=person, instruction=WORDS)
    response = client_for("caseworker").post("/people/export/")
    assert WORDS in b"".join(response.streaming_content).decode()


def test_a_flag_is_as_confidential_as_its_person(client_for, office, person):
    PersonFlagFactory(person=person, instruction=WORDS)
    type(person).objects.filter(pk=person.pk).update(confidentiality="restricted")
    other = PersonFactory(office=office)
    parcel = ParcelFactory(office=office, addressee=other, sender_person=None)
    assert WORDS not in page(client_for("viewer"), parcel)
    assert client_for("viewer").get(person.get_absolute_url()).status_code == 404


def test_an_ended_flag_is_no_more_shown_and_kept(client_for, person):
    flag = PersonFlagFactory(person=person, instruction=WORDS)
    yesterday = timezone.localdate() - timedelta(days=1)
    data = {"type": flag.type, "instruction": WORDS, "until": yesterday.isoformat(), "version": flag.version}
    response = client_for("caseworker").post(f"{person.get_absolute_url()}flags/{flag.pk}/", data)
    assert response.status_code == 302
    assert WORDS not in page(client_for("viewer"), person)
    assert flag.history.count() == 2


@pytest.mark.parametrize(("level", "told"), [("ordinary", True), ("strict", False)])
def test_a_flag_of_a_joined_record_stands_in_the_export_and_beside_the_member(
    client_for, office, person, level, told
):
    """Whoever may not see the joined record learns nothing of its flags."""
    joined = PersonFactory(office=office, joined_into=person, confidentiality=level)
    group = GroupFactory(office=office)
    GroupMembershipFactory(group=group, person=person)
    PersonFlagFactory(person=joined, type="do_not_disclose", instruction=WORDS)
    client = client_for("caseworker")
    file = b"".join(client.post("/people/export/").streaming_content).decode()
    assert file.count(WORDS) == int(told)
    assert page(client, group).count("<small>Do not disclose</small>") == int(told)
    coordinators = client_for("coordinator").post("/people/export/", {"reason": "A list for the visit"})
    assert WORDS in b"".join(coordinators.streaming_content).decode()


def test_a_flag_of_one_of_three_joined_records_stands_on_all_of_them(client_for, person, office):
    one, other = PersonFactory.create_batch(2, office=office, joined_into=person)
    PersonFlagFactory(person=one, instruction=WORDS)
    parcel = ParcelFactory(office=office, addressee=other)
    client = client_for("caseworker")
    for record in (person, one, other, parcel):
        assert WORDS in page(client, record)
