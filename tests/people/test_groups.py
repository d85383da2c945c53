"""Groups: how many they are said to be, how many are named, which places are open."""

import csv
import io
import uuid

import pytest

from cases.models import Confidentiality, Group
from tests.factories import (
    ClaimFactory,
    EvacuationFactory,
    GroupFactory,
    GroupMembershipFactory,
    OfficeFactory,
    PersonFactory,
    PlaceFactory,
    RepatriationCaseFactory,
    RepatriationEventFactory,
)  # fmt: skip

URL = "/groups/"


@pytest.fixture
def six(office):
    """Six people by number, one of them named, one without a name."""
    group = GroupFactory(office=office, name="Six residents", place_now=PlaceFactory(name="Far region"))
    ClaimFactory(about=group, number=6, population="people")
    GroupMembershipFactory(group=group, person=PersonFactory(office=office, name="Орлова Наталья"))
    GroupMembershipFactory(
        group=group, person=PersonFactory(office=office, name="", label="unnamed, 2 of six")
    )
    return group


@pytest.fixture
def disputed(office):
    group = GroupFactory(office=office, name="Fifty or so")
    for number in (50, 52):
        ClaimFactory(about=group, number=number, population="people")
    return group


@pytest.fixture
def uncounted(office):
    return GroupFactory(office=office, name="Nobody counted them", synthetic=True)


def names(response):
    return [group.name for group in response.context["rows"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=far+region", ["Six residents"]),
        ("size=one", ["Six residents"]),
        ("size=range", ["Fifty or so"]),
        ("size=null", ["Nobody counted them"]),
        ("people=some", ["Six residents"]),
        ("people=none&synthetic=no", ["Fifty or so"]),
        ("contested=yes", ["Fifty or so"]),
        ("sort=-name", ["Six residents", "Nobody counted them", "Fifty or so"]),
        ("size=several", []),
        ("colour=red", []),
    ],
)
def test_groups_are_found_by(client_for, six, disputed, uncounted, query, found):
    assert names(client_for("viewer").get(f"{URL}?{query}")) == found


def test_the_list_says_how_many_as_stated_and_how_many_named(client_for, six, disputed, uncounted):
    page = client_for("viewer").get(URL).content.decode()
    assert all(words in page for words in ("6 people", "50 to 52 people", "number not stated", "2 on record"))


def test_the_export_is_the_list(client_for, six, disputed):
    answer = client_for("caseworker").post(f"{URL}export/")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [(row["Group"], row["Named"], row["On record"]) for row in rows] == [
        ("Fifty or so", "0", "0"), ("Six residents", "1", "2"),
    ]  # fmt: skip
    assert client_for("viewer").post(f"{URL}export/").status_code == 403


def test_the_page_shows_who_is_named_and_which_places_are_open(client_for, six):
    text = client_for("viewer").get(six.get_absolute_url()).content.decode()
    for words in (
        "1 of 6 named",
        "Орлова Наталья",
        "unnamed, 2 of six",
        "4 more, without records",
        f"?group={six.reference}",
    ):
        assert words in text


def test_sizes_stand_side_by_side_as_claimed(client_for, disputed):
    text = client_for("viewer").get(disputed.get_absolute_url()).content.decode()
    assert "Claims in conflict" in text
    assert "50 to 52 people" in text


def test_the_open_places_of_a_contested_group_are_a_range(client_for, disputed):
    GroupMembershipFactory(
        group=disputed, person=PersonFactory(office=disputed.office, name="Орлова Наталья")
    )
    text = client_for("viewer").get(disputed.get_absolute_url()).content.decode()
    assert "1 of 50 to 52 named" in text
    assert "49 to 51 more, without records" in text


def test_a_member_whom_one_may_not_see_is_counted_and_not_named(client_for, six):
    hidden = PersonFactory(office=six.office, name="Canary", confidentiality=Confidentiality.STRICT)
    GroupMembershipFactory(group=six, person=hidden)
    text = client_for("caseworker").get(six.get_absolute_url()).content.decode()
    assert "Canary" not in text
    assert "2 of 6 named" in text
    assert "1 more on record" in text
    assert "Canary" in client_for("coordinator").get(six.get_absolute_url()).content.decode()


def test_cases_operations_and_evacuations_of_the_group_are_linked(client_for, six, office):
    case = RepatriationCaseFactory(office=office, group=six)
    operation = RepatriationEventFactory(office=office)
    operation.groups.add(six)
    evacuation = EvacuationFactory(office=office, group=six)
    text = client_for("viewer").get(six.get_absolute_url()).content.decode()
    assert all(record.get_absolute_url() in text for record in (case, operation, evacuation))


def test_who_sees_no_places_reads_no_restricted_place_in_the_list(client_for, six):
    type(six.place_now).objects.filter(pk=six.place_now_id).update(restricted=True)
    shown = ["Far region" in client_for(role).get(URL).content.decode() for role in ("viewer", "caseworker")]
    assert shown == [False, True]


def test_a_hidden_operation_is_not_on_the_page_of_its_group(client_for, six, office):
    operation = RepatriationEventFactory(office=office, confidentiality="strict")
    operation.groups.add(six)
    shown = [
        operation.reference in client_for(role).get(six.get_absolute_url()).content.decode()
        for role in ("caseworker", "coordinator")
    ]
    assert shown == [False, True]


def test_a_group_is_recorded_once_and_changed_with_its_version(client_for, office):
    client, data = (
        client_for("caseworker"),
        {"name": "Those of the village", "confidentiality": "ordinary", "form_key": uuid.uuid4()},
    )
    assert client.post(f"{URL}add/", data).url == client.post(f"{URL}add/", data).url
    group = Group.objects.get()
    edit = f"{group.get_absolute_url()}edit/"
    assert client.post(edit, data | {"name": "", "description": "typed", "version": 1}).status_code == 422
    assert client.post(edit, data | {"description": "From the village", "version": 1}).status_code == 302
    assert client.post(edit, data | {"description": "Too late", "version": 1}).status_code == 422
    assert Group.objects.get().description == "From the village"


def test_another_office_and_other_roles_are_refused(client_for, six):
    elsewhere = GroupFactory(office=OfficeFactory())
    assert client_for("coordinator").get(elsewhere.get_absolute_url()).status_code == 404
    assert client_for("viewer").get(f"{URL}add/").status_code == 403
    assert client_for("auditor").get(f"{six.get_absolute_url()}edit/").status_code == 403
    assert client_for("administrator").get(URL).status_code == 403


def test_who_is_in_a_group_by_mistake_is_taken_out_with_the_reason(client_for, six):
    person = six.members.exclude(name="").get()
    client, there = client_for("caseworker"), person.get_absolute_url()
    assert f"{there}groups/withdraw/" in client.get(there).content.decode()
    assert f"{there}groups/withdraw/" not in client_for("viewer").get(there).content.decode()
    url = f"{there}groups/withdraw/"
    assert client.post(url, {"group": six.pk, "reason": ""}).status_code == 422
    assert client.post(url, {"group": GroupFactory().pk, "reason": "Another"}).status_code == 422
    assert client.post(url, {"group": six.pk, "reason": "Of another village."}).status_code == 302
    assert list(six.members.all()) == list(six.members.filter(name=""))
    assert six.name not in client.get(there).content.decode()
