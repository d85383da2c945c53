"""People known by number get their names: one by one or from a list, and nobody is counted twice."""

import uuid

import pytest

from cases.actions import Refused, consents, events, holds, people
from cases.actions.checks import differences
from cases.actions.naming import index_names
from cases.actions.removing import erasure
from cases.lib.dates import parse
from cases.models import GroupMembership, IdentityJudgement, IdentityLink, Person
from tests.factories import (
    ClaimFactory,
    ConsentFactory,
    CorrespondenceFactory,
    CounterpartLineFactory,
    CounterpartListFactory,
    CustodyPeriodFactory,
    EvacueeFactory,
    FollowUpFactory,
    GroupFactory,
    GroupMembershipFactory,
    ParcelFactory,
    PersonFactory,
    PersonHoldFactory,
    PersonIdentifierFactory,
    RelationshipFactory,
    RepatriationCaseFactory,
    VisitFactory,
)

ADD = "/people/add/"


def known(**facts):
    person = PersonFactory(**facts)
    index_names([person])
    return person


@pytest.fixture
def six(office):
    """Six people by number, two of them with a record and without a name."""
    group = GroupFactory(office=office, name="Six residents")
    ClaimFactory(about=group, number=6)
    for number in (1, 2):
        person = PersonFactory(office=office, name="", label=f"unnamed, {number} of 6")
        GroupMembershipFactory(group=group, person=person)
    return group


def unnamed(group):
    return group.members.counted().unnamed().order_by("pk")


def page(response):
    return response.content.decode()


def places(client, group):
    return client.get(group.get_absolute_url()).context["open_places"]


def named_in_form(client, group, placeholder=None, name="Орлова Наталія"):
    sought = {
        "name": name,
        "group": group.reference,
        "placeholder": placeholder.reference if placeholder else "",
    }
    url = client.post(ADD, sought).url
    data = {"name": name, "confidentiality": "ordinary", "form_key": uuid.uuid4()}
    assert client.post(url, data).status_code == 302
    return Person.objects.get(name=name)


def test_an_unnamed_person_is_named_after_a_search_and_the_placeholder_stays(client_for, six):
    client, placeholder = client_for("caseworker"), unnamed(six)[1]
    assert f"placeholder={placeholder.reference}" in page(client.get(f"{six.get_absolute_url()}people/"))
    person = named_in_form(client, six, placeholder)
    placeholder.refresh_from_db()
    assert placeholder.superseded_by == person
    found = places(client, six)
    assert (found["named"], len(found["unnamed"]), found["missing"]) == ([person], 1, 4)


def test_somebody_on_record_is_the_one_without_a_name(client_for, office, six):
    client, placeholder = client_for("caseworker"), unnamed(six)[0]
    person = known(office=office, name="Орлова Наталія")
    query = {"name": "Orlova Natalia", "group": six.reference, "placeholder": placeholder.reference}
    assert [item["person"] for item in client.get(ADD, query).context["found"]] == [person]
    assert client.post(ADD, query | {"person": person.reference}).url == six.get_absolute_url()
    assert places(client, six)["named"] == [person]
    assert set(GroupMembership.objects.filter(group=six).values_list("person__superseded_by", flat=True)) == {
        None
    }


def test_one_more_of_the_group_takes_the_place_of_one_without_a_name(client_for, six):
    client = client_for("caseworker")
    named_in_form(client, six)
    assert len(places(client, six)["unnamed"]) == 1


def test_what_named_the_placeholder_names_the_person(office, caseworker):
    placeholder = PersonFactory(office=office, name="", label="unnamed")
    person = PersonFactory(office=office)
    other = PersonFactory(office=office)
    case = RepatriationCaseFactory(office=office, person=placeholder, group=None)
    parcel, letter = (
        ParcelFactory(office=office, addressee=placeholder),
        CorrespondenceFactory(office=office, person=placeholder),
    )
    evacuee, visit = EvacueeFactory(office=office, person=placeholder), VisitFactory(office=office)
    visit.visited.set([placeholder])
    RelationshipFactory(person=placeholder, other=other)
    follow_up = FollowUpFactory(parcel=None, person=placeholder, office=office)
    people.name_placeholder(placeholder=placeholder, person=person, by=caseworker)
    for row, column in (
        (case, "person"),
        (parcel, "addressee"),
        (letter, "person"),
        (evacuee, "person"),
        (follow_up, "person"),
    ):
        row.refresh_from_db()
        assert getattr(row, column) == person
    assert list(visit.visited.all()) == [person]
    assert person.relationships.get().other == other
    assert list(map(str, differences())) == []


def test_beside_whom_the_person_is_named_already_the_placeholder_stays_and_counts_for_nothing(
    client_for, office, caseworker, six
):
    person = PersonFactory(office=office)
    GroupMembershipFactory(group=six, person=person)
    people.name_placeholder(placeholder=unnamed(six)[0], person=person, by=caseworker)
    found = places(client_for("viewer"), six)
    assert (found["named"], len(found["unnamed"]), found["missing"]) == ([person], 1, 4)


@pytest.mark.parametrize(
    ("placeholder", "person", "sentence"),
    [
        ({"name": "Named"}, {}, "has a name"), ({}, {"name": "", "label": "unnamed too"}, "has no name to give"),
        ({}, {"synthetic": True}, "made up for training"),
    ],
)  # fmt: skip
def test_what_is_no_naming_is_refused_with_a_sentence(office, caseworker, placeholder, person, sentence):
    one = PersonFactory(office=office, **({"name": "", "label": "unnamed"} | placeholder))
    with pytest.raises(people.NamingRefused, match=sentence):
        people.name_placeholder(placeholder=one, person=PersonFactory(office=office, **person), by=caseworker)


def test_who_was_named_already_is_not_named_again(client_for, office, caseworker, six):
    placeholder, person = unnamed(six)[0], known(office=office, name="Орлова Наталія")
    people.name_placeholder(placeholder=placeholder, person=PersonFactory(office=office), by=caseworker)
    data = {"name": "A", "placeholder": placeholder.reference, "person": person.reference}
    assert "was named already" in page(client_for("caseworker").post(ADD, data, follow=True))


def test_a_list_is_read_line_by_line_with_those_on_record_offered(client_for, office, six):
    person = known(office=office, name="Орлова Наталія")
    client = client_for("caseworker")
    text = "Orlova Natalia; 1980\nБондаренко Сергій\t3 March 1987\n\n; 1990\nКоваль Іван; the day before"
    response = client.post(f"{six.get_absolute_url()}people/", {"lines": text})
    lines = response.context["lines"]
    assert [line.name for line in lines] == ["Orlova Natalia", "Бондаренко Сергій", "", "Коваль Іван"]
    assert [item["person"] for item in lines[0].found] == [person]
    assert (lines[1].born.edtf, lines[1].chosen) == ("1987-03-03", "new")
    assert all(line.trouble and line.chosen == "skip" for line in lines[2:])
    assert Person.objects.named().count() == 1


def test_a_list_names_new_and_known_people_in_one_step_and_once(client_for, office, six):
    person = known(office=office, name="Орлова Наталія")
    client = client_for("caseworker")
    data = {
        "lines": "Orlova Natalia; 1980\nБондаренко Сергій; 1987\nКоваль Іван\nОрлова Наталія", "record": "1",
        "form_key": uuid.uuid4(), "line-0": person.reference, "line-1": "new", "line-2": "skip", "line-3": "new",
        "shown-3": person.reference,
    }  # fmt: skip
    response = client.post(f"{six.get_absolute_url()}people/", data)
    assert [new for _entry, _person, new in response.context["done"]] == [False, True, True]
    found = places(client, six)
    assert (len(found["named"]), len(found["unnamed"]), found["missing"]) == (3, 0, 3)
    dismissed = IdentityJudgement.objects.get()
    assert dismissed.link.first == person
    client.post(f"{six.get_absolute_url()}people/", data)
    assert Person.objects.named().count() == 3
    assert list(map(str, differences())) == []


def test_more_people_than_stated_is_a_conflict_in_a_sentence_and_no_error(client_for, office, six):
    for _number in range(5):
        GroupMembershipFactory(group=six, person=PersonFactory(office=office))
    assert "7 people are on record as of this group, and the highest number stated is 6." in page(
        client_for("viewer").get(six.get_absolute_url())
    )


@pytest.mark.parametrize("role", ["viewer", "auditor"])
def test_who_may_only_look_names_nobody(client_for, role, six):
    url = f"{six.get_absolute_url()}people/"
    client = client_for(role)
    assert url not in page(client.get(six.get_absolute_url()))
    assert client.get(url).status_code == client.post(url, {"lines": "A"}).status_code == 403


def test_a_list_that_is_too_long_or_empty_is_said(client_for, six):
    client = client_for("caseworker")
    for text, sentence in (("A\n" * 61, "paste at most 60"), (" ", "This field is required")):
        response = client.post(f"{six.get_absolute_url()}people/", {"lines": text})
        assert response.status_code == 422
        assert sentence in page(response)


def test_a_group_of_another_office_is_not_there(client_for):
    assert client_for("coordinator").get(f"{GroupFactory().get_absolute_url()}people/").status_code == 404


def in_the_form(client, placeholder, **facts):
    """The form of a new person who is to stand for a placeholder: its address, and what is typed there."""
    url = client.post(ADD, {"name": "Орлова Наталія", "placeholder": placeholder.reference}).url
    return url, {"name": "Орлова Наталія", "confidentiality": "ordinary", "form_key": uuid.uuid4()} | facts


def test_who_was_named_by_a_colleague_meanwhile_is_said_in_the_form_with_all_that_was_typed(
    client_for, office, caseworker
):
    placeholder = PersonFactory(office=office, name="", label="unnamed")
    client = client_for("caseworker")
    url, data = in_the_form(client, placeholder, rank="corporal")
    people.name_placeholder(placeholder=placeholder, person=PersonFactory(office=office), by=caseworker)
    response = client.post(url, data)
    assert response.status_code == 422
    assert f"{placeholder.reference} was named already" in page(response)
    assert 'value="corporal"' in page(response)
    assert not Person.objects.filter(name="Орлова Наталія").exists()


def test_who_stands_for_somebody_made_up_for_training_is_made_up_as_well(client_for, office):
    placeholder = PersonFactory(office=office, name="", label="unnamed", synthetic=True)
    group = GroupFactory(office=office, synthetic=True)
    client = client_for("caseworker")
    url, data = in_the_form(client, placeholder)
    assert client.post(url, data).status_code == 302
    placeholder.refresh_from_db()
    assert placeholder.superseded_by.synthetic
    named_in_form(client, group, name="Коваль Іван")
    assert Person.objects.get(name="Коваль Іван").synthetic


def test_a_number_that_both_have_is_kept_once(office, caseworker):
    placeholder, person = PersonFactory(office=office, name="", label="unnamed"), PersonFactory(office=office)
    for each in (placeholder, person):
        PersonIdentifierFactory(person=each, value="AB123456")
    PersonIdentifierFactory(person=placeholder, value="CD123456")
    people.name_placeholder(placeholder=placeholder, person=person, by=caseworker)
    assert [row.value for row in person.identifiers.all()] == ["AB123456", "CD123456"]


def test_an_accepted_period_that_overlaps_one_of_the_person_stands_beside_it_as_reported(office, caseworker):
    placeholder, person = PersonFactory(office=office, name="", label="unnamed"), PersonFactory(office=office)
    theirs = CustodyPeriodFactory(person=person, begin=parse("2026-01-01"), accepted=True)
    moved = CustodyPeriodFactory(person=placeholder, begin=parse("2026-02-01"), accepted=True)
    before = CustodyPeriodFactory(
        person=placeholder, begin=parse("2025-01-01"), end=parse("2025-03-01"), accepted=True
    )
    people.name_placeholder(placeholder=placeholder, person=person, by=caseworker)
    accepted = dict(person.custody_periods.values_list("pk", "accepted"))
    assert accepted == {theirs.pk: True, moved.pk: False, before.pk: True}


def test_what_was_held_of_the_placeholder_is_held_of_the_person(office, caseworker, user_in):
    placeholder, person = PersonFactory(office=office, name="", label="unnamed"), PersonFactory(office=office)
    parcel = ParcelFactory(office=office, addressee=placeholder)
    hold = PersonHoldFactory(person=placeholder, owner=user_in("caseworker"))
    people.name_placeholder(placeholder=placeholder, person=person, by=caseworker)
    parcel.refresh_from_db()
    assert str(hold.owner) in holds.sentence(person)
    with pytest.raises(Refused, match="Held by the office"):
        events.record_event(about=parcel, type="packed", by=caseworker, evidence="own_observation")


def test_of_two_holds_in_force_each_stays_where_it_is(office, caseworker, user_in):
    placeholder, person = PersonFactory(office=office, name="", label="unnamed"), PersonFactory(office=office)
    kept, other = (
        PersonHoldFactory(person=each, owner=user_in("caseworker")) for each in (person, placeholder)
    )
    people.name_placeholder(placeholder=placeholder, person=person, by=caseworker)
    other.refresh_from_db()
    assert str(kept.owner) in holds.sentence(person)
    assert other.person == placeholder


def test_what_the_placeholder_consented_to_the_person_consents_to(client_for, office, caseworker):
    placeholder, person = PersonFactory(office=office, name="", label="unnamed"), PersonFactory(office=office)
    ConsentFactory(person=placeholder, scope="family", how="Said so to a delegate")
    people.name_placeholder(placeholder=placeholder, person=person, by=caseworker)
    assert consents.in_force(person) == {"family"}
    assert "Said so to a delegate" in page(client_for("caseworker").get(person.get_absolute_url()))


def listed_as_new(group, *shown, **more):
    return {
        "lines": "Орлова Наталія; 1980", "record": "1", "form_key": uuid.uuid4(), "line-0": "new",
        "shown-0": [person.reference for person in shown],
    } | more  # fmt: skip


def test_somebody_found_meanwhile_who_was_not_shown_is_shown_before_a_list_is_recorded(
    client_for, office, six
):
    url, client = f"{six.get_absolute_url()}people/", client_for("caseworker")
    assert "shown-0" not in page(client.post(url, {"lines": "Орлова Наталія; 1980"}))
    person = known(office=office, name="Орлова Наталія")
    again = client.post(url, listed_as_new(six))
    assert again.status_code == 422
    assert "Somebody was found meanwhile" in page(again)
    assert f'name="shown-0" value="{person.reference}"' in page(again)
    assert again.context["lines"][0].chosen == "new"
    assert not IdentityJudgement.objects.exists()
    assert Person.objects.named().count() == 1
    assert client.post(url, listed_as_new(six, person)).context["done"]
    assert IdentityJudgement.objects.get().link.first == person


def test_only_who_was_shown_is_judged_not_to_be_a_new_person_of_a_list(client_for, office, six):
    """Whoever is only weakly alike and was found meanwhile stays to be looked at."""
    shown = known(office=office, name="Орлова Наталія")
    weak = known(office=office, name="Орлова Наталія", born=parse("1950"))
    url, data = f"{six.get_absolute_url()}people/", listed_as_new(six, shown)
    found = client_for("caseworker").post(url, {"lines": data["lines"]}).context["lines"][0].found
    assert weak in [item["person"] for item in found]
    client_for("caseworker").post(url, data)
    assert [judgement.link.first for judgement in IdentityJudgement.objects.all()] == [shown]


def test_a_list_that_is_sent_twice_is_done_twice_the_same(client_for, office, six):
    url, client, data = f"{six.get_absolute_url()}people/", client_for("caseworker"), listed_as_new(six)
    first, second = (client.post(url, data).context["done"] for _time in range(2))
    assert [person for _entry, person, _new in first] == [person for _entry, person, _new in second]
    assert Person.objects.named().count() == 1


# --- Who was erased is nobody's placeholder ---------------------------------------------------------------


@pytest.fixture
def erased(six, coordinator, administrator):
    """One of the six who had a name, came home, and asked to be erased."""
    person = PersonFactory(office=six.office, name="Ткач Марія")
    GroupMembershipFactory(group=six, person=person)
    RelationshipFactory(person=person)
    asked = erasure.propose(record=person, basis="request", reason="She asks for it", by=coordinator)
    erasure.decide(erasure=asked, allowed=True, by=administrator)
    person.refresh_from_db()
    return person


def test_the_next_name_does_not_take_the_place_of_who_was_erased(six, erased, caseworker):
    for placeholder in unnamed(six):
        placeholder.name, placeholder.label = "Орлова Наталія", ""
        placeholder.save()
    person = people.name_member(group=six, person=known(office=six.office, name="Орлов Петро"), by=caseworker)
    erased.refresh_from_db()
    assert erased.superseded_by is None
    assert not person.supersedes.exists()
    assert erased.relationships.exists()
    with pytest.raises(Refused, match="was erased"):
        people.name_placeholder(placeholder=erased, person=person, by=caseworker)


def test_who_was_erased_is_not_offered_to_be_named_and_nothing_personal_is_written_again(
    client_for, six, erased, coordinator
):
    client = client_for(coordinator)
    case = RepatriationCaseFactory(office=six.office, group=six)
    for url in (f"{six.get_absolute_url()}people/", erased.get_absolute_url(), case.get_absolute_url()):
        assert f"placeholder={erased.reference}" not in page(client.get(url))
    assert "Erased: nothing personal is kept" in page(client.get(erased.get_absolute_url()))
    rows = client.get("/people/", {"named": "unnamed"}).context["rows"]
    assert erased not in rows
    data = {"name": "Ткач Марія", "confidentiality": "ordinary", "version": erased.version}
    answer = client.post(f"{erased.get_absolute_url()}edit/", data)
    assert answer.status_code == 422
    assert "record the person anew" in page(answer)
    answer = client.post(f"/admin/cases/person/{erased.pk}/change/", data)
    assert answer.status_code == 403


# --- What is kept strictly stays so -----------------------------------------------------------------------


def test_who_is_named_in_the_place_of_a_stricter_placeholder_is_kept_as_strictly(
    client_for, six, coordinator
):
    placeholder = unnamed(six)[1]
    Person.objects.filter(pk=placeholder.pk).update(confidentiality="strict")
    CustodyPeriodFactory(person=placeholder)
    follow_up = FollowUpFactory(person=placeholder, parcel=None, office=six.office)
    client = client_for(coordinator)
    url = client.post(
        ADD, {"name": "Орлова", "group": six.reference, "placeholder": placeholder.reference}
    ).url
    form = client.get(url).context["form"]
    assert form.get_initial_for_field(form.fields["confidentiality"], "confidentiality") == "strict"
    person = named_in_form(client, six, placeholder)
    follow_up.refresh_from_db()
    assert (person.confidentiality, follow_up.confidentiality) == ("strict", "strict")
    assert "which is kept so" in page(client.get(person.get_absolute_url()))
    assert client_for("caseworker").get(person.get_absolute_url()).status_code == 404


def test_a_person_recorded_from_a_line_begins_as_strictly_as_the_list(client_for, office):
    line = CounterpartLineFactory(list=CounterpartListFactory(office=office, confidentiality="restricted"))
    client = client_for("caseworker")
    form = client.get(client.post(ADD, {"name": line.name, "line": line.pk}).url).context["form"]
    assert form.get_initial_for_field(form.fields["confidentiality"], "confidentiality") == "restricted"


def test_a_placeholder_is_named_as_somebody_who_is_in_the_group_already(client_for, six):
    placeholder = unnamed(six)[1]
    case = RepatriationCaseFactory(office=six.office, person=placeholder, group=None)
    person = known(office=six.office, name="Ткач Марія")
    GroupMembershipFactory(group=six, person=person)
    data = {
        "name": "Ткач",
        "group": six.reference,
        "placeholder": placeholder.reference,
        "person": person.reference,
    }
    for _again in range(2):
        response = client_for("caseworker").post(ADD, data, follow=True)
        assert not list(response.context["messages"])
    placeholder.refresh_from_db()
    case.refresh_from_db()
    assert (placeholder.superseded_by, case.person) == (person, person)
    assert places(client_for("caseworker"), six)["count_text"] == "1 of 6 named"


def test_numbers_and_births_of_a_pasted_list_are_no_part_of_a_name(client_for, six):
    text = "1. Коваль Іван, 1990 р.н.\n2.Ткач Марія; 03.03.1987\n3. Бойко Олег, 03.03.87"
    lines = (
        client_for("caseworker").post(f"{six.get_absolute_url()}people/", {"lines": text}).context["lines"]
    )
    assert [(line.name, line.born and line.born.edtf) for line in lines] == [
        ("Коваль Іван", "1990"), ("Ткач Марія", "1987-03-03"), ("Бойко Олег", None),
    ]  # fmt: skip
    assert lines[2].trouble


@pytest.mark.parametrize("how", ["named", "workshop"])
def test_another_number_brings_the_pair_that_it_tells_of(client_for, six, how):
    person, other = (known(office=six.office, name=name) for name in ("Орлова Наталія", "Наталья Орлова"))
    PersonIdentifierFactory(person=other, scheme="passport", value="AB123456")
    index_names([other])
    assert not IdentityLink.objects.exists()
    if how == "named":
        placeholder = unnamed(six)[1]
        PersonIdentifierFactory(person=placeholder, scheme="passport", value="AB123456")
        people.name_placeholder(placeholder=placeholder, person=person, by=None)
    else:
        data = {"person": person.pk, "scheme": "passport", "value": "AB123456", "issuer": ""}
        response = client_for("coordinator").post("/admin/cases/personidentifier/add/", data)
        assert response.status_code == 302, page(response)
    assert IdentityLink.objects.count() == 1
