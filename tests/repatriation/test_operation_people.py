"""The list of an operation: put on, taken off, made ready, printed."""

import re

import pytest
from django.urls import reverse

from cases.models import DeathNotice, RepatriationCase, RepatriationPart
from tests.factories import (
    ClaimFactory,
    DeathNoticeFactory,
    EventFactory,
    GroupFactory,
    GroupMembershipFactory,
    PersonFactory,
    RepatriationCaseFactory,
    RepatriationEventFactory,
    RepatriationPartFactory,
    UserFactory,
)


@pytest.fixture
def operation(office, parties):
    return RepatriationEventFactory(office=office, from_party=parties[0], to_party=parties[1])


@pytest.fixture
def case_of(office, parties):
    def case_of(**facts):
        facts = {"person": PersonFactory(office=office), "group": None} | facts
        return RepatriationCaseFactory(
            office=office, holding_party=parties[0], receiving_party=parties[1], **facts
        )

    return case_of


@pytest.fixture
def client(client_for):
    return client_for("caseworker")


def at(name, operation, *args):
    return reverse(f"operation_{name}", args=[operation.reference, *args])


def adding(client, operation, **typed):
    empty = {"case": "", "references": "", "person": "", "group": "", "count": ""}
    return client.post(at("people", operation), empty | typed, follow=True)


def test_a_case_puts_its_person_on_the_list(client, operation, case_of):
    case = case_of()
    answer = adding(client, operation, case=case.reference)
    line = operation.parts.get()
    assert (line.person, line.case, line.direction) == (case.person, case, "along")
    assert "1 line is on the list." in answer.content.decode()
    assert list(operation.cases.all()) == [case]


def test_of_a_case_of_a_group_one_chooses_who(client, operation, case_of, office):
    group = GroupFactory(office=office)
    members = [GroupMembershipFactory(group=group).person for _number in range(2)]
    case = case_of(person=None, group=group)
    page = adding(client, operation, case=case.reference).content.decode()
    assert all(member.reference in page for member in members)
    there = f"{at('people', operation)}?case={case.reference}"
    client.post(there, {"people": [members[0].reference], "count": "3"})
    assert {(line.person, line.count) for line in operation.parts.all()} == {(members[0], None), (None, 3)}
    assert {line.case for line in operation.parts.all()} == {case}
    assert members[0].reference not in client.get(there).context["form"].members


def test_pasted_references_are_taken_and_the_others_named_and_kept(
    client, operation, case_of, office, parties
):
    fine, of_group = case_of(), case_of(person=None, group=GroupFactory(office=office))
    other_way = RepatriationCaseFactory(
        office=office, holding_party=parties[1], receiving_party=parties[0], group=None, person=PersonFactory(office=office)
    )  # fmt: skip
    words = f"{fine.reference}, {of_group.reference}\n{other_way.reference} CAS-WRONG"
    answer = adding(client, operation, references=words)
    assert operation.parts.get().case == fine
    assert dict(answer.context["exceptions"]).keys() == {of_group.reference, other_way.reference, "CAS-WRONG"}
    kept = answer.content.decode().split("</textarea>")[0]
    assert "CAS-WRONG" in kept
    assert fine.reference not in kept.split("<textarea")[1]


def test_the_same_person_twice_is_a_refusal_at_the_field(client, operation, office):
    person = PersonFactory(office=office)
    adding(client, operation, person=person.reference)
    answer = adding(client, operation, person=person.reference)
    assert answer.status_code == 422
    assert "is on the list already" in str(answer.context["form"].errors["person"])


def test_a_number_needs_its_group_and_nothing_typed_is_asked_about(client, operation):
    assert "Give the group and how many" in str(
        adding(client, operation, count="3").context["form"].errors["group"]
    )
    assert "Choose a case" in str(adding(client, operation).context["form"].errors["case"])
    for bad in (
        "x" * 100_000,
        "Ж\u202e",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    ):
        assert adding(client, operation, person=bad).status_code == 422
    assert not operation.parts.exists()


def test_somebody_is_taken_off_and_after_completion_nobody_is(client, operation, case_of):
    adding(client, operation, case=case_of().reference)
    client.post(at("take_off", operation, operation.parts.get().pk))
    assert not operation.parts.exists()


def test_more_of_a_group_than_are_left_is_said_and_not_refused(client, operation, office):
    group = GroupFactory(office=office)
    ClaimFactory(about=group, number=6)
    adding(client, operation, group=group.reference, count="7")
    assert operation.parts.get().count == 7
    assert "the highest number stated is 6" in client.get(operation.get_absolute_url()).content.decode()


def test_readiness_is_written_where_it_belongs(client, operation, case_of, office):
    own = RepatriationPartFactory(
        event=operation, case=case_of(), person=None or PersonFactory(office=office)
    )
    RepatriationPart.objects.filter(pk=own.pk).update(person=own.case.person)
    alone = RepatriationPartFactory(event=operation)
    answer = client.get(at("readiness", operation))
    versions = {form.line.pk: form["version"].value() for form in answer.context["forms"]}
    typed = {}
    for line in (own, alone):
        typed |= {
            f"line-{line.pk}-version": versions[line.pk], f"line-{line.pk}-papers_ready": "on",
            f"line-{line.pk}-guardian": "Олена", f"line-{line.pk}-travels_with": "a nurse",
        }  # fmt: skip
    typed[f"line-{alone.pk}-companion"] = own.case.person.reference
    assert client.post(at("readiness", operation), typed).status_code == 302
    case, line = RepatriationCase.objects.get(pk=own.case_id), RepatriationPart.objects.get(pk=alone.pk)
    assert (case.papers_ready, case.guardian, case.travels_with) == (True, "", "a nurse")
    assert (line.papers_ready, line.guardian, line.companion) == (True, "Олена", own.case.person)
    own.refresh_from_db()
    assert (own.guardian, own.papers_ready) == ("Олена", False)


def test_a_line_that_somebody_changed_meanwhile_is_refused_and_what_was_typed_stays(client, operation):
    line = RepatriationPartFactory(event=operation)
    RepatriationPart.objects.filter(pk=line.pk).update(papers_ready=True)
    typed = {f"line-{line.pk}-version": "1", f"line-{line.pk}-guardian": "Марія"}
    answer = client.post(at("readiness", operation), typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Somebody changed this line" in page
    assert "Марія" in page


def test_the_printed_list_has_boxes_names_in_two_scripts_and_lines_to_sign(client, operation, office):
    person = PersonFactory(office=office, name="Орлова Марія", latin_name="Orlova Mariia")
    RepatriationPartFactory(event=operation, person=person)
    RepatriationPartFactory(
        event=operation, person=None, group=GroupFactory(office=office, name="The six"), count=4
    )
    page = client.post(at("manifest", operation)).content.decode()
    assert "Орлова Марія" in page
    assert "Orlova Mariia" in page
    assert "4 of The six, not named" in page
    assert "Handed over, for Northland" in page
    assert "Received, for Southland" in page
    assert page.count('class="box"') >= 5


def test_of_somebody_who_is_held_the_paper_says_only_whom_to_ask(client, operation, office):
    person = PersonFactory(office=office, name="Held Person")
    keeper = UserFactory(office=office, role="coordinator", last_name="Keeper")
    DeathNoticeFactory(person=person, owner=keeper)
    assert DeathNotice.objects.withheld().exists()
    RepatriationPartFactory(event=operation, person=person)
    page = client.post(at("manifest", operation)).content.decode()
    assert "Held Person" not in page
    assert re.search("Held by the office: ask [^<]*Keeper", page)


PAGES = ("people", "readiness", "move", "arrivals", "manifest")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["viewer", "auditor", "administrator"])
def test_who_only_reads_changes_no_list(client_for, operation, role, name):
    assert client_for(role).get(at(name, operation)).status_code in {403, 404}


@pytest.mark.parametrize("name", PAGES)
def test_another_offices_operation_is_not_there(client, name):
    assert client.get(at(name, RepatriationEventFactory())).status_code == 404


def test_a_viewer_sees_who_travels_and_not_how_ready_they_are(client_for, operation, case_of, office):
    line = RepatriationPartFactory(event=operation)
    RepatriationPart.objects.filter(pk=line.pk).update(guardian="Grandmother", travels_with="a nurse")
    strict = RepatriationPartFactory(
        event=operation, person=PersonFactory(office=office, confidentiality="strict")
    )
    page = client_for("viewer").get(operation.get_absolute_url()).content.decode()
    assert line.person.name in page
    assert "1 more line is not shown" in page
    assert not {"Grandmother", "a nurse", strict.person.name} & {
        word for word in ("Grandmother", "a nurse", strict.person.name) if word in page
    }


def test_the_page_costs_the_same_for_one_and_for_thirty(
    client, operation, case_of, django_assert_max_num_queries
):
    def asked(name=None):
        url = at(name, operation) if name else operation.get_absolute_url()
        with django_assert_max_num_queries(80) as counted:
            assert client.get(url).status_code == 200
        return len(counted)

    names = (None, "people", "readiness", "arrivals", "manifest")
    RepatriationPartFactory(event=operation, case=case_of())
    EventFactory(about=operation)
    once = [asked(name) for name in names]
    for _number in range(30):
        RepatriationPartFactory(event=operation, case=case_of())
    assert [asked(name) for name in names] == once
