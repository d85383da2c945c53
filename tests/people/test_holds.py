"""One sentence for all holds: a caseworker who is not the owner cannot tell a death from any other reason (D38)."""

import re

import pytest

from cases.actions import Refused, death, events, holds
from cases.models import Parcel, Person, PersonHold, User
from tests.factories import (
    ActorFactory,
    ConsignmentFactory,
    CorrespondenceFactory,
    EvacueeFactory,
    EventFactory,
    FollowUpFactory,
    OfficeFactory,
    ParcelFactory,
    PersonFactory,
    StatementFactory,
    TracingRequestFactory,
    VisitedFactory,
)

pytestmark = pytest.mark.django_db
WHY = "Canary of the reason"
KINDS = ("hold", "death")


@pytest.fixture
def second(user_in):
    return user_in("caseworker")


@pytest.fixture
def person(office):
    return PersonFactory(office=office, name="Орлова Наталья")


def place(kind, person, by):
    """Hold a person for a reason of one's own, or because of news of a death."""
    if kind == "hold":
        return holds.hold(person=person, reason=WHY, by=by)
    return death.record_news(
        person=person, by=by, report={"speaker": ActorFactory(), "title": WHY, "text": WHY}
    )


def plain(response):
    """A page without keys of forms and of the session, and without numbers of records."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    changes = r'(?s)<section id="history".*?</section>'  # of this test's own making
    return re.sub(
        r"[\w-]{20,}|\b(?:PER|PCL|CON|COR)-\w+|/\d+/|#?\b\d+\b", "", re.sub(changes, "", body.decode())
    )


def met(client, by, office, person):
    """All that somebody else meets who tries what the person's mail, labels, exports and news allow."""
    found = []
    parcel = ParcelFactory(office=office, addressee=person)
    letter = CorrespondenceFactory(office=office, person=person)
    for record, step in ((parcel, "packed"), (letter, "forwarded")):
        with pytest.raises(Refused) as refused:
            events.record_event(about=record, type=step, by=by, evidence="own_observation")
        found.append(str(refused.value))
    there = person.get_absolute_url()
    news = {"speaker": ActorFactory().name, "title": "A call", "text": "Heard"}
    found += [
        plain(client.get(there)),
        plain(client.get("/people/export/")),
        plain(client.post("/people/export/")),
        plain(client.get("/parcels/export/")),
        plain(client.post("/parcels/export/")),
        plain(client.get(f"{there}death/")),
        plain(client.post(f"{there}death/", news)).replace(news["speaker"], ""),
        plain(client.get(f"{there}hold/")),
        plain(client.post(f"{there}hold/", {"reason": "Mine"})),
        client.post(f"{there}hold/end/").status_code,
        client.get(f"{there}death/informed/").status_code,
    ]
    return found


def test_whatever_holds_others_meet_the_same_everywhere(client_for, office, caseworker, second):
    seen = []
    people = [
        PersonFactory(office=office, name="Орлова Наталья", confidentiality="strict") for _kind in KINDS
    ]
    for kind, person in zip(KINDS, people, strict=True):
        Person.objects.filter(pk=person.pk).update(confidentiality="ordinary")
        place(kind, person, caseworker)
        seen.append(met(client_for(second), second, office, person))
        Person.objects.filter(pk=person.pk).update(confidentiality="strict")  # out of sight of the next
        Parcel.objects.filter(addressee=person).update(confidentiality="strict")
    for one, other in zip(*seen, strict=True):
        assert one == other
    assert any(f"Held by the office: ask {caseworker}." in str(words) for words in seen[0])
    assert not any(WHY in str(words) for some in seen for words in some)


ABOUT = [
    lambda person: TracingRequestFactory(office=person.office, person=person),
    lambda person: CorrespondenceFactory(
        office=person.office, correspondent_person=person, direction="to_person"
    ),
    lambda person: ParcelFactory(office=person.office, sender_person=person),
    lambda person: VisitedFactory(visit__office=person.office, person=person).visit,
    lambda person: EvacueeFactory(office=person.office, person=person),
]


@pytest.mark.parametrize(
    "of", ABOUT, ids=("tracing request", "letter from", "parcel from", "visit", "evacuee")
)
def test_what_is_about_a_record_of_a_held_person_leaves_as_a_placeholder(
    client_for, person, caseworker, coordinator, of
):
    record = of(person)
    said = StatementFactory(source__office=person.office, text="Canary of the statement")
    EventFactory(about=record, type="noted", note="Canary of the note", statement=said)
    FollowUpFactory(
        **{record.kind: record}, **({} if record.kind == "parcel" else {"parcel": None}),
        office=person.office, text="Canary of the follow-up",
    )  # fmt: skip
    client = client_for(coordinator)
    paths = {"events": "note", "follow-ups": "follow-up", "statements": "statement"}
    for held in (False, True):
        if held:
            place("hold", person, caseworker)
        for path, what in paths.items():
            answer = client.post(f"/{path}/export/", {"reason": "a check"})
            lines = b"".join(answer.streaming_content).decode()
            assert (f"Canary of the {what}" in lines) is not held, path


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_owner_sees_why_and_ends_it(client_for, person, caseworker, kind):
    place(kind, person, caseworker)
    assert WHY in client_for("caseworker").get(person.get_absolute_url()).content.decode()
    for role in ("viewer", "coordinator", "auditor"):
        assert WHY not in client_for(role).get(person.get_absolute_url()).content.decode()


def test_a_hold_of_ones_own_is_placed_once_and_ended(client_for, office, person, caseworker):
    client, there = client_for("caseworker"), person.get_absolute_url()
    assert client.post(f"{there}hold/", {"reason": ""}).status_code == 422
    assert client.post(f"{there}hold/", {"reason": WHY}).status_code == 302
    assert client.post(f"{there}hold/", {"reason": WHY}).status_code == 422
    assert PersonHold.objects.in_force().count() == 1
    assert client_for("coordinator").post(f"{there}hold/end/").status_code == 404
    assert client.post(f"{there}hold/end/").status_code == 302
    parcel = ParcelFactory(office=office, addressee=person)
    events.record_event(about=parcel, type="packed", by=caseworker, evidence="own_observation")


def test_a_consignment_with_a_held_parcel_stays_whatever_holds(office, person, caseworker, second):
    consignment = ConsignmentFactory(office=office)
    events.record_event(about=consignment, type="collecting", by=second, evidence="own_observation")
    parcel = ParcelFactory(office=office, addressee=person, consignment=consignment)
    events.record_event(about=parcel, type="added", by=second, evidence="own_observation")
    consignment.refresh_from_db()
    place("hold", person, caseworker)
    with pytest.raises(Refused, match=rf"^{parcel.reference} in it: Held by the office"):
        events.record_event(about=consignment, type="dispatched", by=second, evidence="own_observation")


def test_the_workshop_shows_a_hold_to_its_owner_alone(client_for, person, caseworker):
    place("hold", person, caseworker)
    assert person.name in client_for("caseworker").get("/admin/cases/personhold/").content.decode()
    assert person.name not in client_for("coordinator").get("/admin/cases/personhold/").content.decode()


# --- What somebody leaves behind --------------------------------------------------------------------------


def leaves(owner):
    User.objects.filter(pk=owner.pk).update(is_active=False)


def turns_viewer(owner):
    User.objects.filter(pk=owner.pk).update(role="viewer")


def goes_to_another_office(owner):
    User.objects.filter(pk=owner.pk).update(office=OfficeFactory())


gone = pytest.mark.parametrize("goes", [leaves, turns_viewer, goes_to_another_office])


@gone
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_left_behind_is_taken_over_by_a_coordinator_with_a_reason(
    client_for, office, person, caseworker, second, coordinator, kind, goes
):
    place(kind, person, caseworker)
    goes(caseworker)
    client, there = client_for(coordinator), person.get_absolute_url()
    parcel = ParcelFactory(office=office, addressee=person)
    with pytest.raises(Refused, match="who can end it no more: ask a coordinator to take it over"):
        events.record_event(about=parcel, type="packed", by=second, evidence="own_observation")
    assert f"{there}hold/take-over/" in client.get(there).content.decode()
    assert f"{there}hold/take-over/" not in client_for(second).get(there).content.decode()
    assert client.post(f"{there}hold/take-over/", {"reason": " "}).status_code == 422
    assert client.post(f"{there}hold/take-over/", {"reason": "They have left."}).status_code == 302
    page = client.get(there).content.decode()
    assert WHY in page
    assert "take-over" not in page
    assert WHY not in client_for(second).get(there).content.decode()
    assert holds.sentence(person) == f"Held by the office: ask {coordinator}."


@pytest.mark.parametrize("kind", KINDS)
def test_what_its_owner_can_end_is_not_taken_over_and_the_page_does_not_tell_of_it(
    client_for, person, caseworker, coordinator, kind
):
    client, there = client_for(coordinator), person.get_absolute_url()
    before = plain(client.get(there))
    place(kind, person, caseworker)
    assert plain(client.get(there)) == before
    assert "Nothing is held here" in client.get(f"{there}hold/take-over/", follow=True).content.decode()
    assert client.post(f"{there}hold/take-over/", {"reason": "Mine"}).status_code == 422
    assert holds.sentence(person) == f"Held by the office: ask {caseworker}."


def test_what_is_left_behind_on_a_joined_record_that_one_may_not_see_is_not_taken_over(
    person, caseworker, office, coordinator
):
    other = PersonFactory(office=OfficeFactory(), joined_into=person)
    PersonHold.objects.create(person=other, owner=caseworker, reason=WHY)
    with pytest.raises(Refused, match="ask another coordinator"):
        holds.take_over(person=person, reason="Left", by=coordinator)
