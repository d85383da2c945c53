"""News of a death: its owner alone knows until the family does, and nothing of the person leaves meanwhile (D38)."""

import re

import pytest
from django.urls import reverse

from cases.actions import Refused, events
from cases.models import DeathNotice, Event, Person, Source, Statement
from tests.factories import (
    ActorFactory,
    ConsignmentFactory,
    CorrespondenceFactory,
    DeathReportFactory,
    EvacueeFactory,
    EventFactory,
    GroupFactory,
    GroupMembershipFactory,
    ParcelFactory,
    PersonFactory,
    RepatriationCaseFactory,
    SourceFactory,
)

CANARY = "Canary of the death"
OTHERS = ("viewer", "second", "coordinator", "administrator", "auditor")
PATHS = ("", "edit/", "death/", "death/report/", "death/informed/", "death/hand-over/", "death/withdraw/")
LISTS = (
    "/people/", "/people/?q=Орлова", "/groups/", "/parcels/", "/mail/", "/cases/", "/evacuees/",
    "/events/", "/statements/", "/sources/", "/conflicts/", "/search/?q=Canary", "/search/?q=Орлова", "/",
)  # fmt: skip


@pytest.fixture
def second(user_in):
    """Another caseworker of the office."""
    return user_in("caseworker")


@pytest.fixture
def person(office):
    return PersonFactory(office=office, name="Орлова Наталья")


@pytest.fixture
def actor():
    return ActorFactory(name="Canary ministry of the death")


def url(person, path=""):
    return f"{person.get_absolute_url()}{path}"


def news(actor, **data):
    return {
        "speaker": actor.name, "title": CANARY, "text": CANARY, "died": "3 March 2025", "cause": CANARY,
        "circumstances": CANARY, "grave": CANARY, "will": CANARY, "effects": CANARY, "inquiry": CANARY,
    } | data  # fmt: skip


@pytest.fixture
def notice(client_for, person, actor):
    """Recorded by the caseworker, on the word of one."""
    response = client_for("caseworker").post(url(person, "death/"), news(actor))
    assert response.status_code == 302, response.content.decode()
    return DeathNotice.objects.get()


@pytest.fixture
def told(client_for, person, notice):
    data = {
        "informed": "5 March 2025",
        "whom": "A sister",
        "how": "In person",
        "one_origin_reason": "The list is signed",
    }
    response = client_for("caseworker").post(url(person, "death/informed/"), data)
    assert response.status_code == 302, response.content.decode()
    return DeathNotice.objects.get()


def text(response):
    return (b"".join(response.streaming_content) if response.streaming else response.content).decode()


def page(client, person):
    return text(client.get(url(person)))


def test_the_owner_sees_the_notice_with_all_that_is_to_be_notified(client_for, person, notice):
    shown = page(client_for("caseworker"), person)
    assert "Seen by you alone" in shown
    assert "3 Mar 2025" in shown
    assert shown.count(CANARY) >= 6


def without_tokens(words):
    """What differs between two answers in any case: keys of forms and of the session."""
    return re.sub(r"[\w-]{20,}", "", words)


@pytest.mark.parametrize("role", OTHERS)
def test_for_everybody_else_every_route_of_the_person_is_as_before(client_for, person, actor, role, request):
    client = client_for(role)
    places = [*[url(person, path) for path in PATHS], *LISTS]
    before = [client.get(place) for place in places]
    owner = client_for("caseworker")
    assert owner.post(url(person, "death/"), news(actor)).status_code == 302
    for place, was in zip(places, before, strict=True):
        now = client.get(place)
        assert now.status_code == was.status_code, place
        assert CANARY not in text(now), place
        assert without_tokens(text(now)) == without_tokens(text(was)), place


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("model", ["deathnotice", "deathreport", "person", "event", "statement", "source"])
def test_the_workshop_gives_nothing_away_either(client_for, notice, person, role, model):
    client = client_for(role)
    assert CANARY not in text(client.get(f"/admin/cases/{model}/"))
    for row in (notice, notice.reports.get()):
        for end in ("change/", "history/"):
            shown = client.get(f"/admin/cases/{row._meta.model_name}/{row.pk}/{end}")
            assert CANARY not in text(shown)
            assert person.name not in text(shown)
    assert CANARY not in text(client.get(f"/admin/cases/person/{person.pk}/history/", follow=True))


def test_nothing_is_in_the_ledger_before_the_family_knows(notice, person):
    assert not Event.objects.exists()
    assert not Statement.objects.exists()
    assert not Source.objects.exists()
    person.refresh_from_db()
    assert person.version == Person(version=1).version


def test_others_post_to_the_notice_in_vain(client_for, person, notice, second):
    for path in PATHS[3:]:
        assert client_for("second").post(url(person, path), {}).status_code == 404
    assert client_for("viewer").post(url(person, "death/"), {}).status_code == 403


def test_a_second_notice_is_refused_without_saying_why(client_for, person, notice, actor, caseworker, second):
    response = client_for("second").post(url(person, "death/"), news(actor, cause="Typed by the second"))
    assert response.status_code == 422
    assert f"Held by the office: ask {caseworker}." in text(response)
    assert "Typed by the second" in text(response)
    assert DeathNotice.objects.count() == 1


def test_news_without_a_source_are_refused_with_what_was_typed(client_for, person, actor):
    response = client_for("caseworker").post(url(person, "death/"), news(actor, title=""))
    assert response.status_code == 422
    assert "Name the source, or say in words what it is." in text(response)
    assert CANARY in text(response)
    assert not DeathNotice.objects.exists()


def send(record, type, by):
    return events.record_event(about=record, type=type, by=by, evidence="own_observation")


@pytest.mark.parametrize("step", ["packed", "added", "dispatched", "handed_over"])
def test_a_parcel_to_the_person_stays_in_the_house(
    client_for, office, person, actor, caseworker, second, step
):
    consignment = ConsignmentFactory(office=office)
    parcel = ParcelFactory(office=office, addressee=person, consignment=consignment)
    if step != "packed":
        send(parcel, "packed", second)
    client_for("caseworker").post(url(person, "death/"), news(actor))
    for by in (caseworker, second):
        with pytest.raises(Refused, match=r"^Held by the office: ask"):
            send(parcel, step, by)


def test_the_form_says_whom_to_ask_and_not_why(client_for, office, person, notice, caseworker, second):
    parcel = ParcelFactory(office=office, addressee=person)
    response = client_for("second").post(
        reverse("record_event", args=[parcel.reference]), {"type": "packed", "who_says_so": "own_observation"}
    )
    assert response.status_code == 422
    assert f"Held by the office: ask {caseworker}." in text(response)
    assert "death" not in text(response).lower()


def test_a_letter_to_the_person_is_held_and_one_from_the_person_goes_on(office, person, notice, second):
    with pytest.raises(Refused, match=r"^Held by the office"):
        send(CorrespondenceFactory(office=office, person=person), "forwarded", second)
    send(CorrespondenceFactory(office=office, person=person, direction="from_person"), "forwarded", second)


def test_what_left_before_can_still_be_said_to_have_arrived(office, person, actor, client_for, second):
    parcel = ParcelFactory(office=office, addressee=person)
    for type in ("packed", "dispatched"):
        send(parcel, type, second)
        parcel.refresh_from_db()
    client_for("caseworker").post(url(person, "death/"), news(actor))
    send(parcel, "handed_over", second)


def test_a_consignment_does_not_leave_with_a_held_parcel(office, person, actor, client_for, second):
    consignment = ConsignmentFactory(office=office)
    events.record_event(about=consignment, type="collecting", by=second, evidence="own_observation")
    parcel = ParcelFactory(office=office, addressee=person, consignment=consignment)
    send(parcel, "added", second)
    consignment.refresh_from_db()
    client_for("caseworker").post(url(person, "death/"), news(actor))
    with pytest.raises(Refused, match=rf"^{parcel.reference} in it"):
        send(consignment, "dispatched", second)


def test_a_record_joined_with_the_person_is_held_too(office, person, notice, second):
    twin = PersonFactory(office=office)
    Person.objects.filter(pk=twin.pk).update(joined_into=person)
    with pytest.raises(Refused, match=r"^Held by the office"):
        send(ParcelFactory(office=office, addressee=twin), "packed", second)


@pytest.mark.parametrize("role", ["caseworker", "second", "coordinator"])
def test_exports_carry_only_a_reference_and_say_how_many(client_for, office, person, notice, role):
    PersonFactory(office=office, name="Петров Пётр")
    for make, names in (
        (ParcelFactory, "addressee"),
        (CorrespondenceFactory, "person"),
        (EvacueeFactory, "person"),
    ):
        make(office=office, **{names: person})
    RepatriationCaseFactory(office=office, person=person, group=None)
    EventFactory(about=person, type="seen", note="Seen in the yard")
    client = client_for(role)
    for path in ("people", "parcels", "mail", "evacuees", "cases", "events"):
        address = f"/{path}/export/"
        assert "1 row is held by the office" in text(client.get(address)), path
        lines = text(client.post(address, {"reason": "a check"}))
        assert person.name not in lines, path
        assert "Seen in the yard" not in lines, path
        assert "held by the office" in lines, path
    assert "Петров" in text(client.post("/people/export/", {"reason": "a check"}))


def test_a_death_reaches_the_ledger_through_the_notice_alone(client_for, office, person, second):
    form = client_for("caseworker").get(reverse("record_event", args=[person.reference])).context["form"]
    assert not {"death_reported", "family_informed"} & {
        value for value, _label in form.fields["type"].choices
    }
    case = RepatriationCaseFactory(office=office, person=person, group=None)
    for record in (person, case):
        with pytest.raises(Refused, match="News of a death"):
            send(record, "death_reported", second)


def found_dead(case, by):
    return events.record_event(
        about=case, type="earlier_not_known", declared_status="deceased", by=by, evidence="own_observation"
    )


def test_a_case_is_not_found_deceased_before_the_family_is_informed(client_for, office, person, second):
    case = RepatriationCaseFactory(office=office, person=person, group=None)
    typed = {"type": "earlier_not_known", "declared_status": "deceased", "who_says_so": "own_observation"}
    response = client_for(second).post(reverse("record_event", args=[case.reference]), typed)
    assert response.status_code == 422
    assert "News of a death" in text(response)
    event = EventFactory(about=case, type="requested")
    with pytest.raises(Refused, match="News of a death"):
        events.declare_wrong(
            event=event, kind="incorrect_data", reason="Found dead", by=second,
            correction={"type": "earlier_not_known", "declared_status": "deceased"},
        )  # fmt: skip
    case.refresh_from_db()
    assert case.status != "deceased"


def test_a_case_is_found_deceased_once_the_family_knows_and_that_of_a_group_ever(
    office, person, told, second
):
    for case in (
        RepatriationCaseFactory(office=office, person=person, group=None),
        RepatriationCaseFactory(office=office),
    ):
        assert found_dead(case, second).declared_status == "deceased"


def test_one_origin_needs_a_reason(client_for, person, notice):
    data = {"informed": "5 March 2025", "whom": "A sister", "how": "In person"}
    client = client_for("caseworker")
    assert "It rests on 1 independent origin." in text(client.get(url(person, "death/informed/")))
    response = client.post(url(person, "death/informed/"), data)
    assert response.status_code == 422
    assert "one origin only: write why" in text(response)
    assert "A sister" in text(response)


def test_sources_that_relay_one_another_are_one_origin(client_for, office, person, actor, notice):
    agency = SourceFactory(office=office)
    for source in (agency, SourceFactory(office=office, relayed_from=agency)):
        DeathReportFactory(notice=notice, source=source, title="", speaker=ActorFactory())
    assert len(notice.origins()) == 2
    form = client_for("caseworker").get(url(person, "death/informed/")).context["form"]
    assert "one_origin_reason" not in form.fields


def test_once_the_family_is_informed_everybody_sees_it_with_its_events(
    client_for, office, person, told, second
):
    shown = page(client_for("coordinator"), person)
    for words in ("The family is informed", CANARY, "A sister", "Death reported", "Family informed"):
        assert words in shown
    assert list(Event.objects.order_by("sequence").values_list("type", flat=True)) == [
        "death_reported",
        "family_informed",
    ]
    assert told.reports.get().statement.text == CANARY
    send(ParcelFactory(office=office, addressee=person), "packed", second)


def test_a_viewer_learns_the_death_and_no_circumstances(client_for, person, told):
    shown = page(client_for("viewer"), person)
    assert "3 Mar 2025" in shown
    assert "A sister" not in shown


def test_a_told_notice_is_told_once(client_for, person, told, actor):
    client = client_for("caseworker")
    assert client.post(url(person, "death/informed/"), {}).status_code == 404
    assert client.post(url(person, "death/"), news(actor)).status_code == 404


def test_the_notice_is_handed_over_by_its_owner(client_for, person, notice, caseworker, second):
    client = client_for("caseworker")
    assert client.post(url(person, "death/hand-over/"), {"to": second.pk}).status_code == 302
    assert CANARY not in page(client, person)
    assert CANARY in page(client_for("second"), person)


def test_it_is_not_handed_to_who_does_not_work_with_people(client_for, person, notice, viewer):
    response = client_for("caseworker").post(url(person, "death/hand-over/"), {"to": viewer.pk})
    assert response.status_code == 422


def test_withdrawn_news_hold_nothing_and_are_seen_by_nobody_else(client_for, office, person, notice, second):
    client = client_for("caseworker")
    assert client.post(url(person, "death/withdraw/"), {"reason": ""}).status_code == 422
    assert (
        client.post(url(person, "death/withdraw/"), {"reason": "Another of the same name"}).status_code == 302
    )
    assert CANARY not in page(client_for("coordinator"), person)
    send(ParcelFactory(office=office, addressee=person), "packed", second)


def test_the_group_counts_and_names_the_person_as_before(client_for, office, person, actor):
    group = GroupFactory(office=office)
    GroupMembershipFactory(group=group, person=person)
    client = client_for("coordinator")
    before = text(client.get(group.get_absolute_url()))
    client_for("caseworker").post(url(person, "death/"), news(actor))
    assert without_tokens(text(client.get(group.get_absolute_url()))) == without_tokens(before)


def test_the_page_of_a_person_asks_as_many_questions_with_and_without(
    client_for, person, actor, second, django_assert_max_num_queries
):
    client = client_for(second)
    client.get(url(person))
    with django_assert_max_num_queries(60) as without:
        client.get(url(person))
    client_for("caseworker").post(url(person, "death/"), news(actor))
    with django_assert_max_num_queries(60) as withheld:
        client.get(url(person))
    assert len(without) == len(withheld)
