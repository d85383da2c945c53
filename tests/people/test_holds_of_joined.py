"""What is held of records that turn out to be one person: each ends what is theirs, on whichever of the records."""

import pytest

from cases.actions import holds
from cases.models import DeathNotice, Person, PersonHold
from tests.factories import DeathNoticeFactory, DeathReportFactory, PersonFactory

TOLD = {
    "informed": "5 March 2025",
    "whom": "A sister",
    "how": "In person",
    "one_origin_reason": "It is signed",
}


@pytest.fixture
def second(user_in):
    return user_in("caseworker")


@pytest.fixture
def joined(office):
    """Two records; `join` makes them one person."""
    return [PersonFactory(office=office), PersonFactory(office=office)]


def join(records):
    Person.objects.filter(pk=records[1].pk).update(joined_into=records[0])
    records[1].refresh_from_db()


def news(person, owner):
    return DeathReportFactory(notice=DeathNoticeFactory(person=person, owner=owner)).notice


def test_all_that_one_holds_is_shown_and_ends_at_once(client_for, joined, caseworker):
    for record, why in zip(joined, ("The address is in doubt", "They asked to wait"), strict=True):
        holds.hold(person=record, reason=why, by=caseworker)
    join(joined)
    client, there = client_for(caseworker), joined[1].get_absolute_url()
    shown = client.get(there).content.decode()
    assert "The address is in doubt" in shown
    assert "They asked to wait" in shown
    assert client.post(f"{there}hold/end/").status_code == 302
    assert not PersonHold.objects.in_force().exists()
    assert client.post(f"{there}hold/end/").status_code == 404


def test_what_a_colleague_holds_of_a_joined_record_stays(client_for, joined, caseworker, second):
    for record, by in zip(joined, (caseworker, second), strict=True):
        holds.hold(person=record, reason="Mine", by=by)
    join(joined)
    assert client_for(caseworker).post(f"{joined[0].get_absolute_url()}hold/end/").status_code == 302
    assert PersonHold.objects.in_force().get().owner == second


@pytest.mark.parametrize("first", [0, 1])
def test_news_that_is_told_does_not_stand_in_the_way_of_older_news(
    client_for, joined, caseworker, second, first
):
    owners = caseworker, second
    notices = [news(record, owner) for record, owner in zip(joined, owners, strict=True)]
    join(joined)
    there = joined[0].get_absolute_url()
    client = client_for(owners[first])
    assert client.post(f"{there}death/informed/", TOLD).status_code == 302
    other = client_for(owners[1 - first])
    assert f"{there}death/withdraw/" in other.get(there).content.decode()
    answer = other.post(f"{there}death/withdraw/", {"reason": "Told already"}, follow=True)
    assert answer.status_code == 200
    assert "A sister" in answer.content.decode()
    assert not DeathNotice.objects.withheld().exists()
    assert notices[first].person_id == joined[first].pk


def test_who_has_more_news_of_the_same_person_is_told_so(client_for, joined, caseworker):
    for record in joined:
        news(record, caseworker)
    join(joined)
    client, there = client_for(caseworker), joined[0].get_absolute_url()
    page = client.post(f"{there}death/informed/", TOLD, follow=True).content.decode()
    assert f"recorded of {joined[0].reference}" in page
    page = client.post(f"{there}death/withdraw/", {"reason": "Told already"}, follow=True).content.decode()
    assert "You have more news" not in page
    assert not DeathNotice.objects.withheld().exists()
