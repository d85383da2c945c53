"""Two records of one human being: counted once everywhere, shown together, and apart again when the join is taken back."""

import pytest

from cases import lookup
from cases.actions import Refused, custody, identity
from cases.actions.imports.named import Named
from cases.finding.lists import Alike
from cases.lib.dates import parse
from cases.models import FollowUp, Person
from tests.factories import (
    ClaimFactory,
    CorrespondenceFactory,
    CounterpartListFactory,
    CustodyPeriodFactory,
    EvacuationFactory,
    EvacueeFactory,
    EventFactory,
    FollowUpFactory,
    GroupFactory,
    GroupMembershipFactory,
    ParcelFactory,
    PersonFactory,
    PersonNameFactory,
    RelationshipFactory,
    RepatriationCaseFactory,
    RepatriationEventFactory,
    RepatriationPartFactory,
    StatementFactory,
    TracingRequestFactory,
    VisitFactory,
)


@pytest.fixture
def join(caseworker, coordinator):
    def join(one, other, verdicts=("same", "same")):
        link = identity.pair(one, other)
        for who, verdict in zip((caseworker, coordinator), verdicts, strict=True):
            identity.judge(link=link, verdict=verdict, reason="The same photograph.", by=who)
        for person in (one, other):
            person.refresh_from_db()
        return link

    return join


@pytest.fixture
def two(office, join):
    first = PersonFactory(office=office, name="Бондаренко Сергій")
    second = PersonFactory(office=office, name="Бондаренко Сергей")
    link = join(first, second)
    return first, second, link


def page(client, record):
    return client.get(record.get_absolute_url()).content.decode()


def test_the_list_and_its_number_have_one_line_for_both(client_for, two):
    response = client_for("viewer").get("/people/")
    assert [row.pk for row in response.context["rows"]] == [two[0].pk]
    assert response.context["said"]["count_text"] == "1"
    export = client_for("coordinator").post("/people/export/", {"reason": "A list for the visit"})
    assert len(b"".join(export.streaming_content).decode().splitlines()) == 2


def test_a_group_counts_them_once_whichever_record_is_its_member(client_for, office, two):
    group = GroupFactory(office=office)
    ClaimFactory(about=group, number=3)
    client = client_for("viewer")
    for member in (two[1], two[0]):
        GroupMembershipFactory(group=group, person=member)
        places = client.get(group.get_absolute_url()).context["open_places"]
        assert (places["named"], places["missing"], places["count_text"]) == ([two[0]], 2, "1 of 3 named")
        (row,) = client.get("/groups/").context["rows"]
        assert (row.on_record, row.named) == (1, 1)
        assert [row.pk for row in client.get("/people/", {"group": group.reference}).context["rows"]] == [
            two[0].pk
        ]
    RepatriationCaseFactory(office=office, group=group)
    assert "1 named" in client.get("/cases/").content.decode()


def test_evacuations_visits_and_homecomings_count_them_once(client_for, office, two):
    evacuation, visit = EvacuationFactory(office=office), VisitFactory(office=office)
    operation = RepatriationEventFactory(office=office)
    for person in two[:2]:
        EvacueeFactory(office=office, evacuation=evacuation, person=person)
        RepatriationPartFactory(event=operation, person=person)
    visit.visited.set(two[:2])
    client = client_for("caseworker")
    assert "1 person, 1 named" in page(client, evacuation)
    (row,) = client.get("/evacuations/").context["rows"]
    assert (row.people, row.named) == (1, 1)
    (listed,) = client.get(visit.get_absolute_url()).context["listed"]
    assert listed.person in two[:2]
    visit.list_of_visited.filter(person=two[1]).update(seen="seen")
    (listed,) = client.get(visit.get_absolute_url()).context["listed"]
    assert (listed.person, listed.seen) == (two[1], "seen")
    facts = {
        str(fact["label"]): fact.get("value")
        for fact in client.get(operation.get_absolute_url()).context["facts"]
    }
    assert facts["Expected, on our list"] == 1


def test_the_page_shows_what_all_records_hold_and_says_from_which(client_for, office, two):
    first, second, link = two
    PersonNameFactory(person=second, full="Serhii the Second")
    CustodyPeriodFactory(person=second)
    RelationshipFactory(person=second, other=PersonFactory(office=office, name="Орлова Марія"))
    RepatriationCaseFactory(office=office, person=second, group=None, title="Case of the second")
    ParcelFactory(office=office, addressee=second)
    CorrespondenceFactory(office=office, person=second)
    VisitFactory(office=office, title="Visit of the second").visited.set([second])
    GroupMembershipFactory(group=GroupFactory(office=office, name="Group of the second"), person=second)
    ClaimFactory(
        about=second, statement=StatementFactory(source__office=office), aspect="manner", words="by train"
    )
    response = client_for("caseworker").get(first.get_absolute_url())
    shown = response.content.decode()
    for words in (
        "Serhii the Second",
        "Орлова Марія",
        "Case of the second",
        "Visit of the second",
        "Group of the second",
        "by train",
    ):
        assert words in shown
    for section in response.context["sections"]:
        assert section["heads"][-1] == "Record"
        assert {row["cells"][-1] for row in section["rows"]} == {second.reference}
    assert {section["id"] for section in response.context["sections"]} == {
        "groups",
        "cases",
        "mail",
        "parcels",
        "visits",
    }
    assert link.get_absolute_url() in shown
    assert "Judged one person by" in shown


def test_the_other_record_says_which_one_stands_for_both(client_for, two):
    first, second, _link = two
    shown = page(client_for("viewer"), second)
    assert f"{first.reference}" in shown
    assert "stands for all of them" in shown


def test_a_joined_record_that_the_reader_may_not_see_is_not_shown(client_for, office, join):
    open_one = PersonFactory(office=office, name="Бондаренко Сергій")
    kept = PersonFactory(office=office, name="Kept Bondarenko", confidentiality="restricted")
    join(kept, open_one)
    RepatriationCaseFactory(office=office, person=kept, group=None, title="Case of the kept one")
    shown = page(client_for("viewer"), open_one)
    assert "Kept Bondarenko" not in shown
    assert "Case of the kept one" not in shown
    assert "One person, several records" not in shown
    assert "Kept Bondarenko" in page(client_for("caseworker"), open_one)
    assert [row.pk for row in client_for("viewer").get("/people/").context["rows"]] == [open_one.pk]


def test_lists_of_one_person_have_what_names_any_of_the_records(client_for, office, two):
    for person in two[:2]:
        CorrespondenceFactory(office=office, person=person)
        VisitFactory(office=office).visited.set(two[:2])
    client = client_for("caseworker")
    assert len(client.get("/mail/", {"person": two[0].reference}).context["rows"]) == 2
    assert len(client.get("/visits/", {"person": two[1].reference}).context["rows"]) == 2


def test_taken_back_everything_is_as_before(client_for, office, two, coordinator):
    first, second, link = two
    RepatriationCaseFactory(office=office, person=second, group=None, title="Case of the second")
    identity.judge(link=link, verdict="undone", reason="Another man came back.", by=coordinator)
    client = client_for("viewer")
    assert len(client.get("/people/").context["rows"]) == 2
    assert "Case of the second" not in page(client, first)
    assert "Case of the second" in page(client, second)
    assert "One person, several records" not in page(client, first)
    assert Person.objects.filter(joined_into=None).count() == 2


def test_a_field_offers_and_takes_them_as_one(two, caseworker):
    assert [each["label"] for each in lookup.suggest("person", "Bondarenko Serhii", caseworker)] == [
        str(two[0])
    ]
    assert lookup.resolve("person", "Бондаренко Сергій", caseworker) == [two[0]]


@pytest.mark.parametrize("address", ["/people/{0.reference}/edit/", "/admin/cases/person/{0.pk}/change/"])
def test_none_of_them_loses_its_name_while_they_are_joined(client_for, two, address):
    client, first = client_for("coordinator"), two[0]
    page = client.get(address.format(first))
    form = page.context["adminform"].form if "adminform" in page.context else page.context["form"]
    data = {field.html_name: field.value() or "" for field in form} | {"name": "", "label": "unnamed, 3 of 6"}
    for formset in page.context.get("inline_admin_formsets", ()):
        data |= {field.html_name: field.value() or 0 for field in formset.formset.management_form}
    shown = client.post(address.format(first), data).content.decode()
    assert "take the join back before you take the name out" in shown
    first.refresh_from_db()
    assert first.name


def test_the_whole_name_that_both_records_have_is_taken_as_one(office, join, caseworker):
    first, second = (PersonFactory(office=office, name="Орлова Наталія") for _ in range(2))
    join(first, second)
    for kind in ("person", lookup.RECORD):
        assert lookup.resolve(kind, "Орлова Наталія", caseworker) == [first]
    PersonFactory(office=office, name="Орлова Наталія")
    assert len(lookup.resolve("person", "Орлова Наталія", caseworker)) == 2


def test_a_list_of_mail_names_them_by_the_spelling_of_either_record(two, caseworker):
    named = Named(caseworker, (Person,))
    named.learn({"Бондаренко Сергей", "Бондаренко Сергій"})
    for words in ("Бондаренко Сергей", "Бондаренко Сергій"):
        assert named.of(words).pk == two[0].pk


def test_a_request_is_compared_with_them_once_and_answered_once(client_for, office, two):
    request = TracingRequestFactory(office=office, name="Бондаренко Сергій")
    client, address = client_for("caseworker"), f"{request.get_absolute_url()}compare/"
    (item,) = client.get(address).context["found"]
    sent = {
        "person": item["person"].reference,
        "verdict": "is_not",
        "reason": "Another face.",
        "form_key": item["form_key"],
    }
    assert client.post(address, sent).status_code == 302
    assert client.get(address).context["found"] == []


def test_a_line_of_a_list_is_of_one_person_when_its_candidates_were_joined(office, coordinator, two):
    alike = [Alike(person.pk, 90, ("same_letters",)) for person in two[:2]]
    received = CounterpartListFactory(office=office, found=[alike])
    (row,) = received.lines.compared(coordinator)
    assert (row.best, row.second) == (90, 0)
    assert received.lines.compared(coordinator).in_both().count() == 1


def test_relatives_are_not_judged_to_be_one_person(office, join, two):
    brother = PersonFactory(office=office, name="Бондаренко Сергій")
    RelationshipFactory(person=brother, other=two[1])
    with pytest.raises(Refused, match="relatives of each other"):
        join(two[0], brother)


def test_what_happened_to_each_and_what_is_to_be_done_stands_on_the_page_of_both(client_for, two, caseworker):
    first, second, _link = two
    EventFactory(about=first, type="noted", note="Of the first.")
    event = EventFactory(about=second, type="noted", note="Of the second.")
    FollowUpFactory(parcel=None, person=second, office=second.office, text="Ask at the second office")
    text = page(client_for(caseworker), first)
    assert "Of the first." in text
    assert "Of the second." in text
    assert "Ask at the second office" in text
    items = {
        item["id"]: item
        for item in client_for(caseworker).get(first.get_absolute_url()).context["timeline"]
        if "id" in item
    }
    assert items[f"event-{event.pk}"]["actions"][0]["label"] == f"On {second.reference}"
    assert "Of the first." not in page(client_for(caseworker), second)


def test_a_card_that_is_due_on_one_record_is_received_on_another(client_for, two, caseworker):
    first, second, _link = two
    EventFactory(about=second, type="captured", occurred=parse("1 December 2025"))
    client = client_for(caseworker)

    def late():
        return [row.pk for row in client.get("/people/?card=late").context["rows"]]

    assert late() == [first.pk]
    EventFactory(about=first, type="card_received")
    assert late() == []


def test_mail_to_any_of_the_records_is_redirected_after_a_transfer(two):
    first, second, _link = two
    ParcelFactory(addressee=second, office=second.office, status="dispatched")
    EventFactory(about=first, type="transferred")
    assert "parcels 1" in FollowUp.objects.get(origin="task").text


def test_accepted_custody_does_not_overlap_that_of_the_other_record(two, caseworker):
    first, second, _link = two
    begun = {"begin": parse("1 March 2025"), "accepted": True}
    held = CustodyPeriodFactory(person=first, **begun)
    with pytest.raises(Refused, match="Nobody is held twice at once"):
        custody.record_period(person=second, by=caseworker, holding_power=held.holding_power, **begun)
